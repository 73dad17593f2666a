"""A change request in plain words: what it is, where it stands, and who it is waiting for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.approvals import deciders, is_pending, waiting_on
from planner.domain.changes import (
    LIVE,
    ChangeRequest,
    Event,
    RequestKind,
    RequestState,
    Slot,
    SlotKind,
)
from planner.domain.organisation import Id
from planner.domain.teams import Teams

if TYPE_CHECKING:
    from collections.abc import Sequence


KIND_WORDS = {
    RequestKind.SWAP: "swap",
    RequestKind.GIVE: "give away",
    RequestKind.MOVE: "move",
    RequestKind.DROP: "drop",
}
"""What is asked for, to be read after "wants to"."""

STATE_WORDS = {
    RequestState.DRAFT: "not sent yet",
    RequestState.OPEN: "open to colleagues",
    RequestState.PENDING_PARTNER: "waiting for the colleague",
    RequestState.PENDING_APPROVAL: "waiting for approval",
    RequestState.APPLIED: "done",
    RequestState.DECLINED: "declined by the colleague",
    RequestState.DENIED: "denied",
    RequestState.WITHDRAWN: "withdrawn",
    RequestState.EXPIRED: "expired",
    RequestState.SUPERSEDED: "overtaken by a new plan",
    RequestState.INVALID: "no longer possible",
    RequestState.REVERTED: "taken back by HR",
}
"""Where a request stands, to be read alone or after "is"."""

_WHO_MAY = {
    Event.SUBMIT: "the person it is for, their manager, or HR",
    Event.CLAIM: "a colleague who is not part of it already",
    Event.PICK: "the person who asked",
    Event.ACCEPT: "the colleague who was asked",
    Event.DECLINE: "the colleague who was asked",
    Event.APPROVE: "those whose approval it needs, and never somebody who is part of it",
    Event.DENY: "those whose approval it needs, and never somebody who is part of it",
    Event.WITHDRAW: "the person who asked",
    Event.EXPIRE: "the planner itself",
    Event.SUPERSEDE: "the planner itself",
    Event.INVALIDATE: "the planner itself",
    Event.REVERT: "HR, and never somebody who is part of it",
}

_DOING = {
    Event.SUBMIT: "send it",
    Event.CLAIM: "answer the offer",
    Event.PICK: "choose among those who answered",
    Event.ACCEPT: "accept it",
    Event.DECLINE: "decline it",
    Event.APPROVE: "approve it",
    Event.DENY: "deny it",
    Event.WITHDRAW: "withdraw it",
    Event.EXPIRE: "let it expire",
    Event.SUPERSEDE: "mark it as overtaken",
    Event.INVALIDATE: "mark it as no longer possible",
    Event.REVERT: "take it back",
}


def not_now(state: RequestState, event: Event) -> str:
    """Return why an event cannot happen in a state, and what would do."""
    doing = _DOING[event]
    if state in LIVE:
        return f"This request is {STATE_WORDS[state]}, so nobody can {doing} now."
    if state is RequestState.APPLIED:
        return f"This request is done, so nobody can {doing} any more. Ask for a change anew."
    return f"This request is {STATE_WORDS[state]} and stays so. Ask for a change anew."


def not_you(event: Event) -> str:
    """Return through whom an event happens, told to somebody else."""
    return f"Who can {_DOING[event]}: {_WHO_MAY[event]}."


def progress(request: ChangeRequest) -> tuple[int, int]:
    """Return how many have approved, and how many there are: people, HR as one."""
    everybody = len(deciders(request))
    return everybody - len(waiting_on(request)), everybody


@dataclass(frozen=True, slots=True)
class Calling:
    """How to call people and departments, given their ids.

    With ``teams``, somebody who answers in place of a manager is not called the manager.
    """

    employee: Callable[[Id], str]
    department: Callable[[Id], str]
    teams: Teams | None = None


def waiting_for(request: ChangeRequest, calling: Calling) -> str:
    """Return who a request is waiting for; nothing for one that has ended.

    For example "waiting for 2 of 3: Anna Berg (manager of Payroll) and HR".
    """
    if request.state not in LIVE:
        return ""
    if request.state is RequestState.PENDING_APPROVAL:
        return _waiting_for_approval(request, calling)
    requester = calling.employee(request.requester)
    if request.state is RequestState.DRAFT:
        return f"waiting for {requester} to send it"
    if request.state is RequestState.PENDING_PARTNER:
        colleague = calling.employee(request.partner) if request.partner else "the colleague"
        return f"waiting for {colleague} to accept or decline"
    if not request.claims:
        return "waiting for a colleague to answer the offer"
    answers = len(request.claims)
    among = "the one colleague who answered" if answers == 1 else f"the {answers} who answered"
    return f"waiting for {requester} to choose from {among}"


def _waiting_for_approval(request: ChangeRequest, calling: Calling) -> str:
    named = []
    for approver in waiting_on(request):
        mine = [s for s in request.slots if s.approver == approver and is_pending(s)]
        if approver is None:
            named.append("HR")
        else:
            named.append(f"{calling.employee(approver)} ({_as_what(mine, calling)})")
    total = len(deciders(request))
    count = f"{len(named)} of {total}: " if total > 1 else ""
    return f"waiting for {count}{_listed(named)}"


def _as_what(slots: Sequence[Slot], calling: Calling) -> str:
    """Return as what somebody answers: manager of these, or in place of the manager of those."""
    own = [_subject(slot, calling) for slot in slots if not _in_place(slot, calling.teams)]
    others = [_subject(slot, calling) for slot in slots if _in_place(slot, calling.teams)]
    parts = [f"manager of {_listed(own)}"] if own else []
    if others:
        parts.append(f"in place of the manager of {_listed(others)}")
    return ", ".join(parts)


def _in_place(slot: Slot, teams: Teams | None) -> bool:
    if teams is None:
        return slot.escalated_at is not None
    host = slot.kind is SlotKind.HOST
    manager = teams.manager_of_department if host else teams.manager_of
    return manager(slot.subject) != slot.approver


def _subject(slot: Slot, calling: Calling) -> str:
    host = slot.kind is SlotKind.HOST
    return calling.department(slot.subject) if host else calling.employee(slot.subject)


def _listed(items: Sequence[str]) -> str:
    *head, tail = items or [""]
    return f"{', '.join(head)} and {tail}" if head else tail
