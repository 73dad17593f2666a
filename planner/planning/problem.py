"""An organisation as a problem for the solver: ids become numbers, dates become periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

import solver
from planner.domain import BadInput, ClosureKind, Finding, Severity, WhoVisits
from planner.planning.numbers import (
    LARGEST,
    BoolArray,
    IntArray,
    Numbers,
    counts,
    day_numbers,
    table,
    whole,
)
from planner.planning.periods import available_periods, open_periods

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from planner.domain import Cycle, Organisation, Pin, Plan


def to_problem(
    organisation: Organisation,
    previous: Plan | None = None,
    strict: bool = False,
    not_before: date | None = None,
) -> solver.Problem:
    """Return the problem that an organisation poses.

    Rows keep their order: employee 3 of the problem is the fourth row of the employees.

    Parameters
    ----------
    organisation : Organisation
        What is planned with; every id in its tables must exist.
    previous : Plan, optional
        The plan before. Placements that this cycle cannot hold are left out of the
        problem; ``lost_for_good`` counts them.
    strict : bool
        Whether every requirement must be met.
    not_before : date, optional
        The first day on which a placement that is not pinned may begin.

    Raises
    ------
    BadInput
        If a pin does not start on the first day of a period of the cycle.
    """
    cycle, numbers = organisation.cycle, Numbers.of(organisation)
    employee, department = numbers.employees, numbers.departments
    departments, employees = organisation.departments, organisation.employees
    dependencies = organisation.dependencies
    season_first, season_last = _seasons(organisation)
    kept = None if previous is None else table(_keepable(previous, cycle, numbers), 3)
    return solver.Problem(
        periods=cycle.periods,
        host_capacity=counts(d.host_capacity for d in departments),
        minimum_staffing=counts(d.minimum_staffing for d in departments),
        length=counts(d.rotation_periods for d in departments),
        hosting=open_periods(organisation, ClosureKind.HOSTING, numbers),
        releasing=open_periods(organisation, ClosureKind.RELEASING, numbers),
        home=whole(department[e.department] for e in employees),
        max_rotations=counts(e.max_rotations for e in employees),
        guides=counts(e.mentors for e in employees),
        available=available_periods(organisation, numbers),
        customer=whole(department[d.customer] for d in dependencies),
        provider=whole(department[d.provider] for d in dependencies),
        importance=np.array([d.importance for d in dependencies], dtype=np.float64),
        target=counts(d.target for d in dependencies),
        customer_visits=_flags(d.who_visits is not WhoVisits.PROVIDER for d in dependencies),
        provider_visits=_flags(d.who_visits is not WhoVisits.CUSTOMER for d in dependencies),
        season_first=season_first,
        season_last=season_last,
        experience=_valid_experience(organisation, numbers),
        preferences=table(
            (
                (employee[p.employee], department[p.department], p.score)
                for p in organisation.preferences
            ),
            3,
        ),
        restrictions=table(
            ((employee[r.employee], department[r.department]) for r in organisation.restrictions),
            2,
        ),
        keep_apart=table(
            ((employee[k.employee], employee[k.other]) for k in organisation.keep_apart), 2
        ),
        requirements=_requirements(organisation, numbers),
        pins=_pins(organisation, numbers),
        previous=kept,
        rest_periods=min(cycle.rules.rest_periods, LARGEST),
        earliest=0 if not_before is None else _first_from(cycle, not_before),
        max_from_one_home=_limit(cycle.rules.max_from_one_home),
        max_placement_periods=_limit(cycle.rules.max_placement_periods),
        decay=cycle.decay,
        aims=cycle.aims,
        strict=strict,
    )


def lost_for_good(organisation: Organisation, previous: Plan | None) -> int:
    """Count the placements of a previous plan that no plan of this cycle can hold.

    Their employee or host is gone, or they do not start on the first day of a period of
    this cycle. They count as lost whatever is planned.
    """
    if previous is None:
        return 0
    kept = _keepable(previous, organisation.cycle, Numbers.of(organisation))
    return len(previous) - len(kept)


def valid_experience_rows(organisation: Organisation) -> list[int]:
    """Return the rows of the experience table that count in this cycle, from 0."""
    completed = day_numbers((x.completed_on for x in organisation.experience), organisation.cycle)
    valid = completed <= 0
    days = organisation.cycle.rules.experience_valid_days
    if days is not None:
        valid &= completed >= -min(days, LARGEST)
    rows: list[int] = np.flatnonzero(valid).tolist()
    return rows


def _limit(limit: int | None) -> int | None:
    return None if limit is None else min(limit, LARGEST)


def _first_from(cycle: Cycle, day: date) -> int:
    """Return the first period that begins on a day or later, between 0 and ``periods``."""
    period = -((cycle.first_day - day).days // cycle.period_days)
    return min(max(period, 0), cycle.periods)


def _flags(values: Iterable[bool]) -> BoolArray:
    return np.array(list(values), dtype=np.bool_)


def _seasons(organisation: Organisation) -> tuple[IntArray, IntArray]:
    """Return the first and the last period that lie wholly in each dependency's season."""
    cycle, dependencies = organisation.cycle, organisation.dependencies
    first = day_numbers((d.season_from or cycle.first_day for d in dependencies), cycle)
    last = day_numbers((d.season_to or cycle.last_day for d in dependencies), cycle)
    return (
        np.clip(-(-first // cycle.period_days), 0, cycle.periods),
        np.clip((last + 1) // cycle.period_days - 1, -1, cycle.periods - 1),
    )


def _valid_experience(organisation: Organisation, numbers: Numbers) -> IntArray:
    rows = [organisation.experience[row] for row in valid_experience_rows(organisation)]
    return table(
        ((numbers.employees[x.employee], numbers.departments[x.department]) for x in rows), 2
    )


def _requirements(organisation: Organisation, numbers: Numbers) -> IntArray:
    cycle, rows = organisation.cycle, organisation.requirements
    due = day_numbers((r.by or cycle.last_day for r in rows), cycle)
    last = np.clip((due + 1) // cycle.period_days - 1, -1, cycle.periods - 1).tolist()
    return table(
        (
            (numbers.employees[row.employee], numbers.departments[row.department], period)
            for row, period in zip(rows, last, strict=True)
        ),
        3,
    )


def _pins(organisation: Organisation, numbers: Numbers) -> IntArray:
    cycle = organisation.cycle
    wrong = [
        _wrong_start(organisation, row, pin)
        for row, pin in enumerate(organisation.pins)
        if not _starts_in(cycle, pin.first_day)
    ]
    if wrong:
        raise BadInput(wrong)
    return table(
        (
            (
                numbers.employees[pin.employee],
                numbers.departments[pin.host],
                cycle.period_of(pin.first_day),
                -1 if pin.mentor is None else numbers.employees[pin.mentor],
            )
            for pin in organisation.pins
        ),
        4,
    )


def _wrong_start(organisation: Organisation, row: int, pin: Pin) -> Finding:
    cycle = organisation.cycle
    period = min(max(cycle.period_of(pin.first_day), 0), cycle.periods - 1)
    return Finding(
        severity=Severity.FAULT,
        file="pins.csv",
        row=organisation.line("pins", row),
        column="first_day",
        value=pin.first_day.isoformat(),
        message="A promised placement must start on the first day of a period of the cycle",
        remedy=f"The nearest is {cycle.first_day_of(period).isoformat()}.",
    )


def _starts_in(cycle: Cycle, day: date) -> bool:
    return cycle.starts_period(day) and 0 <= cycle.period_of(day) < cycle.periods


def _keepable(previous: Plan, cycle: Cycle, numbers: Numbers) -> list[tuple[int, int, int]]:
    return [
        (
            numbers.employees[placement.employee],
            numbers.departments[placement.host],
            cycle.period_of(placement.first_day),
        )
        for placement in previous
        if placement.employee in numbers.employees
        and placement.host in numbers.departments
        and _starts_in(cycle, placement.first_day)
    ]
