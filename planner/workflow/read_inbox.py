"""The inbox: what somebody was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.access import Action, Thing
from planner.workflow.acting import clock, demand

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from planner.domain import Actor, Message
    from planner.domain.organisation import Id
    from planner.store import Store, Unit


def read_inbox(
    store: Store,
    actor: Actor,
    *,
    user: Id | None = None,
    unread: bool = False,
    limit: int | None = 50,
    now: datetime | None = None,
) -> tuple[Message, ...]:
    """Return messages, the newest first; nothing is marked as read by that.

    Parameters
    ----------
    store : Store
    actor : Actor
    user : str, optional
        Whose; the actor's own if it is left out, and there are no others they may read.
    unread : bool, default False
        Only those that were not read.
    limit : int, optional
        How many at most; 50 if it is left out, None for all.
    now : datetime, optional

    Raises
    ------
    NotAllowed, NotFound
        It is somebody else's inbox.
    """
    owner = user or actor.user
    with store.read() as unit:
        demand(unit, actor, Action.INBOX_READ, Thing(user=owner), clock(now))
        return unit.outbox.inbox.of(owner, unread=unread, limit=limit)


def count_unread(store: Store, actor: Actor, *, now: datetime | None = None) -> int:
    """Return how many messages an actor has not read. Raises as `read_inbox`."""
    with store.read() as unit:
        demand(unit, actor, Action.INBOX_READ, Thing(user=actor.user), clock(now))
        return unit.outbox.inbox.unread(actor.user)


def mark_read(
    store: Store,
    actor: Actor,
    *,
    numbers: Collection[int] | None = None,
    now: datetime | None = None,
) -> int:
    """Mark messages of the actor's own as read; return how many were not.

    It is not recorded: it changes nothing for anybody else.

    Parameters
    ----------
    store : Store
    actor : Actor
    numbers : collection of int, optional
        Only these; all if it is left out. Numbers of other people's messages change nothing.
    now : datetime, optional

    Raises
    ------
    NotAllowed, NotFound
        The actor was disabled, or is no user.
    """
    now = clock(now)

    def work(unit: Unit) -> int:
        demand(unit, actor, Action.INBOX_READ, Thing(user=actor.user), now)
        return unit.outbox.inbox.read(actor.user, now, numbers=numbers)

    return store.write(work, quiet=True)
