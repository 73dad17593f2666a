"""Plans that live: numbered versions of a cycle's plan, and how two placements are the same."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from planner.domain.organisation import Id
from planner.domain.outcome import AimOutcome
from planner.domain.plan import Placement

_NAMESPACE = uuid.UUID("6f1d3a0e-5b0f-5c8e-9a57-2f5d2f3c4b1a")


def placement_id(employee: Id, host: Id, first_day: date) -> str:
    """Return the id of a placement, the same in every version of a plan.

    Employee, host and first day are what makes a placement that placement; its mentor may
    change without making it another one.
    """
    return uuid.uuid5(_NAMESPACE, "\n".join((employee, host, first_day.isoformat()))).hex


def id_of(placement: Placement) -> str:
    """Return the id of a placement (`placement_id`)."""
    return placement_id(placement.employee, placement.host, placement.first_day)


class VersionState(StrEnum):
    """A version is edited as a draft, published once, and then superseded by the next."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """A numbered plan of a cycle; what it holds is asked for apart, it may be large.

    ``revision`` rises by one with each change of a draft. ``base`` is the number of the
    version it was made from. ``organisation_hash`` says of which organisation the plan is,
    ``checked_hash`` of which placements the checker found no broken rule (or those that
    ``waiver`` excuses); both are hexadecimal SHA-256.
    """

    cycle: str
    number: int
    title: str
    state: VersionState
    revision: int
    base: int | None
    made_by: Id
    made_at: datetime
    aims: tuple[AimOutcome, ...] = ()
    organisation_hash: str = ""
    checked_hash: str = ""
    rules: str = ""
    published_by: Id | None = None
    published_at: datetime | None = None
    waiver: Waiver | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """Why a plan that breaks rules is published all the same, and who else agreed.

    ``sentences`` tell the broken rules that it excuses, no others. ``agreed_by`` is None
    while it waits for a second person. It is about the draft as it is: a draft that is changed
    has no waiver any more.
    """

    reason: str
    asked_by: Id
    agreed_by: Id | None
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a draft by hand, with all that it takes to undo it.

    ``step`` counts the edits of a draft from 1. ``what`` is a sentence. ``gives`` went,
    ``takes`` came; ``pins`` and ``unpins`` are ids of placements that were pinned, and that
    were pinned before and are no more. ``undone`` edits can be done again.
    ``aims`` is what the draft was worth before, with what was proven of it.
    """

    step: int
    what: str
    gives: tuple[Placement, ...]
    takes: tuple[Placement, ...]
    pins: tuple[str, ...]
    unpins: tuple[str, ...]
    made_by: Id
    made_at: datetime
    undone: bool = False
    aims: tuple[AimOutcome, ...] = ()
