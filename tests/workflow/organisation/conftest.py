"""A database with users and no cycle yet, and one with a small organisation: on each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.exchange.folders import write_folder
from tests.workflow.organisation.office import add_users, bring_in

if TYPE_CHECKING:
    from pathlib import Path

    from planner.store import Store


@pytest.fixture
def office(store: Store) -> Store:
    """Return a database with users and without a cycle."""
    add_users(store)
    return store


@pytest.fixture
def spring(office: Store, tmp_path: Path) -> Store:
    """Return a database with users and the cycle "Spring" at revision 1."""
    bring_in(office, write_folder(tmp_path / "spring"))
    return office
