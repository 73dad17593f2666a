"""Host capacity.

A host receives at most as many visitors at once as it has desks for.

    sum of x[e, b, s] over e and starts s that cover t  <=  host_capacity[b]    for all b, t
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.examples import example
from solver.occupancy import Rows, load
from solver.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.model import Model
    from solver.plan import Plan
    from solver.problem import Problem

EXPLANATION = "{host} has desks for {limit:visitor}; {value} are placed there in the {period}."

KEPT = [
    example("as many visitors as desks", [(0, 1, 0), (4, 1, 1)]),
    example("the desk is free again", [(0, 1, 0), (4, 1, 2)], host_capacity=[2, 1, 2]),
]
BROKEN = [
    example("one desk, two visitors", [(0, 1, 0), (4, 1, 1)], host_capacity=[2, 1, 2]),
    example("a host without desks", [(0, 1, 0)], host_capacity=[2, 0, 2]),
]


def post(model: Model) -> None:
    """State the rule; people and counts fill desks alike."""
    column, period = model.columns.covered
    host = model.columns.host[column]
    model.at_most(column, host * model.problem.periods + period, model.problem.host_capacity[host])


relax = post


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Yield every host and period with more visitors than desks."""
    visitors = load(problem, plan, plan.host, problem.departments)
    rows = Rows(problem, plan, plan.host)
    for host, period in np.argwhere(visitors > problem.host_capacity[:, None]).tolist():
        yield Violation(
            "host_capacity",
            rows.covering(host, period),
            host=host,
            period=period,
            value=int(visitors[host, period]),
            limit=int(problem.host_capacity[host]),
        )
