"""The life of a change request as a table: what may happen in which state, and through whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from planner.domain.changes import LIVE, Event, RequestState
from planner.domain.organisation import Id
from planner.domain.people import SYSTEM, Actor

if TYPE_CHECKING:
    from collections.abc import Mapping


class Cause(StrEnum):
    """Through whom something happens to a request."""

    REQUESTER = "requester"
    ON_BEHALF = "on_behalf"
    """The requester's manager, or HR, in the requester's name."""
    PARTNER = "partner"
    """The colleague who is named in a swap or give."""
    CLAIMANT = "claimant"
    """A colleague for whom an open request would be legal."""
    APPROVER = "approver"
    """Whoever holds a slot, a delegate of theirs, or HR where the slot is HR's."""
    HR = "hr"
    CLOCK = "clock"
    SYSTEM = "system"
    """The planner itself, as a consequence of what somebody else did."""


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does something to a request, with what has to be known of them at this moment.

    Attributes
    ----------
    actor : Actor
    employee : str, optional
        Whom of the organisation they are.
    hr : bool
        Whether they hold the role HR.
    team : frozenset of str
        The employees whose manager they are.
    stands_in_for : frozenset of str
        The managers whose delegate they are today.
    system : bool
        Whether it is the planner itself; true of `CLOCKWORK` alone.
    """

    actor: Actor
    employee: Id | None = None
    hr: bool = False
    team: frozenset[Id] = frozenset()
    stands_in_for: frozenset[Id] = frozenset()
    system: bool = False


CLOCKWORK = Doer(SYSTEM, system=True)
"""The planner itself: the clock, and what follows from what others did."""


@dataclass(frozen=True, slots=True)
class Transition:
    """What an event leads to in a state, and through whom it may happen.

    ``to`` has several states where the request decides: its kind, whether a partner is named,
    whether it was the last approval.
    """

    state: RequestState
    event: Event
    to: tuple[RequestState, ...]
    causes: frozenset[Cause]


def _row(
    state: RequestState, event: Event, to: tuple[RequestState, ...], *causes: Cause
) -> Transition:
    return Transition(state, event, to, frozenset(causes))


_S, _E, _C = RequestState, Event, Cause

_OF_PEOPLE = (
    _row(
        _S.DRAFT,
        _E.SUBMIT,
        (_S.PENDING_PARTNER, _S.OPEN, _S.PENDING_APPROVAL),
        _C.REQUESTER,
        _C.ON_BEHALF,
    ),
    _row(_S.OPEN, _E.CLAIM, (_S.OPEN,), _C.CLAIMANT),
    _row(_S.OPEN, _E.PICK, (_S.PENDING_APPROVAL,), _C.REQUESTER),
    _row(_S.PENDING_PARTNER, _E.ACCEPT, (_S.PENDING_APPROVAL,), _C.PARTNER),
    _row(_S.PENDING_PARTNER, _E.DECLINE, (_S.DECLINED,), _C.PARTNER),
    _row(_S.PENDING_APPROVAL, _E.APPROVE, (_S.PENDING_APPROVAL, _S.APPLIED), _C.APPROVER),
    _row(_S.PENDING_APPROVAL, _E.DENY, (_S.DENIED,), _C.APPROVER),
    _row(_S.APPLIED, _E.REVERT, (_S.REVERTED,), _C.HR),
)

_WHILE_LIVE = (
    (_E.WITHDRAW, _S.WITHDRAWN, _C.REQUESTER),
    (_E.EXPIRE, _S.EXPIRED, _C.CLOCK),
    (_E.SUPERSEDE, _S.SUPERSEDED, _C.SYSTEM),
    (_E.INVALIDATE, _S.INVALID, _C.SYSTEM),
)

TRANSITIONS: tuple[Transition, ...] = (
    *_OF_PEOPLE,
    *(
        _row(state, event, (to,), cause)
        for state in RequestState
        if state in LIVE
        for event, to, cause in _WHILE_LIVE
    ),
)
"""Every transition there is; whatever is not here does not happen."""

_BY_PLACE: Mapping[tuple[RequestState, Event], Transition] = MappingProxyType(
    {(each.state, each.event): each for each in TRANSITIONS}
)


def transition(state: RequestState, event: Event) -> Transition | None:
    """Return what an event leads to in a state, or None where it cannot happen."""
    return _BY_PLACE.get((state, event))


def events_in(state: RequestState) -> tuple[Event, ...]:
    """Return what can happen in a state, in the order of `Event`; nothing in most ends."""
    return tuple(event for event in Event if (state, event) in _BY_PLACE)
