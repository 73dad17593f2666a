"""What happens to a change request: one pure function from a request to the next.

`request_table` says what may happen when, and through whom; `request_events` what it does.
Whether the plan keeps its rules is asked by the caller, and handed in as obstacles.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.domain.approvals import parties_of, slots_of
from planner.domain.changes import ChangeRequest, Event
from planner.domain.errors import Conflict, Refused
from planner.domain.request_events import EFFECTS
from planner.domain.request_facts import NO_FACTS, Facts
from planner.domain.request_table import Cause, Doer, transition
from planner.domain.request_words import not_now, not_you

if TYPE_CHECKING:
    from datetime import datetime

FORWARD = frozenset({Event.SUBMIT, Event.CLAIM, Event.PICK, Event.ACCEPT, Event.APPROVE})
"""What brings a request on, and is therefore too late once its deadline has passed."""

_CHECKED = FORWARD | {Event.REVERT}
"""Where the rules are looked at, so that an obstacle blocks."""

_BY_REQUESTER = frozenset({Event.SUBMIT, Event.PICK})
"""Where a loss of coverage is confirmed for the request as a whole, each time anew."""

_OF_THE_WHOLE = _BY_REQUESTER | {Event.ACCEPT, Event.APPROVE}
"""Where it is known what the request would change."""

CHANGED = "This request has changed since you looked at it; nothing was done. Look again."
"""What is told to whoever saw an older revision."""

CONFIRM = "Confirm that you want it all the same, or leave it."
"""What is told, after what it costs, to whoever did not say that they accept a loss."""

_NEEDS_REASON = frozenset({Event.DENY, Event.INVALIDATE})


def step(
    request: ChangeRequest,
    event: Event,
    doer: Doer,
    now: datetime,
    facts: Facts = NO_FACTS,
    *,
    seen: int | None = None,
) -> ChangeRequest:
    """Return a request as it is after an event, one revision higher.

    Parameters
    ----------
    request : ChangeRequest
        Is not changed.
    event : Event
    doer : Doer
        Through whom it happens; `CLOCKWORK` for the planner itself.
    now : datetime
        With a time zone.
    facts : Facts
    seen : int, optional
        The revision that whoever does it was looking at.

    Returns
    -------
    ChangeRequest

    Raises
    ------
    Refused
        If it cannot happen in this state, not through this person, not any more, or not with
        these obstacles. The sentences can be shown.
    Conflict
        If the request is no longer at the revision ``seen``.
    ValueError
        If a fact is missing that the caller must know: the teams, or the version.
    """
    if seen is not None and seen != request.revision:
        raise Conflict(CHANGED)
    _demand_possible(request, event, doer, now)
    _demand_facts(request, event, facts)
    after = EFFECTS[event](request, doer, now, facts)
    ticked = bool(facts.loss) and event in _BY_REQUESTER
    return replace(
        after,
        revision=request.revision + 1,
        loss_accepted=request.loss_accepted or ticked,
    )


def causes_of(request: ChangeRequest, doer: Doer) -> frozenset[Cause]:
    """Return all that somebody is to a request; which of it counts depends on the event."""
    if doer.system:
        return frozenset({Cause.CLOCK, Cause.SYSTEM})
    party = doer.employee in parties_of(request)
    being = {
        Cause.REQUESTER: doer.employee == request.requester,
        Cause.ON_BEHALF: doer.hr or request.requester in doer.team,
        Cause.PARTNER: doer.employee is not None and doer.employee == request.partner,
        Cause.CLAIMANT: doer.employee is not None and not party,
        Cause.APPROVER: bool(slots_of(request, doer)),
        Cause.HR: doer.hr and not party,
    }
    return frozenset(cause for cause, true in being.items() if true)


def _demand_possible(request: ChangeRequest, event: Event, doer: Doer, now: datetime) -> None:
    found = transition(request.state, event)
    if found is None:
        raise Refused([not_now(request.state, event)])
    if not found.causes & causes_of(request, doer):
        raise Refused([not_you(event)])
    if event in FORWARD and now >= request.deadline:
        raise Refused(
            ["The time to answer this request is over, so it cannot go on. Ask for it anew."]
        )


def _demand_facts(request: ChangeRequest, event: Event, facts: Facts) -> None:
    if event in _NEEDS_REASON and not facts.comment.strip():
        raise Refused(["Say why, in a sentence: those who asked will read it."])
    if event in _CHECKED and facts.obstacles:
        raise Refused(facts.obstacles)
    if event in _OF_THE_WHOLE and facts.loss:
        before = request.loss_accepted and event not in _BY_REQUESTER
        if not (before or facts.loss_accepted):
            raise Refused([facts.loss, CONFIRM])
