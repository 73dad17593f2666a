"""Aims, dependencies and people before and after, from what two plans are worth."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

import solver
from planner.domain import AimChange, DependencyChange, Direction, PersonChange
from planner.domain.aim_names import AIM_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planner.domain import Organisation


def aim_changes(
    before: Mapping[str, float], after: Mapping[str, float], lost: int = 0
) -> tuple[AimChange, ...]:
    """Return every aim on both sides, in the order in which they count.

    Parameters
    ----------
    before, after : mapping of str to float
        Values by name, of the same aims.
    lost : int
        Placements of the plan before that no plan can hold; they count for stability.
    """
    found = []
    for name, value in before.items():
        extra = lost if name == "stability" else 0
        was, now = value + extra, after[name] + extra
        found.append(AimChange(name, AIM_NAMES[name], was, now, direction(name, was, now)))
    return tuple(found)


def direction(aim: str, before: float, after: float) -> Direction:
    """Return whether an aim got better or worse; what rounding alone can do is neither."""
    if math.isclose(before, after, rel_tol=1e-12, abs_tol=1e-10):
        return Direction.SAME
    better = (after > before) == (solver.aim_sense(aim) > 0)
    return Direction.BETTER if better else Direction.WORSE


def dependency_changes(
    organisation: Organisation, before: solver.CoverageTable, after: solver.CoverageTable
) -> tuple[DependencyChange, ...]:
    """Return the dependencies that more or fewer people walk, in the organisation's order."""
    return tuple(
        DependencyChange(
            customer=organisation.dependencies[row].customer,
            provider=organisation.dependencies[row].provider,
            importance=organisation.dependencies[row].importance,
            target=organisation.dependencies[row].target,
            before=int(before.after[row]),
            after=int(after.after[row]),
            credit_before=float(before.credit[row]),
            credit_after=float(after.credit[row]),
        )
        for row in np.flatnonzero(before.after != after.after).tolist()
    )


def person_changes(
    organisation: Organisation,
    problem: solver.Problem,
    before: solver.Plan,
    after: solver.Plan,
    some: Iterable[int] | None = None,
) -> tuple[PersonChange, ...]:
    """Return who has more or fewer placements, in the organisation's order.

    Parameters
    ----------
    some : iterable of int, optional
        The employees to look at; all unless given.
    """
    if some is None:
        plans = (before, after)
        counted = (np.bincount(plan.employee, minlength=problem.employees) for plan in plans)
        counts = np.stack(list(counted), axis=1)
        who = np.flatnonzero(counts[:, 0] != counts[:, 1]).tolist()
        made = {number: (int(counts[number, 0]), int(counts[number, 1])) for number in who}
    else:
        made = {n: (_made(before, n), _made(after, n)) for n in sorted(set(some))}
    return tuple(
        _person(organisation.employees[number].id, was, now, bool(problem.experienced[number]))
        for number, (was, now) in made.items()
        if was != now
    )


def _made(plan: solver.Plan, employee: int) -> int:
    return int(np.count_nonzero(plan.employee == employee))


def _person(employee: str, before: int, after: int, experienced: bool) -> PersonChange:
    return PersonChange(
        employee, before, after, experienced or before > 0, experienced or after > 0
    )
