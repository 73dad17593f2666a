"""From counts to people: home by home, who takes the counted visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.ordered import build, solve_blended
from solver.tally import candidates

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.control import Control
    from solver.plan import Plan
    from solver.problem import IntArray, Problem
    from solver.tally import Tally


def name_counts(
    problem: Problem,
    tally: Tally,
    counts: IntArray,
    plan: Plan,
    control: Control,
    tell: Callable[[Plan], None],
) -> Plan:
    """Return a legal plan in which people take the counted visits as far as they can.

    Parameters
    ----------
    problem : Problem
    tally : Tally
    counts : (C,) int
        Visits of each slot of the tally.
    plan : Plan
        A legal plan to begin with; what is in it stays.
    control : Control
    tell : callable
        Is given every plan on the way; each is legal.
    """
    slots = tally.slots
    left = counts.copy()
    kept = tally.column(problem.home[plan.employee], plan.host, plan.start)
    np.subtract.at(left, kept[kept >= 0], 1)
    width = problem.departments * problem.periods
    wanted = slots.home * width + slots.host * problem.periods + slots.start
    key = np.full(problem.departments * width, 0, dtype=np.int64)
    key[wanted] = np.maximum(0, left)
    demand = np.bincount(slots.home, np.maximum(0, left), problem.departments)
    guides = problem.guides > 0
    turns = [(home, guide) for guide in (False, True) for home in np.argsort(-demand).tolist()]
    for home, guide in turns:
        if control.over:
            break
        people = np.flatnonzero((problem.home == home) & (guide | ~guides))
        columns = candidates(problem, people)
        slot = home * width + columns.host * problem.periods + columns.start
        columns = columns.take(np.flatnonzero(key[slot] > 0))
        if not len(columns):
            continue
        control.spend(len(columns) * 1e-5 + 0.01)
        model = build(problem, columns, plan)
        slot = home * width + columns.host * problem.periods + columns.start
        model.at_most(np.arange(len(columns)), slot, key[slot])
        found = solve_blended(model, control, 1.0, hint=plan).plan
        if found is not None:
            plan = found
            tell(plan)
    return plan
