"""Retention: what has been kept long enough is taken out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from planner.access import Action
from planner.domain import SYSTEM
from planner.workflow.acting import clock, demand, record

if TYPE_CHECKING:
    from datetime import datetime

    from planner.domain import Actor
    from planner.store import Store, Unit

MESSAGES = timedelta(days=365)
"""How long messages stay in inboxes, read or not."""
MAIL = timedelta(days=90)
"""How long mail that was sent or given up can be looked into."""
ANSWERS = timedelta(days=30)
"""How long a repeated request is recognised."""
TALK = timedelta(days=730)
"""How long comments and reasons stay in change requests that have ended."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much of each was deleted; of requests, how many had something written in them."""

    messages: int
    mail: int
    answers: int
    requests: int

    def __bool__(self) -> bool:
        return bool(self.messages or self.mail or self.answers or self.requests)


def forget_old(
    store: Store,
    *,
    actor: Actor = SYSTEM,
    now: datetime | None = None,
) -> Forgotten:
    """Delete what is older than its period; record it, if there was anything.

    Raises
    ------
    NotAllowed, NotFound
        The actor is somebody else than the planner itself.
    """
    now = clock(now)

    def work(unit: Unit) -> Forgotten:
        demand(unit, actor, Action.RETENTION_APPLY, now=now)
        gone = Forgotten(
            unit.outbox.inbox.prune(now - MESSAGES),
            unit.outbox.prune(now - MAIL),
            unit.answers.forget(now - ANSWERS),
            unit.traces.forget_talk(now - TALK),
        )
        if gone:
            facts = {
                "messages": str(gone.messages),
                "mail": str(gone.mail),
                "answers": str(gone.answers),
                "requests": str(gone.requests),
            }
            record(unit, actor, Action.RETENTION_APPLY, "", "", facts, now)
        return gone

    return store.write(work)
