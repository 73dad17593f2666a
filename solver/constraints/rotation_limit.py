"""Rotation limit.

An employee goes on at most as many placements as agreed for the cycle.

    sum of x[e, b, s] over hosts b and starts s  <=  max_rotations[e]    for all e
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.examples import example
from solver.occupancy import Rows
from solver.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.counting import Counting
    from solver.model import Model
    from solver.plan import Plan
    from solver.problem import Problem

EXPLANATION = "{employee} goes on {value:placement}; {limit} at most were agreed."

KEPT = [example("as many as agreed", [(0, 1, 0), (0, 2, 2)])]
BROKEN = [
    example("one more than agreed", [(0, 1, 0), (0, 2, 2)], max_rotations=[1] + [2] * 5),
    example("somebody who does not rotate", [(0, 1, 0)], max_rotations=[0] + [2] * 5),
]


def post(model: Model) -> None:
    """State the rule to a model of named people."""
    employee = model.columns.employee
    model.at_most(np.arange(len(employee)), employee, model.problem.max_rotations[employee])


def relax(model: Counting) -> None:
    """Let the people of a home go no more often than all their limits add up to."""
    home = model.columns.home
    model.at_most(np.arange(len(home)), home, model.tally.rotations[home])


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Yield every employee with too many placements."""
    made = np.bincount(plan.employee, minlength=problem.employees)
    rows = Rows(problem, plan, plan.employee)
    for employee in np.flatnonzero(made > problem.max_rotations).tolist():
        yield Violation(
            "rotation_limit",
            rows.of(employee),
            employee=employee,
            value=int(made[employee]),
            limit=int(problem.max_rotations[employee]),
        )
