"""No repeats.

Nobody visits a department twice in a cycle, nor one they know from a visit that still counts.

    sum of x[e, b, s] over starts s  <=  0 where e has valid experience of b, else 1
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
    from solver.counting import Counting
    from solver.model import Model
    from solver.plan import Plan
    from solver.problem import BoolArray, Problem

EXPLANATION = "{employee} is placed at {host} and has been there already."

TIMELESS = True

KEPT = [
    example("two different hosts", [(0, 1, 0), (0, 2, 2)]),
    example("a colleague has been there", [(0, 1, 0)], experience=[(1, 1)]),
]
BROKEN = [
    example("the same host twice", [(0, 1, 0), (0, 1, 3)]),
    example("seen it before", [(0, 1, 0)], experience=[(0, 1)]),
]


def admits(columns: Columns) -> BoolArray:
    """Return which placements lead to a department that the employee does not know."""
    return ~columns.problem.experience_keys.hold(columns.visit)


def post(model: Model) -> None:
    """State the rule to a model of named people."""
    columns = model.columns
    model.at_most(np.arange(len(columns)), columns.visit, 1)


def relax(model: Counting) -> None:
    """Let no more visits go from a home to a host than people who could make one."""
    tally = model.tally
    model.at_most(np.arange(len(model.columns)), tally.pair, tally.people[tally.pair])


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Yield every placement that repeats an earlier one or a visit of the past."""
    pair = visits(problem, plan)
    _, first, run = np.unique(pair, return_index=True, return_inverse=True)
    earlier = first[run]
    repeated = earlier != np.arange(len(plan))
    for row in np.flatnonzero(repeated | problem.experience_keys.hold(pair)).tolist():
        yield Violation(
            "no_repeats",
            (int(earlier[row]), row) if repeated[row] else (row,),
            employee=int(plan.employee[row]),
            host=int(plan.host[row]),
            period=int(plan.start[row]),
        )
