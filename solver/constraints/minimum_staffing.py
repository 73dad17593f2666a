"""Minimum staffing.

A department keeps enough of its own people at their desks in every period; where too few
are present to begin with, it lets nobody go.

    sum of x[e, b, s] over e with home a and starts s that cover t
        <=  max(0, present[a, t] - minimum_staffing[a])    for all a, t
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

EXPLANATION = (
    "{department} keeps {value:person} of its own at work in the {period}; it needs {limit}."
)

KEPT = [
    example("one goes, one stays", [(0, 1, 0)]),
    example("the colleague is away at another time", [(0, 1, 0)], away=[(1, 2)]),
]
BROKEN = [
    example("both go", [(0, 1, 0), (1, 2, 1)]),
    example("the colleague who should stay is absent", [(0, 1, 0)], away=[(1, 1)]),
    example("fewer are there than needed", [(0, 1, 0)], minimum_staffing=[3, 1, 1]),
]


def post(model: Model) -> None:
    """State the rule; people and counts leave desks alike."""
    column, period = model.columns.covered
    home = model.columns.home[column]
    model.at_most(
        column, home * model.problem.periods + period, model.problem.releasable[home, period]
    )


relax = post


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Yield every department and period in which too few of its own people stay."""
    home = problem.home[plan.employee]
    away = load(problem, plan, home, problem.departments)
    staying = problem.present - away
    short = (away > 0) & (staying < problem.minimum_staffing[:, None])
    rows = Rows(problem, plan, home)
    for department, period in np.argwhere(short).tolist():
        yield Violation(
            "minimum_staffing",
            rows.covering(department, period),
            department=department,
            period=period,
            value=int(staying[department, period]),
            limit=int(problem.minimum_staffing[department]),
        )
