"""What a database says went wrong: whether to try again, and what to tell people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, SQLAlchemyError, TimeoutError

from planner.domain import StoreTrouble
from planner.store.address import shown

if TYPE_CHECKING:
    from sqlalchemy import URL

NOT_SET_UP = "Its tables are not there. Set it up with: planner db upgrade"
_DAMAGED = (
    "It is damaged, or no database of the planner. Restore a backup into a new one: "
    "planner db restore FILE"
)
_UNREADABLE = "It cannot be opened. See that it is there and that you may read and write it"
_FULL = "The disk is full. Make room and try again; nothing was changed"
_BUSY = "It is busy with somebody else's work. Try again in a minute; nothing was changed"
_LOST = "The connection broke off. See that the server runs, and try again"
_AGAIN = {"40001", "40P01", "55P03", "SQLITE_BUSY", "SQLITE_LOCKED"}

_TOLD = {
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_READONLY": "It may only be read here. See that you may write the file and its folder",
    "SQLITE_IOERR": "The disk reports a fault. See that it is in order, then try again",
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_FULL": _FULL,
    "SQLITE_CANTOPEN": _UNREADABLE,
    "40001": _BUSY,
    "40P01": _BUSY,
    "55P03": _BUSY,
    "25P03": _LOST,
    "42P01": NOT_SET_UP,
    "42501": "This user may not do that there. Ask whoever looks after the server",
    "53100": _FULL,
    "53300": "It has no room for another connection. Try again in a minute",
    "57P01": _LOST,
    "57P02": _LOST,
    "57P03": "It is starting or stopping. Try again in a minute",
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}


def code_of(error: DBAPIError) -> str:
    """Return the database's own name for what went wrong, "" where it gave none."""
    name = getattr(error.orig, "sqlite_errorname", None)
    if name:
        return "_".join(name.split("_")[:2])
    return getattr(error.orig, "sqlstate", None) or ""


def worth_another_try(error: DBAPIError) -> bool:
    """Tell whether the same work may succeed if it is done again from its beginning."""
    return code_of(error) in _AGAIN or error.connection_invalidated


def trouble(error: SQLAlchemyError, url: URL) -> StoreTrouble | None:
    """Return what to tell people, or None where the fault is in the program."""
    if isinstance(error, TimeoutError):
        return _sentence(url, "All its connections are in use. Try again in a minute")
    if not isinstance(error, DBAPIError):
        return None
    code = code_of(error)
    if code in _TOLD:
        return _sentence(url, _TOLD[code])
    said = str(error.orig).strip()
    if code == "SQLITE_ERROR" and said.startswith("no such table"):
        return _sentence(url, NOT_SET_UP)
    if error.connection_invalidated or code.startswith("08"):
        return _sentence(url, _LOST)
    if url.get_backend_name() == "postgresql" and not code and _is_operational(error):
        last = said.splitlines()[-1].strip() if said else "no answer"
        return _sentence(
            url, f"It cannot be reached ({last}). See that it runs and that the address is right"
        )
    return None


def _is_operational(error: DBAPIError) -> bool:
    return type(error).__name__ in {"OperationalError", "InterfaceError"}


def _sentence(url: URL, said: str) -> StoreTrouble:
    return StoreTrouble(f"The database {shown(url)} cannot be used. {said}.")
