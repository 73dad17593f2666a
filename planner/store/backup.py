"""Backups: the whole database as one file, and back."""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from planner.domain import Refused, StoreTrouble
from planner.store.copying import Live, drop_all, fill, is_empty, tables_of
from planner.store.engine import for_reading
from planner.store.portable import Portable, bad_backup, write_portable
from planner.store.revisions import KNOWN, newer, revision_of
from planner.store.upgrading import changing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from planner.store.copying import Source
    from planner.store.store import Store

_SQLITE = b"SQLite format 3\x00"


def back_up(store: Store, path: Path, *, portable: bool = False) -> None:
    """Write the whole database into a file, as it is at one moment, while it is in use.

    The file of a SQLite database is a SQLite database; that of a PostgreSQL database is a
    portable one. Either can be restored into either kind of database.

    Parameters
    ----------
    store : Store
        It need not be ready: that of an older program can be backed up too.
    path : Path
        Must not exist yet. It is readable for its owner alone, and there only once it is
        whole.
    portable : bool, default False
        Write the portable form also for a SQLite database.

    Raises
    ------
    Refused
        The file exists already, or cannot be written.
    StoreTrouble
        The database cannot be read, or has no tables of the planner.
    """
    if path.exists():
        raise Refused([f"{path} exists already. Name another file, so that no backup is lost."])
    with store.telling(), for_reading(store.engine).connect() as connection, connection.begin():
        revision = revision_of(connection)
        if revision is None:
            raise StoreTrouble(f"The database {store.place} holds nothing of the planner's yet.")
        with _whole_or_not_at_all(path) as draft:
            if store.engine.dialect.name == "sqlite" and not portable:
                _copy_file(connection, draft)
            else:
                write_portable(Live(connection, revision), draft)


@contextmanager
def _whole_or_not_at_all(path: Path) -> Iterator[Path]:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield draft
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(path)
    except OSError as error:
        raise Refused(
            [f"{path} cannot be written: {error.strerror}. Name another file."]
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _copy_file(connection: Connection, draft: Path) -> None:
    with closing(sqlite3.connect(draft)) as copy:
        driver: Any = connection.connection.driver_connection
        driver.backup(copy)
        # So that the copy is one file, whichever way the original keeps its transactions.
        copy.execute("PRAGMA journal_mode = DELETE")


def restore(store: Store, path: Path, *, replace: bool = False) -> int:
    """Make a database what a backup holds, wholly or not at all.

    Tables of an older program are brought up to what this one needs.

    Parameters
    ----------
    store : Store
        It need not be ready.
    path : Path
        A file that `back_up` wrote, of either form.
    replace : bool, default False
        Whether everything that the database holds now may be thrown away.

    Returns
    -------
    int
        How many rows there are.

    Raises
    ------
    BadInput
        The file is no backup, or is damaged. Nothing was changed.
    Refused
        The database holds something, and it was not said that it may be thrown away.
    StoreTrouble
        The database cannot be used, or the backup comes from a newer program.
    """
    with store.telling(), _opened(path) as source, changing(store.engine) as connection:
        if source.revision not in KNOWN:
            raise StoreTrouble(newer(f"What {path.name} holds", source.revision))
        _refuse_to_overwrite(connection, store.place, replace=replace)
        drop_all(connection)
        return fill(connection, source)


def _refuse_to_overwrite(connection: Connection, place: str, *, replace: bool) -> None:
    if revision_of(connection) is None and tables_of(connection):
        raise Refused([f"The database {place} holds tables of something else. Name another one."])
    if not replace and not is_empty(connection):
        raise Refused(
            [
                f"The database {place} is not empty. Restore into an empty one, or say that what "
                "it holds may be thrown away: planner db restore FILE --replace"
            ]
        )


@contextmanager
def _opened(path: Path) -> Iterator[Source]:
    try:
        with path.open("rb") as file:
            beginning = file.read(len(_SQLITE))
    except OSError as error:
        raise bad_backup(path, f"it cannot be read ({error.strerror})") from error
    if beginning != _SQLITE:
        with closing(Portable(path)) as source:
            yield source
        return
    with _opened_sqlite(path) as source:
        yield source


@contextmanager
def _opened_sqlite(path: Path) -> Iterator[Source]:
    address = f"{path.resolve().as_uri()}?mode=ro"
    engine = create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool
    )
    try:
        with engine.connect() as connection:
            yield Live(connection, _revision_of_backup(connection, path))
    finally:
        engine.dispose()


def _revision_of_backup(connection: Connection, path: Path) -> str:
    try:
        size = connection.exec_driver_sql("PRAGMA page_size").scalar() or 0
        if path.stat().st_size < size * _pages_of(path):
            raise bad_backup(path, "it was cut off")
        if connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() != "ok":
            raise bad_backup(path, "it is damaged")
        revision = revision_of(connection)
    except DatabaseError as error:
        raise bad_backup(path, "it is damaged") from error
    if revision is None:
        raise bad_backup(path, "it is no database of the planner")
    return revision


def _pages_of(path: Path) -> int:
    """Return how many pages a SQLite file says it has; reading it does not always notice."""
    with path.open("rb") as file:
        return int.from_bytes(file.read(32)[28:], "big")
