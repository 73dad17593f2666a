"""Unmet requirements.

The number of required visits that no placement of the plan meets in time; the fewer the
better. A visit of the past does not meet a requirement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.model import Terms
from solver.occupancy import unmet

if TYPE_CHECKING:
    from solver.counting import Counting
    from solver.plan import Plan
    from solver.problem import Problem
    from solver.variables import Variables

SENSE = -1


def value(problem: Problem, plan: Plan) -> float:
    """Return the number of unmet requirements."""
    return float(np.count_nonzero(unmet(problem, plan)))


def unit(problem: Problem) -> float:
    """Return 1: requirements are counted."""
    return 1


def post(model: Variables) -> Terms:
    """Return the number of unmet requirements."""
    columns, wanted = model.columns, model.problem.requirements
    if not len(wanted):
        return Terms()
    met = [
        np.flatnonzero(
            (columns.employee == employee) & (columns.host == host) & (columns.end <= due + 1)
        )
        for employee, host, due in wanted.tolist()
    ]
    group = np.repeat(np.arange(len(met)), [len(columns) for columns in met])
    earned = model.reward(np.concatenate(met), group, [(1,)] * len(met))
    return Terms(len(wanted)) + -earned


def relax(model: Counting) -> Terms:
    """Return requirements less what visits that end in time could meet."""
    return Terms(len(model.problem.requirements)) + -model.met()
