"""The record of who did what: a chain in which every entry seals the ones before it."""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from planner.domain import BrokenEntry, Conflict, Entry, StoreTrouble
from planner.store.journal_tables import journal_entry, journal_head

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row

    from planner.domain import Actor

BEGINNING = "0" * 64
"""What stands in place of the digest before the first entry."""

_IN_ORDER = select(journal_entry).order_by(journal_entry.c.number)


def digest_of(entry: Entry, before: str) -> str:
    """Return the SHA-256 of an entry and of the digest before it, in hexadecimal."""
    parts = [
        before,
        entry.number,
        entry.at.isoformat(timespec="microseconds"),
        entry.user,
        entry.on_behalf_of,
        entry.action,
        entry.cycle,
        entry.thing,
        dict(sorted(entry.facts.items())),
    ]
    return hashlib.sha256(json.dumps(parts, separators=(",", ":")).encode("ascii")).hexdigest()


class Journal:
    """The record of one organisation: it is added to, and the database refuses all else."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(
        self,
        actor: Actor,
        action: str,
        at: datetime,
        *,
        cycle: str = "",
        thing: str = "",
        facts: Mapping[str, str] | None = None,
    ) -> Entry:
        """Add an entry behind the last one, and return it with its number and digest.

        Parameters
        ----------
        actor : Actor
        action : str
            A name of the permission table, such as ``plan.publish``.
        at : datetime
            With its time zone.
        cycle : str, default ""
            "" where it was done to no cycle.
        thing : str, default ""
            What it was done to, such as ``version 3``.
        facts : mapping of str to str, optional
            Ids and numbers rather than names: entries outlive the people in them.

        Raises
        ------
        StoreTrouble
            The end of the record is missing, so that nothing can be added to it.
        """
        number, before = self.head()
        if at.tzinfo is None:
            raise ValueError(f"{at.isoformat()} has no time zone")
        entry = Entry(
            number + 1,
            at.astimezone(UTC),
            actor.user,
            actor.on_behalf_of,
            action,
            cycle,
            thing,
            dict(facts or {}),
        )
        entry = replace(entry, digest=digest_of(entry, before))
        self._connection.execute(insert(journal_entry).values(**_columns(entry)))
        self._move_head(entry)
        return entry

    def head(self) -> tuple[int, str]:
        """Return the number and the digest of the last entry: 0 and zeros before the first.

        Written down outside the database, they show later that nobody changed what was
        recorded until then.
        """
        row = self._connection.execute(select(journal_head)).first()
        if row is not None:
            return row.number, row.digest
        if self._connection.execute(_IN_ORDER.limit(1)).first() is not None:
            raise StoreTrouble(
                "The record of who did what has lost its end. Restore a backup: "
                "planner db restore FILE"
            )
        return 0, BEGINNING

    def _move_head(self, entry: Entry) -> None:
        values = {"number": entry.number, "digest": entry.digest}
        if entry.number == 1:
            self._connection.execute(insert(journal_head).values(id=1, **values))
            return
        moved = self._connection.execute(
            update(journal_head).where(journal_head.c.number == entry.number - 1).values(**values)
        )
        if moved.rowcount != 1:
            raise Conflict("Somebody else did something at the same moment. Try again.")

    def entries(
        self,
        *,
        users: Collection[str] | None = None,
        actions: Collection[str] | None = None,
        cycle: str | None = None,
        thing: str | None = None,
        since: datetime | None = None,
        before: int | None = None,
        limit: int = 100,
    ) -> tuple[Entry, ...]:
        """Return entries, the newest first; only those that match what is given.

        Parameters
        ----------
        users : collection of str, optional
            Done by one of these, or on behalf of one of these employees.
        actions : collection of str, optional
        cycle, thing : str, optional
        since : datetime, optional
            Done at that moment or later.
        before : int, optional
            Only entries with a smaller number, to turn pages.
        limit : int, default 100
        """
        entry = journal_entry.c
        conditions: list[ColumnElement[bool]] = []
        if users is not None:
            conditions.append(entry.user_id.in_(users) | entry.on_behalf_of.in_(users))
        if actions is not None:
            conditions.append(entry.action.in_(actions))
        if cycle is not None:
            conditions.append(entry.cycle == cycle)
        if thing is not None:
            conditions.append(entry.thing == thing)
        if since is not None:
            conditions.append(entry.at >= since)
        if before is not None:
            conditions.append(entry.number < before)
        chosen = select(journal_entry).where(*conditions).order_by(entry.number.desc())
        return tuple(_entry(row) for row in self._connection.execute(chosen.limit(limit)))

    def all(self) -> Generator[Entry]:
        """Yield every entry, the oldest first, without holding them all in memory."""
        with self._connection.execute(_IN_ORDER.execution_options(yield_per=1000)) as rows:
            for row in rows:
                yield _entry(row)

    def verify(self) -> BrokenEntry | None:
        """Return the first entry that was changed, removed or put in; None if all is whole."""
        before, number = BEGINNING, 0
        with closing(self.all()) as entries:
            for entry in entries:
                number += 1
                if entry.number != number:
                    return BrokenEntry(number, f"Entry {number} of the record is missing.")
                if entry.digest != digest_of(entry, before):
                    return BrokenEntry(number, f"Entry {number} of the record was changed.")
                before = entry.digest
        return self._broken_end(number, before)

    def _broken_end(self, number: int, before: str) -> BrokenEntry | None:
        try:
            last, digest = self.head()
        except StoreTrouble as error:
            return BrokenEntry(number, str(error))
        if last > number:
            return BrokenEntry(number + 1, f"Entry {number + 1} of the record is missing.")
        if (last, digest) != (number, before):
            return BrokenEntry(number, f"Entry {number} is not the one that the record ended with.")
        return None


def _columns(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "at": entry.at,
        "user_id": entry.user,
        "on_behalf_of": entry.on_behalf_of,
        "action": entry.action,
        "cycle": entry.cycle,
        "thing": entry.thing,
        "facts": json.dumps(dict(entry.facts), sort_keys=True),
        "digest": entry.digest,
    }


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        row.number,
        row.at,
        row.user_id,
        row.on_behalf_of,
        row.action,
        row.cycle,
        row.thing,
        json.loads(row.facts),
        row.digest,
    )
