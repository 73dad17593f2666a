"""The company in which these tests happen, on each kind of database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.workflow.requests.office import Office, open_office

if TYPE_CHECKING:
    from planner.store import Store


@pytest.fixture
def office(store: Store) -> Office:
    return open_office(store)
