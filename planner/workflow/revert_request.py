"""Take a change back soon after it was made: the plan is as it was before, in a new version."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.access import Action
from planner.domain import ChangeRequest, Event, RequestState, id_of
from planner.domain.request_states import step
from planner.workflow.apply_request import exchange
from planner.workflow.check_draft import proven_for
from planner.workflow.request_checks import check_back
from planner.workflow.request_keeping import keep
from planner.workflow.request_telling import Telling
from planner.workflow.request_turn import Turn, take_step

if TYPE_CHECKING:
    from datetime import datetime

    from planner.domain import Actor, AimOutcome
    from planner.store import Store


def revert_request(
    store: Store,
    actor: Actor,
    request_id: str,
    *,
    comment: str = "",
    seen: int | None = None,
    now: datetime | None = None,
    key: str | None = None,
) -> ChangeRequest:
    """Take an applied change back.

    Parameters
    ----------
    store, actor
        HR, and no party of it.
    request_id : str
    comment : str
        Why, for everybody involved.
    seen : int, optional
        The revision that was looked at.
    now : datetime, optional
    key : str, optional
        Reverting twice with one key reverts once.

    Raises
    ------
    NotAllowed, NotFound
        The actor may not; there is no such request.
    Refused
        It is not applied, was applied more than 24 hours ago, a placement of it has begun,
        something was built on it, or going back would break a rule.
    Conflict
        It has another revision, or the plan was changed at the same moment.
    """

    def work(here: Turn, request: ChangeRequest) -> ChangeRequest:
        checked = check_back(here.plan, request)
        built = _built_on(here, request)
        facts = here.facts(comment=comment, obstacles=(*checked.obstacles, *built))
        after = step(request, Event.REVERT, here.doer(), here.now, facts, seen=seen)
        done = exchange(
            here,
            request,
            checked,
            title=f"Without change request {request.id}",
            pinned=_was_pinned(here, request),
            proven=_proven_before(here, request),
        )
        told = {
            "reverted_version": str(done.version.number),
            "checked": done.version.checked_hash,
            "voided": " ".join(each.id for each in done.voided),
        }
        # The legs stay those of what was asked for; the impact is that of going back.
        kept = replace(checked, gives=request.gives, takes=request.takes)
        saved = keep(
            here,
            request,
            after,
            Event.REVERT,
            checked=kept,
            comment=comment,
            facts=told,
            action=Action.REQUEST_REVERT,
        )
        Telling(here, saved).applied(done.events)
        return saved

    return take_step(
        store, actor, request_id, Action.REQUEST_REVERT, work, now=now, seen=seen, key=key
    )


def _built_on(here: Turn, request: ChangeRequest) -> tuple[str, ...]:
    """Return what was agreed on the ground of this change, in sentences."""
    legs = {id_of(each) for each in (*request.gives, *request.takes)}
    later = here.unit.requests.touching(here.cycle, legs, states={RequestState.APPLIED})
    return tuple(
        f"A later change (request {each.id}) is about the same placements, so this one cannot be "
        "taken back. Take the later one back first, or ask for another change."
        for each in later
        if (each.applied_version or 0) > (request.applied_version or 0)
    )


def _was_pinned(here: Turn, request: ChangeRequest) -> bool:
    """Return whether what went was pinned before it went."""
    applied = here.unit.versions.find(here.cycle, request.applied_version or 0)
    if applied is None or applied.base is None:
        return False
    pinned = {id_of(each) for each in here.unit.versions.pins(here.cycle, applied.base)}
    return any(id_of(each) in pinned for each in request.gives)


def _proven_before(here: Turn, request: ChangeRequest) -> tuple[AimOutcome, ...] | None:
    """Return what was proven of the plan before the change, where nothing else has changed."""
    version = here.plan.version
    if version.number != request.applied_version or version.base is None:
        return None
    before = here.unit.versions.find(here.cycle, version.base)
    return None if before is None else proven_for(here.state, before)
