"""The inbox: what people are told when they look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from planner.domain import Message
from planner.store.holding import holds
from planner.store.outbox_tables import message

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from planner.domain.organisation import Id


class Inbox:
    """The messages of one organisation; each belongs to one user."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, messages: Iterable[Message]) -> None:
        """Put messages into the inboxes of those they are for; they are unread."""
        rows = [
            {
                "user_id": each.user,
                "subject": each.subject,
                "text": each.text,
                "link": each.link,
                "thing": each.thing,
                "created_at": each.created_at,
            }
            for each in messages
        ]
        if rows:
            self._connection.execute(insert(message), rows)

    def of(
        self, user: Id, *, unread: bool = False, limit: int | None = None
    ) -> tuple[Message, ...]:
        """Return the messages of a user, the newest first; only those unread if asked for."""
        query = select(message).where(message.c.user_id == user)
        if unread:
            query = query.where(message.c.read_at.is_(None))
        rows = self._connection.execute(query.order_by(message.c.number.desc()).limit(limit))
        return tuple(
            Message(
                user=row.user_id,
                subject=row.subject,
                text=row.text,
                link=row.link,
                thing=row.thing,
                created_at=row.created_at,
                read_at=row.read_at,
                number=row.number,
            )
            for row in rows
        )

    def unread(self, user: Id) -> int:
        """Return how many messages a user has not read."""
        query = select(func.count()).where(message.c.user_id == user, message.c.read_at.is_(None))
        return self._connection.execute(query).scalar_one()

    def read(self, user: Id, now: datetime, *, numbers: Collection[int] | None = None) -> int:
        """Mark messages of a user as read, all of them or those named; return how many were not.

        Numbers of other people's messages change nothing.
        """
        where = [message.c.user_id == user, message.c.read_at.is_(None)]
        if numbers is not None:
            where.append(message.c.number.in_(list(numbers)))
        return self._connection.execute(update(message).where(*where).values(read_at=now)).rowcount

    def prune(self, created_before: datetime) -> int:
        """Delete messages that are older, read or not; return how many."""
        old = message.c.created_at < created_before
        return self._connection.execute(delete(message).where(old)).rowcount

    def forget(self, user: Id, *, words: Collection[str] = ()) -> int:
        """Delete the messages of a user, and those to others that hold one of ``words``.

        Returns
        -------
        int
            How many messages were deleted.
        """
        told = message.c.user_id == user
        for word in words:
            for column in (message.c.subject, message.c.text):
                told |= holds(column, word)
        return self._connection.execute(delete(message).where(told)).rowcount
