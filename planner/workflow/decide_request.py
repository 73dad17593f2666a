"""Decide a request: approve it or deny it. The last approval changes the plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.access import Action
from planner.domain import ChangeRequest, Event, RequestState
from planner.domain.approvals import is_pending, slots_of
from planner.domain.request_states import step
from planner.workflow.apply_request import exchange
from planner.workflow.request_checks import check
from planner.workflow.request_keeping import keep
from planner.workflow.request_telling import Telling
from planner.workflow.request_turn import Turn, take_step

if TYPE_CHECKING:
    from datetime import datetime

    from planner.domain import Actor
    from planner.domain.organisation import Id
    from planner.store import Store
    from planner.workflow.request_checks import Checked


def approve_request(
    store: Store,
    actor: Actor,
    request_id: str,
    *,
    comment: str = "",
    accept_loss: bool = False,
    seen: int | None = None,
    now: datetime | None = None,
    key: str | None = None,
) -> ChangeRequest:
    """Say yes in every slot that is the actor's, or that of somebody they stand in for.

    The last yes that a request needs applies it, in the same transaction: the next version of
    the plan is published with the change, calendars change, requests about the same placements
    end, and everybody involved is told.

    Parameters
    ----------
    store, actor
    request_id : str
    comment : str
    accept_loss : bool, default False
        Needed where it has come to cost coverage since it was asked for.
    seen : int, optional
        The revision that was looked at.
    now : datetime, optional
    key : str, optional
        Approving twice with one key approves once.

    Raises
    ------
    NotAllowed, NotFound
        It is not theirs to decide; there is no such request.
    Refused
        It is not waiting for approval, or breaks a rule by now.
    Conflict
        It has another revision, or the plan was changed at the same moment.
    """

    def work(here: Turn, request: ChangeRequest) -> ChangeRequest:
        behalf = _stands_in_for(here, request)
        # Before the plan is looked at: who comes too late is told at once.
        _refuse_late(here, request, behalf, seen)
        checked = check(here.plan, request)
        facts = here.facts(
            checked,
            comment=comment,
            loss_accepted=accept_loss,
            version=here.plan.version.number + 1,
        )
        after = step(request, Event.APPROVE, here.doer(behalf), here.now, facts, seen=seen)
        if after.state is RequestState.APPLIED:
            return _apply(here, request, after, checked, comment, behalf)
        action = Action.REQUEST_APPROVE
        saved = keep(
            here,
            request,
            after,
            Event.APPROVE,
            checked=checked,
            comment=comment,
            on_behalf_of=behalf,
            action=action,
        )
        Telling(here, saved).step(Event.APPROVE, request)
        return saved

    return take_step(
        store,
        actor,
        request_id,
        Action.REQUEST_APPROVE,
        work,
        now=now,
        seen=seen,
        key=key and f"yes {key}",
    )


def deny_request(
    store: Store,
    actor: Actor,
    request_id: str,
    reason: str,
    *,
    seen: int | None = None,
    now: datetime | None = None,
    key: str | None = None,
) -> ChangeRequest:
    """Say no, and why; that ends it. Raises as `approve_request`."""

    def work(here: Turn, request: ChangeRequest) -> ChangeRequest:
        behalf = _stands_in_for(here, request)
        facts = here.facts(comment=reason)
        after = step(request, Event.DENY, here.doer(behalf), here.now, facts, seen=seen)
        action = Action.REQUEST_APPROVE
        saved = keep(
            here, request, after, Event.DENY, comment=reason, on_behalf_of=behalf, action=action
        )
        Telling(here, saved).step(Event.DENY, request)
        return saved

    return take_step(
        store,
        actor,
        request_id,
        Action.REQUEST_APPROVE,
        work,
        now=now,
        seen=seen,
        key=key and f"no {key}",
    )


def _refuse_late(here: Turn, request: ChangeRequest, behalf: Id | None, seen: int | None) -> None:
    step(request, Event.APPROVE, here.doer(behalf), here.now, here.facts(version=0), seen=seen)


def _apply(
    here: Turn,
    request: ChangeRequest,
    after: ChangeRequest,
    checked: Checked,
    comment: str,
    behalf: Id | None,
) -> ChangeRequest:
    done = exchange(here, request, checked, title=f"With change request {request.id}")
    applied = replace(after, applied_version=done.version.number)
    facts = {
        "applied_version": str(done.version.number),
        "checked": done.version.checked_hash,
        "voided": " ".join(each.id for each in done.voided),
    }
    saved = keep(
        here,
        request,
        applied,
        Event.APPROVE,
        checked=checked,
        comment=comment,
        on_behalf_of=behalf,
        facts=facts,
        action=Action.REQUEST_APPROVE,
    )
    Telling(here, saved).applied(done.events)
    return saved


def _stands_in_for(here: Turn, request: ChangeRequest) -> Id | None:
    """Return for whom somebody decides who has no slot of their own to answer."""
    mine = [slot for slot in slots_of(request, here.doer()) if is_pending(slot)]
    others = [each.approver for each in mine if each.approver != here.standing.employee]
    return others[0] if mine and len(others) == len(mine) else None
