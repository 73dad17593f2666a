"""Reach.

The number of employees with at least one placement or a visit of the past that still counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.model import Terms

if TYPE_CHECKING:
    from solver.counting import Counting
    from solver.plan import Plan
    from solver.problem import Problem
    from solver.variables import Variables

SENSE = 1


def value(problem: Problem, plan: Plan) -> float:
    """Return how many employees the plan and the past reach."""
    reached = problem.experienced.copy()
    reached[plan.employee] = True
    return float(np.count_nonzero(reached))


def unit(problem: Problem) -> float:
    """Return 1: people are counted."""
    return 1


def post(model: Variables) -> Terms:
    """Return the number of employees reached.

    Those who go once at most are reached by each of their placements: no step is needed.
    """
    problem, employee = model.problem, model.columns.employee
    fresh = ~problem.experienced[employee]
    once = problem.max_rotations[employee] == 1
    column = np.flatnonzero(fresh & ~once)
    _, group = np.unique(employee[column], return_inverse=True)
    ladders = [(1,)] * (int(group.max()) + 1 if len(group) else 0)
    past = Terms(int(problem.experienced.sum()))
    often = model.reward(column, group, ladders)
    return past + often + model.weigh((fresh & once).astype(np.int64))


def relax(model: Counting) -> Terms:
    """Return the past's reach and, per home, a visit for each who could still be reached."""
    home = model.columns.home
    ladders = [[1] * fresh for fresh in model.tally.fresh.tolist()]
    past = Terms(int(model.problem.experienced.sum()))
    return past + model.reward(np.arange(len(home)), home, ladders)
