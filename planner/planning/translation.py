"""Plans to and fro: ids and dates here, numbers and periods in the solver."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

import solver
from planner.domain import BadInput, BrokenRule, Finding, Placement, Plan, Severity
from planner.planning.days import in_words, span
from planner.planning.numbers import Numbers, table
from planner.planning.words import Names

if TYPE_CHECKING:
    from planner.domain import Cycle, Organisation

HORIZON = "horizon"
"""The rule that a placement covers whole periods of the cycle, as many as its host asks for."""


class Translated(NamedTuple):
    """A plan in the solver's numbers, and what could not be said in them.

    ``rows`` holds, for each row of ``plan``, the placement that it stands for; ``horizon``
    what is wrong with the days of placements.
    """

    plan: solver.Plan
    horizon: tuple[BrokenRule, ...]
    rows: tuple[Placement, ...]


def to_plan(organisation: Organisation, plan: solver.Plan) -> Plan:
    """Return a plan of the solver in the organisation's ids and dates."""
    cycle = organisation.cycle
    employees, departments = organisation.employees, organisation.departments
    return Plan.of(
        Placement(
            employee=employees[placement.employee].id,
            host=departments[placement.host].id,
            first_day=cycle.first_day_of(placement.start),
            last_day=cycle.last_day_of(
                placement.start + departments[placement.host].rotation_periods - 1
            ),
            mentor=None if placement.mentor < 0 else employees[placement.mentor].id,
        )
        for placement in plan
    )


def to_solver_plan(organisation: Organisation, plan: Plan) -> Translated:
    """Return a plan in the solver's numbers.

    A placement that does not start with a period, or does not fit into the cycle, is
    reported under ``horizon`` and left out. One that only ends on a wrong day is reported
    too, and lasts as long as its host asks for.

    Raises
    ------
    BadInput
        If the plan names an employee, host or mentor that does not exist; lists all.
    """
    numbers = Numbers.of(organisation)
    unknown = _unknown_ids(plan, numbers)
    if unknown:
        raise BadInput(unknown)
    names = Names(organisation)
    horizon: list[BrokenRule] = []
    kept: list[tuple[Placement, tuple[int, int, int, int]]] = []
    for placement in plan:
        host = numbers.departments[placement.host]
        employee = numbers.employees[placement.employee]
        length = organisation.departments[host].rotation_periods
        wrong = _horizon_fault(organisation.cycle, placement, length, names.unit)
        if wrong:
            visit = f"{names.employee(employee)}'s visit to {names.department(host)}"
            horizon.append(BrokenRule(HORIZON, f"{visit} {wrong}", (placement,)))
        if _fits(organisation.cycle, placement, length):
            start = organisation.cycle.period_of(placement.first_day)
            mentor = -1 if placement.mentor is None else numbers.employees[placement.mentor]
            kept.append((placement, (employee, host, start, mentor)))
    columns = table((row for _, row in kept), 4).T
    # The order of solver.Plan, so that its row numbers lead back to placements.
    order = np.lexsort((columns[1], columns[0], columns[2]))
    return Translated(
        solver.Plan.from_arrays(*columns[:, order]),
        tuple(horizon),
        tuple(kept[row][0] for row in order.tolist()),
    )


def _fits(cycle: Cycle, placement: Placement, length: int) -> bool:
    start = cycle.period_of(placement.first_day)
    return cycle.starts_period(placement.first_day) and 0 <= start <= cycle.periods - length


def _horizon_fault(cycle: Cycle, placement: Placement, length: int, unit: str) -> str:
    """Return what is wrong with a placement's days, or nothing."""
    first = placement.first_day
    if not cycle.first_day <= first <= cycle.last_day:
        return f"starts on {in_words(first)}, outside the cycle ({_whole(cycle)})."
    if not cycle.starts_period(first):
        start = cycle.first_day_of(cycle.period_of(first))
        return (
            f"starts on {in_words(first)}, which is not the first day of a {unit}; "
            f"the {unit} that day lies in starts on {in_words(start)}."
        )
    if not _fits(cycle, placement, length):
        return f"starts on {in_words(first)}, too late to end within the cycle ({_whole(cycle)})."
    last = cycle.last_day_of(cycle.period_of(first) + length - 1)
    if placement.last_day != last:
        return (
            f"that starts on {in_words(first)} ends on {in_words(placement.last_day)}; "
            f"it must end on {in_words(last)}."
        )
    return ""


def _whole(cycle: Cycle) -> str:
    return span(cycle.first_day, cycle.last_day)


def _unknown_ids(plan: Plan, numbers: Numbers) -> list[Finding]:
    """Return a finding for each id of a plan that its organisation does not have."""
    return [
        Finding(
            severity=Severity.FAULT,
            file="plan.csv",
            row=None,
            column=column,
            value=value,
            message=f"The placement of {placement.employee} at {placement.host} on "
            f"{placement.first_day.isoformat()} names somebody or something unknown",
            remedy=f"Use an id from {file}, or remove the placement.",
        )
        for placement in plan
        for column, value, known, file in (
            ("employee", placement.employee, numbers.employees, "employees.csv"),
            ("host", placement.host, numbers.departments, "departments.csv"),
            ("mentor", placement.mentor, numbers.employees, "employees.csv"),
        )
        if value is not None and value not in known
    ]
