"""Many rows at once, by the shortest way that each database has."""

from __future__ import annotations

import gc
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, bindparam, delete, insert, update
from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Table

_WORTH_A_COPY = 1_000
"""From how many rows on PostgreSQL's COPY is worth its set-up."""


def insert_rows(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows, each with its values in the order of ``columns``."""
    if len(rows) >= _WORTH_A_COPY and connection.dialect.name == "postgresql":
        _copy(connection, table, columns, rows)
    elif rows:
        connection.execute(insert(table), [dict(zip(columns, row, strict=True)) for row in rows])


def _copy(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    as_text = {at for at, name in enumerate(columns) if isinstance(table.c[name].type, JSON)}
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(map(quote, columns))
    statement = f"COPY {quote(table.name)} ({names}) FROM STDIN"
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copying:
            for row in rows:
                copying.write_row(_with_json(row, as_text) if as_text else row)
    except connection.dialect.loaded_dbapi.Error as error:
        # The same kind of exception as from every other statement, for those who look at it.
        raise DBAPIError.instance(
            statement,
            None,
            error,
            connection.dialect.loaded_dbapi.Error,
            dialect=connection.dialect,
        ) from error


def _with_json(row: Sequence[Any], as_text: set[int]) -> list[Any]:
    return [
        json.dumps(value) if at in as_text and value is not None else value
        for at, value in enumerate(row)
    ]


def update_rows(
    connection: Connection,
    table: Table,
    key: Sequence[str],
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
) -> None:
    """Change rows: each holds the values of its key and then those of ``columns``."""
    if not rows:
        return
    statement = (
        update(table)
        .where(*(table.c[name] == bindparam(f"key_{name}") for name in key))
        .values({name: bindparam(f"new_{name}") for name in columns})
    )
    names = [*(f"key_{name}" for name in key), *(f"new_{name}" for name in columns)]
    connection.execute(statement, [dict(zip(names, row, strict=True)) for row in rows])


def delete_rows(
    connection: Connection, table: Table, key: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Delete rows, each given by the values of its key."""
    if not rows:
        return
    statement = delete(table).where(*(table.c[name] == bindparam(f"key_{name}") for name in key))
    names = [f"key_{name}" for name in key]
    connection.execute(statement, [dict(zip(names, row, strict=True)) for row in rows])


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the search for cyclic garbage: rows hold none, and looking takes a third of the time.

    Where another thread has paused it already, it stays paused for that one.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
