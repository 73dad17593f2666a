"""Deeds that are done in a process of their own, which may be killed at any point of them.

Each begins in an office that is the same every time, and does the same every time: what is
drawn by lot in here (names of messages, of users' secrets) is drawn from one seed.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, select

from planner.domain import Actor, id_of
from planner.exchange import write_organisation
from planner.store import Store, open_store
from planner.store.metadata import metadata
from planner.workflow.decide_request import approve_request
from planner.workflow.draft_changes import Add, Remove
from planner.workflow.edit_draft import EditingDesk
from planner.workflow.import_organisation import import_organisation
from planner.workflow.publish_plan import publish_plan
from tests.workflow.plans import office as plans
from tests.workflow.requests import office as requests

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

PROCESSES = multiprocessing.get_context("forkserver")
"""Processes that have loaded all of this before they begin."""
PROCESSES.set_forkserver_preload(["__main__", "planner.planning", __name__])

NOTHING = (0, 0.0)
_KEY = "the same button"


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done, and the office it is done in; ``prepare`` returns what ``do`` needs."""

    name: str
    prepare: Callable[[Store, Path], Any]
    do: Callable[[Store, Any], object]


def _about_to_publish(store: Store, _: Path) -> int:
    office = plans.Office(store)
    office.published()
    office.add_request(plans.a_move(plans.FIRST.placements[0]))
    return office.draft(plans.MOVED, base=1)


def _publish(store: Store, number: int) -> object:
    now = plans.NOW + timedelta(hours=2)
    return publish_plan(store, plans.HANNA, number, key=_KEY, now=now)


def _about_to_approve(store: Store, _: Path) -> str:
    office = requests.open_office(store)
    asked = office.accept(office.swap(), "sue")
    return office.approve(asked, "pia", "sam").id


def _approve(store: Store, request: str) -> object:
    fay, now = Actor("u-fay"), requests.NOW + 2 * requests.HOUR
    done = approve_request(store, fay, request, accept_loss=True, key=_KEY, now=now)
    assert done.state.value == "applied"
    return done


def _about_to_import(store: Store, folder: Path) -> str:
    plans.Office(store).published()
    ada, *others = plans.COMPANY.employees[1:]
    boss = replace(plans.COMPANY.employees[0], name="The Boss")
    newcomers = tuple(replace(ada, id=f"new{number}", name=f"New {number}") for number in range(40))
    people = (boss, ada, *others, *newcomers)
    write_organisation(replace(plans.COMPANY, employees=people), folder)
    return str(folder)


def _import(store: Store, folder: str) -> object:
    return import_organisation(store, plans.HANNA, Path(folder), commit=True, now=plans.NOW)


DEEDS = (
    Deed("publish", _about_to_publish, _publish),
    Deed("approve", _about_to_approve, _approve),
    Deed("import", _about_to_import, _import),
)


def do(name: str, url: str, given: Any, line: Connection, last: int | None = None) -> None:
    """Do a deed; be killed before the statement with number ``last``, counted from 1.

    Sends that nothing is done when it begins, and when it is done how many statements and
    seconds that took: what was said to be done has to last.
    """
    _draw_from_one_seed()
    deed = next(each for each in DEEDS if each.name == name)
    with open_store(url) as store:
        steps = _killed_at(store, last)
        line.send(NOTHING)
        begun = time.monotonic()
        deed.do(store, given)
        line.send((next(steps) - 1, time.monotonic() - begun))


def _draw_from_one_seed() -> None:
    lots = random.Random(1)
    setattr(os, "urandom", lots.randbytes)  # noqa: B010
    setattr(random, "_urandom", lots.randbytes)  # noqa: B010
    setattr(uuid, "uuid4", lambda: uuid.UUID(bytes=lots.randbytes(16), version=4))  # noqa: B010


def _killed_at(store: Store, last: int | None) -> Iterator[int]:
    """Count statements and commits, and be killed at one of them."""
    steps = count(1)

    def step(*_: object) -> None:
        if next(steps) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    for moment in ("before_cursor_execute", "commit"):
        event.listen(store.engine, moment, step)
    return steps


def contents(store: Store) -> dict[str, list[str]]:
    """Return every row of every table, but for the moment in which an answer was kept."""
    with store.read() as unit:
        return {
            table.name: sorted(
                repr(tuple(row))
                for row in unit.connection.execute(
                    select(*(c for c in table.c if (table.name, c.name) != ("answer", "at")))
                )
            )
            for table in metadata.sorted_tables
        }


def edit(url: str, number: int, employee: str, times: int, line: Connection) -> None:
    """Add a placement to a draft and take it out, again and again; tell the revisions."""
    revisions = []
    with open_store(url) as store:
        desk = EditingDesk(store, plans.HANNA, number, now=lambda: plans.NOW)
        week = plans.COMPANY.cycle.first_day_of(6)
        for _ in range(times // 2):
            added = desk.do(Add(employee, "S", week))
            (placement,) = added.edit.takes
            removed = desk.do(Remove(id_of(placement)))
            revisions += [added.version.revision, removed.version.revision]
    line.send(revisions)
