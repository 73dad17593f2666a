"""One place at a time.

An employee's placements do not overlap.

    sum of x[e, b, s] over hosts b and starts s that cover t  <=  1    for all e, t
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.examples import example
from solver.occupancy import following
from solver.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.model import Model
    from solver.plan import Plan
    from solver.problem import Problem

EXPLANATION = "{employee} is placed at {host} in the {period} while still on another placement."

KEPT = [
    example("one placement begins when the other ends", [(0, 1, 0), (0, 2, 2)]),
    example("two people in the same periods", [(0, 1, 0), (2, 2, 0)]),
]
BROKEN = [
    example("the second begins a period too soon", [(0, 1, 0), (0, 2, 1)]),
    example("two places from the same day on", [(0, 1, 3), (0, 2, 3)]),
]


def post(model: Model) -> None:
    """State the rule to a model of named people."""
    column, period = model.columns.covered
    model.at_most(column, model.columns.employee[column] * model.problem.periods + period, 1)


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Yield every two placements of an employee that overlap."""
    earlier, later, _ = following(problem, plan, None, -1)
    for first, second in zip(earlier.tolist(), later.tolist(), strict=True):
        yield Violation(
            "one_place_at_a_time",
            (first, second),
            employee=int(plan.employee[second]),
            host=int(plan.host[second]),
            period=int(plan.start[second]),
        )
