"""Coverage.

How well the dependencies are walked: the mean of their credits, weighted by importance, in
[0, 1]. Of the people who walk a dependency, each is worth ``decay`` times the one before,
up to its target.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.coverage import coverage_table

if TYPE_CHECKING:
    from solver.columns import Columns
    from solver.counting import Counting
    from solver.model import Model, Terms
    from solver.plan import Plan
    from solver.problem import IntArray, Problem
    from solver.variables import Variables

SENSE = 1


def value(problem: Problem, plan: Plan) -> float:
    """Return coverage, 1 where there are no dependencies."""
    if not problem.dependencies:
        return 1.0
    credit = coverage_table(problem, plan).credit
    return float(credit @ problem.importance / problem.importance.sum())


def unit(problem: Problem) -> float:
    """Return units fine enough that rounding every step stays below 1e-7 in all."""
    steps = max(1, int(_steps(problem).sum()))
    return float(10 ** int(np.ceil(np.log10(steps * 1e7))))


def post(model: Variables) -> Terms:
    """Return coverage in units."""
    return _post(model)


def relax(model: Counting) -> Terms:
    """Return coverage in units; whoever is counted walks as well as anybody."""
    return _post(model)


def _post(model: Model) -> Terms:
    problem = model.problem
    column, dependency = walks(model.columns)
    past = np.bincount(problem.past_walks // problem.employees, minlength=problem.dependencies)
    if problem.veterans is not None:
        past = past + problem.veterans
    ladders = _ladders(problem, past)
    earned = model.reward(column, dependency, [ladder[1] for ladder in ladders])
    constant = sum(ladder[0] for ladder in ladders)
    return type(earned)(constant + earned.constant, earned.variable, earned.weight)


def walks(columns: Columns) -> tuple[IntArray, IntArray]:
    """Return every pair of a placement and a dependency it walks, in season."""
    problem = columns.problem
    found: list[tuple[IntArray, IntArray]] = []
    for table in (problem.walked_as_customer, problem.walked_as_provider):
        dependency = table[columns.home, columns.host]
        inside = (
            (dependency >= 0)
            & (columns.start >= problem.season_first[dependency])
            & (columns.end - 1 <= problem.season_last[dependency])
        )
        column = np.flatnonzero(inside)
        found.append((column, dependency[column]))
    return np.concatenate([f[0] for f in found]), np.concatenate([f[1] for f in found])


def _steps(problem: Problem) -> IntArray:
    """Return how many people can earn something on each dependency, (N,)."""
    strangers = 0 if problem.veterans is None else problem.veterans
    steps: IntArray = np.minimum(problem.target, problem.employees + strangers)
    return steps


def _ladders(problem: Problem, past: IntArray) -> list[tuple[int, list[int]]]:
    """Return per dependency what the past earns and what each further walker adds."""
    if not problem.dependencies:
        return []
    scale = unit(problem) / problem.importance.sum()
    ladders = []
    rows = (problem.importance, problem.target, past, _steps(problem))
    for importance, target, walked, most in zip(*(row.tolist() for row in rows), strict=True):
        steps = np.arange(most)
        if problem.decay == 1:
            worth = np.full(len(steps), 1 / target)
        else:
            worth = problem.decay**steps * (1 - problem.decay) / (1 - problem.decay**target)
        units = np.rint(importance * scale * worth).astype(np.int64).tolist()
        ladders.append((sum(units[:walked]), units[walked:]))
    return ladders
