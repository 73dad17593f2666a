"""Plans to and fro, and what is said about placements on the wrong days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain import BadInput, Organisation, Placement, Plan
from planner.planning.translation import HORIZON, to_plan, to_solver_plan
from tests.builders import FIRST_DAY, a_cycle, a_department, a_plan, an_employee, an_organisation


def january(day: int) -> date:
    return date(2027, 1, 1) + timedelta(days=day - 1)


def two_weeks_at_b() -> Organisation:
    return an_organisation(departments=[a_department("A"), a_department("B", rotation_periods=2)])


def told(first: int, last: int) -> tuple[list[str], int]:
    """Return what is said of one placement at B, and how many are left to look at."""
    organisation = two_weeks_at_b()
    plan = Plan.of([Placement("a1", "B", january(first), january(last))])
    translated = to_solver_plan(organisation, plan)
    assert all(each.rule == HORIZON for each in translated.horizon)
    assert all(each.placements == plan.placements for each in translated.horizon)
    assert len(translated.rows) == len(translated.plan)
    return [each.sentence for each in translated.horizon], len(translated.plan)


def test_a_placement_of_whole_periods_is_taken_as_it_is() -> None:
    assert told(4, 17) == ([], 1)
    assert told(18, 31) == ([], 1)


def test_a_wrong_last_day_is_told_and_the_host_decides() -> None:
    sentence = (
        "Employee a1's visit to Department B that starts on 4 January 2027 ends on "
        "10 January 2027; it must end on 17 January 2027."
    )
    assert told(4, 10) == ([sentence], 1)
    assert len(told(4, 18)[0]) == 1
    assert told(4, 3)[1] == 1


def test_a_start_in_mid_period_is_told_and_left_out() -> None:
    sentence = (
        "Employee a1's visit to Department B starts on 12 January 2027, which is not the first "
        "day of a week; the week that day lies in starts on 11 January 2027."
    )
    assert told(12, 25) == ([sentence], 0)


@pytest.mark.parametrize(("first", "last"), [(-3, 10), (32, 45), (-2, 11), (33, 46)])
def test_a_start_outside_the_cycle_is_told_and_left_out(first: int, last: int) -> None:
    ((sentence,), left) = told(first, last)
    assert sentence.endswith(", outside the cycle (4 to 31 January 2027).")
    assert left == 0


def test_a_placement_that_outlasts_the_cycle_is_told_and_left_out() -> None:
    sentence = (
        "Employee a1's visit to Department B starts on 25 January 2027, too late to end within "
        "the cycle (4 to 31 January 2027)."
    )
    assert told(25, 38) == ([sentence], 0)
    assert told(25, 31) == ([sentence], 0)


def test_ids_that_do_not_exist_are_all_named() -> None:
    plan = Plan.of(
        [
            Placement("nobody", "B", january(4), january(10), "ghost"),
            Placement("a1", "nowhere", january(4), january(10)),
        ]
    )
    with pytest.raises(BadInput) as caught:
        to_solver_plan(an_organisation(), plan)
    found = {(finding.column, finding.value) for finding in caught.value.findings}
    assert found == {("employee", "nobody"), ("host", "nowhere"), ("mentor", "ghost")}
    assert all(finding.remedy for finding in caught.value.findings)


def test_rows_lead_back_to_placements_whatever_the_ids_sort_like() -> None:
    organisation = an_organisation(
        employees=[an_employee("z", "A"), an_employee("m", "A"), an_employee("b", "B")]
    )
    plan = a_plan(organisation, ("z", "B", 0), ("m", "B", 0, "b"), ("b", "A", 0), ("m", "B", 2))
    translated = to_solver_plan(organisation, plan)
    again = [
        (organisation.employees[row.employee].id, organisation.departments[row.host].id)
        for row in translated.plan
    ]
    assert again == [(each.employee, each.host) for each in translated.rows]
    assert [row.mentor for row in translated.plan] == [-1, 2, -1, -1]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a1", "a2", "b1"]),
            st.sampled_from(["A", "B"]),
            st.integers(0, 2),
            st.sampled_from([None, "a2", "b1"]),
        )
    )
)
def test_what_fits_the_cycle_comes_back_unchanged(
    placements: list[tuple[str, str, int, str | None]],
) -> None:
    organisation = two_weeks_at_b()
    plan = a_plan(organisation, *placements)
    translated = to_solver_plan(organisation, plan)
    assert not translated.horizon
    assert sorted(to_plan(organisation, translated.plan), key=str) == sorted(plan, key=str)
    assert sorted(translated.rows, key=str) == sorted(plan, key=str)


@given(st.integers(-30, 60), st.integers(-30, 60), st.integers(1, 10))
def test_exactly_the_legal_days_pass(first: int, last: int, period_days: int) -> None:
    organisation = an_organisation(
        cycle=a_cycle(period_days=period_days),
        departments=[a_department("A"), a_department("B", rotation_periods=2)],
    )
    days = FIRST_DAY + timedelta(first), FIRST_DAY + timedelta(last)
    translated = to_solver_plan(organisation, Plan.of([Placement("a1", "B", *days)]))
    legal = {(start * period_days, (start + 2) * period_days - 1) for start in range(3)}
    assert (not translated.horizon) == ((first, last) in legal)
    assert bool(translated.plan) == (first in {start for start, _ in legal})
