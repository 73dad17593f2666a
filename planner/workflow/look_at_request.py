"""Look at one change request as a whole: what it would mean, how it went, what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.access import BY_EVENT, Action, Thing, may, missing
from planner.access import demand as demand_of
from planner.domain import (
    LIVE,
    SYSTEM,
    ChangeRequest,
    Claim,
    Event,
    Impact,
    RequestState,
    Step,
)
from planner.domain.approvals import is_pending, slots_of
from planner.domain.days import in_words
from planner.domain.request_events import REVERT_WITHIN
from planner.domain.request_states import FORWARD, causes_of
from planner.domain.request_table import events_in, transition
from planner.planning import impact_sentences
from planner.present.names import Names
from planner.workflow.acting import clock
from planner.workflow.list_requests import Line, line_of
from planner.workflow.plan_in_force import plan_in_force
from planner.workflow.request_checks import check
from planner.workflow.request_sentences import card_of, what_happened
from planner.workflow.request_turn import Turn, thing_of, turn

if TYPE_CHECKING:
    from datetime import datetime

    from planner.domain import Actor
    from planner.store import Store


@dataclass(frozen=True, slots=True)
class Card:
    """All that a request shows to whoever may see it.

    Attributes
    ----------
    line : Line
    impact : Impact, optional
        What it would mean for the plan that holds; of an ended one, what was looked at last
        is among the ``meaning`` alone.
    obstacles : tuple of str
        What stands in its way now, in sentences.
    loss : str
        What coverage it costs now, in a sentence; empty if none.
    meaning : tuple of str
        The impact in sentences.
    history : tuple of str
        Every step in a sentence, the first one first.
    claims : tuple of tuple of Claim and str
        Who answered an open offer, with a sentence each.
    can : frozenset of Event
        What the actor may do now.
    """

    line: Line
    impact: Impact | None
    obstacles: tuple[str, ...]
    loss: str
    meaning: tuple[str, ...]
    history: tuple[str, ...]
    claims: tuple[tuple[Claim, str], ...]
    can: frozenset[Event]


def look_at_request(
    store: Store, actor: Actor, request_id: str, *, now: datetime | None = None
) -> Card:
    """Return all that there is to see of a request.

    Raises
    ------
    NotAllowed, NotFound
        There is no such request, or none the actor may know of.
    """
    with store.read() as unit:
        request = unit.requests.find(request_id)
        if request is None:
            raise missing(Action.REQUEST_READ)
        here = turn(unit, actor, request.cycle, clock(now))
        thing = thing_of(here, request)
        demand_of(here.standing, Action.REQUEST_READ, thing)
        return _card(here, request, thing)


def _card(here: Turn, request: ChangeRequest, thing: Thing) -> Card:
    names = Names(here.unit.organisations.load(here.cycle))
    steps = here.unit.requests.steps(request.id)
    checked = None
    if request.state in LIVE and here.state.published is not None:
        checked = check(plan_in_force(here.unit, here.cycle), request)
    impact = None if checked is None else checked.impact
    last = next((each for each in reversed(steps) if _shows_impact(each)), None)
    if impact is not None:
        meaning = impact_sentences(impact, names)
    else:
        meaning = () if last is None else card_of(last, names)

    def user(id: str) -> str:
        found = None if id == SYSTEM.user else here.unit.people.find(id)
        return "The planner" if id == SYSTEM.user else found.name if found else id

    return Card(
        line_of(here, request, names),
        impact,
        () if checked is None else checked.obstacles,
        "" if checked is None else checked.loss,
        meaning,
        tuple(what_happened(each, names, user) for each in steps),
        tuple((each, _claim_words(each, names)) for each in _waiting_claims(request)),
        _possible(here, request, thing),
    )


def _shows_impact(step: Step) -> bool:
    """Tell whether a step shows what was asked for; taking it back shows the way back."""
    return step.impact is not None and step.event is not Event.REVERT


def _waiting_claims(request: ChangeRequest) -> tuple[Claim, ...]:
    """Return who may still be picked."""
    return request.claims if request.state is RequestState.OPEN else ()


def _claim_words(claim: Claim, names: Names) -> str:
    who = names.employee(claim.employee)
    if claim.offers is None:
        return f"{who} would take it."
    where, when = names.department(claim.offers.host), in_words(claim.offers.first_day)
    return f"{who} would give {where} from {when} in exchange."


def _possible(here: Turn, request: ChangeRequest, thing: Thing) -> frozenset[Event]:
    """Return what the actor may do with a request now."""
    causes = causes_of(request, here.doer())
    found = set()
    for event in events_in(request.state):
        way = transition(request.state, event)
        allowed = may(here.standing, BY_EVENT[event], thing).allowed
        if way is not None and way.causes & causes and allowed:
            found.add(event)
    return frozenset(found - _settled(here, request))


def _settled(here: Turn, request: ChangeRequest) -> set[Event]:
    """Return what somebody who may do it could do in vain: it is done, or too late for it."""
    settled = set()
    if not any(is_pending(slot) for slot in slots_of(request, here.doer())):
        settled |= {Event.APPROVE, Event.DENY}
    if any(claim.employee == here.standing.employee for claim in request.claims):
        settled.add(Event.CLAIM)
    if not request.claims:
        settled.add(Event.PICK)
    if request.state in LIVE and here.now >= request.deadline:
        settled |= FORWARD
    applied = request.applied_at
    if applied is not None and here.now - applied > REVERT_WITHIN:
        settled.add(Event.REVERT)
    return settled
