"""Earliest start.

Where a plan is made anew in the middle of a cycle, nothing new begins before a certain period.

    x[e, b, s] = 0    where s < earliest and e, b, s is not pinned
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.examples import example
from solver.plan import codes
from solver.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.columns import Columns
    from solver.plan import Plan
    from solver.problem import BoolArray, IntArray, Problem

EXPLANATION = "{employee} would go to {host} in the {period}, too soon for anything new to begin."

KEPT = [
    example("begins just then", [(0, 1, 2)], earliest=2),
    example("promised before", [(0, 1, 1)], earliest=2, pins=[(0, 1, 1, -1)]),
    example("no such limit", [(0, 1, 0)]),
]
BROKEN = [
    example("a period too soon", [(0, 1, 1)], earliest=2),
    example("somebody else was promised", [(0, 1, 1), (4, 1, 1)], earliest=2, pins=[(4, 1, 1, -1)]),
]


def admits(columns: Columns) -> BoolArray:
    """Return which placements begin late enough or are promised."""
    problem = columns.problem
    return ~_too_soon(problem, columns.employee, columns.host, columns.start)


def _too_soon(problem: Problem, employee: IntArray, host: IntArray, start: IntArray) -> BoolArray:
    soon: BoolArray = start < problem.earliest
    if soon.any():
        promised = codes(problem, *problem.pins[:, :3].T)
        soon &= ~np.isin(codes(problem, employee, host, start), promised)
    return soon


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Yield every placement that begins too soon and was not promised."""
    soon = _too_soon(problem, plan.employee, plan.host, plan.start)
    for row in np.flatnonzero(soon).tolist():
        yield Violation(
            "earliest_start",
            (row,),
            employee=int(plan.employee[row]),
            host=int(plan.host[row]),
            period=int(plan.start[row]),
        )
