"""Where the database is: what counts, what is refused, and what is never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planner.domain import StoreTrouble
from planner.store.address import database_url, shown
from planner.store.engine import wal_is_safe

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("given", "driver", "database"),
    [
        ("/srv/planner.sqlite", "sqlite", "/srv/planner.sqlite"),
        ("sqlite:////srv/planner.sqlite", "sqlite", "/srv/planner.sqlite"),
        ("postgres://anna@db/planner", "postgresql+psycopg", "planner"),
        ("postgresql://anna@db/planner", "postgresql+psycopg", "planner"),
        ("postgresql+psycopg://anna@db/planner", "postgresql+psycopg", "planner"),
    ],
)
def test_an_address_names_a_kind_and_a_place(given: str, driver: str, database: str) -> None:
    url = database_url(given)
    assert (url.drivername, url.database) == (driver, database)


def test_the_argument_counts_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_DATABASE_URL", "postgres://db/planner")
    assert database_url().drivername == "postgresql+psycopg"
    assert database_url("here.sqlite").database == "here.sqlite"


def test_without_any_the_file_stands_in_the_users_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("PLANNER_DATABASE_URL", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert str(database_url().database).endswith("planner.sqlite")
    assert "rotation-planner" in str(database_url().database)


@pytest.mark.parametrize(
    ("given", "remedy"),
    [
        ("mysql://db/planner", "postgresql://"),
        ("postgresql+asyncpg://db/planner", "postgresql://"),
        ("sqlite://", "path of the file"),
        ("sqlite:///:memory:", "path of the file"),
        ("sqlite:///x?mode=ro", "path of the file"),
        ("postgres://db:port/planner", "user:password@host/name"),
    ],
)
def test_other_addresses_are_refused_with_a_remedy(given: str, remedy: str) -> None:
    with pytest.raises(StoreTrouble, match=remedy):
        database_url(given)


def test_a_password_is_never_shown() -> None:
    place = shown(database_url("postgres://anna:s3cret@db/planner"))
    assert "s3cret" not in place
    assert place.startswith("postgresql://anna:")


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 52, 0), (3, 50, 7), (3, 44, 6), (4, 0, 0)])
def test_a_write_ahead_log_is_used_where_it_is_safe(version: tuple[int, ...]) -> None:
    assert wal_is_safe(version)


@pytest.mark.parametrize(
    "version", [(3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 49, 9), (3, 50, 6), (3, 51, 2)]
)
def test_a_write_ahead_log_is_not_used_where_it_can_lose_pages(version: tuple[int, ...]) -> None:
    assert not wal_is_safe(version)
