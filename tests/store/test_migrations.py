"""The steps that make the tables make exactly the tables that the code describes."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

import planner.store
from planner.domain import StoreTrouble
from planner.store import open_store
from planner.store.metadata import metadata
from planner.store.revisions import HEAD, KNOWN
from planner.store.upgrading import changing

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from planner.store import Store


def test_no_table_of_the_room_is_forgotten() -> None:
    before = set(metadata.tables)
    for module in iter_modules(planner.store.__path__):
        if module.name.endswith("_tables"):
            import_module(f"planner.store.{module.name}")
    assert set(metadata.tables) == before


def test_what_is_known_are_the_steps_there_are() -> None:
    config = Config()
    config.set_main_option("script_location", "planner.store:migrations")
    steps = ScriptDirectory.from_config(config)
    assert tuple(step.revision for step in steps.walk_revisions())[::-1] == KNOWN
    assert steps.get_heads() == [HEAD]


def schema_of(connection: Connection) -> set[Any]:
    """Return everything that a database says about its tables, indexes and constraints."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(
            text("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type <> 'trigger'")
        )
        return {
            (*row[:3], _plain(row[3])) for row in rows if row[2] != "alembic_version" and row[3]
        }
    return {
        tuple(row)
        for question in _ASKED_OF_POSTGRESQL
        for row in connection.execute(text(question))
        if "alembic_version" not in str(row)
    }


def _plain(sql: str) -> tuple[str, ...]:
    """Return the parts of a statement, whatever order and spaces they were written in."""
    return tuple(sorted(re.findall(r"[^\s,()\"]+", sql)))


_ASKED_OF_POSTGRESQL = (
    "SELECT 'column', table_name, column_name, data_type, character_maximum_length, is_nullable, "
    "column_default FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid), "
    "condeferrable, condeferred FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
)


def test_the_steps_make_the_tables_that_the_code_describes(empty_url: str) -> None:
    with open_store(empty_url, ready=False) as store:
        store.upgrade()
        with store.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, metadata) == []
            migrated = schema_of(connection)
        with changing(store.engine) as connection:
            for table in metadata.tables:
                cascade = "" if connection.dialect.name == "sqlite" else " CASCADE"
                connection.execute(text(f"DROP TABLE {table}{cascade}"))
            metadata.create_all(connection)
            described = schema_of(connection)
    assert migrated == described
    assert len(migrated) > len(metadata.tables)


def test_setting_up_twice_and_at_once_is_harmless(empty_url: str) -> None:
    def set_up(_: int) -> str:
        with open_store(empty_url, ready=False) as store:
            return store.upgrade()

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(set_up, range(4))) == {HEAD}
    with open_store(empty_url) as store:
        assert store.upgrade() == HEAD
        with store.read() as unit:
            assert unit.organisations.cycles() == ()


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_step_that_leaves_a_row_without_what_it_refers_to_is_taken_back(store: Store) -> None:
    def step() -> None:
        with changing(store.engine) as connection:
            connection.execute(text("ALTER TABLE closure ADD COLUMN reason TEXT DEFAULT ''"))
            lost = "('Spring', 1, 'A', '2027-01-04', '2027-01-05', 'both', '')"
            connection.execute(text(f"INSERT INTO closure VALUES {lost}"))

    with pytest.raises(StoreTrouble, match="Nothing was changed"):
        step()
    with store.engine.connect() as connection:
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        found = list(connection.execute(text("SELECT * FROM closure")).keys())
    assert found == list(metadata.tables["closure"].c.keys())


def test_a_step_that_fails_leaves_the_tables_as_they_were(store: Store) -> None:
    def step() -> None:
        with changing(store.engine) as connection:
            connection.execute(text("DROP TABLE answer"))
            raise KeyError

    with pytest.raises(KeyError):
        step()
    assert store.write(lambda unit: 1, key="still there") == 1
