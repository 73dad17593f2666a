"""When people are busy, and problems in which they cannot go then."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from solver.columns import spread

if TYPE_CHECKING:
    from solver.plan import Plan
    from solver.problem import BoolArray, IntArray, Problem


def _covering(problem: Problem, who: IntArray, plan: Plan) -> BoolArray:
    """Return in which periods one of their placements keeps each employee busy, (E, T)."""
    entry, period = spread(plan.start, problem.length[plan.host])
    busy = np.zeros((problem.employees, problem.periods), dtype=np.bool_)
    busy[who[entry], period] = True
    return busy


def guiding(problem: Problem, plan: Plan) -> BoolArray:
    """Return when each employee guides somebody, (E, T)."""
    guided = plan.rows(np.flatnonzero(plan.mentor >= 0))
    return _covering(problem, guided.mentor, guided)


def away(problem: Problem, plan: Plan) -> BoolArray:
    """Return when each employee is away, (E, T)."""
    return _covering(problem, plan.employee, plan)


def without(problem: Problem, busy: BoolArray) -> Problem:
    """Return a problem in which people who are busy cannot go, though they are present."""
    missing = problem.available & busy
    employee, period = np.nonzero(missing)
    colleagues = np.zeros((problem.departments, problem.periods), dtype=np.int64)
    np.add.at(colleagues, (problem.home[employee], period), 1)
    if problem.colleagues is not None:
        colleagues += problem.colleagues
    return replace(problem, available=problem.available & ~busy, colleagues=colleagues)
