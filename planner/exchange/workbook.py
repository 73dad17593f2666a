"""Workbooks: sheets to grids."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from planner.exchange.csv_file import read_bytes
from planner.exchange.grid import Grid, grid_of
from planner.exchange.limits import MAX_FILE_BYTES
from planner.exchange.near_names import near_name
from planner.exchange.tables import CYCLE, TABLES
from planner.exchange.workbook_guard import Uncomputed, examine

if TYPE_CHECKING:
    from pathlib import Path

    from planner.exchange.faults import Ledger

KNOWN_SHEETS = (CYCLE, *(table.name for table in TABLES))


def sheet_label(path: Path, name: str) -> str:
    """Return how findings name a sheet."""
    return f"{path.name}, sheet {name}"


def read_workbook(path: Path, ledger: Ledger) -> dict[str, Grid] | None:
    """Read every known sheet that is there and not empty.

    Returns
    -------
    dict of str to Grid, or None
        Grids by sheet name; None when a fault says why the workbook cannot be read.
    """
    content = read_bytes(path, MAX_FILE_BYTES, ledger, path.name)
    uncomputed = None if content is None else examine(content, path.name, ledger)
    if uncomputed is None:
        return None
    # A panic inside the reading library is no Exception, and a bad file must not end us.
    try:
        return _read_sheets(path, uncomputed, ledger)
    except BaseException as error:
        if not isinstance(error, CalamineError | ValueError | OSError) and (
            type(error).__name__ != "PanicException"
        ):
            raise
        ledger.fault(
            path.name,
            "is damaged and cannot be opened",
            "Open it in a spreadsheet and save it as an Excel workbook (.xlsx)",
        )
        return None


def _read_sheets(path: Path, uncomputed: Uncomputed, ledger: Ledger) -> dict[str, Grid]:
    grids: dict[str, Grid] = {}
    with CalamineWorkbook.from_path(path) as book:
        for about in book.sheets_metadata:
            label = sheet_label(path, about.name)
            if about.name not in KNOWN_SHEETS or about.typ is not SheetTypeEnum.WorkSheet:
                guess = near_name(about.name, KNOWN_SHEETS)
                ledger.warn(
                    label,
                    "the sheet is not known and is not read",
                    f"Rename it to {guess} if that is meant"
                    if guess
                    else f"Delete it, or leave it; known are {', '.join(KNOWN_SHEETS)}",
                )
                continue
            if about.visible is not SheetVisibleEnum.Visible:
                ledger.warn(
                    label,
                    "the sheet is hidden, but it is read",
                    "Show it, so that everybody sees what is planned with; or delete it",
                )
            sheet = book.get_sheet_by_name(about.name)
            _report_cells(sheet, label, uncomputed, ledger)
            grid = _grid(sheet, label, ledger)
            if grid is not None:
                grids[about.name] = grid
    return grids


def _report_cells(sheet: CalamineSheet, label: str, uncomputed: Uncomputed, ledger: Ledger) -> None:
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        ledger.fault(
            label,
            "cells are merged, so it is unclear which rows their value belongs to",
            "Take the merge back and write the value into each row",
            row=top + 1,
            value=f"{_cell_name(left + 1, top + 1)}:{_cell_name(right + 1, bottom + 1)}",
        )
    for column, line in uncomputed.formulas.get(sheet.name, ()):
        ledger.fault(
            label,
            "the cell holds a formula that was never computed",
            "Open the workbook in a spreadsheet and save it there, or write the value itself",
            row=line,
            value=_cell_name(column, line),
        )
    for column, line in uncomputed.errors.get(sheet.name, ()):
        ledger.fault(
            label,
            "the cell holds an error in place of a value",
            "Correct its formula, or write the value itself",
            row=line,
            value=_cell_name(column, line),
        )


def _cell_name(column: int, line: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{line}"


def _grid(sheet: CalamineSheet, label: str, ledger: Ledger) -> Grid | None:
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    lines = [line for line, row in enumerate(rows, start=1) if any(row)]
    if not lines:
        return None
    header, *body = (rows[line - 1] for line in lines)
    while header and not header[-1]:
        header.pop()
    return grid_of(label, [name.strip() for name in header], lines[1:], body, ledger)


def _text(cell: Any) -> str:
    """Return a cell as the text that a CSV file would hold."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime) and cell.time() == time(0):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)
