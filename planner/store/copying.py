"""All rows of a database, as they go from one kind of database to another.

The tables are taken as they are found, not as this program would make them, so that the
database of an older program can be copied too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    Date,
    DateTime,
    Integer,
    MetaData,
    Table,
    func,
    inspect,
    select,
    text,
)

from planner.store.bulk import insert_rows
from planner.store.upgrading import upgrade_within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_VERSIONS = "alembic_version"
_AT_ONCE = 5_000


class Source(Protocol):
    """Where rows come from: a database, or a file that was made of one."""

    revision: str
    """The revision of its tables."""

    def columns(self) -> Mapping[str, Sequence[str]]:
        """Return the names of the columns of each table."""

    def rows(self, table: str) -> Iterator[Sequence[Any]]:
        """Yield the rows of a table, in the order of its key; times have their zone."""


@dataclass
class Live:
    """The rows of a database that is in use, as one transaction sees them."""

    connection: Connection
    revision: str

    def __post_init__(self) -> None:
        """Look at the tables that there are."""
        self.tables = tables_of(self.connection)

    def columns(self) -> Mapping[str, Sequence[str]]:
        """Return the names of the columns of each table."""
        return {table.name: list(table.c.keys()) for table in self.tables}

    def rows(self, table: str) -> Iterator[Sequence[Any]]:
        """Yield the rows of a table, in the order of its key."""
        wanted = next(each for each in self.tables if each.name == table)
        chosen = select(wanted).order_by(*wanted.primary_key)
        with self.connection.execute(chosen.execution_options(yield_per=_AT_ONCE)) as found:
            for row in found:
                yield [_with_zone(value) for value in row]


def _with_zone(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return value


def tables_of(connection: Connection) -> list[Table]:
    """Return the tables of a database, those that others refer to first."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != _VERSIONS]


def is_empty(connection: Connection) -> bool:
    """Tell whether no table of a database has a row, or there is no table."""
    return all(
        connection.execute(select(table).limit(1)).first() is None
        for table in tables_of(connection)
    )


def fill(connection: Connection, source: Source) -> int:
    """Make the tables of ``source`` in a database that has none, put its rows in, upgrade.

    Returns
    -------
    int
        How many rows there are.
    """
    upgrade_within(connection, source.revision)
    columns = source.columns()
    total = 0
    for table in tables_of(connection):
        if table.name not in columns:
            continue
        rows = source.rows(table.name)
        while some := list(islice(rows, _AT_ONCE)):
            insert_rows(connection, table, columns[table.name], _for_here(connection, some))
            total += len(some)
        _count_on(connection, table)
    upgrade_within(connection)
    return total


def _for_here(connection: Connection, rows: Iterable[Sequence[Any]]) -> list[Sequence[Any]]:
    if connection.dialect.name != "sqlite":
        return list(rows)
    return [
        [value.replace(tzinfo=None) if isinstance(value, datetime) else value for value in row]
        for row in rows
    ]


def _count_on(connection: Connection, table: Table) -> None:
    """Let numbers that the database gives out go on after the highest one."""
    keys = list(table.primary_key)
    if connection.dialect.name == "sqlite" or len(keys) != 1:
        return
    if not isinstance(keys[0].type, Integer):
        return
    sequence = connection.scalar(
        text("SELECT pg_get_serial_sequence(:table, :column)"),
        {"table": table.name, "column": keys[0].name},
    )
    if sequence is not None:
        highest = connection.scalar(select(func.max(keys[0]))) or 0
        connection.execute(
            text("SELECT setval(CAST(:sequence AS regclass), :next, false)"),
            {"sequence": sequence, "next": highest + 1},
        )


def drop_all(connection: Connection) -> None:
    """Drop every table of a database, the record of who did what included."""
    quote = connection.dialect.identifier_preparer.quote
    cascade = "" if connection.dialect.name == "sqlite" else " CASCADE"
    for name in inspect(connection).get_table_names():
        connection.execute(text(f"DROP TABLE {quote(name)}{cascade}"))


def kind_of(column_type: Any) -> str:
    """Return the word for the kind of a column: what its values look like outside."""
    kinds = {DateTime: "moment", Date: "day", Boolean: "flag", JSON: "json"}
    return next((word for kind, word in kinds.items() if isinstance(column_type, kind)), "plain")


def to_json(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    return value.isoformat() if isinstance(value, date) else value


def from_json(value: Any, kind: str) -> Any:
    """Return the value that JSON holds, by the kind of its column."""
    if value is None:
        return None
    if kind == "moment":
        return datetime.fromisoformat(value)
    if kind == "day":
        return date.fromisoformat(value)
    return bool(value) if kind == "flag" else value
