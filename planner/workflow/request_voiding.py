"""Which live requests cannot go on, whatever anybody answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain import ChangeRequest, Event, RequestState, id_of
from planner.domain.approvals import parties_of
from planner.domain.days import in_words
from planner.workflow.request_checks import called, check

if TYPE_CHECKING:
    from planner.domain import Placement
    from planner.workflow.request_turn import Turn


@dataclass(frozen=True, slots=True)
class Ending:
    """How a request ends, and why, in a sentence."""

    event: Event
    reason: str


def ending_of(here: Turn, request: ChangeRequest) -> Ending | None:
    """Return how a live request ends because it cannot go on; None if it can.

    Somebody of it has left; a placement of it is gone; a rule would be broken, such as when
    the partner may no longer go there. A draft is about its requester and their placement
    alone. Of an open offer the colleague is not known, so no rule is looked at.
    """
    if here.state.published is None:
        return None
    for party in sorted(parties_of(request)):
        if not here.teams.knows(party) or here.teams.has_left(party, here.now.date()):
            name = here.names_with([party]).employee(party)
            return Ending(Event.INVALIDATE, f"{name} does not work here any more.")
    gone = [each for each in request.gives if id_of(each) not in here.plan.ready.placements]
    if gone:
        return _gone(here, gone[0])
    if request.state is RequestState.DRAFT:
        return None
    obstacles = check(here.plan, request).obstacles
    return Ending(Event.INVALIDATE, obstacles[0]) if obstacles else None


def _gone(here: Turn, leg: Placement) -> Ending:
    """Return how a request ends of which a placement is not there, or not as it was."""
    what = called(here.plan.names, leg)
    if id_of(leg) not in {id_of(each) for each in here.plan.ready.strangers}:
        return Ending(Event.SUPERSEDE, f"{what} is not in it.")
    if all(each.id != leg.host for each in here.plan.ready.organisation.departments):
        who, day = here.names.employee(leg.employee), in_words(leg.first_day)
        return Ending(
            Event.INVALIDATE,
            f"The department that {who} would have visited from {day} is not there any more.",
        )
    return Ending(Event.INVALIDATE, f"The mentor of {what} does not work here any more.")
