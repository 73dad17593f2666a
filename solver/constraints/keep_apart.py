"""Keep apart.

Deputies and other pairs who stand in for each other are never away in the same period.

    away[e, t] + away[f, t] <= 1    for all pairs e, f to keep apart and all t
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.examples import example
from solver.occupancy import load, rows_covering
from solver.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.model import Model
    from solver.plan import Plan
    from solver.problem import Problem

EXPLANATION = "{employee} and {other} stand in for each other; both are away in the {period}."

KEPT = [
    example("one after the other", [(0, 1, 0), (2, 2, 2)], keep_apart=[(0, 2)]),
    example("others may be away together", [(0, 1, 0), (4, 1, 0)], keep_apart=[(0, 2)]),
]
BROKEN = [
    example("both away for one period", [(0, 1, 0), (2, 2, 1)], keep_apart=[(0, 2)]),
    example("the pair named the other way round", [(0, 1, 0), (2, 2, 0)], keep_apart=[(2, 0)]),
]


def post(model: Model) -> None:
    """State the rule to a model of named people."""
    column, period = model.columns.covered
    employee, problem = model.columns.employee[column], model.problem
    members: list[np.ndarray] = []
    groups: list[np.ndarray] = []
    entries = _entries_of(employee, problem.keep_apart.ravel())
    for number, (one, other) in enumerate(problem.keep_apart.tolist()):
        both = np.concatenate([entries.get(one, _NONE), entries.get(other, _NONE)])
        members.append(column[both])
        groups.append(number * problem.periods + period[both])
    if members:
        model.at_most(np.concatenate(members), np.concatenate(groups), 1)


_NONE = np.zeros(0, dtype=np.int64)


def _entries_of(employee: np.ndarray, wanted: np.ndarray) -> dict[int, np.ndarray]:
    """Return the entries that belong to each employee who is to be kept apart."""
    entries = np.flatnonzero(np.isin(employee, wanted))
    found: dict[int, np.ndarray] = {}
    for one in np.unique(employee[entries]).tolist():
        found[one] = entries[employee[entries] == one]
    return found


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Yield the first period of each overlap between two people to keep apart."""
    going = set(plan.employee.tolist())
    pairs = [pair for pair in problem.keep_apart.tolist() if going.issuperset(pair)]
    if not pairs:
        return
    away = load(problem, plan, plan.employee, problem.employees) > 0
    for one, other in pairs:
        both = away[one] & away[other]
        for period in np.flatnonzero(both & ~np.r_[False, both[:-1]]).tolist():
            involved = (plan.employee == one) | (plan.employee == other)
            yield Violation(
                "keep_apart",
                rows_covering(problem, plan, involved, period),
                employee=one,
                other=other,
                period=period,
            )
