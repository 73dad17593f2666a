"""Closures.

While a department is closed for hosting nobody visits it; while it is closed for releasing
none of its own people are away.

    x[e, b, s] = 0    where b hosts nobody, or home[e] releases nobody, in a period of the visit
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.examples import example
from solver.occupancy import first_without
from solver.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.columns import Columns
    from solver.plan import Plan
    from solver.problem import BoolArray, IntArray, Problem

EXPLANATION = "{employee} cannot visit {host}: {department} is closed for it in the {period}."

KEPT = [
    example("the host closes when the visit is over", [(0, 1, 0)], no_hosting=[(1, 2)]),
    example("the host lets nobody go but receives", [(0, 1, 0)], no_releasing=[(1, 0)]),
    example("the home receives nobody but lets go", [(0, 1, 0)], no_hosting=[(0, 0)]),
]
BROKEN = [
    example("the host receives nobody in the last period", [(0, 1, 0)], no_hosting=[(1, 1)]),
    example("the home lets nobody go", [(0, 1, 0)], no_releasing=[(0, 0)]),
]


def admits(columns: Columns) -> BoolArray:
    """Return which placements meet no closure."""
    problem = columns.problem
    received = _closed(problem.hosting, columns.host, columns)
    released = _closed(problem.releasing, columns.home, columns)
    admitted: BoolArray = received + released == 0
    return admitted


def _closed(open_for: BoolArray, department: IntArray, columns: Columns) -> IntArray:
    """Return in how many of its periods each placement finds the department closed."""
    before = np.pad(np.cumsum(~open_for, axis=1), ((0, 0), (1, 0)))
    closed: IntArray = before[department, columns.end] - before[department, columns.start]
    return closed


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Yield every placement that meets a closure of its host or its home."""
    for table, department in (
        (problem.hosting, plan.host),
        (problem.releasing, problem.home[plan.employee]),
    ):
        closed = first_without(problem, plan, table, department)
        for row in np.flatnonzero(closed >= 0).tolist():
            yield Violation(
                "closures",
                (row,),
                employee=int(plan.employee[row]),
                department=int(department[row]),
                host=int(plan.host[row]),
                period=int(closed[row]),
            )
