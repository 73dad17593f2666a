"""Rest between rotations.

After a placement an employee is at home for some periods before the next one. Placements
that overlap are no matter of this rule.

    x[e, b, s] + x[e, c, u] <= 1    where 0 <= u - (s + length[b]) < rest_periods
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.columns import spread
from solver.examples import example
from solver.model import split
from solver.occupancy import following
from solver.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.plan import Plan
    from solver.problem import Problem
    from solver.variables import Variables

EXPLANATION = (
    "{employee} leaves again for {host} in the {period} after {value:period} at home; "
    "{limit} are due."
)

KEPT = [
    example("rested exactly long enough", [(0, 1, 0), (0, 2, 4)], rest_periods=2),
    example("no rest is asked for", [(0, 1, 0), (0, 2, 2)]),
    example("overlapping placements are another rule's", [(0, 1, 0), (0, 2, 1)], rest_periods=2),
]
BROKEN = [
    example("a period too early", [(0, 1, 0), (0, 2, 3)], rest_periods=2),
    example("off again at once", [(0, 1, 0), (0, 2, 2)], rest_periods=1),
]


def post(model: Variables) -> None:
    """State the rule to a model of named people.

    Where placements of one person cannot overlap, all that end before a period and all that
    start within the rest after it exclude each other: one clique instead of many pairs.
    """
    rest, columns = model.problem.rest_periods, model.columns
    if not rest:
        return
    if "one_place_at_a_time" not in model.enforced:
        _post_pairs(model)
        return
    every = np.arange(len(columns))
    start, back = spread(columns.start - rest + 1, np.full(len(columns), rest))
    column = np.concatenate([every, start])
    period = np.concatenate([columns.end, back])
    key = columns.employee[column] * (2 * (model.problem.periods + rest)) + period + rest
    model.at_most(column, key, 1)


def _post_pairs(model: Variables) -> None:
    columns = model.columns
    order, begins = split(columns.employee)
    members: list[int] = []
    for chunk in np.split(order, begins[1:]):
        for first in chunk.tolist():
            gap = columns.start[chunk] - columns.end[first]
            close = chunk[(gap >= 0) & (gap < model.problem.rest_periods)]
            for second in close.tolist():
                members += [first, second]
    pair = np.repeat(np.arange(len(members) // 2), 2)
    model.at_most(np.array(members, dtype=np.int64), pair, 1)


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Yield every two placements of an employee with too little rest between them."""
    found = following(problem, plan, 0, problem.rest_periods - 1)
    for first, second, gap in zip(*(column.tolist() for column in found), strict=True):
        yield Violation(
            "rest_between_rotations",
            (first, second),
            employee=int(plan.employee[second]),
            host=int(plan.host[second]),
            period=int(plan.start[second]),
            value=gap,
            limit=problem.rest_periods,
        )
