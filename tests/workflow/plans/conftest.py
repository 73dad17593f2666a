"""An office in which these tests happen, on each kind of database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.workflow.plans.office import Office, Searches

if TYPE_CHECKING:
    from planner.store import Store


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> Searches:
    """Return what stands in for the processes that search, and tells what a test wants."""
    found = Searches()
    monkeypatch.setattr("planner.workflow.run_job.SearchProcess", found)
    return found
