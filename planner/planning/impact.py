"""The impact card: what a change request means for people, homes, hosts and dependencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

import solver
from planner.domain import HostLoad, Impact, MentorChange, PersonImpact, Staffing
from planner.planning.periods import touched_periods

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from planner.domain import Organisation, Placement
    from planner.planning.numbers import IntArray
    from planner.planning.standing import Standing
    from planner.planning.what_if import WhatIf


def impact_of(
    what_if: WhatIf,
    organisation: Organisation,
    gives: Iterable[Placement],
    takes: Iterable[Placement],
) -> Impact:
    """Return what a manager looks at before deciding on a change.

    Parameters
    ----------
    what_if : WhatIf
        The plan as it is.
    organisation : Organisation
        The one that the plan is for.
    gives : iterable of Placement
        What goes out; employee, host and first day say which placement is meant.
    takes : iterable of Placement
        What comes in, as it is: `WhatIf.complete` finds mentors.

    Raises
    ------
    BadInput
        If one that comes in names an employee, host or mentor that does not exist.
    Refused
        If one that goes out is not in the plan.
    """
    before = what_if.standing
    given = tuple(_as_planned(before, give) for give in gives)
    taken = tuple(takes)
    consequence = what_if.net(given, taken)
    after = before.changed(given, taken)
    legs = given + taken
    home = {each.id: each.department for each in organisation.employees}
    return Impact(
        people=tuple(_people(home, given, taken)),
        dependencies=consequence.dependencies,
        aims=consequence.aims,
        staffing=tuple(
            _staffing(organisation, before, after, [(home[p.employee], p) for p in legs])
        ),
        hosting=tuple(_hosting(organisation, before, after, [(p.host, p) for p in legs])),
        mentoring=tuple(_mentoring(after, given, taken)),
        broken=consequence.broken,
    )


def _as_planned(standing: Standing, give: Placement) -> Placement:
    """Return a placement as the plan has it, with its mentor."""
    rows, gone = standing.find((give,))
    planned: Placement = standing.rows[int(rows[0])] if len(rows) else gone[0]
    return planned


def _people(
    home: dict[str, str], gives: Sequence[Placement], takes: Sequence[Placement]
) -> Iterator[PersonImpact]:
    for employee in dict.fromkeys(leg.employee for leg in (*gives, *takes)):
        yield PersonImpact(
            employee,
            home[employee],
            tuple(leg for leg in gives if leg.employee == employee),
            tuple(leg for leg in takes if leg.employee == employee),
        )


_Concerned = list[tuple[str, "Placement"]]
"""A department and a placement that concerns it."""


def _staffing(
    organisation: Organisation, before: Standing, after: Standing, concerned: _Concerned
) -> Iterator[Staffing]:
    problem = before.ground.problem
    away = [solver.Board(problem, each.plan).away for each in (before, after)]
    for department, number, periods in _departments(before, concerned):
        figures = np.stack([problem.present[number], *(each[number] for each in away)])
        minimum = int(problem.minimum_staffing[number])
        for first, last, (present, was, now) in _runs(figures, periods):
            days = organisation.cycle.first_day_of(first), organisation.cycle.last_day_of(last)
            yield Staffing(department, *days, present, was, now, minimum)


def _hosting(
    organisation: Organisation, before: Standing, after: Standing, concerned: _Concerned
) -> Iterator[HostLoad]:
    problem = before.ground.problem
    visitors = [solver.Board(problem, each.plan).visitors for each in (before, after)]
    for department, number, periods in _departments(before, concerned):
        figures = np.stack([each[number] for each in visitors])
        seats = int(problem.host_capacity[number])
        for first, last, (was, now) in _runs(figures, periods):
            days = organisation.cycle.first_day_of(first), organisation.cycle.last_day_of(last)
            yield HostLoad(department, *days, was, now, seats)


def _departments(standing: Standing, concerned: _Concerned) -> Iterator[tuple[str, int, list[int]]]:
    """Yield each department with its number and the periods that the change is about."""
    cycle = standing.ground.organisation.cycle
    for department in dict.fromkeys(department for department, _ in concerned):
        periods: set[int] = set()
        for _, leg in (each for each in concerned if each[0] == department):
            periods |= set(touched_periods(cycle, leg.first_day, leg.last_day))
        yield department, standing.ground.numbers.departments[department], sorted(periods)


def _runs(figures: IntArray, periods: list[int]) -> Iterator[tuple[int, int, list[int]]]:
    """Yield first and last period of each run of periods with the same figures, and these."""
    begin = 0
    for place, period in enumerate(periods):
        following = periods[place + 1 : place + 2]
        if following == [period + 1] and np.array_equal(figures[:, period], figures[:, period + 1]):
            continue
        yield periods[begin], period, figures[:, period].tolist()
        begin = place + 1


def _mentoring(
    after: Standing, gives: Sequence[Placement], takes: Sequence[Placement]
) -> Iterator[MentorChange]:
    problem, numbers = after.ground.problem, after.ground.numbers
    troubled = {
        placement
        for breach in after.breaches
        if breach.violation.rule == "mentors"
        for placement in breach.placements
    }
    for take in takes:
        if take.mentor is None and not problem.has_mentors[numbers.departments[take.host]]:
            continue
        yield MentorChange(
            take.employee,
            take.host,
            take.first_day,
            take.last_day,
            _guide_before(gives, take),
            take.mentor,
            take not in troubled,
        )


def _guide_before(gives: Sequence[Placement], take: Placement) -> str | None:
    """Return who guides the visitor whose place is taken, or the same one at another time."""
    there = [give for give in gives if give.host == take.host]
    there.sort(key=lambda give: (give.first_day != take.first_day, give.employee != take.employee))
    return there[0].mentor if there else None
