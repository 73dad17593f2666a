"""Calendar feeds: what a calendar that somebody subscribed to was told of each placement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from planner.domain.organisation import Id


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One placement as its employee's calendar shows it, or showed it before it was dropped.

    ``uid`` is the placement's id. ``sequence`` counts the changes of what is shown and never
    falls, so that a calendar knows the newer of two. A dropped placement stays, ``cancelled``,
    so that calendars take it out. Names are those that were shown last.
    """

    uid: str
    employee: Id
    host: Id
    host_name: str
    first_day: date
    last_day: date
    mentor: Id | None
    mentor_name: str
    sequence: int
    cancelled: bool
    changed_at: datetime
