"""The outbox: mail that waits in the database until it was sent, once."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, delete, func, insert, literal, or_, select, update

from planner.domain import Mail
from planner.store.chunks import chunks
from planner.store.holding import json_holds, json_names
from planner.store.inbox import Inbox
from planner.store.metadata import Moment
from planner.store.outbox_tables import outgoing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, RowMapping

    from planner.domain.organisation import Id

_WAITING = (outgoing.c.sent_at.is_(None), outgoing.c.given_up_at.is_(None))


class Outbox:
    """The mail of one organisation on its way; ``inbox`` is what people are told besides."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.inbox = Inbox(connection)

    def put(self, mails: Iterable[Mail]) -> int:
        """Let mail wait for a sender; return how many of them are new.

        A mail whose key is there already, sent or not, is left out.
        """
        added = 0
        for some in chunks({mail.key: mail for mail in mails}.values()):
            known = select(outgoing.c.key).where(outgoing.c.key.in_([mail.key for mail in some]))
            there = set(self._connection.execute(known).scalars())
            rows = [
                {
                    "key": mail.key,
                    "user_id": mail.user,
                    "payload": dict(mail.payload),
                    "due_at": mail.due_at,
                    "attempts": 0,
                    "trouble": "",
                }
                for mail in some
                if mail.key not in there
            ]
            if rows:
                self._connection.execute(insert(outgoing), rows)
            added += len(rows)
        return added

    def claim(
        self, sender: str, now: datetime, until: datetime, *, users: int = 20
    ) -> tuple[tuple[Mail, ...], ...]:
        """Give a sender all mail that is due for some users; others leave it alone.

        Parameters
        ----------
        sender : str
            A name that no other sender has.
        now : datetime
        until : datetime
            When the claim ends by itself, because the sender must be dead by then.
        users : int, default 20
            For how many people at most, those first whose mail has waited longest.

        Returns
        -------
        tuple of tuple of Mail
            One tuple a user, which may become one e-mail; what was put first comes first.
            ``attempts`` counts this one. ``due_at`` of mail that is tried for the first time
            becomes ``now``, so that what was begun together can be told later.
        """
        free = (*_due(now), *_unclaimed(now))
        longest = func.min(outgoing.c.due_at)
        waiting = select(outgoing.c.user_id).where(*free).group_by(outgoing.c.user_id)
        chosen = (
            self._connection.execute(waiting.order_by(longest, outgoing.c.user_id).limit(users))
            .scalars()
            .all()
        )
        rows = select(outgoing.c.number).where(*free, outgoing.c.user_id.in_(chosen))
        numbers = self._connection.execute(rows.with_for_update(skip_locked=True)).scalars().all()
        began = case((outgoing.c.attempts == 0, literal(now, Moment)), else_=outgoing.c.due_at)
        for some in chunks(numbers):
            self._connection.execute(
                update(outgoing)
                .where(outgoing.c.number.in_(some))
                .values(
                    claimed_by=sender,
                    claimed_until=until,
                    due_at=began,
                    attempts=outgoing.c.attempts + 1,
                )
            )
        claimed = self._rows(outgoing.c.number, numbers)
        claimed.sort(key=lambda row: (chosen.index(row["user_id"]), row["number"]))
        by_user = groupby(claimed, key=lambda row: row["user_id"])
        return tuple(tuple(_as_mail(row) for row in of_user) for _, of_user in by_user)

    def done(self, keys: Collection[str], now: datetime) -> None:
        """Note that mail was sent, whoever has claimed it by now: nobody shall send it again."""
        for some in chunks(keys):
            self._connection.execute(
                update(outgoing)
                .where(outgoing.c.key.in_(some), outgoing.c.sent_at.is_(None))
                .values(sent_at=now, trouble="", claimed_by=None, claimed_until=None)
            )

    def failed(
        self,
        keys: Collection[str],
        sender: str,
        now: datetime,
        trouble: str,
        *,
        again_at: datetime | None,
    ) -> None:
        """Note why mail could not be sent, and let it wait, or give it up.

        Mail that this sender has no claim on any more is left alone.

        Parameters
        ----------
        keys : collection of str
        sender : str
        now : datetime
        trouble : str
            A sentence for whoever looks after the mail server.
        again_at : datetime, optional
            When to try again; None gives the mail up, such as where there is no such address.
        """
        values: dict[str, object] = {"trouble": trouble, "claimed_by": None, "claimed_until": None}
        values |= {"given_up_at": now} if again_at is None else {"due_at": again_at}
        for some in chunks(keys):
            self._connection.execute(
                update(outgoing)
                .where(outgoing.c.key.in_(some), outgoing.c.claimed_by == sender, *_WAITING)
                .values(values)
            )

    def count_waiting(self, now: datetime | None = None) -> int:
        """Return how much mail waits to be sent; with a time only what was due by then."""
        where = _WAITING if now is None else _due(now)
        return self._connection.execute(select(func.count()).where(*where)).scalar_one()

    def in_trouble(self, limit: int = 100) -> tuple[Mail, ...]:
        """Return mail that could not be sent so far or was given up, the latest first."""
        query = select(outgoing).where(outgoing.c.trouble != "", outgoing.c.sent_at.is_(None))
        rows = self._connection.execute(query.order_by(outgoing.c.number.desc()).limit(limit))
        return tuple(_as_mail(row) for row in rows.mappings())

    def prune(self, sent_before: datetime) -> int:
        """Delete mail that was sent or given up before; return how many.

        Its keys are free again: the time has to lie so far back that nobody uses them.
        """
        old = or_(outgoing.c.sent_at < sent_before, outgoing.c.given_up_at < sent_before)
        return self._connection.execute(delete(outgoing).where(old)).rowcount

    def forget(self, user: Id, *, employee: Id | None = None, words: Collection[str] = ()) -> int:
        """Delete the mail to a user, and mail to others that is about them; return how much.

        That is mail whose payload holds the employee's id as a value, or one of ``words``
        anywhere in its texts, such as their name.
        """
        told = outgoing.c.user_id == user
        for word in words:
            told |= json_holds(outgoing.c.payload, word)
        if employee is not None:
            told |= json_names(outgoing.c.payload, employee)
        return self._connection.execute(delete(outgoing).where(told)).rowcount

    def _rows(self, column: ColumnElement[Any], values: Collection[Any]) -> list[RowMapping]:
        found: list[RowMapping] = []
        for some in chunks(values):
            query = select(outgoing).where(column.in_(some)).order_by(outgoing.c.number)
            found += self._connection.execute(query).mappings()
        return found


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (*_WAITING, outgoing.c.due_at <= now)


def _unclaimed(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (or_(outgoing.c.claimed_until.is_(None), outgoing.c.claimed_until <= now),)


def _as_mail(row: RowMapping) -> Mail:
    return Mail(
        key=row["key"],
        user=row["user_id"],
        payload=row["payload"],
        due_at=row["due_at"],
        attempts=row["attempts"],
        trouble=row["trouble"],
        sent_at=row["sent_at"],
        given_up_at=row["given_up_at"],
    )
