"""A database as one file that every kind of database can be made from.

It is a zip archive: ``contents.json`` says which tables there are, and per table a file with
one row a line, each line a JSON list. Sums show whether the file is whole.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.domain import BadInput, Finding, Severity
from planner.store.copying import from_json, kind_of, to_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from planner.store.copying import Live

_FORMAT = 1
_CONTENTS = "contents.json"


def write_portable(source: Live, path: Path) -> int:
    """Write all rows of a database into a file; return how many there are."""
    tables: dict[str, Any] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for table in source.tables:
            total, count = hashlib.sha256(), 0
            with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as lines:
                for row in source.rows(table.name):
                    line = json.dumps([to_json(value) for value in row]).encode() + b"\n"
                    total.update(line)
                    lines.write(line)
                    count += 1
            kinds = {column.name: kind_of(column.type) for column in table.c}
            tables[table.name] = {"columns": kinds, "rows": count, "sha256": total.hexdigest()}
        contents = {"format": _FORMAT, "revision": source.revision, "tables": tables}
        archive.writestr(_CONTENTS, json.dumps(contents, indent=1))
    return sum(each["rows"] for each in tables.values())


@dataclass
class Portable:
    """Such a file, opened.

    Raises
    ------
    BadInput
        The file is none, was made by a newer program, or is not whole; the last is seen
        while its rows are read.
    """

    path: Path
    revision: str = field(init=False)

    def __post_init__(self) -> None:
        """Read what the file says it holds."""
        try:
            self._archive = zipfile.ZipFile(self.path)
            contents = json.loads(self._archive.read(_CONTENTS))
        except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
            raise self._bad("it is no backup of the planner, or it was cut off") from error
        if contents.get("format") != _FORMAT:
            raise self._bad("it was made by a newer version of the planner; install that one")
        self.revision = contents["revision"]
        self._tables = contents["tables"]

    def close(self) -> None:
        """Close the file."""
        self._archive.close()

    def columns(self) -> Mapping[str, Sequence[str]]:
        """Return the names of the columns of each table."""
        return {name: list(table["columns"]) for name, table in self._tables.items()}

    def rows(self, table: str) -> Iterator[Sequence[Any]]:
        """Yield the rows of a table, and see at the end that all were there as written."""
        expected = self._tables[table]
        kinds = list(expected["columns"].values())
        total, count = hashlib.sha256(), 0
        try:
            with self._archive.open(f"{table}.jsonl") as lines:
                for line in lines:
                    total.update(line)
                    count += 1
                    values = json.loads(line)
                    yield [from_json(*each) for each in zip(values, kinds, strict=True)]
        except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
            raise self._bad(f"its table {table} is damaged") from error
        if (count, total.hexdigest()) != (expected["rows"], expected["sha256"]):
            raise self._bad(f"its table {table} is not as it was written")

    def _bad(self, what: str) -> BadInput:
        return bad_backup(self.path, what)


def bad_backup(path: Path, what: str) -> BadInput:
    """Return the fault of a backup file that cannot be used."""
    return BadInput(
        [
            Finding(
                Severity.FAULT,
                path.name,
                None,
                "",
                "",
                f"This file cannot be restored: {what}",
                "Nothing was changed; use another backup",
            )
        ]
    )
