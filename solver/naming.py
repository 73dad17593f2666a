"""From counts to people: home by home, who takes the counted visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.ordered import build, solve_blended
from solver.tally import candidates

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.columns import Columns
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
    width = problem.departments * problem.periods
    place = slots.home * width + slots.host * problem.periods + slots.start
    guides = problem.guides > 0
    for guide in (False, True):  # people who guide visitors last: theirs may need them
        left = counts.copy()
        taken = tally.column(problem.home[plan.employee], plan.host, plan.start)
        np.subtract.at(left, taken[taken >= 0], 1)
        left = np.maximum(0, left)
        room = np.zeros(problem.departments * width, dtype=np.int64)
        room[place] = left
        demand = np.bincount(slots.home, left, problem.departments)
        for home in np.argsort(-demand, kind="stable").tolist():
            if control.over or not demand[home]:
                break
            people = np.flatnonzero((problem.home == home) & (guide | ~guides))
            plan = _name_home(problem, people, room, plan, control)
            tell(plan)
    return plan


def _name_home(
    problem: Problem, people: IntArray, room: IntArray, plan: Plan, control: Control
) -> Plan:
    """Return the plan with people of one home on as much of the ``room`` as goes.

    ``room`` holds the visits left for each home, host and start, as one long row.
    """

    def place(columns: Columns) -> IntArray:
        pair = columns.home * problem.departments + columns.host
        return pair * problem.periods + columns.start

    columns = candidates(problem, people)
    columns = columns.take(np.flatnonzero(room[place(columns)] > 0))
    if not len(columns):
        return plan
    control.spend(len(columns) * 1e-5 + 0.01)
    model = build(problem, columns, plan)
    slot = place(columns)
    model.at_most(np.arange(len(columns)), slot, room[slot])
    return solve_blended(model, control, 1.0, hint=plan).plan or plan
