"""Every workflow, tried by everybody: it is done, or it is refused and nothing has changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from planner.domain import NotAllowed, NotFound, Refused
from tests.workflow.permissions.prepared import actor, entries
from tests.workflow.permissions.rows import ROWS
from tests.workflow.permissions.table import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workflow.permissions.prepared import Prepared
    from tests.workflow.permissions.table import Row

REFUSALS = {"!": NotAllowed, ".": NotFound, "r": Refused}
QUICK = ("gus", "sue", "ada")
"""The three whom most is refused are tried in a quick run of the tests; everybody in others."""

WHO = [who if who in QUICK else pytest.param(who, marks=pytest.mark.slow) for who in COLUMNS]


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_cell(row: Row, who: str, prepared: Prepared, tmp_path: Path) -> None:
    (tmp_path / "prepared").symlink_to(prepared.folder)
    file = tmp_path / "planner.sqlite"
    letter = row.letter(who)
    with prepared.copy(row.situation, file) as store, closing(sqlite3.connect(file)) as watch:
        before, there = data_version(watch), entries(store)
        if letter == "Y":
            row.call(store, actor(who))
            assert entries(store) == there + row.entries
        else:
            with pytest.raises(REFUSALS[letter]):
                row.call(store, actor(who))
            assert data_version(watch) == before, "something was written"


def data_version(watch: sqlite3.Connection) -> int:
    """Return a number that changes whenever somebody else has written anything at all."""
    (number,) = watch.execute("PRAGMA data_version").fetchone()
    return int(number)


def test_writing_is_noticed(prepared: Prepared, tmp_path: Path) -> None:
    file = tmp_path / "planner.sqlite"
    with prepared.copy("plain", file) as store, closing(sqlite3.connect(file)) as watch:
        before = data_version(watch)
        store.write(lambda unit: unit.people.disable("u-pam"), quiet=True)
        assert data_version(watch) != before


def test_every_letter_is_in_the_table_and_outsiders_never_get_anything() -> None:
    assert {letter for row in ROWS for letter in row.letters} == {"Y", *REFUSALS}
    assert [row.name for row in ROWS if "Y" in row.letters[:2]] == []
    assert len({row.name for row in ROWS}) == len(ROWS)


def test_everybody_else_may_do_something_and_everything_is_for_somebody() -> None:
    for who in COLUMNS[2:]:
        assert "Y" in {row.letter(who) for row in ROWS}
    nobody = {row.name for row in ROWS if "Y" not in row.letters}
    assert nobody == {
        "disable_user the last administrator",
        "grant_role to Ada",
        "link_user Ada",
        "revoke_role from Ada",
        "see_profile of nobody",
    }
