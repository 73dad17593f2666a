"""The aims of the reference, held against values worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from planner.domain import Experience, Plan, Preference, Requirement, WhoVisits
from tests.builders import (
    FIRST_DAY,
    a_cycle,
    a_department,
    a_dependency,
    a_placement,
    a_plan,
    an_employee,
    an_organisation,
)
from tests.reference.values import aims

if TYPE_CHECKING:
    from planner.domain import Organisation


def day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def value(name: str, organisation: Organisation, *placements: tuple[Any, ...]) -> Fraction:
    return aims(organisation, a_plan(organisation, *placements))[name]


@pytest.mark.parametrize(
    ("decay", "target", "credits"),
    [
        (0.5, 2, (0, Fraction(2, 3), 1, 1)),
        (1.0, 2, (0, Fraction(1, 2), 1, 1)),
        (0.1, 3, (0, Fraction(100, 111), Fraction(110, 111), 1)),
    ],
)
def test_each_further_walker_earns_a_share_of_the_one_before(
    decay: float, target: int, credits: tuple[Fraction | int, ...]
) -> None:
    organisation = an_organisation(
        cycle=a_cycle(decay=decay),
        employees=[an_employee(f"a{n}") for n in range(3)],
        dependencies=[a_dependency(target=target)],
    )
    visits = [(f"a{n}", "B", n) for n in range(3)]
    found = tuple(value("coverage", organisation, *visits[:n]) for n in range(4))
    assert found == credits


def test_coverage_weighs_by_importance() -> None:
    heavy = a_dependency("A", "B", importance=2.5, target=1)
    light = a_dependency("B", "A", importance=0.5, target=1, who_visits=WhoVisits.PROVIDER)
    other = a_dependency("B", "C", importance=2, target=1)
    organisation = an_organisation(dependencies=[heavy, light, other])
    assert value("coverage", organisation, ("a1", "B", 0)) == Fraction(3, 5)
    assert value("coverage", organisation, ("b1", "C", 0)) == Fraction(2, 5)
    assert value("earliness", organisation, ("a1", "B", 2), ("b1", "C", 1)) == 8


def test_coverage_is_whole_where_nothing_depends_on_anything() -> None:
    assert value("coverage", an_organisation(dependencies=[])) == 1


@pytest.mark.parametrize(
    ("who_visits", "customer_walks", "provider_walks"),
    [(WhoVisits.CUSTOMER, 1, 0), (WhoVisits.PROVIDER, 0, 1), (WhoVisits.EITHER, 1, 1)],
)
def test_who_visits_says_who_walks(
    who_visits: WhoVisits, customer_walks: int, provider_walks: int
) -> None:
    dependency = a_dependency(who_visits=who_visits, target=1)
    organisation = an_organisation(dependencies=[dependency])
    assert value("coverage", organisation, ("a1", "B", 0)) == customer_walks
    assert value("coverage", organisation, ("b1", "A", 0)) == provider_walks


@pytest.mark.parametrize(
    ("season", "covered"),
    [
        ({"season_from": day(7), "season_to": day(13)}, 1),
        ({"season_from": day(8)}, 0),
        ({"season_to": day(12)}, 0),
        ({"season_to": day(13)}, 1),
    ],
)
def test_a_season_holds_the_whole_placement_or_it_does_not_count(
    season: dict[str, Any], covered: int
) -> None:
    organisation = an_organisation(dependencies=[a_dependency(importance=3, target=1, **season)])
    visit = ("a1", "B", 1)
    assert value("coverage", organisation, visit) == covered
    assert value("reach", organisation, visit) == 1
    assert value("earliness", organisation, visit) == 3


@pytest.mark.parametrize(("completed", "counts"), [(1, 0), (0, 1), (-365, 1), (-366, 0)])
def test_experience_counts_for_coverage_and_reach_while_it_is_valid(
    completed: int, counts: int
) -> None:
    organisation = an_organisation(
        cycle=a_cycle(experience_valid_days=365),
        dependencies=[a_dependency(target=1)],
        experience=[Experience("a1", "B", day(completed))],
    )
    assert value("coverage", organisation) == counts
    assert value("reach", organisation) == counts


def test_experience_ignores_seasons_and_who_may_not_visit() -> None:
    seasonal = a_dependency(target=1, season_from=day(0), season_to=day(6))
    organisation = an_organisation(
        dependencies=[seasonal], experience=[Experience("b1", "A", day(-300))]
    )
    assert value("coverage", organisation) == 1
    one_way = replace(seasonal, who_visits=WhoVisits.CUSTOMER)
    assert value("coverage", replace(organisation, dependencies=(one_way,))) == 0


def test_a_walker_counts_once() -> None:
    organisation = an_organisation(experience=[Experience("a1", "B", day(0))])
    assert value("coverage", organisation, ("a1", "B", 0)) == Fraction(2, 3)
    assert value("reach", organisation, ("a1", "B", 0), ("a1", "B", 2)) == 1


@pytest.mark.parametrize(("by", "unmet"), [(12, 1), (13, 0), (None, 0)])
def test_a_requirement_is_due_to_the_day(by: int | None, unmet: int) -> None:
    row = Requirement("a1", "B", None if by is None else day(by))
    organisation = an_organisation(requirements=[row])
    assert value("requirements", organisation, ("a1", "B", 1)) == unmet


def test_experience_meets_no_requirement() -> None:
    organisation = an_organisation(
        requirements=[Requirement("a1", "B")], experience=[Experience("a1", "B", day(-1))]
    )
    assert value("requirements", organisation) == 1


def test_stability_counts_what_is_gone_whoever_guides() -> None:
    organisation = an_organisation()
    before = a_plan(organisation, ("a1", "B", 0), ("a2", "B", 1), ("b1", "A", 2))
    now = a_plan(organisation, ("a1", "B", 0, "b2"), ("a2", "B", 2), ("b2", "A", 3))
    assert aims(organisation, now, before)["stability"] == 2
    assert aims(organisation, now)["stability"] == 0


def test_economy_counts_periods_away_and_preferences_add_up() -> None:
    organisation = an_organisation(
        departments=[a_department("A"), a_department("B", rotation_periods=3)],
        preferences=[Preference("a1", "B", 2), Preference("a2", "B", -1), Preference("b1", "A", 1)],
    )
    assert value("economy", organisation, ("a1", "B", 0), ("b2", "A", 1)) == 4
    assert value("preferences", organisation, ("a1", "B", 0), ("a2", "B", 1)) == 1


def test_earliness_adds_every_dependency_that_a_placement_walks() -> None:
    there = a_dependency("A", "B", importance=2)
    back = a_dependency("B", "A", importance=0.75, who_visits=WhoVisits.PROVIDER)
    organisation = an_organisation(dependencies=[there, back])
    assert value("earliness", organisation, ("a1", "B", 3)) == Fraction(33, 4)
    assert value("earliness", organisation, ("b1", "A", 3)) == 6
    assert value("earliness", organisation, ("a1", "A", 3)) == 0
    assert value("earliness", organisation, ("a1", "B", 0)) == 0


def test_a_placement_out_of_step_earns_nothing() -> None:
    organisation = an_organisation(preferences=[Preference("a1", "B", 2)])
    late = replace(a_placement(organisation, "a1", "B", 0), first_day=day(1), last_day=day(7))
    assert aims(organisation, Plan.of([late])) == aims(organisation, Plan())
