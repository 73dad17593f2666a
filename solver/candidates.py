"""Placements that no rule forbids by itself: what models choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.columns import Columns, spread
from solver.constraints import all_rules

if TYPE_CHECKING:
    from solver.problem import BoolArray, IntArray, Problem


def candidates(problem: Problem, employees: IntArray, pairs: BoolArray | None = None) -> Columns:
    """Return every placement of some employees that no rule forbids by itself.

    They come by employee in the order given, by host and by start.

    Parameters
    ----------
    problem : Problem
    employees : (n,) int
        Of one home or of several.
    pairs : (D, D) bool, optional
        From which home to which host; wherever dependencies lead unless given.
    """
    linked = problem.linked if pairs is None else problem.linked & pairs
    able = employees[problem.max_rotations[employees] > 0]
    row, host = np.nonzero(linked[problem.home[able]])
    visits = Columns.named(problem, able[row], host, np.zeros_like(host))
    visits = visits.take(np.flatnonzero(admitted(visits, timeless=True)))
    starts = np.maximum(0, problem.periods - visits.length + 1)
    entry, start = spread(np.zeros_like(starts), starts)
    columns = Columns(
        problem, visits.employee[entry], visits.home[entry], visits.host[entry], start
    )
    return columns.take(np.flatnonzero(admitted(columns, timeless=False)))


def all_candidates(problem: Problem, most: int) -> Columns | None:
    """Return every placement that no rule forbids by itself, None where they are too many."""
    links = problem.linked.sum(axis=1)[problem.home]
    if int(links.sum()) * problem.periods > 20 * most:
        return None
    columns = candidates(problem, np.arange(problem.employees))
    return columns if len(columns) <= most else None


def admitted(columns: Columns, timeless: bool) -> BoolArray:
    """Return which placements no rule forbids by itself, (C,).

    Rules that look at nothing but who goes where are asked if ``timeless``, else the others.
    """
    mask = np.ones(len(columns), dtype=np.bool_)
    for rule in all_rules().values():
        if rule.admits is not None and rule.timeless == timeless:
            mask &= rule.admits(columns)
    return mask
