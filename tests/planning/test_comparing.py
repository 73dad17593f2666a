"""Two plans side by side."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from planner.domain import AimOutcome, Direction, Placement, PlacementChange, Plan
from planner.planning import aim_sentence, change_sentences, compare, score
from tests.builders import a_placement, a_plan
from tests.planning.company import a_company
from tests.reference.plans import random_plan
from tests.strategies import seeds, small_organisation

if TYPE_CHECKING:
    from planner.domain import AimChange, Comparison, Organisation


def aims(found: Comparison) -> dict[str, AimChange]:
    return {aim.name: aim for aim in found.aims}


@pytest.fixture
def company() -> Organisation:
    return a_company(dan={"mentors": 2})


def test_a_visit_that_is_new_one_that_is_dropped_one_that_moves(company: Organisation) -> None:
    one = a_plan(company, ("ada", "P", 0, "dan"), ("bob", "P", 0, "dan"), ("dan", "S", 4))
    other = a_plan(company, ("ada", "P", 2, "dan"), ("dan", "S", 4), ("fay", "S", 5))
    found = compare(company, one, other)
    assert found.added == (a_placement(company, "fay", "S", 5),)
    assert found.dropped == (a_placement(company, "bob", "P", 0, "dan"),)
    was, now = (a_placement(company, "ada", "P", period, "dan") for period in (0, 2))
    assert found.moved == (PlacementChange(was, now),)
    assert found.guided_by_another == ()
    assert [(p.employee, p.before, p.after) for p in found.people] == [("bob", 1, 0), ("fay", 0, 1)]
    walked = [(d.customer, d.provider, d.before, d.after, d.target) for d in found.dependencies]
    assert walked == [("S", "P", 3, 2, 2), ("S", "L", 0, 1, 2)]
    assert aims(found)["coverage"].direction is Direction.BETTER
    assert found.summary[:3] == (
        "1 placement is new, 1 is dropped and 1 moves to other days.",
        "1 dependency loses visitors: Sales on Payroll (3 to 2 of 2).",
        "1 dependency gains visitors: Sales on Legal (0 to 1 of 2).",
    )
    assert change_sentences(company, found) == (
        "Ada's visit to Payroll (4 to 17 January 2027, with Dan) is now from 18 to "
        "31 January 2027, with Dan.",
        "Bob's visit to Payroll (4 to 17 January 2027, with Dan) is dropped.",
        "Fay's visit to Sales (8 to 14 February 2027) is new.",
    )


def test_another_mentor_is_told_apart(company: Organisation) -> None:
    one = a_plan(company, ("ada", "P", 0, "dan"))
    other = a_plan(company, ("ada", "P", 0, "eve"))
    found = compare(company, one, other)
    assert [(c.before.mentor, c.after.mentor) for c in found.guided_by_another] == [("dan", "eve")]
    assert (found.added, found.dropped, found.moved, found.people) == ((), (), (), ())
    assert {aim.direction for aim in found.aims} == {Direction.SAME}
    assert found.summary == ("1 placement gets another mentor.",)
    assert change_sentences(company, found) == (
        "Ada's visit to Payroll from 4 January 2027 is guided by Eve instead of Dan.",
    )


def test_the_same_plan(company: Organisation) -> None:
    plan = a_plan(company, ("ada", "P", 0, "dan"))
    found = compare(company, plan, plan)
    assert found.same
    assert found.summary == ("The two plans are the same.",)
    assert change_sentences(company, found) == ()


def test_two_states_of_the_organisation(company: Organisation) -> None:
    """Bob has left and Payroll has lost Dan; what is measured is today's organisation."""
    one = a_plan(company, ("ada", "P", 0, "dan"), ("bob", "P", 0, "dan"))
    left = tuple(e for e in company.employees if e.id not in ("bob", "dan"))
    now = replace(company, employees=left)
    other = a_plan(now, ("ada", "P", 0))
    found = compare(now, one, other, before=company)
    assert [p.employee for p in found.dropped] == ["bob"]
    assert [c.after.mentor for c in found.guided_by_another] == [None]
    assert [(p.employee, p.reached_before, p.reached_after) for p in found.people] == [
        ("bob", True, False)
    ]
    assert found.dependencies == ()
    assert aims(found)["reach"].before == 1
    told = change_sentences(now, found, company)
    assert told == (
        "Ada's visit to Payroll from 4 January 2027 is guided by nobody instead of Dan.",
        "Bob's visit to Payroll (4 to 17 January 2027, with Dan) is dropped.",
    )
    assert "bob's visit" in change_sentences(now, found)[1]


