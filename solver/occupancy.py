"""Who is where when in a given plan: what the checkers look at. No model uses it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from solver.keys import Keys

if TYPE_CHECKING:
    from solver.plan import Plan
    from solver.problem import BoolArray, IntArray, Problem


def ends(problem: Problem, plan: Plan) -> IntArray:
    """Return the first period after each placement, (P,)."""
    return plan.start + problem.length[plan.host]


def visits(problem: Problem, plan: Plan) -> IntArray:
    """Return employee times departments plus host of each placement, (P,)."""
    return plan.employee * problem.departments + plan.host


def numbered(some: IntArray, limit: int) -> tuple[IntArray, IntArray]:
    """Count off some numbers below a limit, each once.

    Returns
    -------
    distinct : (N,) int
        The numbers, ascending.
    place : (limit,) int
        Where each number below the limit stands among them, -1 where it does not.
    """
    distinct = np.flatnonzero(np.bincount(some, minlength=limit))
    place = np.full(limit, -1, dtype=np.int64)
    place[distinct] = np.arange(len(distinct))
    return distinct, place


def rows_of(problem: Problem, plan: Plan, employees: IntArray) -> IntArray:
    """Return the rows of the plan whose employee is one of some, ascending."""
    asked = np.zeros(problem.employees, dtype=np.bool_)
    asked[employees] = True
    return np.flatnonzero(asked[plan.employee])


def unmet(problem: Problem, plan: Plan) -> BoolArray:
    """Tell of each requirement whether no placement meets it in time, (Q,)."""
    employee, host, due = problem.requirements.T
    near = plan.rows(rows_of(problem, plan, employee))
    # Plans are sorted by start: backwards, the last of several visits is the first to end.
    row = Keys.of(visits(problem, near)[::-1]).find(employee * problem.departments + host)
    ended = np.r_[ends(problem, near)[::-1], problem.periods + 1][row]
    late: BoolArray = ended > due + 1
    return late


def load(problem: Problem, plan: Plan, key: IntArray, keys: int) -> IntArray:
    """Return how many placements with each key cover each period, (keys, T).

    Parameters
    ----------
    key : (P,) int
        The key of each placement, from 0 to ``keys`` - 1.
    """
    width = problem.periods + 1
    begin = key * width
    change = np.bincount(begin + plan.start, minlength=keys * width)
    change -= np.bincount(begin + ends(problem, plan), minlength=keys * width)
    change = change.reshape(keys, width)
    return np.cumsum(change, axis=1, out=change)[:, :-1]


def first_without(problem: Problem, plan: Plan, table: BoolArray, row: IntArray) -> IntArray:
    """Return the first period of each placement that a table denies it, or -1, (P,).

    Parameters
    ----------
    table : (R, T) bool
        What each row allows in each period.
    row : (P,) int
        The row of the table that holds for each placement.
    """
    length = problem.length[plan.host]
    before = np.cumsum(length) - length
    place = np.repeat(np.arange(len(plan)), length)
    period = np.arange(len(place)) - np.repeat(before - plan.start, length)
    denied = np.flatnonzero(~table[row[place], period])
    first = np.full(len(plan), -1, dtype=np.int64)
    if len(denied):
        rows, begin = np.unique(place[denied], return_index=True)
        first[rows] = period[denied[begin]]
    return first


def following(
    problem: Problem, plan: Plan, least: int | None, most: int
) -> tuple[IntArray, IntArray, IntArray]:
    """Return every two placements of one employee with so many periods between them.

    Parameters
    ----------
    least, most : int
        Periods between the two, both included; negative where they overlap. Without a
        least any overlap counts.

    Returns
    -------
    earlier, later, gap : (F,) int
        Rows of the plan and the periods between them.
    """
    order = np.lexsort((plan.start, plan.employee))
    employee, start, end = plan.employee[order], plan.start[order], ends(problem, plan)[order]
    first = np.flatnonzero(employee[1:] == employee[:-1])
    found: list[tuple[IntArray, ...]] = [(order[:0],) * 3]
    lag = 1
    while len(first):
        # Starts ascend, so what is too far apart now only gets further apart.
        first = first[: np.searchsorted(first, len(order) - lag)]
        gap = start[first + lag] - end[first]
        close = (employee[first + lag] == employee[first]) & (gap <= most)
        first, gap = first[close], gap[close]
        kept = slice(None) if least is None else gap >= least
        found.append((order[first[kept]], order[first[kept] + lag], gap[kept]))
        lag += 1
    earlier, later, gap = map(np.concatenate, zip(*found, strict=True))
    return earlier, later, gap


class Rows:
    """The rows of a plan by a key of theirs.

    Parameters
    ----------
    key : (P,) int
        The key of each placement.
    """

    def __init__(self, problem: Problem, plan: Plan, key: IntArray) -> None:
        self._problem, self._plan, self._key = problem, plan, key

    @cached_property
    def _sorted(self) -> tuple[IntArray, IntArray, IntArray, IntArray]:
        order = np.argsort(self._key, kind="stable")
        end = ends(self._problem, self._plan)
        return self._key[order], order, self._plan.start[order], end[order]

    def _slice(self, key: int) -> slice:
        low, high = np.searchsorted(self._sorted[0], (key, key + 1))
        return slice(low, high)

    def of(self, key: int) -> tuple[int, ...]:
        """Return the rows with a key, ascending."""
        return tuple(self._sorted[1][self._slice(key)].tolist())

    def covering(self, key: int, period: int) -> tuple[int, ...]:
        """Return the rows with a key that cover a period, ascending."""
        _, order, start, end = self._sorted
        rows = self._slice(key)
        covers = (start[rows] <= period) & (period < end[rows])
        return tuple(order[rows][covers].tolist())
