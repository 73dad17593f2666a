"""Changing the tables of a database, step by step, to what this program needs."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from planner.domain import StoreTrouble
from planner.store.address import shown
from planner.store.engine import for_reading, for_writing
from planner.store.revisions import HEAD, KNOWN, newer, revision_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

_TURN = 7_254_417_203
"""The number of the lock that those hold in PostgreSQL who change tables."""

_ONE_AT_A_TIME = threading.Lock()
"""Alembic keeps what it works on in its module, so threads must take turns."""

_SET_UP = "Set it up with: planner db upgrade"
_ANOTHER = "Name an empty one, or that of the planner."
_UPGRADE = (
    "Make a backup (planner db backup FILE), then bring it up to date with: planner db upgrade"
)


def check_revision(engine: Engine) -> None:
    """See that a database has the tables of this program; set an empty SQLite file up.

    Raises
    ------
    StoreTrouble
        It has none, or those of an older or a newer program.
    """
    with for_reading(engine).connect() as connection:
        found = revision_of(connection)
        empty = found is None and not inspect(connection).get_table_names()
    if found == HEAD:
        return
    if empty and engine.dialect.name == "sqlite":
        upgrade(engine)
        return
    place = f"The database {shown(engine.url)}"
    if empty:
        raise StoreTrouble(f"{place} has no tables yet. {_SET_UP}")
    if found is None:
        raise StoreTrouble(f"{place} holds tables of something else. {_ANOTHER}")
    if found in KNOWN:
        raise StoreTrouble(f"{place} was made by an older version of the planner. {_UPGRADE}")
    raise StoreTrouble(newer(place, found))


def upgrade(engine: Engine) -> str:
    """Bring the tables of a database up to what this program needs; return the revision.

    Raises
    ------
    StoreTrouble
        The database is newer than the program, holds something else, or would afterwards
        hold rows that refer to nothing. Nothing was changed.
    """
    with changing(engine) as connection:
        place = f"The database {shown(engine.url)}"
        found = revision_of(connection)
        if found is None and inspect(connection).get_table_names():
            raise StoreTrouble(f"{place} holds tables of something else. {_ANOTHER}")
        if found is not None and found not in KNOWN:
            raise StoreTrouble(newer(place, found))
        if found != HEAD:
            upgrade_within(connection)
        return HEAD


def upgrade_within(connection: Connection, to: str = HEAD) -> None:
    """Bring the tables up to a revision, inside a transaction that `changing` began."""
    # Only now, because loading it takes longer than most commands do.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "planner.store:migrations")
    config.attributes["connection"] = connection
    with _ONE_AT_A_TIME:
        command.upgrade(config, to)


@contextmanager
def changing(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in one transaction that may change tables, alone in the database.

    Raises
    ------
    StoreTrouble
        At the end some row would refer to nothing. Nothing was changed.
    """
    if engine.dialect.name == "sqlite":
        with _changing_sqlite(engine) as connection:
            yield connection
        return
    # Not serializable: that would look at the tables as they were before the turn came.
    plain = engine.execution_options(isolation_level="READ COMMITTED")
    with plain.connect() as connection, connection.begin():
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_TURN})"))
        yield connection


@contextmanager
def _changing_sqlite(engine: Engine) -> Iterator[Connection]:
    with for_writing(engine).connect() as connection:
        # To change a table, SQLite makes it anew and drops the old one: meanwhile nothing may
        # be deleted because what it refers to is gone. Inside a transaction the switch is dead.
        driver = connection.connection
        driver.cursor().execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
                lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if lost is not None:
                    raise StoreTrouble(
                        f"A row of the table {lost[0]} of {shown(engine.url)} refers to a row of "
                        f"{lost[2]} that is not there. Nothing was changed; restore a backup."
                    )
        finally:
            driver.cursor().execute("PRAGMA foreign_keys = ON")
