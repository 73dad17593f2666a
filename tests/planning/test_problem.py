"""Ids become numbers and dates become periods, to the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from planner.domain import (
    Absence,
    BadInput,
    Closure,
    ClosureKind,
    Experience,
    KeepApart,
    Pin,
    Placement,
    Plan,
    Preference,
    Requirement,
    Restriction,
    WhoVisits,
)
from planner.planning.problem import lost_for_good, to_problem
from tests.builders import (
    a_cycle,
    a_department,
    a_dependency,
    a_plan,
    an_employee,
    an_organisation,
)

# Four weeks from Monday, 4 January 2027: they begin on 4, 11, 18 and 25 January.


def january(day: int) -> date:
    return date(2027, 1, 1) + timedelta(days=day - 1)


@pytest.mark.parametrize(
    ("first", "last", "there"),
    [
        (11, 17, [1, 0, 1, 1]),
        (17, 17, [1, 0, 1, 1]),
        (11, 11, [1, 0, 1, 1]),
        (10, 11, [0, 0, 1, 1]),
        (17, 18, [1, 0, 0, 1]),
        (-20, 3, [1, 1, 1, 1]),
        (-20, 4, [0, 1, 1, 1]),
        (31, 60, [1, 1, 1, 0]),
        (32, 60, [1, 1, 1, 1]),
        (-400, 400, [0, 0, 0, 0]),
    ],
)
def test_an_absence_takes_every_period_it_touches(first: int, last: int, there: list[int]) -> None:
    absence = Absence("a1", january(first), january(last))
    problem = to_problem(an_organisation(absences=[absence]))
    assert problem.available[0].tolist() == [bool(each) for each in there]
    assert problem.available[1:].all()


@pytest.mark.parametrize(
    ("starts", "ends", "there"),
    [
        (None, None, [1, 1, 1, 1]),
        (11, None, [0, 1, 1, 1]),
        (12, None, [0, 0, 1, 1]),
        (10, None, [0, 1, 1, 1]),
        (4, 31, [1, 1, 1, 1]),
        (5, 30, [0, 1, 1, 0]),
        (None, 17, [1, 1, 0, 0]),
        (None, 16, [1, 0, 0, 0]),
        (40, 60, [0, 0, 0, 0]),
    ],
)
def test_somebody_is_there_when_employed_on_every_day(
    starts: int | None, ends: int | None, there: list[int]
) -> None:
    employee = an_employee(
        starts=None if starts is None else january(starts),
        ends=None if ends is None else january(ends),
    )
    problem = to_problem(an_organisation(employees=[employee]))
    assert problem.available.tolist() == [[bool(each) for each in there]]


def test_overlapping_absences_count_once() -> None:
    absences = [
        Absence("a1", january(4), january(12)),
        Absence("a1", january(11), january(11)),
        Absence("a2", january(20), january(20)),
    ]
    problem = to_problem(an_organisation(absences=absences))
    assert problem.available[0].tolist() == [False, False, True, True]
    assert problem.available[1].tolist() == [True, True, False, True]


@pytest.mark.parametrize(
    ("kind", "hosting", "releasing"),
    [
        (ClosureKind.HOSTING, [1, 0, 0, 1], [1, 1, 1, 1]),
        (ClosureKind.RELEASING, [1, 1, 1, 1], [1, 0, 0, 1]),
        (ClosureKind.BOTH, [1, 0, 0, 1], [1, 0, 0, 1]),
    ],
)
def test_a_closure_takes_every_period_it_touches(
    kind: ClosureKind, hosting: list[int], releasing: list[int]
) -> None:
    closure = Closure("B", january(17), january(18), kind)
    problem = to_problem(an_organisation(closures=[closure]))
    assert problem.hosting[1].tolist() == [bool(each) for each in hosting]
    assert problem.releasing[1].tolist() == [bool(each) for each in releasing]
    assert problem.hosting[0].all()
    assert problem.releasing[0].all()


@pytest.mark.parametrize(
    ("begins", "ends", "first", "last"),
    [
        (None, None, 0, 3),
        (4, 31, 0, 3),
        (5, 31, 1, 3),
        (4, 30, 0, 2),
        (11, 24, 1, 2),
        (12, 24, 2, 2),
        (12, 23, 2, 1),
        (None, 10, 0, 0),
        (None, 9, 0, -1),
        (25, None, 3, 3),
        (26, None, 4, 3),
        (-300, 300, 0, 3),
        (-300, -200, 0, -1),
    ],
)
def test_a_season_holds_the_periods_that_lie_wholly_inside(
    begins: int | None, ends: int | None, first: int, last: int
) -> None:
    dependency = a_dependency(
        season_from=None if begins is None else january(begins),
        season_to=None if ends is None else january(ends),
    )
    problem = to_problem(an_organisation(dependencies=[dependency]))
    assert (problem.season_first.tolist(), problem.season_last.tolist()) == ([first], [last])


@pytest.mark.parametrize(
    ("completed", "valid_days", "counts"),
    [
        (date(2027, 1, 4), None, True),
        (date(2027, 1, 5), None, False),
        (date(1990, 1, 1), None, True),
        (date(2026, 1, 4), 365, True),
        (date(2026, 1, 3), 365, False),
        (date(2027, 1, 4), 0, True),
        (date(2027, 1, 3), 0, False),
        (date(1990, 1, 1), 10**12, True),
    ],
)
def test_experience_counts_while_it_is_valid(
    completed: date, valid_days: int | None, counts: bool
) -> None:
    organisation = an_organisation(
        cycle=a_cycle(experience_valid_days=valid_days),
        experience=[Experience("a2", "B", completed)],
    )
    assert to_problem(organisation).experience.tolist() == ([[1, 1]] if counts else [])


@pytest.mark.parametrize(
    ("by", "last"), [(None, 3), (31, 3), (30, 2), (10, 0), (9, -1), (-50, -1), (500, 3)]
)
def test_a_requirement_is_met_by_what_ends_on_the_day(by: int | None, last: int) -> None:
    requirement = Requirement("a2", "B", None if by is None else january(by))
    problem = to_problem(an_organisation(requirements=[requirement]))
    assert problem.requirements.tolist() == [[1, 1, last]]


def test_pins_are_told_in_numbers_with_their_mentor() -> None:
    organisation = an_organisation(
        pins=[Pin("a2", "B", january(18), "b1"), Pin("b2", "A", january(4))]
    )
    assert to_problem(organisation).pins.tolist() == [[1, 1, 2, 2], [3, 0, 0, -1]]


@pytest.mark.parametrize("day", [5, 17, -3, 32])
def test_a_pin_that_starts_with_no_period_is_bad_input(day: int) -> None:
    organisation = an_organisation(pins=[Pin("a1", "B", january(4)), Pin("a2", "B", january(day))])
    with pytest.raises(BadInput) as caught:
        to_problem(organisation)
    (finding,) = caught.value.findings
    assert (finding.file, finding.row, finding.column) == ("pins.csv", 3, "first_day")
    assert finding.value == january(day).isoformat()
    assert "2027-01-" in finding.remedy


def test_every_field_arrives_where_it_belongs() -> None:
    organisation = an_organisation(
        cycle=a_cycle(
            rest_periods=2,
            max_from_one_home=1,
            max_placement_periods=9,
            decay=0.25,
            aims=("coverage", "reach"),
        ),
        departments=[
            a_department("A", host_capacity=3, minimum_staffing=1, rotation_periods=2),
            a_department("B", host_capacity=4, minimum_staffing=0, rotation_periods=3),
        ],
        employees=[
            an_employee("a1", "A", max_rotations=5, mentors=2),
            an_employee("b1", "B", max_rotations=0),
        ],
        dependencies=[
            a_dependency("A", "B", importance=2.5, target=3, who_visits=WhoVisits.CUSTOMER),
            a_dependency("B", "A", who_visits=WhoVisits.PROVIDER),
        ],
        preferences=[Preference("b1", "A", -2)],
        restrictions=[Restriction("a1", "B")],
        keep_apart=[KeepApart("b1", "a1")],
    )
    problem = to_problem(organisation, strict=True)
    assert problem.host_capacity.tolist() == [3, 4]
    assert problem.minimum_staffing.tolist() == [1, 0]
    assert problem.length.tolist() == [2, 3]
    assert problem.home.tolist() == [0, 1]
    assert problem.max_rotations.tolist() == [5, 0]
    assert problem.guides.tolist() == [2, 0]
    assert (problem.customer.tolist(), problem.provider.tolist()) == ([0, 1], [1, 0])
    assert problem.importance.tolist() == [2.5, 1.0]
    assert problem.target.tolist() == [3, 2]
    assert problem.customer_visits.tolist() == [True, False]
    assert problem.provider_visits.tolist() == [False, True]
    assert problem.preferences.tolist() == [[1, 0, -2]]
    assert problem.restrictions.tolist() == [[0, 1]]
    assert problem.keep_apart.tolist() == [[1, 0]]
    assert (problem.rest_periods, problem.max_from_one_home) == (2, 1)
    assert (problem.max_placement_periods, problem.decay) == (9, 0.25)
    assert problem.aims == ("coverage", "reach")
    assert problem.strict
    assert problem.previous is None


def test_limits_that_were_left_out_stay_out() -> None:
    problem = to_problem(an_organisation())
    assert problem.max_from_one_home is None
    assert problem.max_placement_periods is None
    assert not problem.strict


def test_counts_beyond_all_bounds_limit_nothing() -> None:
    organisation = an_organisation(
        cycle=a_cycle(max_placement_periods=10**30),
        departments=[a_department("A", host_capacity=10**30), a_department("B")],
    )
    assert to_problem(organisation).host_capacity[0] == 2**31 - 1


def test_a_previous_plan_keeps_what_this_cycle_can_hold() -> None:
    organisation = an_organisation()
    previous = Plan.of(
        [
            *a_plan(organisation, ("a1", "B", 1)),
            Placement("gone", "B", january(4), january(10)),
            Placement("a1", "Closed", january(4), january(10)),
            Placement("a2", "B", january(5), january(11)),
            Placement("a2", "B", january(-3), january(3)),
            Placement("a2", "B", january(32), january(38)),
        ]
    )
    previous_rows = to_problem(organisation, previous).previous
    assert previous_rows is not None
    assert previous_rows.tolist() == [[0, 1, 1]]
    assert lost_for_good(organisation, previous) == 5


def test_a_previous_plan_of_which_nothing_is_left_still_counts() -> None:
    organisation = an_organisation()
    previous = Plan.of([Placement("gone", "B", january(4), january(10))])
    rows = to_problem(organisation, previous).previous
    assert rows is not None
    assert rows.shape == (0, 3)
    assert lost_for_good(organisation, previous) == 1
    assert lost_for_good(organisation, None) == 0
