"""Workbooks made cell by cell, as people make them."""

from __future__ import annotations

import csv
import io
import tomllib
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import xlsxwriter

from tests.exchange.folders import SOUND

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Edit = Callable[[Any, dict[str, Any]], None]


def write_book(path: Path, edit: Edit | None = None, **options: Any) -> Path:
    """Write the sound folder as a workbook, numbers and days as such, then edit it.

    ``edit`` is given the book and its sheets by name before it is closed.
    """
    book = xlsxwriter.Workbook(path, options)
    day = book.add_format({"num_format": "d.m.yyyy"})
    sheets = {"cycle": book.add_worksheet("cycle")}
    cycle = tomllib.loads(SOUND["cycle.toml"])
    rules = {f"rules.{key}": value for key, value in cycle.pop("rules").items()}
    rows: list[list[Any]] = [["key", "value"], *map(list, {**cycle, **rules}.items())]
    _fill(sheets["cycle"], rows, day)
    for name, text in SOUND.items():
        if name.endswith(".csv"):
            sheet = sheets[name[:-4]] = book.add_worksheet(name[:-4])
            cells = [[_native(cell) for cell in row] for row in csv.reader(io.StringIO(text))]
            _fill(sheet, cells, day)
    if edit:
        edit(book, sheets)
    book.close()
    return path


def _native(text: str) -> Any:
    for convert in (int, float, date.fromisoformat):
        try:
            return convert(text)
        except ValueError:
            continue
    return text


def _fill(sheet: Any, rows: list[list[Any]], day: Any) -> None:
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(line, column, value, day)
            else:
                sheet.write(line, column, value)


def repacked(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Rewrite every part of a workbook; a part for which None comes back is left out."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            changed = change(name, data)
            if changed is not None:
                archive.writestr(name, changed)
    return path
