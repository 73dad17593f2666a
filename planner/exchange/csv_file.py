"""CSV files: bytes to grid and back."""

from __future__ import annotations

import csv
import io
import re
from itertools import compress, islice
from typing import TYPE_CHECKING

from planner.exchange.faults import shown
from planner.exchange.grid import Grid, grid_of
from planner.exchange.limits import MAX_CELL, MAX_FILE_BYTES, MAX_LINE_BYTES, MAX_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from planner.exchange.faults import Ledger

_ACTIVE = re.compile(r"'* *[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001
_ESCAPED = re.compile(r"''* *[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001
_SPECIAL = re.compile('[,"\r\n]')
_AS_UTF8 = 'Save the file as "CSV UTF-8 (comma separated)"'


def inert(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula; ``plain`` takes it back."""
    return "'" + text if _ACTIVE.match(text) else text


def plain(text: str) -> str:
    """Return the text that was made inert; any other text comes back as it is."""
    return text[1:] if _ESCAPED.match(text) else text


def csv_bytes(header: Sequence[str], columns: Iterable[Sequence[str]]) -> bytes:
    """Return a CSV file: UTF-8, commas, a line feed after each row.

    Parameters
    ----------
    header : sequence of str
        The names of the columns.
    columns : iterable of sequences of str
        The cells of each column from top to bottom; those ``quoted`` already where needed.
    """
    lines = [",".join(map(quoted, header)), *map(",".join, zip(*columns, strict=True))]
    return ("\n".join(lines) + "\n").encode("utf-8")


def quoted(cell: str) -> str:
    """Return a cell as it stands in a CSV file."""
    # The csv module leaves a lone carriage return bare before Python 3.13, which splits the row.
    return '"' + cell.replace('"', '""') + '"' if _SPECIAL.search(cell) else cell


def read_bytes(path: Path, limit: int, ledger: Ledger, file: str) -> bytes | None:
    """Return the content of a file, or None when a fault says why it cannot be read."""
    try:
        if not path.is_file():
            what = "is a folder, not a file" if path.is_dir() else "is not a file"
            ledger.fault(file, what, f"Put a file named {path.name} in its place")
            return None
        if (size := path.stat().st_size) > limit:
            ledger.fault(
                file,
                f"is larger than the {limit / 2**20:g} MB that are read",
                "Keep only the rows of this cycle, or split the organisation",
                value=f"{size / 2**20:.1f} MB",
            )
            return None
        return path.read_bytes()
    except OSError as error:
        ledger.fault(
            file,
            f"cannot be opened: {error.strerror or error}",
            "Check that the file exists, that you may read it and that nobody has locked it",
        )
        return None


def decoded(content: bytes, file: str, ledger: Ledger) -> str | None:
    """Return the text of a UTF-8 file, or None when a fault says why it is none."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        ledger.fault(file, "is written in UTF-16, not in UTF-8", _AS_UTF8)
        return None
    if (place := content.find(b"\0")) >= 0:
        ledger.fault(
            file,
            "holds NUL characters: it is no text in UTF-8, or it is damaged",
            _AS_UTF8,
            row=content.count(b"\n", 0, place) + 1,
        )
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        start = content.rfind(b"\n", 0, error.start) + 1
        around = content[max(start, error.start - 20) : error.start + 20].splitlines()[0]
        ledger.fault(
            file,
            "holds characters that are not UTF-8",
            _AS_UTF8,
            row=content.count(b"\n", 0, error.start) + 1,
            value=around.decode("latin-1"),
        )
        return None


def read_csv(path: Path, ledger: Ledger, *, may_be_empty: bool = False) -> Grid | None:
    """Read a CSV file.

    Returns
    -------
    Grid or None
        None when the file is empty or cannot be read as a table; unless it is empty and
        may be so, a fault says why.
    """
    file = path.name
    content = read_bytes(path, MAX_FILE_BYTES, ledger, file)
    if content is None or _has_endless_line(content, file, ledger):
        return None
    text = decoded(content, file, ledger)
    if text is None:
        return None
    found = _numbered_rows(text, file, ledger) if text.strip() else ([], [])
    if found is None:
        return None
    lines, rows = found
    if not rows:
        if not may_be_empty:
            ledger.fault(file, "is empty", "Write the header and at least one row")
        return None
    if text.startswith("'") or any(f"{before}'" in text for before in ',"\r\n'):
        rows = [[plain(cell) for cell in row] for row in rows]
    header = [name.strip() for name in rows[0]]
    return grid_of(file, header, lines[1:], rows[1:], ledger)


def _has_endless_line(content: bytes, file: str, ledger: Ledger) -> bool:
    """Report a line that is too long, before it is copied again and again."""
    for start in range(0, len(content) - MAX_LINE_BYTES, MAX_LINE_BYTES):
        end = start + MAX_LINE_BYTES
        if content.find(b"\n", start, end) < 0 and content.find(b"\r", start, end) < 0:
            ledger.fault(
                file,
                f"a line is longer than {MAX_LINE_BYTES:,} bytes",
                "Write one row a line; a table has a line feed after each row",
                row=content.count(b"\n", 0, start) + 1,
            )
            return True
    return False


def _numbered_rows(
    text: str, file: str, ledger: Ledger
) -> tuple[list[int], list[list[str]]] | None:
    """Return the line on which each row begins that is not blank, and the rows."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    lines = [1]
    try:
        for row in islice(reader, 2 * MAX_ROWS):
            rows.append(row)
            lines.append(reader.line_num + 1)
    except csv.Error as error:
        ledger.fault(file, *_structure(str(error)), row=lines[-1], value=_line(text, lines[-1]))
        return None
    filled = list(map(any, rows))
    lines, rows = list(compress(lines, filled)), list(compress(rows, filled))
    if len(rows) > MAX_ROWS + 1:
        ledger.fault(
            file,
            f"has more than the {MAX_ROWS:,} rows that are read",
            "Keep only the rows of this cycle, or split the organisation",
            row=lines[MAX_ROWS + 1],
        )
        return None
    return lines, rows


def _structure(error: str) -> tuple[str, str]:
    """Return message and remedy for a file whose rows cannot be told apart."""
    if "unexpected end" in error:
        return (
            "a quotation mark that is opened in this row is never closed",
            "Close it, or write a quotation mark inside a text twice",
        )
    if "field larger" in error:
        return (
            f"a cell of this row is longer than {MAX_CELL:,} characters",
            "Shorten it; if it holds whole rows, a quotation mark is not closed",
        )
    return (
        "text follows a closing quotation mark",
        "Put the whole text in quotation marks, and write those inside it twice",
    )


def _line(text: str, line: int) -> str:
    """Return the beginning of a line, counted from 1."""
    found = next(islice(io.StringIO(text, newline=""), line - 1, None), "")
    return shown(found[:200].rstrip("\r\n"))
