"""Every action of the permission table is asked for by some workflow, or said not to be yet."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from planner.access import TABLE, Action
from planner.domain import Role
from tests.workflow.permissions.prepared import actor
from tests.workflow.permissions.rows import ROWS
from tests.workflow.permissions.table import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workflow.permissions.prepared import Prepared

BY_THE_PLANNER = {
    Action.JOB_RUN,
    Action.REQUEST_REMIND,
    Action.REQUEST_ESCALATE,
    Action.REQUEST_EXPIRE,
    Action.REQUEST_SUPERSEDE,
    Action.REQUEST_INVALIDATE,
}
"""What the clock and the workers do: nobody calls these, and no other row lets anybody."""

LATER = {
    Action.FEEDBACK_READ,
    Action.FEEDBACK_WRITE,
    Action.PULSE_ANSWER,
    Action.PULSE_READ,
}
"""What the table knows and nothing does yet. Whoever writes it takes it out of here."""


class Asked(dict[Any, Any]):
    """The table, which remembers what was looked up in it."""

    def __init__(self) -> None:
        super().__init__(TABLE)
        self.actions: set[Action] = set()

    def get(self, action: Any, default: Any = None) -> Any:
        self.actions.add(action)
        return super().get(action, default)


@pytest.mark.slow
def test_every_action_is_asked_for(
    prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked()
    monkeypatch.setattr(import_module("planner.access.may"), "TABLE", asked)
    found: set[Action] = set()
    for number, row in enumerate(ROWS):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "prepared").symlink_to(prepared.folder)
        for who in (who for who in COLUMNS if row.letter(who) == "Y"):
            with prepared.copy(row.situation, folder / "planner.sqlite") as store:
                asked.actions.clear()
                row.call(store, actor(who))
                found |= asked.actions
    assert set(Action) - found - BY_THE_PLANNER == LATER


@pytest.mark.parametrize("action", sorted(BY_THE_PLANNER))
def test_what_the_planner_does_nobody_else_may(action: Action) -> None:
    row = TABLE[action]
    assert row.system
    assert [row.cell(role) for role in Role] == [()] * len(Role)
