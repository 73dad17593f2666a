"""From a grid of text to columns of values, and to the rows of the domain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from planner.exchange.cells import BAD, text_of, values_of
from planner.exchange.grid import Grid, header_is_sound
from planner.exchange.tables import Table

if TYPE_CHECKING:
    from planner.exchange.faults import Ledger


@dataclass(frozen=True)
class Typed:
    """A table whose cells were read; ``values`` holds ``BAD`` where one could not be.

    ``ids`` is None where the table has no column of ids or could not be read, so that
    nothing can be said about references to it.
    """

    table: Table
    file: str
    lines: Sequence[int]
    values: dict[str, list[Any]]
    ids: frozenset[str] | None = None

    def rows(self) -> tuple[Any, ...]:
        """Return the rows as objects of the domain. Call it only when nothing is bad."""
        columns = [self._column(name) for name in self.table.names]
        return tuple(map(self.table.row, *columns))

    def _column(self, name: str) -> list[Any]:
        if name in self.values:
            return self.values[name]
        (column,) = [c for c in self.table.columns if c.name == name]
        return [column.empty] * len(self.lines)


def typed(table: Table, grid: Grid | None, file: str, ledger: Ledger) -> Typed:
    """Read every cell of a table and check each row by itself."""
    if grid is None or not header_is_sound(grid, table, ledger):
        return Typed(table, file, (), {})
    if table.mandatory and not grid.rows and not grid.ragged:
        ledger.fault(file, "has no rows below its header", "Write at least one row")
    values: dict[str, list[Any]] = {}
    for column in table.columns:
        if column.name not in grid.header:
            continue
        texts = grid.texts(column.name)
        values[column.name], problems = values_of(column, texts)
        if problems:
            for line, text in zip(grid.lines, texts, strict=True):
                if text in problems:
                    message, remedy = problems[text]
                    ledger.fault(file, message, remedy, row=line, column=column.name, value=text)
    ids = frozenset(grid.ids()) - {""} if "id" in grid.header else None
    result = Typed(table, file, grid.lines, values, ids)
    _check_spans(result, ledger)
    _check_different(result, ledger)
    check_keys(result, ledger)
    return result


def _check_spans(rows: Typed, ledger: Ledger) -> None:
    for first, last in rows.table.spans:
        begins, ends = rows.values.get(first), rows.values.get(last)
        if begins is None or ends is None:
            continue
        for line, begin, end in zip(rows.lines, begins, ends, strict=True):
            if isinstance(begin, date) and isinstance(end, date) and end < begin:
                ledger.fault(
                    rows.file,
                    f"{last} lies before {first}, which is {begin}",
                    f"Correct one of the two days; {last} is the last day that counts",
                    row=line,
                    column=last,
                    value=end,
                )


def _check_different(rows: Typed, ledger: Ledger) -> None:
    if not rows.table.different or not set(rows.table.different) <= rows.values.keys():
        return
    one, other = rows.table.different
    for line, a, b in zip(rows.lines, rows.values[one], rows.values[other], strict=True):
        if a == b and isinstance(a, str):
            ledger.fault(
                rows.file,
                f"{other} is the same as {one}",
                f"Write another {other}, or delete the row"
                if rows.table.name != "employees"
                else "Write the id of somebody else, or leave the cell empty",
                row=line,
                column=other,
                value=b,
            )


def check_keys(rows: Typed, ledger: Ledger) -> None:
    """Report every row whose key another row has already."""
    key = rows.table.key
    if not key or not set(key) <= rows.values.keys():
        return
    seen: dict[tuple[Any, ...], int] = {}
    keys = zip(*(rows.values[name] for name in key), strict=True)
    for line, cells in zip(rows.lines, keys, strict=True):
        if BAD in cells:
            continue
        if rows.table.either_order:
            cells = tuple(sorted(cells))
        if (before := seen.setdefault(cells, line)) != line:
            what = "the id appears" if key == ("id",) else f"{' and '.join(key)} appear together"
            ledger.fault(
                rows.file,
                f"{what} in row {before} already",
                "Delete one of the two rows, or correct it",
                row=line,
                column=", ".join(key),
                value=", ".join(map(text_of, cells)),
            )
