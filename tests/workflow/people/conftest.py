"""A company in a database: each kind of database in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.workflow.people.company import settle

if TYPE_CHECKING:
    from planner.store import Store


@pytest.fixture
def company(store: Store) -> Store:
    """Return the database of a company with a published plan and users."""
    settle(store)
    return store
