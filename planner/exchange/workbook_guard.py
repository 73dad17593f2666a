"""Looking at a workbook before it is opened, to see that it is one and small enough.

Opening reserves memory for what a workbook claims to hold, so every claim is checked on
the packed parts first. On the way the cells are noted whose content nobody computed.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from planner.exchange.limits import (
    FREE_EXPANSION_BYTES,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_EXPANSION,
    MAX_PARTS,
    MAX_ROWS,
    MAX_UNPACKED_BYTES,
)

if TYPE_CHECKING:
    from planner.exchange.faults import Ledger

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "Open it in a spreadsheet and save it as an Excel workbook (.xlsx)"
_CELL = re.compile(rb"<(?:\w+:)?c\b([^<>]*[^/<>])>((?:[^<]|<(?!/?(?:\w+:)?c\b))*)")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>[^<]")
_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
_TEXT = re.compile(rb"""\bt\s*=\s*["']str["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
_COLUMN_MARKS = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,8})[0-9]""")
_ROW_MARKS = re.compile(rb"""\br\s*=\s*["'][A-Z]*([0-9]+)["']""")


@dataclass
class Uncomputed:
    """Cells, as column and line counted from 1, by the part of the workbook they are in."""

    formulas: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    errors: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


def examine(content: bytes, file: str, ledger: Ledger) -> Uncomputed | None:
    """Return the cells without a value by sheet, or None when the workbook is refused.

    Parameters
    ----------
    content : bytes
        The packed workbook.
    file : str
        Its name, for the faults.
    ledger : Ledger
        Where the faults go.
    """
    if content.startswith(_OLD_OR_LOCKED):
        ledger.fault(
            file,
            "is protected by a password, or is a workbook of the old kind (.xls)",
            f"{_SAVE_AS} without a password",
        )
        return None
    if not content.startswith(b"PK"):
        ledger.fault(
            file,
            "is not a workbook, whatever its name says",
            f"{_SAVE_AS}; CSV files are read from a folder, each under the name of its table",
            value=content[:40].decode("utf-8", "replace"),
        )
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _examine_parts(archive, len(content), file, ledger)
    except (
        zipfile.BadZipFile,
        zlib.error,
        ElementTree.ParseError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
        LookupError,
    ):
        ledger.fault(file, "is damaged and cannot be opened", _SAVE_AS)
        return None


def _examine_parts(
    archive: zipfile.ZipFile, packed: int, file: str, ledger: Ledger
) -> Uncomputed | None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    bomb = unpacked > max(FREE_EXPANSION_BYTES, MAX_EXPANSION * packed)
    if bomb or unpacked > MAX_UNPACKED_BYTES or len(parts) > MAX_PARTS:
        ledger.fault(
            file,
            "unpacks to more than is read",
            "Keep only the tables of the organisation in it, without formats on whole "
            "columns and without pictures; or use a folder of CSV files",
            value=f"{unpacked / 2**20:.0f} MB in {len(parts)} parts",
        )
        return None
    names = sheet_names(archive)
    found = Uncomputed()
    for part in parts:
        data = _unpacked(archive, part)
        if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in data[:4096]:
            ledger.fault(file, "holds definitions that no workbook needs", _SAVE_AS)
            return None
        if b"sheetData" not in data:
            continue
        sheet = names.get(part.filename, part.filename)
        if not _size_is_sound(data, f"{file}, sheet {sheet}", ledger):
            return None
        _note_uncomputed(data, sheet, found)
    return found


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """Return the content of a part, which may not be longer than its entry claims."""
    honest = copy.copy(part)
    honest.file_size += 1
    with archive.open(honest) as stream:
        data = stream.read(part.file_size + 1)
    if len(data) != part.file_size:
        raise zipfile.BadZipFile
    return data


def sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the name of each sheet by the part of the workbook that holds it."""
    links: dict[str, str] = {}
    for relation in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels")):
        target = relation.get("Target", "").lstrip("/")
        links[relation.get("Id", "")] = target if target.startswith("xl/") else f"xl/{target}"
    names: dict[str, str] = {}
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if element.tag.rpartition("}")[2] == "sheet":
            for attribute, value in element.items():
                if attribute.endswith("}id"):
                    names[links.get(value, "")] = element.get("name", "")
    return names


def _size_is_sound(data: bytes, file: str, ledger: Ledger) -> bool:
    columns = max(map(_column_number, set(_COLUMN_MARKS.findall(data))), default=0)
    rows = max(map(int, set(_ROW_MARKS.findall(data))), default=0)
    if columns <= MAX_COLUMNS and rows <= MAX_ROWS + 1 and columns * rows <= MAX_CELLS:
        return True
    ledger.fault(
        file,
        f"is larger than the {MAX_ROWS:,} rows and {MAX_COLUMNS} columns that are read",
        "Delete everything outside the table, also cells that only look empty",
        value=f"{rows} rows, {columns} columns",
    )
    return False


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _note_uncomputed(data: bytes, sheet: str, found: Uncomputed) -> None:
    if not (_FORMULA.search(data) or _ERROR.search(data)):
        return
    for match in _CELL.finditer(data):
        attributes, body = match[1], match[2]
        place = _PLACE.search(attributes)
        if place is None:
            continue
        cell = (_column_number(place[1]), int(place[2]))
        if _ERROR.search(attributes):
            found.errors.setdefault(sheet, []).append(cell)
        elif _FORMULA.search(body) and not (_VALUE.search(body) or _TEXT.search(attributes)):
            found.formulas.setdefault(sheet, []).append(cell)
