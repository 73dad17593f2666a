"""Plans to and fro: ids and dates here, numbers and periods in the solver."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

import solver
from planner.domain import BadInput, BrokenRule, Finding, Placement, Plan, Severity
from planner.domain.days import in_words, span
from planner.planning.numbers import Numbers, counts, day_numbers, whole
from planner.planning.words import Names

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    employees = [employee.id for employee in organisation.employees]
    departments = [department.id for department in organisation.departments]
    lengths = counts(department.rotation_periods for department in organisation.departments)
    starts, ends = plan.start.tolist(), (plan.start + lengths[plan.host] - 1).tolist()
    first_day = {start: cycle.first_day_of(start) for start in set(starts)}
    last_day = {end: cycle.last_day_of(end) for end in set(ends)}
    return Plan.of(
        map(
            Placement,
            map(employees.__getitem__, plan.employee.tolist()),
            map(departments.__getitem__, plan.host.tolist()),
            map(first_day.__getitem__, starts),
            map(last_day.__getitem__, ends),
            (None if mentor < 0 else employees[mentor] for mentor in plan.mentor.tolist()),
        )
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
    cycle, numbers = organisation.cycle, Numbers.of(organisation)
    unknown = _unknown_ids(plan, numbers)
    if unknown:
        raise BadInput(unknown)
    employee = whole(numbers.employees[p.employee] for p in plan)
    host = whole(numbers.departments[p.host] for p in plan)
    mentor = whole(-1 if p.mentor is None else numbers.employees[p.mentor] for p in plan)
    start, late = np.divmod(day_numbers((p.first_day for p in plan), cycle), cycle.period_days)
    end = start + counts(d.rotation_periods for d in organisation.departments)[host]
    last = day_numbers((p.last_day for p in plan), cycle)
    fits = (late == 0) & (start >= 0) & (end <= cycle.periods)
    wrong = np.flatnonzero(~fits | (last != end * cycle.period_days - 1))
    # The order of solver.Plan, so that its row numbers lead back to placements.
    order = np.lexsort((host, employee, start))
    order = order[fits[order]]
    return Translated(
        solver.Plan.from_arrays(employee[order], host[order], start[order], mentor[order]),
        _horizon(organisation, [plan.placements[row] for row in wrong.tolist()], numbers),
        tuple(plan.placements[row] for row in order.tolist()),
    )


def _horizon(
    organisation: Organisation, placements: Sequence[Placement], numbers: Numbers
) -> tuple[BrokenRule, ...]:
    """Return what is wrong with the days of placements of which none is right."""
    if not placements:
        return ()
    names = Names(organisation)
    told = []
    for placement in placements:
        host = numbers.departments[placement.host]
        length = organisation.departments[host].rotation_periods
        employee = names.employee(numbers.employees[placement.employee])
        wrong = _horizon_fault(organisation.cycle, placement, length, names.unit)
        sentence = f"{employee}'s visit to {names.department(host)} {wrong}"
        told.append(BrokenRule(HORIZON, sentence, (placement,)))
    return tuple(told)


def _horizon_fault(cycle: Cycle, placement: Placement, length: int, unit: str) -> str:
    """Return what is wrong with the days of a placement, at least one of which is."""
    first = placement.first_day
    if not cycle.first_day <= first <= cycle.last_day:
        return f"starts on {in_words(first)}, outside the cycle ({_whole(cycle)})."
    if not cycle.starts_period(first):
        start = cycle.first_day_of(cycle.period_of(first))
        return (
            f"starts on {in_words(first)}, which is not the first day of a {unit}; "
            f"the {unit} that day lies in starts on {in_words(start)}."
        )
    if cycle.period_of(first) + length > cycle.periods:
        return f"starts on {in_words(first)}, too late to end within the cycle ({_whole(cycle)})."
    last = cycle.last_day_of(cycle.period_of(first) + length - 1)
    return (
        f"that starts on {in_words(first)} ends on {in_words(placement.last_day)}; "
        f"it must end on {in_words(last)}."
    )


def _whole(cycle: Cycle) -> str:
    return span(cycle.first_day, cycle.last_day)


def _unknown_ids(plan: Plan, numbers: Numbers) -> list[Finding]:
    """Return a finding for each id of a plan that its organisation does not have."""
    employees, departments = numbers.employees, numbers.departments
    if all(
        p.employee in employees
        and p.host in departments
        and (p.mentor is None or p.mentor in employees)
        for p in plan
    ):
        return []
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
