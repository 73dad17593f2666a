"""The rules of the reference, held against plans that were judged by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from planner.domain import (
    Absence,
    Closure,
    ClosureKind,
    Experience,
    KeepApart,
    Pin,
    Plan,
    Requirement,
    Restriction,
    WhoVisits,
)
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
from tests.reference.rules import broken_rules, violations

if TYPE_CHECKING:
    from planner.domain import Organisation

CIRCLE = (a_dependency("A", "B"), a_dependency("B", "C"), a_dependency("C", "A"))
"""Everybody may visit everybody: A, B and C depend on each other in a circle."""


def day(number: int) -> date:
    """Return a day of the cycle, counted from 0."""
    return FIRST_DAY + timedelta(days=number)


def company(**changes: Any) -> Organisation:
    return an_organisation(**{"dependencies": CIRCLE, **changes})


def broken(organisation: Organisation, *placements: tuple[Any, ...]) -> set[str]:
    return broken_rules(organisation, a_plan(organisation, *placements))


def test_a_plan_of_nothing_breaks_nothing() -> None:
    assert broken(company()) == set()


def test_an_ordinary_plan_breaks_nothing() -> None:
    assert broken(company(), ("a1", "B", 0), ("a1", "C", 1), ("b1", "A", 3)) == set()


@pytest.mark.parametrize(("period", "rules"), [(-1, {"horizon"}), (2, set()), (3, {"horizon"})])
def test_a_placement_lies_inside_the_horizon(period: int, rules: set[str]) -> None:
    organisation = company(
        departments=[a_department("A"), a_department("B", rotation_periods=2), a_department("C")]
    )
    assert broken(organisation, ("a1", "B", period)) == rules


def test_a_placement_out_of_step_takes_no_part_in_other_rules() -> None:
    organisation = company(pins=[Pin("a1", "B", FIRST_DAY)])
    placement = a_placement(organisation, "a1", "B", 0)
    late = replace(placement, first_day=day(1), last_day=day(7))
    home = replace(late, host="A", employee="a1")
    assert broken_rules(organisation, Plan.of([late, home])) == {"horizon", "pins"}


def test_a_wrong_last_day_is_told_and_the_placement_lasts_as_its_host_says() -> None:
    organisation = company(absences=[Absence("a1", day(6), day(6))])
    short = replace(a_placement(organisation, "a1", "B", 0), last_day=day(5))
    assert broken_rules(organisation, Plan.of([short])) == {"horizon", "availability"}


def test_placements_that_touch_do_not_overlap() -> None:
    organisation = company(
        departments=[a_department("A"), a_department("B", rotation_periods=2), a_department("C")]
    )
    assert broken(organisation, ("a1", "B", 0), ("a1", "C", 2)) == set()
    assert broken(organisation, ("a1", "B", 0), ("a1", "C", 1)) == {"one_place_at_a_time"}


@pytest.mark.parametrize(
    ("first", "last", "rules"),
    [(0, 6, set()), (6, 7, {"availability"}), (13, 13, {"availability"}), (14, 20, set())],
)
def test_one_day_of_absence_makes_a_period_unavailable(
    first: int, last: int, rules: set[str]
) -> None:
    organisation = company(absences=[Absence("a1", day(first), day(last))])
    assert broken(organisation, ("a1", "B", 1)) == rules


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({"starts": day(7)}, set()),
        ({"starts": day(8)}, {"availability"}),
        ({"ends": day(13)}, set()),
        ({"ends": day(12)}, {"availability"}),
    ],
)
def test_employment_counts_to_the_day(changes: dict[str, Any], rules: set[str]) -> None:
    organisation = company(employees=[an_employee("a1", "A", **changes), an_employee("a2", "A")])
    assert broken(organisation, ("a1", "B", 1)) == rules


def test_whoever_is_away_without_being_present_leaves_nobody_to_spare() -> None:
    """Both rules speak: nobody of A is present, so A has nobody it could let go."""
    organisation = company(employees=[an_employee("a1", "A", ends=day(-1))])
    assert broken(organisation, ("a1", "B", 1)) == {"availability", "minimum_staffing"}


@pytest.mark.parametrize(
    ("who_visits", "customer_goes", "provider_goes"),
    [
        (WhoVisits.CUSTOMER, set(), {"linked_hosts"}),
        (WhoVisits.PROVIDER, {"linked_hosts"}, set()),
        (WhoVisits.EITHER, set(), set()),
    ],
)
def test_a_dependency_lets_its_visitors_go(
    who_visits: WhoVisits, customer_goes: set[str], provider_goes: set[str]
) -> None:
    organisation = an_organisation(dependencies=[a_dependency("A", "B", who_visits=who_visits)])
    assert broken(organisation, ("a1", "B", 0)) == customer_goes
    assert broken(organisation, ("b1", "A", 0)) == provider_goes


def test_a_dependency_out_of_season_still_lets_them_go() -> None:
    organisation = an_organisation(dependencies=[a_dependency(season_from=day(100))])
    assert broken(organisation, ("a1", "B", 0)) == set()


def test_nobody_visits_their_own_department() -> None:
    assert broken(company(), ("a1", "A", 0)) == {"linked_hosts"}


def test_a_host_seats_as_many_as_it_has_desks() -> None:
    organisation = company(
        departments=[a_department("A"), a_department("B", host_capacity=1), a_department("C")]
    )
    assert broken(organisation, ("a1", "B", 0), ("a2", "B", 1)) == set()
    assert broken(organisation, ("a1", "B", 0), ("c1", "B", 0)) == {"host_capacity"}


@pytest.mark.parametrize(
    ("kind", "coming", "going"),
    [
        (ClosureKind.HOSTING, {"closures"}, set()),
        (ClosureKind.RELEASING, set(), {"closures"}),
        (ClosureKind.BOTH, {"closures"}, {"closures"}),
    ],
)
def test_a_closure_of_one_day_closes_the_period(
    kind: ClosureKind, coming: set[str], going: set[str]
) -> None:
    organisation = company(closures=[Closure("B", day(13), day(13), kind)])
    assert broken(organisation, ("a1", "B", 1)) == coming
    assert broken(organisation, ("b1", "A", 1)) == going
    assert broken(organisation, ("a1", "B", 2), ("b1", "A", 0)) == set()


def staffed(minimum: int, absences: tuple[Absence, ...] = ()) -> Organisation:
    departments = [a_department("A", minimum_staffing=minimum), a_department("B")]
    staff = [an_employee(name, "A") for name in ("a1", "a2", "a3")]
    return an_organisation(departments=departments, employees=staff, absences=absences)


def test_minimum_staffing_counts_whom_leave_keeps_away_as_well() -> None:
    assert broken(staffed(2), ("a1", "B", 0)) == set()
    assert broken(staffed(2), ("a1", "B", 0), ("a2", "B", 0)) == {"minimum_staffing"}
    leave = (Absence("a3", day(6), day(6)),)
    assert broken(staffed(2, leave), ("a1", "B", 0)) == {"minimum_staffing"}
    assert broken(staffed(2, leave), ("a1", "B", 1)) == set()


def test_a_department_below_its_minimum_already_lets_nobody_go() -> None:
    assert broken(staffed(5)) == set()
    assert broken(staffed(5), ("a1", "B", 0)) == {"minimum_staffing"}


def test_somebody_who_left_is_no_longer_present() -> None:
    organisation = staffed(2)
    staff = [replace(each, ends=day(13)) for each in organisation.employees[2:]]
    organisation = replace(organisation, employees=(*organisation.employees[:2], *staff))
    assert broken(organisation, ("a1", "B", 1)) == set()
    assert broken(organisation, ("a1", "B", 2)) == {"minimum_staffing"}


def test_nobody_goes_more_often_than_they_may() -> None:
    organisation = company(employees=[an_employee("a1", "A", max_rotations=1)])
    assert broken(organisation, ("a1", "B", 0), ("a1", "C", 1)) == {"rotation_limit"}


@pytest.mark.parametrize(
    ("second", "rules"),
    [(1, {"rest_between_rotations"}), (2, {"rest_between_rotations"}), (3, set())],
)
def test_rest_that_is_exactly_enough_is_enough(second: int, rules: set[str]) -> None:
    organisation = company(cycle=a_cycle(rest_periods=2))
    assert broken(organisation, ("a1", "B", 0), ("a1", "C", second)) == rules


def test_placements_that_overlap_are_no_lack_of_rest() -> None:
    organisation = company(cycle=a_cycle(rest_periods=2))
    assert broken(organisation, ("a1", "B", 0), ("a1", "C", 0)) == {"one_place_at_a_time"}


def test_nobody_goes_to_one_place_twice() -> None:
    assert broken(company(), ("a1", "B", 0), ("a1", "B", 2)) == {"no_repeats"}


@pytest.mark.parametrize(
    ("completed", "rules"),
    [(1, set()), (0, {"no_repeats"}), (-365, {"no_repeats"}), (-366, set())],
)
def test_experience_is_valid_to_the_day(completed: int, rules: set[str]) -> None:
    organisation = company(
        cycle=a_cycle(experience_valid_days=365),
        experience=[Experience("a1", "B", day(completed))],
    )
    assert broken(organisation, ("a1", "B", 0)) == rules


def test_experience_lasts_for_ever_without_a_limit() -> None:
    organisation = company(experience=[Experience("a1", "B", date(1990, 1, 1))])
    assert broken(organisation, ("a1", "B", 0)) == {"no_repeats"}


def test_a_restriction_bars_one_person_from_one_place() -> None:
    organisation = company(restrictions=[Restriction("a1", "B")])
    assert broken(organisation, ("a1", "B", 0)) == {"restrictions"}
    assert broken(organisation, ("a2", "B", 0), ("a1", "C", 0)) == set()


def test_visitors_from_one_home_are_counted_apart_from_others() -> None:
    organisation = company(cycle=a_cycle(max_from_one_home=1))
    assert broken(organisation, ("a1", "B", 0), ("c1", "B", 0)) == set()
    assert broken(organisation, ("a1", "B", 0), ("a2", "B", 0)) == {"max_from_one_home"}
    assert broken(organisation, ("a1", "B", 0), ("a2", "C", 0)) == set()


def test_people_kept_apart_are_never_away_together_wherever_they_go() -> None:
    organisation = company(keep_apart=[KeepApart("a1", "c1")])
    assert broken(organisation, ("a1", "B", 0), ("c1", "A", 0)) == {"keep_apart"}
    assert broken(organisation, ("a1", "B", 0), ("c1", "A", 1)) == set()


def test_a_pin_is_kept_to_the_first_day_and_the_mentor() -> None:
    organisation = company(pins=[Pin("a1", "B", day(7))])
    assert broken(organisation, ("a1", "B", 1)) == set()
    assert broken(organisation, ("a1", "B", 2)) == {"pins"}
    assert broken(organisation) == {"pins"}
    staff = [
        an_employee("a1"),
        an_employee("b1", "B", mentors=1),
        an_employee("b2", "B", mentors=1),
    ]
    organisation = company(employees=staff, pins=[Pin("a1", "B", day(7), "b1")])
    assert broken(organisation, ("a1", "B", 1, "b1")) == set()
    assert broken(organisation, ("a1", "B", 1, "b2")) == {"pins"}


def test_the_budget_counts_periods_not_placements() -> None:
    organisation = company(
        cycle=a_cycle(max_placement_periods=3),
        departments=[a_department("A"), a_department("B", rotation_periods=2), a_department("C")],
    )
    assert broken(organisation, ("a1", "B", 0), ("a2", "C", 0)) == set()
    assert broken(organisation, ("a1", "B", 0), ("a2", "B", 0)) == {"placement_budget"}


@pytest.mark.parametrize(("by", "rules"), [(6, set()), (5, {"requirements"}), (None, set())])
def test_a_strict_requirement_is_met_to_the_day(by: int | None, rules: set[str]) -> None:
    row = Requirement("a1", "B", None if by is None else day(by))
    organisation = company(requirements=[row])
    plan = a_plan(organisation, ("a1", "B", 0))
    assert broken_rules(organisation, plan, strict=True) == rules
    assert broken_rules(organisation, plan) == set()


def test_every_breach_says_where() -> None:
    organisation = company(restrictions=[Restriction("a1", "B")])
    (breach,) = violations(organisation, a_plan(organisation, ("a1", "B", 0)))
    assert breach.rule == "restrictions"
    assert "a1" in breach.detail
