"""Which tables a database has: the names of the steps by which they came to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

if TYPE_CHECKING:
    from sqlalchemy import Connection

KNOWN = ("0001",)
"""Every revision there ever was, the oldest first; the last one is what this program needs.

The steps themselves stand in ``migrations``; they are named here again, so that opening a
database need not load them.
"""

HEAD = KNOWN[-1]


def revision_of(connection: Connection) -> str | None:
    """Return the revision of a database, or None where it has no tables of the planner."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def newer(place: str, found: str) -> str:
    """Return what to say of a database whose tables this program does not know."""
    return (
        f'{place} was changed by a newer version of the planner (its tables are at "{found}", '
        f'this version knows "{HEAD}"). Install that version; this one would damage it.'
    )
