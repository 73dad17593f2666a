"""Where a cycle stands, without its tables, and what changes from one state to the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from planner.domain.cycle import Cycle


@dataclass(frozen=True, slots=True)
class CycleState:
    """Where a cycle stands.

    Attributes
    ----------
    cycle : Cycle
    revision : int
        Rises by one with each change of the organisation; counted from 1.
    digest : str
        SHA-256 of what the organisation says, in hexadecimal.
    published : int, optional
        The number of the published plan version.
    changed_at : datetime
    """

    cycle: Cycle
    revision: int
    digest: str
    published: int | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class TableDifference:
    """One table: rows that are new, changed (as it was, as it is), gone; how many are the same.

    A row of absences and closures has no name of its own: a changed one is gone and new.
    ``moved`` says that the rows stand in another order. It counts as false where nothing
    changes.
    """

    name: str
    new: tuple[Any, ...] = ()
    changed: tuple[tuple[Any, Any], ...] = ()
    gone: tuple[Any, ...] = ()
    unchanged: int = 0
    moved: bool = False

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone or self.moved)


@dataclass(frozen=True, slots=True)
class Difference:
    """From one state of a cycle to the next: its settings (name, as it was, as it is), its tables.

    Where there was nothing before, all is new. It counts as false where nothing changes.
    """

    settings: tuple[tuple[str, Any, Any], ...]
    tables: tuple[TableDifference, ...]

    def __bool__(self) -> bool:
        return bool(self.settings) or any(self.tables)

    def __getitem__(self, name: str) -> TableDifference:
        return next(table for table in self.tables if table.name == name)
