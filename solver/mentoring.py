"""Who could guide one more visitor, as a plan stands. No model uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.occupancy import ends, load, numbered, rows_of

if TYPE_CHECKING:
    from solver.plan import Plan
    from solver.problem import IntArray, Problem


def free_mentors(problem: Problem, plan: Plan, host: int, start: int) -> IntArray:
    """Return who of a host could guide one visitor more, those with the fewest visitors first.

    Parameters
    ----------
    problem : Problem
    plan : Plan
        Without the visitor. Its placements have to lie inside the horizon.
    host : int
        Where the visitor goes.
    start : int
        First period of the visit.
    """
    stay = slice(start, start + int(problem.length[host]))
    if start < 0 or stay.stop > problem.periods:
        return np.zeros(0, dtype=np.int64)
    mentors = np.flatnonzero((problem.home == host) & (problem.guides > 0))
    _, place = numbered(mentors, problem.employees)
    going = plan.rows(rows_of(problem, plan, mentors))
    away = load(problem, going, place[going.employee], len(mentors))[:, stay]
    mine = (place[plan.mentor] >= 0) & (plan.mentor >= 0) & (plan.host == host)
    led = plan.rows(np.flatnonzero(mine))
    visitors = load(problem, led, place[led.mentor], len(mentors))
    there = problem.available[mentors][:, stay] & (away == 0)
    room = (visitors[:, stay] < problem.guides[mentors, None]) & there
    free = np.flatnonzero(room.all(axis=1))
    weeks = np.bincount(place[led.mentor], ends(problem, led) - led.start, len(mentors))
    return mentors[free[np.argsort(weeks[free], kind="stable")]]
