"""What each event does to a change request that it may happen to; `request_states` asks first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from planner.domain.approvals import (
    answered,
    completes,
    is_pending,
    parties_of,
    slots_for,
    slots_of,
)
from planner.domain.changes import ChangeRequest, Claim, Decision, Event, RequestKind, RequestState
from planner.domain.errors import Refused
from planner.domain.patience import frozen_from
from planner.domain.request_facts import Facts, day_of
from planner.domain.request_legs import TWO_SIDED, oddities_of, with_partner

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from planner.domain.request_table import Doer

    Effect = Callable[[ChangeRequest, Doer, datetime, Facts], ChangeRequest]

REVERT_WITHIN = timedelta(hours=24)
"""How long after it was applied HR may take a change back."""


def _put_to_approvers(request: ChangeRequest, now: datetime, facts: Facts) -> ChangeRequest:
    if facts.teams is None:
        raise ValueError("the teams are needed to say who has to approve a request")
    slots = slots_for(
        request.gives,
        request.takes,
        parties_of(request),
        facts.teams,
        day_of(facts, now),
        facts.unavailable,
    )
    return replace(request, state=RequestState.PENDING_APPROVAL, slots=slots)


def _submit(request: ChangeRequest, doer: Doer, now: datetime, facts: Facts) -> ChangeRequest:
    oddities = oddities_of(request)
    if oddities:
        raise Refused(oddities)
    sent = replace(request, asked_by=doer.actor.user, asked_at=now)
    if request.kind not in TWO_SIDED:
        return _put_to_approvers(sent, now, facts)
    state = RequestState.PENDING_PARTNER if request.partner else RequestState.OPEN
    return replace(sent, state=state)


def _claim(request: ChangeRequest, doer: Doer, now: datetime, facts: Facts) -> ChangeRequest:
    employee = doer.employee or ""
    if any(claim.employee == employee for claim in request.claims):
        raise Refused(["You have answered this offer already; the person who asked will choose."])
    swap = request.kind is RequestKind.SWAP
    if swap and (facts.offers is None or facts.offers.employee != employee):
        raise Refused(["Choose which of your own placements you would give in exchange."])
    claim = Claim(employee, now, facts.offers if swap else None)
    oddities = oddities_of(with_partner(request, claim))
    if oddities:
        raise Refused(oddities)
    return replace(request, claims=(*request.claims, claim))


def _pick(request: ChangeRequest, doer: Doer, now: datetime, facts: Facts) -> ChangeRequest:
    claim = next((each for each in request.claims if each.employee == facts.picked), None)
    if claim is None:
        raise Refused(["Choose one of the colleagues who have answered the offer, by name or id."])
    chosen = with_partner(request, claim)
    # What a colleague offers may begin before the requester's own, and is frozen before it.
    latest = frozen_from((*chosen.gives, *chosen.takes), facts.patience)
    if now >= latest:
        raise Refused(["The placement offered begins too soon to be changed; choose another."])
    chosen = replace(chosen, deadline=min(request.deadline, latest))
    return _put_to_approvers(chosen, now, facts)


def _accept(request: ChangeRequest, doer: Doer, now: datetime, facts: Facts) -> ChangeRequest:
    return _put_to_approvers(request, now, facts)


def _approve(request: ChangeRequest, doer: Doer, now: datetime, facts: Facts) -> ChangeRequest:
    _demand_pending(request, doer)
    slots = answered(request, doer, Decision.APPROVED, now, facts.comment)
    if not completes(request, doer):
        return replace(request, slots=slots)
    if facts.version is None:
        raise ValueError("the version that the last approval makes is needed")
    applied = replace(request, slots=slots, state=RequestState.APPLIED)
    return replace(applied, applied_at=now, applied_version=facts.version)


def _deny(request: ChangeRequest, doer: Doer, now: datetime, facts: Facts) -> ChangeRequest:
    _demand_pending(request, doer)
    slots = answered(request, doer, Decision.DENIED, now, facts.comment)
    return replace(request, slots=slots, state=RequestState.DENIED, reason=facts.comment.strip())


def _demand_pending(request: ChangeRequest, doer: Doer) -> None:
    if not any(is_pending(slot) for slot in slots_of(request, doer)):
        raise Refused(["You have answered this request already; others have still to do so."])


def _decline(request: ChangeRequest, doer: Doer, now: datetime, facts: Facts) -> ChangeRequest:
    return replace(request, state=RequestState.DECLINED, reason=facts.comment.strip())


def _withdraw(request: ChangeRequest, doer: Doer, now: datetime, facts: Facts) -> ChangeRequest:
    return replace(request, state=RequestState.WITHDRAWN, reason=facts.comment.strip())


def _expire(request: ChangeRequest, doer: Doer, now: datetime, facts: Facts) -> ChangeRequest:
    if now < request.deadline:
        raise Refused(["There is still time to answer this request; it does not expire yet."])
    reason = facts.comment.strip() or "It was not answered in time."
    return replace(request, state=RequestState.EXPIRED, reason=reason)


def _supersede(request: ChangeRequest, doer: Doer, now: datetime, facts: Facts) -> ChangeRequest:
    if facts.version is None:
        raise ValueError("the version that overtook the request is needed")
    reason = f"Version {facts.version} of the plan changed a placement it was about."
    if facts.comment.strip():
        reason += f" {facts.comment.strip()}"
    return replace(request, state=RequestState.SUPERSEDED, reason=reason)


def _invalidate(request: ChangeRequest, doer: Doer, now: datetime, facts: Facts) -> ChangeRequest:
    return replace(request, state=RequestState.INVALID, reason=facts.comment.strip())


def _revert(request: ChangeRequest, doer: Doer, now: datetime, facts: Facts) -> ChangeRequest:
    if request.applied_at is None or now - request.applied_at > REVERT_WITHIN:
        hours = REVERT_WITHIN // timedelta(hours=1)
        raise Refused(
            [f"A change can be taken back within {hours} hours only. Ask for another change."]
        )
    first = min(placement.first_day for placement in (*request.gives, *request.takes))
    if first <= day_of(facts, now):
        raise Refused(
            ["One of the placements has begun, so this cannot be taken back. Edit the plan."]
        )
    return replace(request, state=RequestState.REVERTED, reason=facts.comment.strip())


EFFECTS: Mapping[Event, Effect] = MappingProxyType(
    {
        Event.SUBMIT: _submit,
        Event.CLAIM: _claim,
        Event.PICK: _pick,
        Event.ACCEPT: _accept,
        Event.DECLINE: _decline,
        Event.APPROVE: _approve,
        Event.DENY: _deny,
        Event.WITHDRAW: _withdraw,
        Event.EXPIRE: _expire,
        Event.SUPERSEDE: _supersede,
        Event.INVALIDATE: _invalidate,
        Event.REVERT: _revert,
    }
)
"""What each event does; it raises `Refused` where the request does not fit."""
