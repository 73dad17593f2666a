"""Workbooks: tables to sheets. The same content gives the same bytes."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter

from planner.exchange.cells import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_MADE = datetime(2000, 1, 1)  # noqa: DTZ001  a workbook knows no time zones
_FIRST_SAFE_DAY = date(1900, 3, 1)
_WIDEST = 40


def workbook_bytes(
    sheets: Mapping[str, tuple[Sequence[str], Iterable[Sequence[Any]]]],
) -> bytes:
    """Return an .xlsx workbook.

    Parameters
    ----------
    sheets : mapping of str to (header, rows)
        Cells are written as what they are: numbers, days, and text that is never a formula.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    book.set_properties({"created": _MADE})
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, (header, rows) in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, title in enumerate(header):
            sheet.write_string(0, column, title, bold)
            sheet.set_column(column, column, min(_WIDEST, max(12, len(title) + 2)))
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write(sheet, line, column, value, day)
    book.close()
    return out.getvalue()


def _write(sheet: Any, line: int, column: int, value: Any, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date) and value >= _FIRST_SAFE_DAY:
        sheet.write_datetime(line, column, value, day)
    elif isinstance(value, int | float) and _survives(value):
        sheet.write_number(line, column, value)
    else:
        sheet.write_string(line, column, text_of(value))


def _survives(number: float) -> bool:
    """Tell whether a number keeps its value with the 16 digits that a workbook holds."""
    return float(f"{number:.16G}") == number
