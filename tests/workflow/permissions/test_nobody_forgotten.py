"""No workflow is left out of the table: whoever writes a new one is told so here."""

from __future__ import annotations

import inspect
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

import pytest

import planner.workflow
from planner.domain import SYSTEM
from tests.workflow.permissions.rows import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator

WITHOUT_ANYBODY = {
    "feed_bytes": "whoever has the token has the calendar",
    "find_lost_jobs": "the planner itself, as it goes by",
    "id_of_user": "tells nothing: what it returns is asked for by those who may",
    "run_clock": "the planner itself, as the clock strikes",
    "run_job": "a worker, with a job that it has claimed",
    "who_acts": "says who somebody is, before anything is asked for",
    "work_off": "a worker",
    "in_turn": "what a step of a request is done in; whoever takes it was asked before",
}
"""What works on a database and does not ask who somebody is, and why."""

PARTS = {"take_step": "every step of a request is made of it, and is in the table itself"}


def published() -> Iterator[tuple[str, Any]]:
    """Yield every function and class that a module of the room offers."""
    for module in iter_modules(planner.workflow.__path__):
        names = vars(import_module(f"planner.workflow.{module.name}"))
        for name, found in names.items():
            own = getattr(found, "__module__", "") == f"planner.workflow.{module.name}"
            error = inspect.isclass(found) and issubclass(found, Exception)
            if own and callable(found) and not name.startswith("_") and not error:
                yield name, found


def parameters(found: Any) -> list[str]:
    return list(inspect.signature(found).parameters)


def asking_who_acts() -> set[str]:
    return {name for name, found in published() if {"store", "actor"} <= set(parameters(found))}


def on_a_database() -> set[str]:
    return {name for name, found in published() if "store" in parameters(found)}


def test_every_workflow_that_asks_who_acts_is_in_the_table() -> None:
    tried = {row.function.__name__ for row in ROWS}
    assert asking_who_acts() - PARTS.keys() == tried
    assert len(tried) > 60


def test_every_other_workflow_on_a_database_says_why_it_asks_nobody() -> None:
    assert on_a_database() - asking_who_acts() == WITHOUT_ANYBODY.keys()


def test_nobody_acts_because_they_were_left_out() -> None:
    defaults = {
        name: inspect.signature(found).parameters["actor"].default
        for name, found in published()
        if {"store", "actor"} <= set(parameters(found))
    }
    given = {
        name: actor for name, actor in defaults.items() if actor is not inspect.Parameter.empty
    }
    assert given == {"forget_old": SYSTEM, "send_mail": SYSTEM}, "nobody else may call these two"


@pytest.mark.parametrize("kind", ["function", "class"])
def test_a_new_one_is_found(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def erase_all(store: object, actor: object) -> None: ...

    class Desk:
        def __init__(self, store: object, actor: object) -> None: ...

    new: Any = erase_all if kind == "function" else Desk
    new.__module__ = "planner.workflow.roles"
    monkeypatch.setattr(f"planner.workflow.roles.{new.__name__}", new, raising=False)
    assert new.__name__ in asking_who_acts()
