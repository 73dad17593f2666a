"""Earliness.

The sum over placements of the importance of what they walk times the period they start in,
counted from 0; the smaller the better. A placement out of season weighs the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from solver.model import Model, Terms
    from solver.plan import Plan
    from solver.problem import Problem

SENSE = -1


def value(problem: Problem, plan: Plan) -> float:
    """Return the sum of importance times first period."""
    weight = problem.walk_weights[problem.home[plan.employee], plan.host]
    return float(weight @ plan.start)


def unit(problem: Problem) -> float:
    """Return 1 where importances are whole numbers, else units fine enough for six digits."""
    if np.all(problem.importance == np.rint(problem.importance)):
        return 1
    most = problem.importance.max() * problem.periods * problem.max_rotations.sum()
    return float(10 ** max(0, min(6, int(15 - np.log10(max(1.0, most))))))


def post(model: Model) -> Terms:
    """Return the sum of importance times first period; people and counts are as early."""
    columns, weights = model.columns, model.problem.walk_weights
    worth = weights[columns.home, columns.host] * columns.start * unit(model.problem)
    return model.weigh(np.rint(worth).astype(np.int64))


relax = post
