"""Connections to SQLite and PostgreSQL, set so that transactions mean the same on both."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event

from planner.domain import StoreTrouble
from planner.store.address import shown

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

BUSY_SECONDS = 30
"""How long a statement waits for a lock that somebody else holds, in seconds."""

_WRITING = "planner_writing"
_CACHE_KIB = 65_536


def make_engine(url: URL) -> Engine:
    """Return an engine for an address that `database_url` gave; nothing is connected yet.

    A SQLite file that does not exist is made, readable for its owner alone.

    Raises
    ------
    StoreTrouble
        The file, or the folder that it should stand in, cannot be made.
    """
    if url.get_backend_name() == "sqlite":
        _make_file(url)
        engine = create_engine(
            url,
            connect_args={"isolation_level": None, "timeout": BUSY_SECONDS},
            pool_size=5,
            max_overflow=60,
            pool_timeout=60,
            hide_parameters=True,
        )
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        event.listen(engine, "checkin", _end_sqlite)
        return engine
    engine = create_engine(
        url,
        connect_args={"connect_timeout": 10, "application_name": "rotation-planner"},
        pool_size=5,
        max_overflow=15,
        pool_timeout=120,
        pool_pre_ping=True,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _set_up_postgresql)
    return engine


def for_reading(engine: Engine) -> Engine:
    """Return the engine for transactions that see one state of the database and change none."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{_WRITING: False})
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def for_writing(engine: Engine) -> Engine:
    """Return the engine for transactions that come out as if they ran one after the other."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{_WRITING: True})
    return engine.execution_options(isolation_level="SERIALIZABLE")


def _make_file(url: URL) -> None:
    path = Path(url.database or "")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StoreTrouble(
            f"The database file {shown(url)} cannot be made: {error.strerror}. "
            "Name a file in a folder where you may write."
        ) from error


def _set_up_sqlite(connection: Any, record: object) -> None:
    # FULL, because what was acknowledged has to outlive a power cut in every journal mode.
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    # Whoever is erased must not be found in what the file keeps of deleted rows.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    _settle_journal_mode(connection)


def _settle_journal_mode(connection: Any) -> None:
    wanted = "wal" if wal_is_safe() else "truncate"
    found = connection.execute("PRAGMA journal_mode").fetchone()[0]
    with suppress(sqlite3.OperationalError):
        found = connection.execute(f"PRAGMA journal_mode = {wanted}").fetchone()[0]
    if found == "wal" and wanted != "wal":
        raise StoreTrouble(
            "The database file is open in a program with a newer SQLite than this one "
            f"({sqlite3.sqlite_version}). Close that program, or use the same Python for both."
        )


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that begins by reading and then wants to write ignores the time-out, so
    # writers say at once what they are; readers cannot write by mistake.
    writing = connection.get_execution_options().get(_WRITING, True)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writing else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _end_sqlite(connection: Any, record: object) -> None:
    # A COMMIT that fails (somebody reads, or a reference leads nowhere) leaves the transaction
    # open, and SQLAlchemy believes it ended: the next one to use the connection would be in it.
    if connection is not None and connection.in_transaction:
        connection.rollback()


def _set_up_postgresql(connection: Any, record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{BUSY_SECONDS}s'")
        cursor.execute("SET idle_in_transaction_session_timeout = '15min'")
        cursor.execute("SET timezone = 'UTC'")
    connection.commit()


def wal_is_safe(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Tell whether this SQLite keeps a write-ahead log without corrupting it under load.

    Versions before 3.51.3, but for the mended 3.50.7 and 3.44.6 and what follows them in
    their series, can lose pages when several connections write.
    """
    if version >= (3, 51, 3):
        return True
    return (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
