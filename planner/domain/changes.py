"""Change requests: what is asked for, who has to agree, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from planner.domain.organisation import Id
from planner.domain.plan import Placement


class RequestKind(StrEnum):
    """What is asked for."""

    SWAP = "swap"
    """Two employees exchange placements."""
    GIVE = "give"
    """A colleague takes mine."""
    MOVE = "move"
    """Mine, at another time."""
    DROP = "drop"
    """Mine, not at all."""


class RequestState(StrEnum):
    """Where a request is."""

    DRAFT = "draft"
    OPEN = "open"
    PENDING_PARTNER = "pending_partner"
    PENDING_APPROVAL = "pending_approval"
    APPLIED = "applied"
    DECLINED = "declined"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    INVALID = "invalid"
    REVERTED = "reverted"


LIVE = frozenset(
    {
        RequestState.DRAFT,
        RequestState.OPEN,
        RequestState.PENDING_PARTNER,
        RequestState.PENDING_APPROVAL,
    }
)
"""The states in which a request can still come to something; all others are ends, but for an
applied one, which HR may revert."""


class Event(StrEnum):
    """What can happen to a request."""

    SUBMIT = "submit"
    CLAIM = "claim"
    PICK = "pick"
    ACCEPT = "accept"
    DECLINE = "decline"
    APPROVE = "approve"
    DENY = "deny"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    SUPERSEDE = "supersede"
    INVALIDATE = "invalidate"
    REVERT = "revert"


class SlotKind(StrEnum):
    """Whose yes a slot stands for."""

    HOME = "home"
    """The manager of an employee who moves; ``subject`` is the employee."""
    HOST = "host"
    """The manager of a host whose visitor or dates change; ``subject`` is the department."""
    HR = "hr"
    """HR, where there is no manager who is not a party; ``subject`` as it would have been."""


class Decision(StrEnum):
    """What was said in a slot."""

    PENDING = "pending"
    APPROVED = "approved"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Slot:
    """One yes that a request needs.

    ``approver`` is the employee whose it is; None where any HR person may say it.
    ``decided_by`` is the user who did, ``on_behalf_of`` the approver they stood in for.
    """

    number: int
    kind: SlotKind
    subject: Id
    approver: Id | None
    decision: Decision = Decision.PENDING
    decided_by: Id | None = None
    on_behalf_of: Id | None = None
    decided_at: datetime | None = None
    comment: str = ""
    reminded_at: datetime | None = None
    escalated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody of the open pool who would take part; ``offers`` is what they give in a swap."""

    employee: Id
    claimed_at: datetime
    offers: Placement | None = None


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """A wish to change a published plan.

    Attributes
    ----------
    id : str
        Short and unguessable.
    cycle : str
    version : int
        The published version it is about.
    kind : RequestKind
    state : RequestState
    revision : int
        Rises by one with each step; a step names the one it saw.
    requester : str
        The employee whose placement it is. ``asked_by`` is the user who asked, who may be
        their manager or HR.
    gives : tuple of Placement
        What goes away if it is applied, of the requester and, in a swap, of the partner.
    takes : tuple of Placement
        What comes instead.
    partner : str, optional
        The employee on the other side of a swap or give; None while the pool is open.
    slots : tuple of Slot
    claims : tuple of Claim
    asked_by, asked_at
    deadline : datetime
        When it expires by itself.
    comment : str
    reason : str
        Why it ended as it did, in a sentence.
    loss_accepted : bool
        Whether the requester was shown that it costs coverage, and asked all the same.
    applied_at : datetime, optional
    applied_version : int, optional
        The version that its being applied made.
    """

    id: str
    cycle: str
    version: int
    kind: RequestKind
    state: RequestState
    revision: int
    requester: Id
    gives: tuple[Placement, ...]
    takes: tuple[Placement, ...]
    partner: Id | None
    slots: tuple[Slot, ...]
    claims: tuple[Claim, ...]
    asked_by: Id
    asked_at: datetime
    deadline: datetime
    comment: str = ""
    reason: str = ""
    loss_accepted: bool = False
    applied_at: datetime | None = None
    applied_version: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a request: what, who, when, and how matters stood.

    ``state`` is the one it led to, ``version`` the published version at that time. ``impact``
    holds what the impact card showed, ready to be kept as JSON; None where none was shown.
    ``on_behalf_of`` is the employee it was done for.
    """

    event: Event
    state: RequestState
    user: Id
    at: datetime
    version: int
    on_behalf_of: Id | None = None
    impact: Mapping[str, object] | None = None
    comment: str = ""
