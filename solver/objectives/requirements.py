"""Unmet requirements.

The number of required visits that no placement of the plan meets in time; the fewer the
better. A visit of the past does not meet a requirement.
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

SENSE = -1


def value(problem: Problem, plan: Plan) -> float:
    """Return the number of unmet requirements."""
    ended: dict[tuple[int, int], int] = {}
    for employee, host, start, _ in plan:
        last = start + int(problem.length[host]) - 1
        ended[employee, host] = min(last, ended.get((employee, host), last))
    rows = problem.requirements.tolist()
    return float(sum(ended.get((e, b), problem.periods) > due for e, b, due in rows))


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
    """Return requirements less what the visits due by each date could meet.

    Requirements of one home and host are met in the order of their dates at best, and never
    more of them than visits that end in time.
    """
    met = model.chain(*model.tally.due(model.columns))
    return Terms(len(model.problem.requirements)) + -met
