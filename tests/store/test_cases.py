"""Real sizes: organisations of a thousand people go in and come out in no time."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from planner.exchange import read_organisation
from planner.store import open_store, verify

if TYPE_CHECKING:
    from pathlib import Path

    from planner.store import Store

NOW = datetime(2027, 1, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    "name", ["adventureworks", "email-eu-core", "synthetic-11-300x15x26", "synthetic-11-1000x42x26"]
)
def test_an_organisation_comes_back_as_it_was_read(store: Store, cases: Path, name: str) -> None:
    organisation = read_organisation(cases / name).organisation
    for expected in (0, 1):
        state, changes = store.write(
            lambda unit, expected=expected: unit.organisations.save(  # type: ignore[misc]
                organisation, expected=expected, now=NOW
            )
        )
        assert (state.revision, bool(changes)) == (1, expected == 0)
    with store.read() as unit:
        assert unit.organisations.load_anew(state) == organisation
    assert verify(store) == ()


def test_a_thousand_people_are_in_a_new_file_in_seconds(tmp_path: Path, cases: Path) -> None:
    began = time.process_time()
    organisation = read_organisation(cases / "email-eu-core").organisation
    with open_store(str(tmp_path / "planner.sqlite")) as store:
        store.write(lambda unit: unit.organisations.save(organisation, expected=0, now=NOW))
    assert time.process_time() - began < 15
