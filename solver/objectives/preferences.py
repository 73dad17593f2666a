"""Preferences.

The sum of the scores that employees gave to the departments they are placed at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.occupancy import visits

if TYPE_CHECKING:
    from solver.counting import Counting
    from solver.model import Terms
    from solver.plan import Plan
    from solver.problem import Problem
    from solver.variables import Variables

SENSE = 1


def value(problem: Problem, plan: Plan) -> float:
    """Return the sum of scores over all placements."""
    row = problem.preference_keys.find(visits(problem, plan))
    return float(problem.preferences[row[row >= 0], 2].sum())


def unit(problem: Problem) -> float:
    """Return 1: scores are whole numbers."""
    return 1


def post(model: Variables) -> Terms:
    """Return the sum of scores over all placements."""
    problem, columns = model.problem, model.columns
    row = problem.preference_keys.find(columns.visit)
    return model.weigh(np.r_[problem.preferences[:, 2], 0][row])


def relax(model: Counting) -> Terms:
    """Return the sum of scores if, per home and host, those who like it best go first."""
    tally = model.tally
    return model.reward(np.arange(len(model.columns)), tally.pair, tally.wishes)
