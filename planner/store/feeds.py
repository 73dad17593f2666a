"""Calendar feeds: secret tokens, and the events that a calendar was told of."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from operator import attrgetter
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from planner.domain import FeedEvent, NotFound, id_of
from planner.store.bulk import insert_rows, update_rows
from planner.store.chunks import chunks
from planner.store.feed_tables import feed, feed_event

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from planner.domain import Placement
    from planner.domain.organisation import Id


_COLUMNS = FeedEvent.__slots__
_values = attrgetter(*_COLUMNS)


class Feeds:
    """The calendar feeds of one organisation.

    A token is kept as its SHA-256 only. An employee has one that is valid, at most.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set_token(self, employee: Id, token: str, now: datetime) -> None:
        """Let a token open an employee's feed, from now on this one alone.

        Parameters
        ----------
        employee : str
        token : str
            Secret, never used before and beyond guessing, such as
            ``secrets.token_urlsafe(32)``. Make it before the transaction begins.
        now : datetime
        """
        self.revoke(employee, now)
        self._connection.execute(
            insert(feed).values(employee=employee, token_sha256=_digest(token), made_at=now)
        )

    def revoke(self, employee: Id, now: datetime) -> bool:
        """Let no token open an employee's feed; return whether one did."""
        valid = (feed.c.employee == employee, feed.c.revoked_at.is_(None))
        revoked = self._connection.execute(update(feed).where(*valid).values(revoked_at=now))
        return revoked.rowcount > 0

    def owner(self, token: str) -> Id:
        """Return the employee whose feed a token opens. Raises NotFound if it opens none."""
        query = select(feed.c.employee).where(
            feed.c.token_sha256 == _digest(token), feed.c.revoked_at.is_(None)
        )
        employee = self._connection.execute(query).scalar()
        if employee is None:
            raise NotFound("There is no such calendar. Ask for a new address in the planner.")
        return str(employee)

    def made_at(self, employee: Id) -> datetime | None:
        """Return when the valid token of an employee was made; None if there is none."""
        query = select(feed.c.made_at).where(
            feed.c.employee == employee, feed.c.revoked_at.is_(None)
        )
        return self._connection.execute(query).scalar()

    def events(self, employee: Id) -> tuple[FeedEvent, ...]:
        """Return the events of an employee by day, those cancelled among them."""
        query = select(feed_event).where(feed_event.c.employee == employee)
        rows = self._connection.execute(query.order_by(feed_event.c.first_day, feed_event.c.uid))
        return tuple(FeedEvent(**row) for row in rows.mappings())

    def update(
        self,
        before: Iterable[Placement],
        after: Iterable[Placement],
        now: datetime,
        *,
        hosts: Mapping[Id, str],
        people: Mapping[Id, str],
    ) -> tuple[FeedEvent, ...]:
        """Tell the feeds of a published plan; doing it twice changes nothing more.

        Parameters
        ----------
        before, after : iterable of Placement
            What was published of the cycle until now and what is from now on, of any number
            of people; a placement that is in both, unchanged, may be left out of both.
        now : datetime
        hosts, people : mapping of str to str
            Names of departments and of mentors by id, as the calendar shows them; the id
            stands in for a name that is missing.

        Returns
        -------
        tuple of FeedEvent
            Those that are new or shown in another way, by employee and day. Of each, the
            sequence is higher than it ever was.
        """
        wanted = {id_of(each): _event(each, now, hosts, people) for each in after}
        gone = {id_of(each): _event(each, now, hosts, people) for each in before}
        known = self._known([*wanted, *gone])
        for uid in gone.keys() - wanted.keys():
            wanted[uid] = replace(known.get(uid, gone[uid]), cancelled=True)
        new = [event for uid, event in wanted.items() if uid not in known]
        changed = [
            replace(event, sequence=known[uid].sequence + 1, changed_at=now)
            for uid, event in wanted.items()
            if uid in known and not _looks_like(event, known[uid])
        ]
        self._write(new, changed)
        return tuple(
            sorted([*new, *changed], key=lambda event: (event.employee, event.first_day, event.uid))
        )

    def forget(self, employee: Id, now: datetime) -> None:
        """Delete an employee's feed, and take them out of those of the people they guide."""
        self._connection.execute(delete(feed).where(feed.c.employee == employee))
        self._connection.execute(delete(feed_event).where(feed_event.c.employee == employee))
        self._connection.execute(
            update(feed_event)
            .where(feed_event.c.mentor == employee)
            .values(
                mentor=None,
                mentor_name="",
                sequence=feed_event.c.sequence + 1,
                changed_at=now,
            )
        )

    def _known(self, uids: Iterable[str]) -> dict[str, FeedEvent]:
        known: dict[str, FeedEvent] = {}
        for some in chunks(sorted(set(uids))):
            query = select(feed_event).where(feed_event.c.uid.in_(some))
            for row in self._connection.execute(query).mappings():
                known[row["uid"]] = FeedEvent(**row)
        return known

    def _write(self, new: list[FeedEvent], changed: list[FeedEvent]) -> None:
        insert_rows(self._connection, feed_event, _COLUMNS, [_values(event) for event in new])
        update_rows(
            self._connection,
            feed_event,
            _COLUMNS[:1],
            _COLUMNS[1:],
            [_values(event) for event in changed],
        )


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _event(
    placement: Placement, now: datetime, hosts: Mapping[Id, str], people: Mapping[Id, str]
) -> FeedEvent:
    mentor = placement.mentor
    return FeedEvent(
        uid=id_of(placement),
        employee=placement.employee,
        host=placement.host,
        host_name=hosts.get(placement.host, placement.host),
        first_day=placement.first_day,
        last_day=placement.last_day,
        mentor=mentor,
        mentor_name="" if mentor is None else people.get(mentor, mentor),
        sequence=0,
        cancelled=False,
        changed_at=now,
    )


def _looks_like(one: FeedEvent, other: FeedEvent) -> bool:
    """Return whether a calendar shows two events alike."""
    return replace(one, sequence=0, changed_at=other.changed_at) == replace(other, sequence=0)
