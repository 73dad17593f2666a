"""How long a change request waits: reminders, the next in line, and its end by the clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from planner.domain.approvals import is_pending
from planner.domain.changes import LIVE, ChangeRequest, RequestState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import tzinfo

    from planner.domain.changes import Slot, Step
    from planner.domain.organisation import Id
    from planner.domain.plan import Placement


@dataclass(frozen=True, slots=True)
class Patience:
    """How long answers are waited for.

    Attributes
    ----------
    freeze_days : int
        Days before its first day within which a placement is no longer changed, >= 0.
    remind_after : timedelta
        How long a slot waits before its approver is reminded, > 0.
    escalate_after : timedelta
        How long a slot waits before it goes to the next in line, > ``remind_after``.
    answer_within : timedelta
        How long a request lives at most, > 0.

    Raises
    ------
    ValueError
        If a bound above is not kept.
    """

    freeze_days: int = 7
    remind_after: timedelta = timedelta(days=2)
    escalate_after: timedelta = timedelta(days=5)
    answer_within: timedelta = timedelta(days=14)

    def __post_init__(self) -> None:
        """Refuse times that lie in the wrong order."""
        if self.freeze_days < 0:
            raise ValueError(f"freeze_days is {self.freeze_days}; it must be at least 0")
        if self.remind_after <= timedelta(0) or self.answer_within <= timedelta(0):
            raise ValueError(
                f"remind_after is {self.remind_after}, answer_within {self.answer_within}; "
                "both must be longer than nothing"
            )
        if self.escalate_after <= self.remind_after:
            raise ValueError(
                f"escalate_after is {self.escalate_after}; "
                f"it must be longer than remind_after, {self.remind_after}"
            )


PATIENCE = Patience()
"""What holds where nothing else is said."""


def frozen_from(
    placements: Iterable[Placement], patience: Patience = PATIENCE, zone: tzinfo = UTC
) -> datetime:
    """Return from when on a change of these placements comes too late, in UTC.

    That is ``freeze_days`` before midnight, in ``zone``, of the first day of any of them;
    there must be at least one.
    """
    first = min(placement.first_day for placement in placements)
    day = first - timedelta(days=patience.freeze_days)
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def deadline_for(
    placements: Iterable[Placement],
    asked_at: datetime,
    patience: Patience = PATIENCE,
    zone: tzinfo = UTC,
) -> datetime:
    """Return when a request about these placements, both legs of it, expires by itself."""
    return min(frozen_from(placements, patience, zone), asked_at + patience.answer_within)


class Chore(StrEnum):
    """What the clock has to do about a request."""

    REMIND = "remind"
    ESCALATE = "escalate"
    EXPIRE = "expire"


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is due, and for which slots; none where the request expires."""

    chore: Chore
    slots: frozenset[int] = frozenset()


def due(
    request: ChangeRequest,
    now: datetime,
    waiting_since: datetime | None,
    patience: Patience = PATIENCE,
) -> tuple[Due, ...]:
    """Return what is due for a request at a moment, at most one thing a slot.

    Parameters
    ----------
    request : ChangeRequest
    now : datetime
    waiting_since : datetime, optional
        When its slots were first put to their approvers (`waiting_since`).
    patience : Patience

    Returns
    -------
    tuple of Due
        Nothing for a request that has ended; `Chore.EXPIRE` alone from its deadline on. Else
        the slots to escalate, which are never HR's, and those to remind, each once.
    """
    if request.state not in LIVE:
        return ()
    if now >= request.deadline:
        return (Due(Chore.EXPIRE),)
    if request.state is not RequestState.PENDING_APPROVAL or waiting_since is None:
        return ()
    chores: dict[Chore, set[int]] = {Chore.ESCALATE: set(), Chore.REMIND: set()}
    for slot in request.slots:
        chore = _chore(slot, now, waiting_since, patience)
        if chore is not None:
            chores[chore].add(slot.number)
    return tuple(Due(chore, frozenset(slots)) for chore, slots in chores.items() if slots)


def _chore(slot: Slot, now: datetime, since: datetime, patience: Patience) -> Chore | None:
    if not is_pending(slot):
        return None
    waited = now - (slot.escalated_at or since)
    if waited >= patience.escalate_after and slot.approver is not None:
        return Chore.ESCALATE
    if waited >= patience.remind_after and slot.reminded_at is None:
        return Chore.REMIND
    return None


def reminded(request: ChangeRequest, numbers: Collection[int], now: datetime) -> ChangeRequest:
    """Return the request with a note of who was reminded, one revision higher."""
    slots = tuple(
        replace(slot, reminded_at=now) if slot.number in numbers and is_pending(slot) else slot
        for slot in request.slots
    )
    return replace(request, slots=slots, revision=request.revision + 1)


def waiting_since(steps: Iterable[Step]) -> datetime | None:
    """Return when a request, given all its steps, was put to its approvers; None before that."""
    moments = (step.at for step in steps if step.state is RequestState.PENDING_APPROVAL)
    return min(moments, default=None)


def whom_to_remind(request: ChangeRequest, numbers: Collection[int]) -> tuple[Id | None, ...]:
    """Return whose slots these are, each once; None stands for HR."""
    return tuple(dict.fromkeys(s.approver for s in request.slots if s.number in numbers))
