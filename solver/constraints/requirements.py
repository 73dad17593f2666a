"""Required visits.

When requirements are strict, every one of them is met by a placement that ends in time.

    sum of x[e, b, s] over starts s with s + length[b] - 1 <= due  >=  1    for all e, b, due
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.examples import example
from solver.occupancy import unmet
from solver.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.columns import Columns
    from solver.counting import Counting
    from solver.plan import Plan
    from solver.problem import BoolArray, Problem
    from solver.variables import Variables

EXPLANATION = "{employee} has to visit {host} by the {period} and does not."

KEPT = [
    example("met just in time", [(0, 1, 2)], requirements=[(0, 1, 3)], strict=True),
    example("not strict", [], requirements=[(0, 1, 3)]),
]
BROKEN = [
    example("never visited", [], requirements=[(0, 1, 5)], strict=True),
    example("ends a period late", [(0, 1, 3)], requirements=[(0, 1, 3)], strict=True),
]


def _meets(columns: Columns, employee: int, host: int, due: int) -> BoolArray:
    right = (columns.employee == employee) & (columns.host == host)
    meets: BoolArray = right & (columns.end <= due + 1)
    return meets


def post(model: Variables) -> None:
    """State the rule to a model of named people."""
    wanted = model.problem.requirements
    if not model.problem.strict or not len(wanted):
        return
    found = [np.flatnonzero(_meets(model.columns, *row)) for row in wanted.tolist()]
    group = np.repeat(np.arange(len(found)), [len(columns) for columns in found])
    model.at_least(np.concatenate(found), group, np.ones(len(wanted), dtype=np.int64))


def relax(model: Counting) -> None:
    """Count at least as many visits from a home to a host as are due by each date."""
    if not model.problem.strict:
        return
    column, group, rows, taken = model.tally.due(model.columns)
    due = np.array([len(some) for some in rows], dtype=np.int64)
    model.at_least(column, group, due + taken)


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Yield every strict requirement that is not met."""
    if not problem.strict:
        return
    for row in np.flatnonzero(unmet(problem, plan)).tolist():
        employee, host, due = problem.requirements[row].tolist()
        yield Violation("requirements", employee=employee, host=host, period=due)
