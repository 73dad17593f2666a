"""Changes of single rows of an organisation: as they are typed, and as they are remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from planner.domain.organisation import Id


@dataclass(frozen=True, slots=True)
class RowChange:
    """What somebody types into one row of a table.

    Attributes
    ----------
    was : object, optional
        The row as it is now, such as an `Absence`; None for a new one.
    cells : mapping of str to object, optional
        What is typed, by column: text, or a value that is written as text is. Columns that
        are left out stay as they are, or empty in a new row. None takes the row out.
    line : int, optional
        The row to name when something is wrong with it; without it the one that it has, or
        would have, in a file.
    """

    was: Any | None
    cells: Mapping[str, object] | None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class RowSwap:
    """One row before and after: None before where it is new, None after where it is gone.

    ``at`` is its place in the table, counted from 0: among the rows before where there was
    one, else among the rows after.
    """

    at: int
    before: Any | None
    after: Any | None


@dataclass(frozen=True, slots=True)
class RowEdit:
    """An edit of rows of one table, with all that it takes to undo it.

    ``step`` counts the edits of a cycle from 1. ``table`` is the name of the table, or
    ``cycle`` for its settings. ``undone`` edits stay, marked.
    """

    step: int
    table: str
    swaps: tuple[RowSwap, ...]
    made_by: Id
    made_at: datetime
    undone: bool = False
