"""Who visits changes, so who guides them may have to: whoever could take part is not refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product
from random import Random
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given

from planner.domain import Absence, ChangeRequest, Claim, Plan, RequestKind, RequestState, id_of
from planner.domain.request_legs import with_partner
from planner.planning import eligible_partners, score
from planner.workflow.plan_in_force import InForce, Ready
from planner.workflow.request_checks import check
from tests.builders import (
    FIRST_DAY,
    a_department,
    a_dependency,
    a_plan,
    an_employee,
    an_organisation,
)
from tests.reference.plans import legal_placements
from tests.strategies import seeds, tiny_organisation
from tests.workflow.requests.office import NOW

if TYPE_CHECKING:
    from planner.domain import Organisation, Placement

UNKNOWN = cast("Any", None)


def in_force(organisation: Organisation, plan: Plan) -> InForce:
    """Return a plan ready to be asked, of which cycle and version are of no matter."""
    return InForce(UNKNOWN, UNKNOWN, Ready.of(organisation, plan))


def offer(mine: Placement, kind: RequestKind) -> ChangeRequest:
    """Return an open request of a placement."""
    return ChangeRequest(
        id="0",
        cycle="",
        version=1,
        kind=kind,
        state=RequestState.OPEN,
        revision=1,
        requester=mine.employee,
        gives=(mine,),
        takes=(),
        partner=None,
        slots=(),
        claims=(),
        asked_by="u",
        asked_at=NOW,
        deadline=NOW + timedelta(days=14),
    )


def claims(plan: Plan, organisation: Organisation, request: ChangeRequest) -> list[Claim]:
    """Return everybody's every answer to an offer that makes sense, legal or not."""
    (mine,) = request.gives
    if request.kind is RequestKind.GIVE:
        others = (each.id for each in organisation.employees if each.id != mine.employee)
        return [Claim(each, NOW) for each in others]
    return [
        Claim(each.employee, NOW, each)
        for each in plan
        if each.employee != mine.employee
        and (each.host, each.first_day) != (mine.host, mine.first_day)
    ]


def compare(organisation: Organisation, plan: Plan) -> None:
    here = in_force(organisation, plan)
    for mine, kind in product(plan.placements[:3], (RequestKind.GIVE, RequestKind.SWAP)):
        request = offer(mine, kind)
        found = eligible_partners(here.what_if, mine, kind, most=None)
        legal = {(each.employee, each.offers and id_of(each.offers)) for each in found}
        for claim in claims(plan, organisation, request):
            checked = check(here, with_partner(request, claim))
            taking = (claim.employee, claim.offers and id_of(claim.offers))
            assert (not checked.obstacles) is (taking in legal)
            after = score(organisation, here.after(checked.gives, checked.takes))
            assert bool(after.violations) is bool(checked.obstacles)


@given(seeds())
def test_who_could_take_part_is_not_refused_and_nobody_else_is_taken(seed: int) -> None:
    organisation = replace(tiny_organisation(seed), pins=(), requirements=())
    compare(organisation, Plan.of(legal_placements(organisation, Random(seed), 8)))


@pytest.mark.parametrize(("away", "mentor"), [("moe", "meg"), ("meg", "moe")])
def test_the_mentor_stays_unless_somebody_else_has_to_guide(away: str, mentor: str) -> None:
    organisation = an_organisation(
        departments=[a_department("a"), a_department("b", host_capacity=2)],
        employees=[
            an_employee("ann", "a"),
            an_employee("bea", "a"),
            an_employee("meg", "b", mentors=1),
            an_employee("moe", "b", mentors=1),
        ],
        dependencies=[a_dependency("a", "b")],
        absences=[Absence(away, FIRST_DAY, FIRST_DAY + timedelta(days=60))],
    )
    plan = a_plan(organisation, ("ann", "b", 2, "meg"))
    request = offer(plan.placements[0], RequestKind.GIVE)
    checked = check(in_force(organisation, plan), with_partner(request, Claim("bea", NOW)))
    assert [each.mentor for each in checked.takes] == [mentor]
    assert checked.obstacles == ()
