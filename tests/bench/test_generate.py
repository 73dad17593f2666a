"""Drawn organisations: the same for the same seed, of the shape asked for, and legal."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import planning
from planner.bench import Shape, generate
from planner.domain import Organisation, Placement, Plan, Status
from planner.exchange import read_organisation, write_organisation
from tests.bench.small import SHAPES
from tests.builders import a_placement

if TYPE_CHECKING:
    from pathlib import Path

shapes = st.builds(
    lambda departments, each, **rest: Shape(departments * each, departments, **rest),
    departments=st.integers(2, 12),
    each=st.integers(1, 12),
    periods=st.integers(2, 30),
    density=st.floats(0.2, 12),
    scarcity=st.floats(0.05, 20),
    target_share=st.none() | st.floats(0.001, 1),
)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_same_seed_gives_the_same_organisation(shape: Shape) -> None:
    assert generate(shape, 7) == generate(shape, 7)


def test_another_seed_gives_another_organisation() -> None:
    shape = Shape(60, 8, 12)
    drawn = [generate(shape, seed) for seed in range(4)]
    assert all(one != other for one in drawn for other in drawn if one is not other)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_it_has_the_size_that_was_asked_for(shape: Shape) -> None:
    organisation = generate(shape)
    staff = Counter(employee.department for employee in organisation.employees)

    assert len(organisation.employees) == shape.people
    assert set(staff) == {department.id for department in organisation.departments}
    assert len(staff) == shape.departments
    assert organisation.cycle.periods == shape.periods
    assert organisation.cycle.decay == shape.decay


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_it_is_written_and_read_back_unchanged(shape: Shape, tmp_path: Path) -> None:
    organisation = generate(shape)
    write_organisation(organisation, tmp_path)
    assert read_organisation(tmp_path).organisation == organisation


def test_every_table_has_rows_in_an_organisation_of_some_size() -> None:
    organisation = generate(Shape(300, 15, 26))
    tables = {name: getattr(organisation, name) for name in Organisation.__slots__}
    empty = [name for name, rows in tables.items() if isinstance(rows, tuple) and not rows]
    assert empty == []
    assert any(pin.mentor for pin in organisation.pins)
    assert any(not pin.mentor for pin in organisation.pins)


@given(shapes, st.integers(0, 1000))
def test_any_shape_reads_back_as_legal_input(shape: Shape, seed: int) -> None:
    organisation = generate(shape, seed)
    ids = {employee.id for employee in organisation.employees}
    homes = {employee.id: employee.department for employee in organisation.employees}

    assert len(ids) == shape.people
    assert all(d.customer != d.provider for d in organisation.dependencies)
    pairs = [(d.customer, d.provider) for d in organisation.dependencies]
    assert len(set(pairs)) == len(pairs) > 0
    wishes = [(row.employee, row.department) for row in organisation.preferences]
    visits = [(row.employee, row.department) for row in organisation.experience]
    barred = [(row.employee, row.department) for row in organisation.restrictions]
    asked = [(row.employee, row.department) for row in organisation.requirements]
    assert all(homes[who] != where for who, where in (*wishes, *visits, *barred, *asked))
    assert all(len(set(rows)) == len(rows) for rows in (wishes, visits, barred, asked))
    assert not {*asked} & {*visits, *barred}
    for absence in organisation.absences:
        assert absence.first_day <= absence.last_day
    for dependency in organisation.dependencies:
        assert (dependency.season_from or organisation.cycle.first_day) <= (
            dependency.season_to or organisation.cycle.last_day
        )


def with_mentors(organisation: Organisation) -> Plan:
    """Return the pins as a plan; those without a mentor get one who is there throughout."""
    made = []
    for pin in organisation.pins:
        period = organisation.cycle.period_of(pin.first_day)
        mentors: list[str | None] = [pin.mentor]
        if pin.mentor is None:
            colleagues = (e for e in organisation.employees if e.department == pin.host)
            mentors = [e.id for e in colleagues if e.mentors] or [None]
        choices = [a_placement(organisation, pin.employee, pin.host, period, m) for m in mentors]
        fine = [each for each in choices if has_its_mentor(organisation, each)]
        made.append((fine or choices)[0])
    return Plan.of(made)


def has_its_mentor(organisation: Organisation, placement: Placement) -> bool:
    broken = planning.score(organisation, Plan.of([placement])).violations
    return "mentors" not in {violation.rule for violation in broken}


@given(shapes, st.integers(0, 1000))
def test_a_plan_of_the_pins_alone_breaks_no_rule(shape: Shape, seed: int) -> None:
    organisation = generate(shape, seed)
    plan = with_mentors(organisation)

    assert planning.score(organisation, plan).violations == ()


@pytest.mark.parametrize("seed", range(5))
def test_the_pins_of_a_larger_one_break_no_rule_either(seed: int) -> None:
    organisation = generate(Shape(2000, 40, 52), seed)

    assert len(organisation.pins) >= 6
    assert planning.score(organisation, with_mentors(organisation)).violations == ()


@pytest.mark.parametrize("seed", range(3))
def test_the_rules_leave_a_plan(seed: int) -> None:
    solution = planning.solve(generate(Shape(20, 4, 8), seed), time_limit=5, workers=1)
    assert solution.status in (Status.OPTIMAL, Status.FEASIBLE)


def seats(organisation: Organisation) -> int:
    periods = organisation.cycle.periods
    return sum(d.host_capacity * (periods // d.rotation_periods) for d in organisation.departments)


@pytest.mark.parametrize("scarcity", [0.2, 0.7, 1.5, 5.0])
@pytest.mark.parametrize("seed", range(3))
def test_scarcity_is_what_the_targets_ask_for_each_seat(scarcity: float, seed: int) -> None:
    organisation = generate(Shape(1000, 42, 26, density=10, scarcity=scarcity), seed)
    asked = sum(dependency.target for dependency in organisation.dependencies)
    assert asked / seats(organisation) == pytest.approx(scarcity, rel=0.3)


def test_density_is_dependencies_for_each_department() -> None:
    assert len(generate(Shape(1000, 50, 26, density=6.5)).dependencies) == 325


def test_density_stops_where_there_are_no_more_pairs() -> None:
    organisation = generate(Shape(30, 5, 8, density=100))
    assert len(organisation.dependencies) == 15


def test_targets_follow_the_headcount_where_they_are_shares_of_it() -> None:
    organisation = generate(Shape(4000, 10, 26, target_share=0.1))
    staff = Counter(employee.department for employee in organisation.employees)
    for dependency in organisation.dependencies:
        ends = {"customer": dependency.customer, "provider": dependency.provider}
        visitors = [ends[dependency.who_visits]] if dependency.who_visits in ends else ends.values()
        headcount = sum(staff[end] for end in visitors)
        assert 0.04 * headcount <= dependency.target <= 0.16 * headcount


def test_people_of_one_department_stand_together() -> None:
    employees = generate(Shape(300, 15, 26)).employees
    runs = [home for home, _ in groupby(employee.department for employee in employees)]
    assert len(runs) == len(set(runs))


def test_managers_are_colleagues_and_lead_nobody_in_a_circle() -> None:
    employees = {employee.id: employee for employee in generate(Shape(300, 15, 26)).employees}
    for employee in employees.values():
        chain = employee
        for _ in range(10):
            if chain.manager is None:
                break
            assert employees[chain.manager].department == employee.department
            chain = employees[chain.manager]
        assert chain.manager is None
