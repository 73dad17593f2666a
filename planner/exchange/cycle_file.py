"""The settings of the cycle: cycle.toml in a folder, the sheet ``cycle`` in a workbook.

The sheet has the columns key and value; a key is written with its section, such as
``rules.rest_periods``, and the aims are one text, separated by commas.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from planner.exchange.cells import text_of
from planner.exchange.csv_file import decoded, read_bytes
from planner.exchange.cycle_keys import AIMS_KEY, KEYS, cycle_of
from planner.exchange.limits import MAX_SETTINGS_BYTES

if TYPE_CHECKING:
    from pathlib import Path

    from planner.domain import Cycle
    from planner.exchange.faults import Ledger
    from planner.exchange.grid import Grid


@dataclass(frozen=True)
class Settings:
    """Settings by dotted key, and the line in which each one stands (where it is known)."""

    file: str
    values: dict[str, Any]
    lines: dict[str, int]


def read_cycle_toml(path: Path, ledger: Ledger) -> Cycle | None:
    """Read cycle.toml; None when a fault says why it cannot be."""
    content = read_bytes(path, MAX_SETTINGS_BYTES, ledger, path.name)
    text = None if content is None else decoded(content, path.name, ledger)
    if text is None:
        return None
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        _report_syntax(path.name, text, str(error), ledger)
        return None
    return cycle_of(path.name, _flat(document), _key_lines(text), ledger)


def _report_syntax(file: str, text: str, error: str, ledger: Ledger) -> None:
    place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)", error)
    lines = text.splitlines() or [""]
    line = int(place[1]) if place and place[1] else len(lines)
    reason = error[: place.start()] if place else "it cannot be read"
    ledger.fault(
        file,
        f"is not written as TOML: {reason[:1].lower()}{reason[1:]}",
        'Write one key = value a line, text in "quotation marks", a day as 2027-01-04',
        row=line,
        value=lines[min(line, len(lines)) - 1].strip(),
    )


def _flat(document: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return the entries of a document by dotted key; only known sections are opened."""
    sections = {key.rpartition(".")[0] for key in KEYS} - {""}
    found: dict[str, Any] = {}
    for key, value in document.items():
        if not prefix and key in sections and isinstance(value, dict):
            found |= _flat(value, f"{key}.")
        else:
            found[prefix + key] = value
    return found


def _key_lines(text: str) -> dict[str, int]:
    """Return the line in which each key is set, for the plain ways of writing TOML."""
    section = ""
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if match := re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line):
            section = match[1].replace(" ", "") + "."
            found.setdefault(section.rstrip("."), number)
        elif match := re.match(r"\s*([\w\-. \"']+?)\s*=", line):
            found.setdefault(section + re.sub(r"[ \"']", "", match[1]), number)
    return found


def read_cycle_grid(grid: Grid | None, ledger: Ledger) -> Cycle | None:
    """Read the sheet ``cycle``; None when a fault says why it cannot be."""
    if grid is None:
        return None
    if "key" not in grid.header or "value" not in grid.header:
        ledger.fault(
            grid.file,
            "the first row does not name the columns key and value",
            "Write key in its first cell and value in its second",
            row=1,
            value=",".join(grid.header),
        )
        return None
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    rows = zip(grid.lines, grid.texts("key"), grid.texts("value"), strict=True)
    for line, key, text in rows:
        if key in values:
            ledger.fault(
                grid.file,
                f"the key is set in row {lines[key]} already",
                "Keep one of the two rows",
                row=line,
                column="key",
                value=key,
            )
        elif key in KEYS and text == "":
            continue
        else:
            values[key], lines[key] = _from_text(key, text), line
    return cycle_of(grid.file, values, lines, ledger)


def _from_text(key: str, text: str) -> Any:
    """Return the value that a cell of the sheet stands for, or the text where it is none."""
    if key == AIMS_KEY:
        return [aim.strip() for aim in text.split(",") if aim.strip()]
    kinds: dict[Any, Any] = {int: int, float: float, date: date.fromisoformat}
    convert = kinds.get(KEYS[key].base if key in KEYS else str, str)
    try:
        return convert(text)
    except ValueError:
        return text


def settings_of(cycle: Cycle) -> dict[str, Any]:
    """Return the settings of a cycle by dotted key, those without a limit left out."""
    values = {key: setting.read(cycle) for key, setting in KEYS.items()}
    return {key: value for key, value in values.items() if value is not None}


def cycle_toml(cycle: Cycle) -> str:
    """Return the text of cycle.toml."""
    lines: list[str] = []
    section = ""
    for key, value in settings_of(cycle).items():
        before, _, name = key.rpartition(".")
        if before != section:
            section = before
            lines += ["", f"[{section}]"]
        lines.append(f"{name} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return text_of(value)
