"""Opening a database: what is set, and what is said when it cannot be used."""

from __future__ import annotations

import sqlite3
import stat
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from planner.domain import SYSTEM, StoreTrouble
from planner.store import open_store
from planner.store.engine import for_reading, wal_is_safe

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import URL

    from planner.store import Store, Unit

NOW = datetime(2027, 1, 4, tzinfo=UTC)


def test_a_new_file_is_set_up_and_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "planner.sqlite"
    with open_store(str(file)) as store, store.read() as unit:
        assert unit.organisations.cycles() == ()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_sqlite_is_set_so_that_what_was_acknowledged_lasts(tmp_path: Path) -> None:
    with (
        open_store(str(tmp_path / "planner.sqlite")) as store,
        for_reading(store.engine).connect() as connection,
    ):
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "synchronous", "busy_timeout", "journal_mode")
        }
    assert found == {
        "foreign_keys": 1,
        "synchronous": 2,
        "busy_timeout": 30_000,
        "journal_mode": "wal" if wal_is_safe() else "truncate",
    }


@pytest.mark.skipif(wal_is_safe(), reason="this SQLite may have a write-ahead log")
def test_a_write_ahead_log_of_another_program_is_given_up(tmp_path: Path) -> None:
    file = tmp_path / "planner.sqlite"
    open_store(str(file)).close()
    other = sqlite3.connect(file)
    assert other.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    other.execute("SELECT count(*) FROM cycle").fetchone()
    with pytest.raises(StoreTrouble, match="newer SQLite"):
        open_store(str(file))
    other.close()
    open_store(str(file)).close()
    with sqlite3.connect(file) as now:
        assert now.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    now.close()


@pytest.mark.slow
def test_an_empty_postgresql_database_has_to_be_set_up_first(empty_postgresql: str) -> None:
    with pytest.raises(StoreTrouble, match="planner db upgrade"):
        open_store(empty_postgresql)
    with open_store(empty_postgresql, ready=False) as store:
        with pytest.raises(StoreTrouble, match="planner db upgrade"), store.read() as unit:
            unit.organisations.cycles()
        with pytest.raises(StoreTrouble, match="planner db upgrade"):
            store.write(lambda unit: unit.organisations.cycles())
        assert store.upgrade() == store.upgrade()
        store.check()
    open_store(empty_postgresql).close()


def test_a_database_of_a_newer_program_is_left_alone(store: Store, store_url: str) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(StoreTrouble, match="newer version of the planner"):
            open_store(store_url)
        with pytest.raises(StoreTrouble, match="newer version of the planner"):
            store.upgrade()
    finally:
        with store.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))


def test_a_database_of_something_else_is_left_alone(empty_url: str) -> None:
    with open_store(empty_url, ready=False) as store:
        with store.engine.begin() as connection:
            connection.execute(text("CREATE TABLE recipes (name TEXT)"))
        for act in (store.check, store.upgrade):
            with pytest.raises(StoreTrouble, match="something else"):
                act()


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    file = tmp_path / "planner.sqlite"
    file.write_bytes(b"Dear diary, " * 1000)
    with pytest.raises(StoreTrouble, match=r"damaged.*planner db restore"):
        open_store(str(file))


def test_damaged_pages_are_told(tmp_path: Path) -> None:
    file = tmp_path / "planner.sqlite"
    with open_store(str(file)) as store:
        store.write(lambda unit: None)
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(StoreTrouble, match="damaged"):
        open_store(str(file))


def test_a_place_that_nobody_may_write_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreTrouble, match="cannot be made"):
        open_store(str(tmp_path / "file" / "planner.sqlite"))
    with pytest.raises(StoreTrouble, match="cannot be"):
        open_store(str(tmp_path))


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    with pytest.raises(StoreTrouble, match="cannot be reached") as told:
        open_store("postgres://anna:s3cret@127.0.0.1:1/planner")
    assert "s3cret" not in str(told.value)


def test_a_database_that_is_not_on_the_server_is_told(postgresql_server: URL) -> None:
    nowhere = postgresql_server.set(database="nowhere")
    with pytest.raises(StoreTrouble, match="cannot be reached"):
        open_store(nowhere.render_as_string(hide_password=False))


def test_a_full_disk_is_told_and_nothing_changes(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "planner.sqlite")) as store:

        def too_much(unit: Unit) -> None:
            pages = unit.connection.exec_driver_sql("PRAGMA page_count").scalar()
            unit.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            unit.answers.put("large", "x" * 1_000_000, NOW)

        with pytest.raises(StoreTrouble, match="disk is full"):
            store.write(too_much)
        with store.read() as unit:
            assert unit.answers.get("large") is None
            assert unit.journal.head()[0] == 0


def test_a_file_that_may_only_be_read_is_told(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "planner.sqlite")) as store:

        def read_only(unit: Unit) -> None:
            unit.connection.exec_driver_sql("PRAGMA query_only = ON")
            unit.journal.append(SYSTEM, "act", NOW)

        with pytest.raises(StoreTrouble, match="may only be read"):
            store.write(read_only)
