"""A small database file for the commands that need one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.store import open_store
from tests.workflow.people.company import settle

if TYPE_CHECKING:
    from pathlib import Path


def a_company(folder: Path) -> Path:
    """Return the database of the company of `tests.workflow.people.company`."""
    file = folder / "planner.sqlite"
    with open_store(str(file)) as store:
        settle(store)
    return file
