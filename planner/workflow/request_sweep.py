"""End the live requests that cannot go on, and pass on the slots that nobody can answer.

Whatever changes an organisation does so in its own transaction; the clock, for what time does
or what was left undone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.access import Action, Thing
from planner.access import demand as demand_of
from planner.domain import LIVE, SYSTEM, ChangeRequest, Event, Refused, RequestState
from planner.domain.request_facts import Facts
from planner.workflow.apply_request import end
from planner.workflow.pass_on_requests import note_passing, pass_on, unable_slots
from planner.workflow.request_checks import could_take_part
from planner.workflow.request_keeping import write_down
from planner.workflow.request_turn import Turn, turn
from planner.workflow.request_voiding import Ending, ending_of

if TYPE_CHECKING:
    from datetime import datetime

    from planner.store import Unit

ENDED, ESCALATED = "ended", "escalated"


@dataclass(frozen=True, slots=True)
class Swept:
    """Ids of the requests that ended, and of those that others have to decide now."""

    ended: tuple[str, ...] = ()
    passed_on: tuple[str, ...] = ()

    def facts(self) -> dict[str, str]:
        """Return what the record is told of it."""
        told = {"requests ended": self.ended, "requests passed on": self.passed_on}
        return {fact: " ".join(ids) for fact, ids in told.items() if ids}


def sweep_requests(unit: Unit, cycle: str, now: datetime) -> Swept:
    """End what a change of the organisation made impossible; everybody who was asked is told.

    For whatever changes an organisation, in its transaction and after the change: that writes
    the entry of the record (`Swept.facts`). Where the organisation is such that its plan
    cannot be looked at, all is left to the clock.
    """
    live = unit.requests.matching(cycle=cycle, states=LIVE)
    if not live:
        return Swept()
    here = turn(unit, SYSTEM, cycle, now)
    ended, passed = [], []
    for request in live:
        try:
            ending = ending_of(here, request)
        except Refused:
            break
        if ending is not None:
            _end(here, request, ending)
            ended.append(request.id)
        elif unable := unable_slots(here, request):
            pass_on(here, request, unable)
            passed.append(request.id)
        else:
            _drop_claims(here, request)
    return Swept(tuple(ended), tuple(passed))


def _drop_claims(here: Turn, request: ChangeRequest) -> None:
    """Take out of an open request who answered it and could not take part any more."""
    if not request.claims or request.state is not RequestState.OPEN:
        return
    kept = tuple(each for each in request.claims if could_take_part(here.plan, request, each))
    if kept != request.claims:
        here.unit.requests.save(replace(request, claims=kept), request.revision)


def is_troubled(here: Turn, request: ChangeRequest) -> bool:
    """Tell whether a live request cannot go on, or has a slot that nobody can answer."""
    return bool(ending_of(here, request) or unable_slots(here, request))


def settled(here: Turn, request: ChangeRequest) -> str | None:
    """End a live request that cannot go on, else pass on what nobody can answer.

    Returns
    -------
    str or None
        ``ENDED``, ``ESCALATED``, or None where there was nothing to do.
    """
    ending = ending_of(here, request)
    if ending is not None:
        overtaken = ending.event is Event.SUPERSEDE
        action = Action.REQUEST_SUPERSEDE if overtaken else Action.REQUEST_INVALIDATE
        end_by_itself(here, request, ending, action)
        return ENDED
    if unable := unable_slots(here, request):
        note_passing(here, pass_on(here, request, unable), Action.REQUEST_ESCALATE, unable)
        return ESCALATED
    return None


def end_by_itself(here: Turn, request: ChangeRequest, ending: Ending, action: Action) -> None:
    """End a request in a deed of its own: tell people, and write the entry of the record."""
    demand_of(here.standing, action, Thing.of_request(request))
    write_down(here, _end(here, request, ending), ending.event, action)


def _end(here: Turn, request: ChangeRequest, ending: Ending) -> ChangeRequest:
    version = here.state.published or request.version
    return end(here, request, ending.event, Facts(comment=ending.reason, version=version), version)
