"""How many people walk each dependency, with and without a plan. No model uses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.keys import Keys
from solver.occupancy import ends

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
    past = problem.past_walks
    tables = problem.walked_as_customer, problem.walked_as_provider
    walked = [_walks(problem, plan, table) for table in tables]
    before = _people(problem, past)
    after = _people(problem, Keys.of(np.concatenate([past, *walked])).sorted)
    return CoverageTable(before, after, credit(after, problem.target, problem.decay))


def _walks(problem: Problem, plan: Plan, table: IntArray) -> IntArray:
    """Return dependency times E plus employee of each placement that walks one in season.

    Parameters
    ----------
    table : (D, D) int
        The dependency that people of each home walk at each host, or -1.
    """
    dependency = table[problem.home[plan.employee], plan.host]
    rows = np.flatnonzero(dependency >= 0)
    dependency = dependency[rows]
    inside = (plan.start[rows] >= problem.season_first[dependency]) & (
        ends(problem, plan)[rows] <= problem.season_last[dependency] + 1
    )
    walks: IntArray = (dependency * problem.employees + plan.employee[rows])[inside]
    return walks


def _people(problem: Problem, walks: IntArray) -> IntArray:
    """Return how many people walk each dependency, (N,)."""
    return np.bincount(walks // problem.employees, minlength=problem.dependencies)


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
