from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from planner.domain import Absence, Placement, Plan
from planner.present.calendar import Calendar, calendar
from planner.present.colours import COLOURS, PATTERNS, look
from planner.present.names import Names
from tests.builders import a_cycle, a_department, a_plan, an_organisation


def drawn(plan: Plan, **changes: object) -> Calendar:
    organisation = an_organisation(**changes)  # type: ignore[arg-type]
    return calendar(organisation, plan, Names(organisation))


def test_a_row_holds_visits_absences_and_what_lies_between() -> None:
    absence = Absence("a1", date(2027, 1, 27), date(2027, 1, 28))

    (row,) = drawn(a_plan(an_organisation(), ("a1", "B", 1)), absences=[absence]).rows

    assert [(s.kind, s.first, s.periods) for s in row.stretches] == [
        ("home", 0, 1),
        ("placement", 1, 1),
        ("home", 2, 1),
        ("absent", 3, 1),
    ]


def test_months_stand_above_their_periods() -> None:
    months = drawn(Plan(), cycle=a_cycle(periods=9)).months

    assert [(m.text, m.periods) for m in months] == [
        ("Jan 2027", 4),
        ("Feb 2027", 4),
        ("Mar 2027", 1),
    ]


def test_only_people_with_placements_have_a_row() -> None:
    assert drawn(Plan()).rows == ()


PLACEMENTS = st.lists(
    st.tuples(st.sampled_from(["a1", "a2", "zz"]), st.integers(-20, 60), st.integers(0, 40)),
    max_size=8,
)


@given(PLACEMENTS)
def test_every_row_fills_every_period_once_whatever_the_plan(
    placements: list[tuple[str, int, int]],
) -> None:
    first = date(2027, 1, 4).toordinal()
    plan = Plan.of(
        Placement(who, "B", date.fromordinal(first + on), date.fromordinal(first + on + long))
        for who, on, long in placements
    )

    for row in drawn(plan).rows:
        ends = 0
        for stretch in row.stretches:
            assert stretch.first == ends
            assert stretch.periods > 0
            ends += stretch.periods
        assert ends == 4


def test_fifty_hosts_look_different() -> None:
    assert len({look(number) for number in range(50)}) == 50
    assert len(COLOURS) * len(PATTERNS) >= 50


def test_homes_come_in_the_order_of_their_numbers() -> None:
    departments = [a_department("X10", name="Unit 10"), a_department("X9", name="Unit 9")]
    organisation = an_organisation(departments=departments)
    plan = a_plan(organisation, ("x101", "X9", 0), ("x91", "X10", 0))

    shown = calendar(organisation, plan, Names(organisation))

    assert [home for home, _ in shown.homes] == ["Unit 9", "Unit 10"]
