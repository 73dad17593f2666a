"""How many people walk each dependency, with and without a plan. No model uses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from solver.plan import Plan
    from solver.problem import FloatArray, IntArray, Problem


@dataclass(frozen=True)
class CoverageTable:
    """Coverage, dependency by dependency.

    Attributes
    ----------
    before, after : (N,) int
        Distinct employees who walk it by valid experience alone, and with the plan.
    credit : (N,) float
        What ``after`` earns, in [0, 1].
    """

    before: IntArray
    after: IntArray
    credit: FloatArray


def coverage_table(problem: Problem, plan: Plan) -> CoverageTable:
    """Return who walks which dependency."""
    past = {(int(e), int(b)) for e, b in problem.experience}
    before, after = _walkers(problem, past), _walkers(problem, past)
    side: dict[tuple[int, int], list[int]] = {}
    for number in range(problem.dependencies):
        ends = int(problem.customer[number]), int(problem.provider[number])
        if problem.customer_visits[number]:
            side.setdefault(ends, []).append(number)
        if problem.provider_visits[number]:
            side.setdefault(ends[::-1], []).append(number)
    for employee, host, start, _ in plan:
        last = start + int(problem.length[host]) - 1
        for number in side.get((int(problem.home[employee]), host), ()):
            if problem.season_first[number] <= start and last <= problem.season_last[number]:
                after[number].add(employee)
    count = np.array([len(walkers) for walkers in after], dtype=np.int64)
    return CoverageTable(
        np.array([len(walkers) for walkers in before], dtype=np.int64),
        count,
        credit(count, problem.target, problem.decay),
    )


def _walkers(problem: Problem, visits: set[tuple[int, int]]) -> list[set[int]]:
    """Return who walks each dependency by visits of any time."""
    by_pair: dict[tuple[int, int], set[int]] = {}
    for employee, host in visits:
        by_pair.setdefault((int(problem.home[employee]), host), set()).add(employee)
    walkers: list[set[int]] = []
    for number in range(problem.dependencies):
        ends = int(problem.customer[number]), int(problem.provider[number])
        found: set[int] = set()
        if problem.customer_visits[number]:
            found |= by_pair.get(ends, set())
        if problem.provider_visits[number]:
            found |= by_pair.get(ends[::-1], set())
        walkers.append(found)
    return walkers


def credit(walked: IntArray, target: IntArray, decay: float) -> FloatArray:
    """Return what each dependency earns, in [0, 1].

    Each further walker is worth ``decay`` times the one before; with ``target`` walkers all
    is earned.
    """
    counted = np.minimum(walked, target)
    if decay == 1:
        earned: FloatArray = counted / target
    else:
        earned = (1 - decay**counted) / (1 - decay**target)
    return earned
