"""Part of a problem, small enough to travel: some people, and all that binds them.

Rules tie placements together that share a person, a department (as home or as host of either)
or a pair of people to be kept apart, and by the budget of all. So part of a problem is whole
when it has those placements; the rest of the plan only shows in what it leaves of the budget.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from solver.plan import Plan, codes

if TYPE_CHECKING:
    from solver.problem import BoolArray, IntArray, Problem


@dataclass(frozen=True, eq=False)
class Cut:
    """Part of a problem and of a plan, with people numbered anew.

    Attributes
    ----------
    problem : Problem
        All departments and dependencies, and the people of this part.
    plan : Plan
        The placements of this part.
    people : (n,) int
        The number in the whole of each employee of the part.
    """

    problem: Problem
    plan: Plan
    people: IntArray

    def inside(self, employees: IntArray) -> IntArray:
        """Return the numbers in the part of employees of the whole."""
        return np.searchsorted(self.people, employees)

    def outside(self, plan: Plan) -> Plan:
        """Return a plan of the part in the numbers of the whole."""
        mentor = np.where(plan.mentor >= 0, self.people[plan.mentor], -1)
        return Plan.from_arrays(self.people[plan.employee], plan.host, plan.start, mentor)


def cut(problem: Problem, plan: Plan, people: IntArray, hosts: IntArray) -> Cut:
    """Return the part of a problem in which some people may be placed at some hosts.

    Parameters
    ----------
    problem : Problem
    plan : Plan
    people : (n,) int
        Who may be placed, sorted. All their placements are in the part.
    hosts : (h,) int
        Where they may be placed, and where their placements are that may change.
    """
    touched = np.zeros(problem.departments, dtype=np.bool_)
    touched[problem.home[people]] = True
    touched[hosts] = True
    free = np.zeros(problem.employees, dtype=np.bool_)
    free[people] = True
    apart = free.copy()
    pairs = problem.keep_apart
    apart[pairs[free[pairs[:, 0]], 1]] = True
    apart[pairs[free[pairs[:, 1]], 0]] = True
    home = problem.home[plan.employee]
    rows = touched[home] | touched[plan.host] | apart[plan.employee]
    kept = plan.rows(np.flatnonzero(rows))
    concerned = free.copy()
    concerned[kept.employee] = True
    concerned[kept.mentor[kept.mentor >= 0]] = True
    concerned[(problem.guides > 0) & touched[problem.home]] = True
    members = np.flatnonzero(concerned)
    part = _part(problem, members, free, kept)
    budget = problem.max_placement_periods
    if budget is not None:
        spent = int(problem.length[plan.host[~rows]].sum())
        part = replace(part, max_placement_periods=max(0, budget - spent))
    return Cut(part, _renumbered(problem, members, kept), members)


def _part(problem: Problem, members: IntArray, free: BoolArray, kept: Plan) -> Problem:
    number = _numbers(problem, members)

    def rows(table: IntArray, mask: BoolArray) -> IntArray:
        chosen = table[mask]
        chosen[:, 0] = number[chosen[:, 0]]
        return chosen

    def of(table: IntArray) -> IntArray:
        return rows(table, number[table[:, 0]] >= 0)

    pairs, previous, walks = problem.keep_apart, problem.previous, problem.past_walks
    promised = np.isin(codes(problem, *problem.pins[:, :3].T), kept.codes(problem))
    pins = rows(problem.pins, promised)
    pins[:, 3] = np.where(pins[:, 3] >= 0, number[pins[:, 3]], -1)
    strangers = walks[number[walks % problem.employees] < 0] // problem.employees
    veterans = np.bincount(strangers, minlength=problem.dependencies)
    if problem.veterans is not None:
        veterans = veterans + problem.veterans
    return replace(
        problem,
        home=problem.home[members],
        max_rotations=problem.max_rotations[members],
        available=problem.available[members],
        guides=problem.guides[members],
        colleagues=problem.present - _present(problem, members),
        veterans=veterans,
        experience=of(problem.experience),
        preferences=of(problem.preferences),
        restrictions=of(problem.restrictions),
        keep_apart=number[pairs[(number[pairs] >= 0).all(axis=1)]],
        requirements=rows(problem.requirements, free[problem.requirements[:, 0]]),
        pins=pins,
        previous=None if previous is None else rows(previous, free[previous[:, 0]]),
    )


def _present(problem: Problem, members: IntArray) -> IntArray:
    place = problem.home[members][:, None] * problem.periods + np.arange(problem.periods)
    size = problem.departments * problem.periods
    there = np.bincount(place[problem.available[members]], minlength=size)
    return there.reshape(problem.departments, problem.periods)


def _numbers(problem: Problem, members: IntArray) -> IntArray:
    number = np.full(problem.employees, -1, dtype=np.int64)
    number[members] = np.arange(len(members))
    return number


def _renumbered(problem: Problem, members: IntArray, plan: Plan) -> Plan:
    number = _numbers(problem, members)
    mentor = np.where(plan.mentor >= 0, number[plan.mentor], -1)
    return Plan.from_arrays(number[plan.employee], plan.host, plan.start, mentor)
