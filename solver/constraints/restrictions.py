"""Restrictions.

Nobody is placed at a department that is closed to them.

    x[e, b, s] = 0    where e is restricted from b
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.examples import example
from solver.occupancy import visits
from solver.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.columns import Columns
    from solver.plan import Plan
    from solver.problem import BoolArray, Problem

EXPLANATION = "{employee} may not be placed at {host}."

TIMELESS = True

KEPT = [
    example("a colleague is restricted", [(0, 1, 0)], restrictions=[(1, 1)]),
    example("restricted elsewhere", [(0, 1, 0)], restrictions=[(0, 2)]),
]
BROKEN = [example("placed where restricted", [(0, 1, 0)], restrictions=[(0, 1)])]


def admits(columns: Columns) -> BoolArray:
    """Return which placements lead to a department that is open to the employee."""
    return ~columns.problem.restriction_keys.hold(columns.visit)


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Yield every placement at a department that is closed to its employee."""
    closed = problem.restriction_keys.hold(visits(problem, plan))
    for row in np.flatnonzero(closed).tolist():
        yield Violation(
            "restrictions",
            (row,),
            employee=int(plan.employee[row]),
            host=int(plan.host[row]),
            period=int(plan.start[row]),
        )
