"""What people are told, before it is put into words; and what their calendars show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from planner.domain.organisation import Id

if TYPE_CHECKING:
    from planner.domain.feeds import FeedEvent

_LONGEST_KEY = 200


class NoticeKind(StrEnum):
    """What has happened, or is waited for. Who is told: `Audience`."""

    REQUEST_WAITING = "request_waiting"
    REQUEST_REMINDER = "request_reminder"
    REQUEST_ESCALATED = "request_escalated"
    PARTNER_ASKED = "partner_asked"
    PARTNER_PICKED = "partner_picked"
    POOL_OPENED = "pool_opened"
    CLAIM_MADE = "claim_made"
    PARTNER_ACCEPTED = "partner_accepted"
    PARTNER_DECLINED = "partner_declined"
    REQUEST_APPROVED = "request_approved"
    REQUEST_APPLIED = "request_applied"
    REQUEST_DENIED = "request_denied"
    REQUEST_WITHDRAWN = "request_withdrawn"
    REQUEST_EXPIRED = "request_expired"
    REQUEST_SUPERSEDED = "request_superseded"
    REQUEST_INVALID = "request_invalid"
    REQUEST_REVERTED = "request_reverted"
    DEPUTY_NAMED = "deputy_named"
    PLAN_PUBLISHED = "plan_published"
    TEAM_CHANGED = "team_changed"
    PLACEMENT_SOON = "placement_soon"
    VISITOR_SOON = "visitor_soon"
    WAIVER_ASKED = "waiver_asked"
    JOB_DONE = "job_done"
    JOB_STOPPED = "job_stopped"
    JOB_FAILED = "job_failed"
    CALENDAR_RESET = "calendar_reset"


class Audience(StrEnum):
    """Who is told of something."""

    APPROVER = "approver"
    """Whoever may decide a slot that is still open: its approver, their deputy, or HR."""
    REQUESTER = "requester"
    PARTNER = "partner"
    POOL = "pool"
    """Those who could take what is on offer."""
    EMPLOYEE = "employee"
    """Whoever goes on the placement."""
    MENTOR = "mentor"
    MANAGER = "manager"
    """The managers of those who move and of the hosts."""
    DEPUTY = "deputy"
    HR = "hr"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that one user is told, as facts that any language can be made of.

    Attributes
    ----------
    kind : NoticeKind
    to : str
        The user who is told.
    thing : str
        What it is about, such as ``request 3f2a``.
    occasion : str
        Tells two notices of one kind about one thing apart, such as the revision.
    facts : mapping of str to str
        Names, numbers, days (``2027-03-01``) and runs of days (``2027-03-01/2027-03-14``).
    items : tuple of mappings of str to str
        What is listed one by one, such as the placements that changed.
    link : str
        Where it can be looked at, relative to the start page; may be empty.
    about : tuple of str
        The employees whose names are in the facts, so that it can be found and erased.
    at : datetime
        When it happened, with its time zone.
    """

    kind: NoticeKind
    to: Id
    thing: str
    occasion: str
    facts: Mapping[str, str]
    at: datetime
    items: tuple[Mapping[str, str], ...] = ()
    link: str = ""
    about: tuple[Id, ...] = field(default=())

    @property
    def key(self) -> str:
        """What is told and to whom, in at most 200 letters: one key is told once."""
        key = " ".join(part for part in (self.thing, self.kind, self.occasion, self.to) if part)
        return (
            key if len(key) <= _LONGEST_KEY else f"{self.kind} {sha256(key.encode()).hexdigest()}"
        )


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One placement as a calendar shows it: where, when, with whom, and nothing else.

    ``uid`` is the placement's id, ``host`` and ``mentor`` are names; ``mentor`` and ``link``
    may be empty. ``sequence`` never falls. A dropped placement stays, ``cancelled``.
    """

    uid: str
    first_day: date
    last_day: date
    host: str
    mentor: str
    link: str
    sequence: int
    cancelled: bool
    changed_at: datetime

    @classmethod
    def of(cls, event: FeedEvent, link: str = "") -> CalendarEvent:
        """Return what is shown of an event of a feed."""
        return cls(
            uid=event.uid,
            first_day=event.first_day,
            last_day=event.last_day,
            host=event.host_name,
            mentor=event.mentor_name,
            link=link,
            sequence=event.sequence,
            cancelled=event.cancelled,
            changed_at=event.changed_at,
        )
