"""Other ways than a request: legal, better, and the best there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

import solver
from planner.domain import (
    Absence,
    Dependency,
    Employee,
    Plan,
    Preference,
    Refused,
    RequestKind,
    Requirement,
    Restriction,
)
from planner.exchange import read_organisation
from planner.planning import score, solve
from planner.planning.alternatives import EACH, alternatives_to
from planner.planning.what_if import WhatIf
from planner.resources import sample_folder
from tests.builders import a_dependency, a_placement, a_plan
from tests.examples import FEWER
from tests.planning.company import a_company
from tests.reference.plans import legal_placements
from tests.strategies import seeds, small_organisation, tiny_organisation

if TYPE_CHECKING:
    from planner.domain import Alternative, Organisation, Placement, Score

ALL = 99


def ways(
    organisation: Organisation, plan: Plan, gives: list[Placement], takes: list[Placement]
) -> tuple[Alternative, ...]:
    return alternatives_to(WhatIf(organisation, plan), gives, takes, most=ALL)


def worth(scored: Score) -> list[float]:
    return [round(solver.aim_sense(aim.name) * aim.value, 6) for aim in scored.aims]


def applied(plan: Plan, way: Alternative) -> Plan:
    left = list(plan)
    for give in way.gives:
        left.remove(give)
    return Plan.of([*left, *way.takes])


def test_instead_of_dropping_a_visit_it_can_move_or_be_given_away() -> None:
    company = a_company(dependencies=[a_dependency("S", "P")])
    plan = a_plan(company, ("ada", "P", 0))
    mine = plan.placements[0]
    found = ways(company, plan, [mine], [])
    kinds = {way.kind for way in found}
    assert kinds == {RequestKind.MOVE, RequestKind.GIVE}
    best = found[0]
    assert best.kind is RequestKind.GIVE
    assert best.sentence == (
        "Ada no longer goes to Payroll from 4 to 17 January 2027; Bob goes to Payroll from "
        "4 to 17 January 2027. No dependency is covered less."
    )
    assert (best.partner, best.by_request) == ("bob", True)
    moved = next(way for way in found if way.kind is RequestKind.MOVE)
    assert moved.partner is None
    assert moved.takes == (a_placement(company, "ada", "P", 1),)
    assert moved.sentence == (
        "Ada goes to Payroll from 11 to 24 January 2027 instead of 4 to 17 January 2027. "
        "No dependency is covered less."
    )


def test_a_request_that_loses_nothing_has_no_better_way() -> None:
    company = a_company(dependencies=[a_dependency("S", "P")])
    plan = a_plan(company, ("ada", "P", 0))
    mine = plan.placements[0]
    assert ways(company, plan, [mine], [replace(mine, employee="bob")]) == ()


def test_where_a_request_breaks_a_rule_every_legal_way_is_an_alternative() -> None:
    company = a_company(absences=[Absence("bob", date(2027, 1, 5), date(2027, 1, 5))])
    plan = a_plan(company, ("ada", "P", 0))
    mine = plan.placements[0]
    found = ways(company, plan, [mine], [replace(mine, employee="bob")])
    assert found
    assert "bob" not in {
        way.partner for way in found if way.kind is RequestKind.GIVE and way.by_request
    }


def test_nothing_that_starts_too_early_is_proposed() -> None:
    company = a_company()
    plan = a_plan(company, ("ada", "P", 4), ("bob", "P", 0))
    mine = a_placement(company, "ada", "P", 4)
    earliest = date(2027, 1, 20)
    found = alternatives_to(WhatIf(company, plan), [mine], [], earliest=earliest, most=ALL)
    assert found
    for way in found:
        assert all(leg.first_day >= earliest for leg in (*way.gives, *way.takes))


def crossed() -> tuple[Organisation, Plan]:
    """Return a company in which only two steps at once fill the place that Ada leaves.

    Only Bob may take it over, and he would have to make his own other visit later.
    """
    company = a_company(
        cycle={"rest_periods": 1, "periods": 8},
        ada={"max_rotations": 1},
        payroll={"rotation_periods": 2, "host_capacity": 1},
    )
    company = replace(
        company,
        employees=tuple(
            replace(each, max_rotations=0) if each.id == "cyd" else each
            for each in company.employees
        ),
        requirements=(Requirement("bob", "P", date(2027, 1, 17)),),
        absences=(Absence("ada", date(2027, 1, 18), date(2027, 2, 28)),),
        restrictions=(Restriction("ada", "L"),),
    )
    return company, a_plan(company, ("ada", "P", 0), ("bob", "L", 0))


def test_the_solver_finds_what_takes_two_steps() -> None:
    company, plan = crossed()
    mine = a_placement(company, "ada", "P", 0)
    best = ways(company, plan, [mine], [])[0]
    assert not best.by_request
    assert best.partner == "bob"
    assert {(take.employee, take.host) for take in best.takes} >= {("bob", "P"), ("bob", "L")}
    assert score(company, applied(plan, best)).violations == ()
    assert "Bob goes to" in best.sentence


def test_what_is_lost_is_said() -> None:
    company = a_company(
        dependencies=[
            Dependency("S", "P", 5.0, 2),
            Dependency("L", "P", 1.0, 1),
        ],
        employees=[
            Employee("ada", "Ada", "", "S", None, 1),
            Employee("dan", "Dan", "", "P", None, 0),
            Employee("fay", "Fay", "", "L", None, 1),
        ],
        absences=[Absence("ada", date(2027, 1, 18), date(2027, 2, 28))],
        cycle={"periods": 3},
    )
    plan = a_plan(company, ("ada", "P", 0))
    mine = plan.placements[0]
    found = {way.kind: way for way in ways(company, plan, [mine], []) if way.by_request}
    assert found[RequestKind.GIVE].sentence.endswith(
        "Lost: Sales -> Payroll: 1 -> 0 of 2. Gained: Legal -> Payroll: 0 -> 1 of 1."
    )


def test_at_most_a_few_of_each_kind_the_best_first() -> None:
    company = a_company(
        preferences=[Preference("cyd", "P", 2)], dependencies=[a_dependency("S", "P")]
    )
    plan = a_plan(company, ("ada", "P", 0))
    found = ways(company, plan, [plan.placements[0]], [])
    assert found[0].partner == "cyd"
    for kind in RequestKind:
        assert sum(way.kind is kind and way.by_request for way in found) <= EACH
    few = alternatives_to(WhatIf(company, plan), [plan.placements[0]], [], most=2)
    assert few == found[:2]


def test_what_is_asked_must_be_in_the_plan() -> None:
    company = a_company()
    with pytest.raises(Refused):
        alternatives_to(WhatIf(company, Plan()), [a_placement(company, "ada", "P", 0)], [])
    with pytest.raises(ValueError, match="gives is empty"):
        alternatives_to(WhatIf(company, Plan()), [], [])


def compare(organisation: Organisation, seed: int) -> int:
    """Check every alternative to dropping some placements, and count them."""
    plan = Plan.of(legal_placements(organisation, Random(seed), len(organisation.employees)))
    if score(organisation, plan).violations:
        return 0
    what_if = WhatIf(organisation, plan)
    count = 0
    for mine in plan.placements[:2]:
        dropped = score(organisation, Plan.of(each for each in plan if each != mine))
        found = alternatives_to(what_if, [mine], [], most=ALL)
        assert found == alternatives_to(WhatIf(organisation, plan), [mine], [], most=ALL)
        reached = []
        for way in found:
            assert way.gives[0].employee == mine.employee or mine in way.gives
            scored = score(organisation, applied(plan, way))
            assert scored.violations == ()
            assert [aim.after for aim in way.aims] == pytest.approx([a.value for a in scored.aims])
            if not dropped.violations:
                assert worth(scored) > worth(dropped)
            others = {leg.employee for leg in (*way.gives, *way.takes)} - {mine.employee}
            assert others == ({way.partner} if way.partner else set())
            reached.append(worth(scored))
        assert reached == sorted(reached, reverse=True)
        count += len(found)
    return count


@FEWER
@given(seeds())
def test_alternatives_are_legal_better_and_the_same_again(seed: int) -> None:
    compare(tiny_organisation(seed), seed)


def test_alternatives_in_small_organisations() -> None:
    assert sum(compare(small_organisation(seed), seed) for seed in range(6)) > 10


@pytest.mark.slow
def test_alternatives_in_the_sample_organisation() -> None:
    organisation = read_organisation(sample_folder()).organisation
    plan = solve(organisation, time_limit=8, workers=2).plan
    assert plan is not None
    what_if = WhatIf(organisation, plan)
    found = 0
    for mine in plan.placements[::10]:
        for way in alternatives_to(what_if, [mine], []):
            assert score(organisation, applied(plan, way)).violations == ()
            assert way.sentence.endswith(".")
            found += 1
    assert found > 5
