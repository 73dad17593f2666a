"""Linked hosts.

People visit only departments that theirs serves or depends on, where the dependency lets
their side visit, and never their own.

    x[e, b, s] = 0    where no dependency lets people of home[e] visit b, or b = home[e]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.examples import example
from solver.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.columns import Columns
    from solver.plan import Plan
    from solver.problem import BoolArray, Problem

EXPLANATION = "{employee} is placed at {host}, but no dependency sends {department} there."

TIMELESS = True

KEPT = [
    example("the customer visits the provider", [(0, 1, 0)], provider_visits=[False] * 3),
    example("the provider visits the customer", [(2, 0, 0)], customer_visits=[False] * 3),
]
BROKEN = [
    example("only the provider visits", [(0, 1, 0)], customer_visits=[False] * 3),
    example("only the customer visits", [(2, 0, 0)], provider_visits=[False] * 3),
    example("a visit to one's own department", [(0, 0, 0)]),
]


def admits(columns: Columns) -> BoolArray:
    """Return which placements go where some dependency leads."""
    return columns.problem.linked[columns.home, columns.host]


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Yield every placement at a host to which no dependency leads."""
    home = problem.home[plan.employee]
    for row in np.flatnonzero(~problem.linked[home, plan.host]).tolist():
        yield Violation(
            "linked_hosts",
            (row,),
            employee=int(plan.employee[row]),
            department=int(home[row]),
            host=int(plan.host[row]),
            period=int(plan.start[row]),
        )