def test_a_host_that_takes_longer_now(company: Organisation) -> None:
    one = a_plan(company, ("ada", "P", 0, "dan"))
    longer = replace(one.placements[0], last_day=date(2027, 1, 24))
    found = compare(company, one, Plan.of([longer]))
    assert change_sentences(company, found) == (
        "Ada's visit to Payroll from 4 January 2027 now ends on 24 January 2027.",
    )


def test_bounds_stand_beside_the_values_they_were_found_for(company: Organisation) -> None:
    one, other = a_plan(company), a_plan(company, ("ada", "P", 0, "dan"))
    value = {aim.name: aim.value for aim in score(company, other).aims}["coverage"]
    known = [AimOutcome("coverage", value, 0.9, 0.1), AimOutcome("reach", 7, 8, 0.1)]
    found = aims(compare(company, one, other, other_aims=known, one_aims=known))
    assert (found["coverage"].bound_before, found["coverage"].bound_after) == (None, 0.9)
    assert found["reach"].bound_after is None


def test_stability_counts_with_a_plan_before(company: Organisation) -> None:
    one = a_plan(company, ("ada", "P", 0, "dan"), ("bob", "P", 0, "dan"))
    other = a_plan(company, ("ada", "P", 2, "dan"))
    assert "stability" not in aims(compare(company, one, other))
    found = aims(compare(company, one, other, previous=one))["stability"]
    assert (found.before, found.after, found.direction) == (0, 2, Direction.WORSE)
    assert aim_sentence(found) == "Earlier placements dropped: 0 before, 2 after (worse)."


def test_a_small_change_of_coverage_shows() -> None:
    organisation = a_company()
    found = compare(organisation, a_plan(organisation), a_plan(organisation, ("ada", "P", 0)))
    sentence = aim_sentence(aims(found)["coverage"])
    assert sentence == "Coverage: 0.00 % before, 33.33 % after (better)."
    tiny = replace(aims(found)["coverage"], before=0.123456, after=0.123457)
    assert aim_sentence(tiny) == "Coverage: 12.345600 % before, 12.345700 % after (better)."


@given(seeds())
def test_what_is_told_leads_from_the_one_to_the_other(seed: int) -> None:
    organisation = small_organisation(seed)
    one, other = random_plan(organisation, seed), random_plan(organisation, seed + 1)
    found = compare(organisation, one, other)
    left = Counter(one)
    left.subtract(found.dropped)
    left.subtract(c.before for c in (*found.moved, *found.guided_by_another))
    left.update(found.added)
    left.update(c.after for c in (*found.moved, *found.guided_by_another))
    assert +left == Counter(other)
    assert not -left
    for change in found.moved:
        assert change.before.first_day != change.after.first_day
        assert visit(change.before) == visit(change.after)
    added = {visit(p) for p in found.added}
    assert not added & {visit(p) for p in found.dropped}
    assert len(change_sentences(organisation, found)) == sum(
        map(len, (found.added, found.dropped, found.moved, found.guided_by_another))
    )


def visit(placement: Placement) -> tuple[str, str]:
    return placement.employee, placement.host


@given(seeds())
def test_values_are_those_of_the_score(seed: int) -> None:
    organisation = small_organisation(seed)
    plans = random_plan(organisation, seed), random_plan(organisation, seed + 1)
    found = compare(organisation, *plans)
    for plan, side in zip(plans, ("before", "after"), strict=True):
        scored = score(organisation, plan)
        assert [(a.name, getattr(a, side)) for a in found.aims] == [
            (a.name, a.value) for a in scored.aims
        ]
