"""The store: transactions that hold together, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import random
import threading
import time
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from planner.domain import StoreTrouble
from planner.store.address import database_url, shown
from planner.store.engine import for_reading, for_writing, make_engine
from planner.store.faults import trouble, worth_another_try
from planner.store.kept import Kept
from planner.store.unit import Unit
from planner.store.upgrading import check_revision, upgrade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection, Engine

T = TypeVar("T")

PATIENCE_SECONDS = 120.0
"""How long a write is tried again while others are in its way, in seconds."""


def open_store(url: str | None = None, *, ready: bool = True) -> Store:
    """Open the database of an organisation.

    Parameters
    ----------
    url : str, optional
        Its address, or the path of a SQLite file; see `database_url` for what counts without.
    ready : bool, default True
        Whether it has to be ready for use. A SQLite file that holds nothing yet is then set
        up. With False it may have any state, so that it can be upgraded or restored.

    Raises
    ------
    StoreTrouble
        It cannot be reached, is not set up, is older or newer than this program, or is
        damaged. The message says what to do.
    """
    store = Store(make_engine(database_url(url)))
    if ready:
        try:
            store.check()
        except BaseException:
            store.close()
            raise
    return store


class Store:
    """One database, for any number of threads; each process opens its own.

    Attributes
    ----------
    engine : sqlalchemy.Engine
        For tests and measurements; everything else goes through `read` and `write`.
    """

    def __init__(self, engine: Engine, *, patience: float = PATIENCE_SECONDS) -> None:
        self.engine = engine
        self._reading = for_reading(engine)
        self._writing = for_writing(engine)
        self._patience = patience
        self._thread = threading.local()
        self._kept = Kept()
        # SQLite has room for one writer: those of this process wait in line here, rather than
        # asking again and again whether the file is free.
        self._line: AbstractContextManager[Any] = (
            threading.Lock() if self._is_sqlite else nullcontext()
        )

    @property
    def _is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @property
    def place(self) -> str:
        """Where the database is, as people may see it: without a password."""
        return shown(self.engine.url)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections. The store opens new ones if it is used again."""
        self.engine.dispose()

    def check(self) -> None:
        """See that the database is ready for this program; set an empty SQLite file up.

        Raises
        ------
        StoreTrouble
            It is not; the message says what to do.
        """
        with self.telling():
            check_revision(self.engine)

    def upgrade(self) -> str:
        """Make or change the tables to what this program needs; return the revision reached.

        Doing it twice, or in two processes at once, is harmless.

        Raises
        ------
        StoreTrouble
            The database is newer than the program, or what it holds does not fit together.
        """
        with self.telling():
            return upgrade(self.engine)

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """Yield a unit that sees one state of the database, and cannot change it.

        Raises
        ------
        StoreTrouble
            The database cannot be used.
        RuntimeError
            This thread is in the middle of a write.
        """
        with self.telling(), self._inside("read"), self._reading.begin() as connection:
            yield Unit(connection, self._kept)

    def write(self, work: Callable[[Unit], T], *, key: str | None = None, quiet: bool = False) -> T:
        """Run ``work`` in one transaction: all of it lasts, or nothing was done.

        Parameters
        ----------
        work : callable
            Gets a unit and returns the answer. It may run more than once, each time on the
            newest state, so it must do nothing outside the unit.
        key : str, optional
            Names the request (1 to 200 characters; put the actor into it). A second write
            with the same key does nothing and returns the first one's answer. The answer has
            to be JSON (text, numbers, lists, dicts) and comes back as JSON returns it: a
            tuple as a list.
        quiet : bool, default False
            For work that writes nothing into the journal and is done often (a job's
            progress, the sending of mail): it does not wait for long writes of others.

        Raises
        ------
        StoreTrouble
            The database cannot be used, or others were in the way for two minutes. Nothing
            was changed, but for a connection that broke off in the last moment: the message
            then says that it is not known.
        RuntimeError
            This thread is already reading or writing: transactions do not nest.
        """
        end = time.monotonic() + self._patience
        number = 0
        with self.telling(), self._inside("write"):
            while True:
                number += 1
                attempt = _Attempt(alone=not quiet or number > 1)
                try:
                    return self._once(work, key, attempt)
                except DBAPIError as error:
                    self._give_up(error, attempt, key, late=time.monotonic() > end)
                time.sleep(random.uniform(0, min(1.0, 0.005 * 2**number)))

    def _once(self, work: Callable[[Unit], T], key: str | None, attempt: _Attempt) -> T:
        with self._line, self._writing.connect() as connection:
            transaction = connection.begin()
            if attempt.alone:
                self._wait_for_turn(connection)
            answer = _answered(Unit(connection, self._kept), work, key)
            attempt.committing = True
            transaction.commit()
            return answer

    def _give_up(
        self, error: DBAPIError, attempt: _Attempt, key: str | None, *, late: bool
    ) -> None:
        unknown = attempt.committing and error.connection_invalidated and key is None
        if unknown:
            raise StoreTrouble(
                f"The connection to {self.place} broke off in the last moment, so that it is not "
                "known whether this was done. Look before you try again."
            ) from error
        if late or not worth_another_try(error):
            raise error

    def _wait_for_turn(self, connection: Connection) -> None:
        # Every entry of the journal follows from the one before, so two writers at once could
        # only get into each other's way. LOCK comes before PostgreSQL chooses the state that
        # the transaction sees; waiting anywhere later would make that state an old one.
        if not self._is_sqlite:
            connection.execute(text("LOCK TABLE journal_head IN EXCLUSIVE MODE"))

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Tell what the database says went wrong inside in a way that people understand."""
        try:
            yield
        except SQLAlchemyError as error:
            told = trouble(error, self.engine.url)
            if told is None:
                raise
            raise told from error

    @contextmanager
    def _inside(self, doing: str) -> Iterator[None]:
        outer = getattr(self._thread, "doing", None)
        if outer == "write" or (outer and doing == "write"):
            raise RuntimeError(f"a {doing} cannot begin inside a {outer} of the same thread")
        self._thread.doing = doing
        try:
            yield
        finally:
            self._thread.doing = outer


@dataclass
class _Attempt:
    alone: bool
    committing: bool = False


def _answered(unit: Unit, work: Callable[[Unit], T], key: str | None) -> T:
    if key is None:
        return work(unit)
    earlier = unit.answers.get(key)
    answer: T = earlier[0] if earlier else unit.answers.put(key, work(unit), datetime.now(UTC))
    return answer
