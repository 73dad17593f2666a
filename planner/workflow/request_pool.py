"""Who could be on the other side of a request."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from planner.domain import id_of
from planner.planning import eligible_partners
from planner.workflow.request_checks import is_open

if TYPE_CHECKING:
    from datetime import date

    from planner.domain import ChangeRequest
    from planner.domain.organisation import Id
    from planner.workflow.request_turn import Turn

TOLD = 25
"""How many of those who could take part are told of an open offer: the best for the plan.

Everybody else who could sees it among the open offers.
"""


def partner_trouble(here: Turn, request: ChangeRequest) -> tuple[str, ...]:
    """Return why a named partner could never answer."""
    partner = request.partner
    if partner is None or partner == request.requester:
        return ()
    if here.unit.people.by_employee(partner) is not None:
        return ()
    name = here.plan.names.employee(partner)
    return (f"{name} cannot sign in, and so could never accept. Ask somebody else, or HR.",)


def pool_of(here: Turn, request: ChangeRequest) -> tuple[Id, ...]:
    """Return who could take part in an open request, the best for the plan first."""
    if not is_open(request) or id_of(request.gives[0]) not in here.plan.ready.placements:
        return ()
    earliest = earliest_day(here)
    found = eligible_partners(
        here.plan.what_if, request.gives[0], request.kind, earliest=earliest, most=None
    )
    people = dict.fromkeys(each.employee for each in found)
    reachable = here.unit.people.by_employees(people)
    return tuple(each for each in people if each in reachable)[:TOLD]


def earliest_day(here: Turn) -> date:
    """Return the first day on which a placement may begin that is changed now."""
    return here.now.date() + timedelta(days=here.patience.freeze_days + 1)
