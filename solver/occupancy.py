"""Who is where when in a given plan: what the checkers look at. No model uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.plan import Plan
    from solver.problem import BoolArray, IntArray, Problem


def ends(problem: Problem, plan: Plan) -> IntArray:
    """Return the first period after each placement, (P,)."""
    return plan.start + problem.length[plan.host]


def load(problem: Problem, plan: Plan, key: IntArray, keys: int) -> IntArray:
    """Return how many placements with each key cover each period, (keys, T)."""
    change = np.zeros((keys, problem.periods + 1), dtype=np.int64)
    np.add.at(change, (key, plan.start), 1)
    np.add.at(change, (key, ends(problem, plan)), -1)
    return np.cumsum(change, axis=1)[:, :-1]


def first_in(problem: Problem, plan: Plan, closed: BoolArray) -> IntArray:
    """Return the first period of each placement in which its row of ``closed`` is true, or -1.

    ``closed`` is (P, T): one row for each placement.
    """
    period = np.arange(problem.periods)
    inside = (period >= plan.start[:, None]) & (period < ends(problem, plan)[:, None])
    hit = closed & inside
    return np.where(hit.any(axis=1), hit.argmax(axis=1), -1)


def successive(problem: Problem, plan: Plan) -> Iterator[tuple[int, int, int]]:
    """Yield (earlier, later, gap) for every two placements of one employee.

    ``gap`` counts the periods between them; it is negative where they overlap.
    """
    order = np.lexsort((plan.start, plan.employee))
    employee, start, end = plan.employee[order], plan.start[order], ends(problem, plan)[order]
    lag = 1
    while True:
        pairs = np.flatnonzero(employee[lag:] == employee[:-lag]) if lag < len(order) else ()
        if not len(pairs):
            return
        for first in pairs:
            yield int(order[first]), int(order[first + lag]), int(start[first + lag] - end[first])
        lag += 1


def rows_covering(problem: Problem, plan: Plan, mask: BoolArray, period: int) -> tuple[int, ...]:
    """Return the rows of the plan in ``mask`` (P,) that cover a period."""
    covers = (plan.start <= period) & (period < ends(problem, plan))
    return tuple(np.flatnonzero(mask & covers).tolist())
