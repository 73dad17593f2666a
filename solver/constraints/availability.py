"""Availability.

No placement covers a period in which the employee is absent or not employed.

    x[e, b, s] = 0    where e is unavailable in any period of s .. s + length[b] - 1
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
    from solver.problem import BoolArray, Problem

EXPLANATION = "{employee} is placed at {host} but is away or not employed in the {period}."

KEPT = [
    example("away before and after", [(0, 1, 2)], away=[(0, 1), (0, 4)]),
    example("somebody else is away", [(0, 1, 2)], away=[(2, 2)]),
]
BROKEN = [
    example("away in the first period", [(0, 1, 2)], away=[(0, 2)]),
    example("away in the last period", [(0, 1, 2)], away=[(0, 3)]),
]


def admits(columns: Columns) -> BoolArray:
    """Return which placements find their employee there throughout."""
    before = columns.problem.absences_before
    admitted: BoolArray = (
        before[columns.employee, columns.end] == before[columns.employee, columns.start]
    )
    return admitted


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Yield every placement that covers a period in which its employee is unavailable."""
    missing = first_without(problem, plan, problem.available, plan.employee)
    for row in np.flatnonzero(missing >= 0).tolist():
        yield Violation(
            "availability",
            (row,),
            employee=int(plan.employee[row]),
            host=int(plan.host[row]),
            period=int(missing[row]),
        )
