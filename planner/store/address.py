"""Where the database is: an address in words, and what may be shown of it."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from planner.domain import StoreTrouble

VARIABLE = "PLANNER_DATABASE_URL"
"""The variable of the environment that names the database."""

_POSTGRESQL = {"postgres", "postgresql", "postgresql+psycopg"}


def database_url(given: str | None = None) -> URL:
    """Return the address of the database.

    Parameters
    ----------
    given : str, optional
        An address such as ``postgresql://planner@db/planner``, or the path of a SQLite file.
        Without it ``PLANNER_DATABASE_URL`` counts, and without that a SQLite file in the
        folder where this user's programs keep their data.

    Returns
    -------
    sqlalchemy.URL
        With the driver that this program uses.

    Raises
    ------
    StoreTrouble
        The address is none, or names a kind of database that the planner does not know.
    """
    address = given or os.environ.get(VARIABLE) or str(_default_file())
    if "://" not in address:
        return URL.create("sqlite", database=str(Path(address).expanduser()))
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise StoreTrouble(
            "The address of the database cannot be read. Write it like "
            "postgresql://user:password@host/name, or give the path of a file."
        ) from error
    if url.drivername in _POSTGRESQL:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername != "sqlite":
        raise StoreTrouble(
            f'The planner does not know databases of the kind "{url.drivername}". '
            "Use a postgresql:// address, or the path of a SQLite file."
        )
    if not url.database or url.database == ":memory:" or url.query:
        raise StoreTrouble(
            f'"{shown(url)}" names no file. Write the address of a SQLite database like '
            "sqlite:////srv/planner/planner.sqlite, or give the path of the file alone."
        )
    return url


def _default_file() -> Path:
    return user_data_path("rotation-planner", appauthor=False) / "planner.sqlite"


def shown(url: URL) -> str:
    """Return an address as people may see it: the path of a file, or without its password."""
    if url.get_backend_name() == "sqlite" and url.database:
        return url.database
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)
