"""Starts at which visits follow each other without gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.occupancy import load

if TYPE_CHECKING:
    from solver.plan import Plan
    from solver.problem import BoolArray, Problem


def starts_without_gaps(problem: Problem, plan: Plan) -> BoolArray:
    """Return at which starts hosts can fill the seats that a plan leaves, (D, T).

    Seat by seat, visits follow each other from the first period in which it is free.
    """
    used = load(problem, plan, plan.host, problem.departments)
    grid = np.zeros((problem.departments, problem.periods), dtype=np.bool_)
    for host in np.flatnonzero(problem.linked.any(axis=0)).tolist():
        length = int(problem.length[host])
        left = np.where(problem.hosting[host], problem.host_capacity[host] - used[host], 0)
        for level in np.unique(left[left > 0]).tolist():
            free = (left >= level).tolist()
            start = 0
            while start + length <= problem.periods:
                fits = all(free[start : start + length])
                grid[host, start] |= fits
                start += length if fits else 1
    return grid
