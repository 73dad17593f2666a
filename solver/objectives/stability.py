"""Stability.

The number of placements of the plan before that are no longer there: the same employee, host
and first day. Another mentor is no change. The fewer the better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.keys import Keys
from solver.model import Terms

if TYPE_CHECKING:
    from solver.counting import Counting
    from solver.plan import Plan
    from solver.problem import Problem
    from solver.variables import Variables

SENSE = -1


def value(problem: Problem, plan: Plan) -> float:
    """Return how many placements of the plan before are lost, 0 without one."""
    if problem.previous is None:
        return 0.0
    kept = Keys.of(plan.codes(problem)).hold(problem.previous_codes)
    return float(len(kept) - np.count_nonzero(kept))


def unit(problem: Problem) -> float:
    """Return 1: placements are counted."""
    return 1


def post(model: Variables) -> Terms:
    """Return how many placements of the plan before are lost."""
    previous = model.problem.previous
    if previous is None:
        return Terms()
    columns = model.columns
    before = set(map(tuple, previous.tolist()))
    near = np.flatnonzero(np.isin(columns.employee, previous[:, 0]))
    kept = np.zeros(len(columns), dtype=np.int64)
    for column in near.tolist():
        visit = (columns.employee[column], columns.host[column], columns.start[column])
        kept[column] = tuple(map(int, visit)) in before
    return Terms(len(previous)) + -model.weigh(kept)


def relax(model: Counting) -> Terms:
    """Return how many are lost if every counted visit keeps one of its home, host and start."""
    previous = model.problem.previous
    if previous is None:
        return Terms()
    home = model.problem.home[previous[:, 0]]
    column = model.tally.column(home, previous[:, 1], previous[:, 2])
    found, kept = np.unique(column[column >= 0], return_counts=True)
    ladders = [[1] * count for count in kept.tolist()]
    return Terms(len(previous)) + -model.reward(found, np.arange(len(found)), ladders)
