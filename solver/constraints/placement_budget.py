"""Placement budget.

All placements together take at most so many person-periods.

    sum of length[b] * x[e, b, s]  <=  max_placement_periods
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.examples import example
from solver.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.model import Model
    from solver.plan import Plan
    from solver.problem import Problem

EXPLANATION = "All placements together take {value:period}; the budget allows {limit}."

KEPT = [
    example("exactly the budget", [(0, 1, 0), (2, 0, 0)], max_placement_periods=4),
    example("no budget", [(0, 1, 0), (2, 0, 0)]),
]
BROKEN = [example("one period over", [(0, 1, 0), (2, 0, 0)], max_placement_periods=3)]


def post(model: Model) -> None:
    """State the rule; people and counts spend alike."""
    budget, count = model.problem.max_placement_periods, len(model.columns)
    if budget is not None:
        group = np.zeros(count, dtype=np.int64)
        model.at_most(np.arange(count), group, budget, model.columns.length)


relax = post


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Yield one violation if the plan spends more than the budget."""
    spent, budget = int(problem.length[plan.host].sum()), problem.max_placement_periods
    if budget is not None and spent > budget:
        yield Violation("placement_budget", value=spent, limit=budget)
