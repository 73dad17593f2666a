"""A table as text, whatever coat it came in, and the check of its header."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

from planner.exchange.limits import MAX_COLUMNS
from planner.exchange.near_names import near_name

if TYPE_CHECKING:
    from planner.exchange.faults import Ledger
    from planner.exchange.tables import Table


@dataclass(frozen=True)
class Grid:
    """The cells of one table.

    ``rows`` are as wide as ``header``; ``lines`` holds the line of each row, the header
    being line 1. ``ragged`` keeps the rows that were too wide or too narrow: they are
    reported already, but the ids in them are known.
    """

    file: str
    header: list[str]
    rows: list[list[str]]
    lines: Sequence[int]
    ragged: list[list[str]] = field(default_factory=list)

    def texts(self, column: str) -> list[str]:
        """Return one column from top to bottom."""
        return list(map(itemgetter(self.header.index(column)), self.rows))

    def ids(self) -> set[str]:
        """Return everything in the column ``id``, also in rows that are faulty."""
        place = self.header.index("id")
        return {row[place] for row in self.rows + self.ragged if len(row) > place}


def grid_of(
    file: str, header: list[str], lines_of: list[int], body: list[list[str]], ledger: Ledger
) -> Grid:
    """Return the grid of a header and rows with their lines; rows of another width are faults."""
    width = len(header)
    if set(map(len, body)) <= {width}:
        return Grid(file, header, body, lines_of)
    rows: list[list[str]] = []
    lines: list[int] = []
    ragged: list[list[str]] = []
    for line, row in zip(lines_of, body, strict=True):
        if len(row) > width and not any(row[width:]):
            row = row[:width]
        if len(row) == width:
            rows.append(row)
            lines.append(line)
            continue
        ragged.append(row)
        ledger.fault(
            file,
            f"the row has {len(row)} cells, the header has {width}",
            "Give the row one cell for each column; put text that holds a comma in quotation marks",
            row=line,
            value=",".join(row),
        )
    return Grid(file, header, rows, lines, ragged)


def header_is_sound(grid: Grid, table: Table, ledger: Ledger) -> bool:
    """Report missing, repeated and unknown columns; False when the rows mean nothing."""
    header = grid.header
    if len(header) > MAX_COLUMNS:
        ledger.fault(
            grid.file,
            f"has {len(header)} columns, at most {MAX_COLUMNS} are read",
            f"Keep the columns of the table: {', '.join(table.names)}",
            row=1,
            value=f"{len(header)} columns",
        )
        return False
    unknown = [name for name in dict.fromkeys(header) if name not in table.names]
    if len(unknown) == len(set(header)):
        _report_no_header(grid, table, ledger)
        return False
    sound = True
    for name in dict.fromkeys(header):
        if name in table.names and header.count(name) > 1:
            sound = False
            ledger.fault(
                grid.file,
                f"the column appears {header.count(name)} times",
                "Keep one of them",
                row=1,
                column=name,
                value=name,
            )
    missing = [column for column in table.columns if column.name not in header]
    for column in missing:
        if column.needed:
            _report_missing(grid, column.name, unknown, ledger, column.may_be_empty)
    renamed = {near_name(c.name, unknown) for c in missing if c.needed}
    for name in unknown:
        if name not in renamed:
            _report_unknown(grid, name, [c.name for c in missing], table, ledger)
    return sound


def _report_no_header(grid: Grid, table: Table, ledger: Ledger) -> None:
    text = ",".join(grid.header)
    message = "the first line names none of the columns of this table"
    remedy = f"Begin with the header {','.join(table.names)}"
    for sign, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if sum(column in table.names for column in text.split(sign)) > 1:
            message = f"the cells are separated by {name}, not by commas"
            remedy = 'Save the file as "CSV (comma separated)"'
    ledger.fault(grid.file, message, remedy, row=1, value=text)


def _report_missing(
    grid: Grid, name: str, unknown: list[str], ledger: Ledger, may_be_empty: bool
) -> None:
    twin = near_name(name, unknown)
    remedy = f"Add the column {name} to the header"
    if may_be_empty:
        remedy += "; its cells may be empty"
    if twin:
        remedy = f'Rename the column "{twin}" to {name}'
    ledger.fault(grid.file, "the column is missing", remedy, row=1, column=name, value=twin or "")


def _report_unknown(
    grid: Grid, name: str, missing: list[str], table: Table, ledger: Ledger
) -> None:
    place = grid.header.index(name)
    if not name and not any(row[place] for row in grid.rows):
        return
    guess = next((known for known in missing if near_name(known, [name])), None)
    ledger.warn(
        grid.file,
        "the column is not known and is not read",
        f"Rename it to {guess} if that is meant"
        if guess
        else f"Delete it, or leave it; known are {', '.join(table.names)}",
        row=1,
        column=name,
        value=name,
    )
