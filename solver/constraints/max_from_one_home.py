"""Visitors from one home.

A host receives at most so many visitors from the same department at once.

    sum of x[e, b, s] over e with home a and starts s that cover t
        <=  max_from_one_home    for all a, b, t
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.examples import example
from solver.occupancy import Rows, load, numbered
from solver.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.model import Model
    from solver.plan import Plan
    from solver.problem import Problem

EXPLANATION = (
    "{host} receives {value:visitor} from {department} in the {period}; {limit} at once at most."
)

KEPT = [
    example("one from each of two homes", [(0, 1, 0), (4, 1, 0)], max_from_one_home=1),
    example("two from one home, one after the other", [(0, 1, 0), (1, 1, 2)], max_from_one_home=1),
    example("no such limit", [(0, 1, 0), (1, 1, 0)]),
]
BROKEN = [
    example("two from one home at once", [(0, 1, 0), (1, 1, 1)], max_from_one_home=1),
]


def post(model: Model) -> None:
    """State the rule; people and counts are from one home alike."""
    limit, problem = model.problem.max_from_one_home, model.problem
    if limit is None:
        return
    column, period = model.columns.covered
    pair = model.columns.home * problem.departments + model.columns.host
    model.at_most(column, pair[column] * problem.periods + period, limit)


relax = post


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Yield every host and period with too many visitors from one home."""
    limit = problem.max_from_one_home
    if limit is None:
        return
    pair = problem.home[plan.employee] * problem.departments + plan.host
    pairs, place = numbered(pair, problem.departments**2)
    key = place[pair]
    visitors = load(problem, plan, key, len(pairs))
    rows = Rows(problem, plan, key)
    for index, period in np.argwhere(visitors > limit).tolist():
        home, host = divmod(int(pairs[index]), problem.departments)
        yield Violation(
            "max_from_one_home",
            rows.covering(index, period),
            department=home,
            host=host,
            period=period,
            value=int(visitors[index, period]),
            limit=limit,
        )
