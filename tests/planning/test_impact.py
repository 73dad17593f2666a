"""The impact card: what a manager decides on."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from planner.domain import (
    Absence,
    BadInput,
    HostLoad,
    Impact,
    MentorChange,
    Placement,
    Plan,
    Refused,
    Staffing,
)
from planner.planning import score
from planner.planning.impact import impact_of
from planner.planning.impact_words import loss_sentence, sentences
from planner.planning.what_if import WhatIf
from planner.present.names import Names
from tests.builders import a_placement, a_plan
from tests.planning.changes import random_change
from tests.planning.company import a_company
from tests.reference.facts import Facts
from tests.strategies import random_plan, seeds, tiny_organisation

if TYPE_CHECKING:
    from planner.domain import Organisation

WEEK_1 = date(2027, 1, 4)
WEEK_2 = date(2027, 1, 11)
SUNDAY_1 = date(2027, 1, 10)
SUNDAY_2 = date(2027, 1, 17)


def card(
    organisation: Organisation, plan: Plan, gives: list[Placement], takes: list[Placement]
) -> Impact:
    return impact_of(WhatIf(organisation, plan), organisation, gives, takes)


def dropped() -> tuple[Organisation, Impact]:
    """Return the impact of dropping one of two visits from Sales to Payroll."""
    company = a_company(sales={"minimum_staffing": 1}, absences=[Absence("cyd", WEEK_2, WEEK_2)])
    plan = a_plan(company, ("ada", "P", 0), ("bob", "P", 0))
    return company, card(company, plan, [a_placement(company, "ada", "P", 0)], [])


def test_who_is_involved_and_what_they_give_and_take() -> None:
    company = a_company()
    plan = a_plan(company, ("ada", "P", 0), ("bob", "L", 4))
    mine, theirs = a_placement(company, "ada", "P", 0), a_placement(company, "bob", "L", 4)
    takes = [replace(theirs, employee="ada"), replace(mine, employee="bob")]
    people = card(company, plan, [mine, theirs], takes).people
    assert [(p.employee, p.home, p.gives, p.takes) for p in people] == [
        ("ada", "S", (mine,), (takes[0],)),
        ("bob", "S", (theirs,), (takes[1],)),
    ]


def test_dependencies_and_aims_before_and_after() -> None:
    _, impact = dropped()
    (lost,) = impact.lost
    assert (lost.customer, lost.provider, lost.before, lost.after, lost.target) == (
        "S",
        "P",
        2,
        1,
        2,
    )
    assert not impact.gained
    aims = {aim.name: (aim.before, aim.after) for aim in impact.aims}
    assert aims["coverage"] == pytest.approx((1 / 2, 1 / 3))
    assert aims["reach"] == pytest.approx((2, 1))
    assert [loss.name for loss in impact.losses] == ["coverage"]
    assert not impact.blocked


def test_staffing_at_home_on_the_days_concerned() -> None:
    _, impact = dropped()
    assert impact.staffing == (
        Staffing("S", WEEK_1, SUNDAY_1, present=3, away_before=2, away_after=1, minimum=1),
        Staffing("S", WEEK_2, SUNDAY_2, present=2, away_before=2, away_after=1, minimum=1),
    )
    assert [each.staying for each in impact.staffing] == [2, 1]
    assert [each.spare for each in impact.staffing] == [1, 0]


def test_visitors_at_the_host_on_those_days() -> None:
    _, impact = dropped()
    assert impact.hosting == (HostLoad("P", WEEK_1, SUNDAY_2, 2, 1, seats=2),)


def test_days_apart_are_told_apart() -> None:
    company = a_company()
    mine = a_placement(company, "ada", "P", 0)
    later = a_placement(company, "ada", "P", 5)
    impact = card(company, Plan.of([mine]), [mine], [later])
    runs = [(each.first_day, each.visitors_before, each.visitors_after) for each in impact.hosting]
    assert runs == [(mine.first_day, 1, 0), (later.first_day, 0, 1)]


def test_the_mentor_before_and_after() -> None:
    company = a_company(dan={"mentors": 1})
    mine = a_placement(company, "ada", "P", 0, "dan")
    take = replace(mine, employee="bob")
    impact = card(company, Plan.of([mine]), [mine], [take])
    days = (mine.first_day, mine.last_day)
    assert impact.mentoring == (MentorChange("bob", "P", *days, "dan", "dan", free=True),)
    assert not impact.blocked


def test_a_mentor_who_is_away_is_not_free() -> None:
    company = a_company(dan={"mentors": 1}, absences=[Absence("dan", WEEK_2, WEEK_2)])
    later = a_placement(company, "ada", "P", 2, "dan")
    take = a_placement(company, "ada", "P", 0, "dan")
    impact = card(company, Plan.of([later]), [later], [take])
    (mentoring,) = impact.mentoring
    assert (mentoring.before, mentoring.after, mentoring.free) == ("dan", "dan", False)
    assert [broken.rule for broken in impact.broken] == ["mentors"]
    assert impact.blocked


def test_a_host_without_mentors_says_nothing_of_them() -> None:
    company = a_company()
    mine = a_placement(company, "ada", "P", 0)
    take = replace(mine, employee="bob")
    assert card(company, Plan.of([mine]), [mine], [take]).mentoring == ()


def test_what_a_manager_reads() -> None:
    company, impact = dropped()
    assert sentences(impact, Names(company)) == (
        "This loses: coverage 50.00 % -> 33.33 % (Sales -> Payroll: 2 -> 1 of 2).",
        "Ada no longer goes to Payroll from 4 to 17 January 2027.",
        "Sales -> Payroll: 2 -> 1 of 2.",
        "Coverage: 50.00 % -> 33.33 %, worse.",
        "People reached: 2 -> 1, worse.",
        "Periods spent away: 4 -> 2, better.",
        "Sales has 3 people present from 4 to 10 January 2027: 2 -> 1 away on placements, "
        "2 at their desks, 1 needed.",
        "Sales has 2 people present from 11 to 17 January 2027: 2 -> 1 away on placements, "
        "1 at their desks, 1 needed.",
        "Payroll hosts 2 -> 1 visitor from 4 to 17 January 2027 and has 2 seats.",
    )


def test_what_a_manager_reads_of_a_broken_rule_and_of_mentors() -> None:
    company = a_company(
        dan={"mentors": 1}, sales={"minimum_staffing": 3}, payroll={"host_capacity": 1}
    )
    take = a_placement(company, "ada", "P", 0, "dan")
    told = sentences(card(company, Plan(), [], [take]), Names(company))
    assert told[0].startswith("This breaks a rule: Sales keeps 2 people of its own at work")
    assert "Ada goes to Payroll from 4 to 17 January 2027." in told
    assert "Payroll hosts 0 -> 1 visitor from 4 to 17 January 2027 and has 1 seat." in told
    assert told[-1] == "Ada at Payroll is guided by Dan, who is free from 4 to 17 January 2027."
    moved = a_placement(company, "ada", "P", 2, "dan")
    told = sentences(card(company, Plan.of([take]), [take], [moved]), Names(company))
    assert "Ada goes to Payroll from 18 to 31 January 2027 instead of 4 to 17 January 2027." in told


def test_small_differences_of_coverage_are_told_with_enough_digits() -> None:
    _, impact = dropped()
    aims = tuple(
        replace(aim, before=0.9, after=0.899999) if aim.name == "coverage" else aim
        for aim in impact.aims
    )
    told = loss_sentence(replace(impact, aims=aims, dependencies=()), Names(a_company()))
    assert told == "This loses: coverage 90.0000 % -> 89.9999 %."


def test_nothing_lost_is_nothing_to_accept() -> None:
    company = a_company()
    mine = a_placement(company, "ada", "P", 0)
    impact = card(company, Plan.of([mine]), [mine], [replace(mine, employee="bob")])
    assert impact.losses == ()
    assert loss_sentence(impact, Names(company)) == ""


def test_who_is_not_known_any_more_is_called_by_their_id() -> None:
    _, impact = dropped()
    strangers = Names(replace(a_company(), employees=(), departments=()))
    told = sentences(impact, strangers)
    assert "ada no longer goes to P from 4 to 17 January 2027." in told


def test_what_is_given_up_must_be_in_the_plan_and_what_is_put_in_must_exist() -> None:
    company = a_company()
    mine = a_placement(company, "ada", "P", 0)
    with pytest.raises(Refused, match="not in the plan"):
        card(company, Plan(), [mine], [])
    with pytest.raises(BadInput):
        card(company, Plan(), [], [replace(mine, employee="nobody")])


@given(seeds())
def test_an_impact_agrees_with_scores_days_and_json(seed: int) -> None:
    organisation = tiny_organisation(seed)
    plan = random_plan(organisation, seed)
    gives, takes = random_change(organisation, plan, seed)
    impact = card(organisation, plan, gives, takes)
    assert Impact.from_json(json.loads(json.dumps(impact.to_json()))) == impact
    assert sentences(impact, Names(organisation))
    left = list(plan)
    for give in gives:
        left.remove(give)
    plans = (plan, Plan.of([*left, *takes]))
    for side, aims in zip(
        plans, zip(*((a.before, a.after) for a in impact.aims), strict=True), strict=True
    ):
        assert [a.value for a in score(organisation, side).aims] == pytest.approx(aims, abs=1e-9)
    facts = Facts(organisation)
    stays = [facts.stays(side) for side in plans]
    for home in impact.staffing:
        days = [day for day in facts.period if home.first_day <= day <= home.last_day]
        assert days
        for day in days:
            away = [
                sum(s.home == home.department and s.covers(day) for s in side) for side in stays
            ]
            assert away == [home.away_before, home.away_after]
            assert facts.present(home.department, day) == home.present
    for host in impact.hosting:
        for day in (day for day in facts.period if host.first_day <= day <= host.last_day):
            seen = [
                sum(s.host == host.department and s.covers(day) for s in side) for side in stays
            ]
            assert seen == [host.visitors_before, host.visitors_after]


def test_what_is_no_impact_is_refused() -> None:
    with pytest.raises(ValueError, match="people"):
        Impact.from_json({"dependencies": []})
