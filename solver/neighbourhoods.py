"""What a step of the search may change: homes, hosts and weeks that belong together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.coverage import coverage_table
from solver.plan import codes

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.plan import Plan
    from solver.problem import BoolArray, IntArray, Problem

    _Departments = list[int] | IntArray


HOMES, HOSTS = "homes", "hosts"


@dataclass(frozen=True)
class Neighbourhood:
    """What may change.

    Attributes
    ----------
    free : (P,) bool
        Placements of the plan that may change.
    people : (n,) int
        Who may be placed.
    pairs : (D, D) bool
        From which home to which host.
    first, last : int
        From and until which start.
    """

    free: BoolArray
    people: IntArray
    pairs: BoolArray
    first: int
    last: int


@dataclass(frozen=True)
class View:
    """What the choice of a neighbourhood looks at.

    Attributes
    ----------
    problem : Problem
    plan : Plan
        The best plan so far.
    wanted : (D, D) int or None
        Visits from each home to each host that counting found best.
    rng : numpy.random.Generator
    """

    problem: Problem
    plan: Plan
    wanted: IntArray | None
    rng: np.random.Generator


def draw(view: View, kind: str, size: int) -> Neighbourhood:
    """Return a random neighbourhood of a plan.

    Parameters
    ----------
    view : View
    kind : str
        One of `KINDS`.
    size : int
        About how many candidate placements it may have.
    """
    problem, plan, rng = view.problem, view.plan, view.rng
    base, more = KINDS[kind]
    pairs = _grown(view, base(view), more, size) & problem.linked
    inside = pairs[problem.home[plan.employee], plan.host] & ~_pinned(problem, plan)
    people = _people(view, pairs, inside, size)
    chosen = np.zeros(problem.employees, dtype=np.bool_)
    chosen[people] = True
    first, last = _weeks(problem, int(_load(problem, pairs)[people].sum()), size, rng)
    free = inside & chosen[plan.employee] & (plan.start >= first) & (plan.start <= last)
    return Neighbourhood(free, people, pairs, first, last)


def _grown(view: View, pairs: BoolArray, more: str, size: int) -> BoolArray:
    """Return pairs with as many more departments as have room in a neighbourhood of a size.

    Where seats are scarce, only many departments together can change anything.
    """
    problem = view.problem
    heads = np.bincount(problem.home, minlength=problem.departments)
    load = problem.linked * (heads * problem.periods)[:, None]
    order = view.rng.permutation(problem.departments)
    extra = np.where(pairs, 0, load).sum(axis=1 if more == HOMES else 0)[order]
    added = order[np.cumsum(extra) + load[pairs].sum() <= size]
    return pairs | (_pairs(view, added, []) if more == HOMES else _pairs(view, [], added))


def _load(problem: Problem, pairs: BoolArray) -> IntArray:
    """Return about how many candidate placements each employee has, (E,)."""
    load: IntArray = (pairs.sum(axis=1) * problem.periods)[problem.home]
    return load


def _people(view: View, pairs: BoolArray, inside: BoolArray, size: int) -> IntArray:
    """Return who may move: those who are placed there now, and others as far as size allows.

    Others whose placements elsewhere are as many as they may make cannot go.
    """
    problem, plan = view.problem, view.plan
    placed = np.unique(plan.employee[inside])
    made = np.bincount(plan.employee, minlength=problem.employees)
    load = _load(problem, pairs)
    others = np.setdiff1d(np.flatnonzero((load > 0) & (made < problem.max_rotations)), placed)
    order = view.rng.permutation(others)
    room = max(size - load[placed].sum(), size // 4)
    return np.sort(np.r_[placed, order[np.cumsum(load[order]) <= room]])


def _weeks(problem: Problem, columns: int, size: int, rng: np.random.Generator) -> tuple[int, int]:
    """Return the first and last start that may change: all where that is few enough."""
    if columns <= 1.5 * size:
        return 0, problem.periods
    width = max(2 * int(problem.length.max()), int(problem.periods * size / columns))
    first = int(rng.integers(0, max(1, problem.periods - width + 1)))
    return first, first + width


def _pinned(problem: Problem, plan: Plan) -> BoolArray:
    return np.isin(plan.codes(problem), codes(problem, *problem.pins[:, :3].T))


def _some(view: View, number: int) -> list[int]:
    """Return some departments, each at most once."""
    departments = view.problem.departments
    chosen = view.rng.choice(departments, min(number, departments), replace=False)
    return [int(department) for department in chosen]


def _pairs(view: View, homes: _Departments, hosts: _Departments) -> BoolArray:
    """Return everything that people of some homes do and everything at some hosts."""
    pairs = np.zeros((view.problem.departments, view.problem.departments), dtype=np.bool_)
    pairs[homes] = True
    pairs[:, hosts] = True
    return pairs


def _homes(view: View) -> BoolArray:
    """Everything the people of two homes do, and their own visitors: mentors tie these."""
    homes = _some(view, 2)
    return _pairs(view, homes, homes)


def _host(view: View) -> BoolArray:
    """Everything that happens at one host."""
    return _pairs(view, [], _some(view, 1))


def _hosts(view: View) -> BoolArray:
    """Everything that happens at two hosts."""
    return _pairs(view, [], _some(view, 2))


def _weak_link(view: View) -> BoolArray:
    """Everything at and from the two ends of a dependency that misses much of its credit."""
    problem = view.problem
    if not problem.dependencies:
        return _homes(view)
    credit = coverage_table(problem, view.plan).credit
    missing = problem.importance * (1 - credit) + 1e-9
    number = int(view.rng.choice(problem.dependencies, p=missing / missing.sum()))
    ends = [int(problem.customer[number]), int(problem.provider[number])]
    return _pairs(view, [ends, ends[:1], ends[1:]][view.rng.choice(3, p=[0.5, 0.25, 0.25])], ends)


def _shortfall(view: View) -> BoolArray:
    """Everything around a home and a host with fewer visits than counting found.

    The visitors of the home too: whoever has to guide one of them cannot go.
    """
    problem, plan = view.problem, view.plan
    if view.wanted is None:
        return _weak_link(view)
    short = view.wanted.copy()
    np.subtract.at(short, (problem.home[plan.employee], plan.host), 1)
    pairs = np.argwhere(short > 0)
    if not len(pairs):
        return _weak_link(view)
    weight = problem.walk_weights[pairs[:, 0], pairs[:, 1]] + 1e-9
    home, host = pairs[view.rng.choice(len(pairs), p=weight / weight.sum())].tolist()
    return _pairs(view, [home], [host, home])


def _cluster(view: View) -> BoolArray:
    """Everything that some departments do among themselves that depend on each other."""
    problem, rng = view.problem, view.rng
    near = np.zeros(problem.departments, dtype=np.bool_)
    near[rng.integers(problem.departments)] = True
    while near.sum() < min(6, problem.departments):
        linked = problem.linked[near].any(axis=0) | problem.linked[:, near].any(axis=1)
        joined = np.flatnonzero(linked & ~near)
        near[rng.choice(joined) if len(joined) else rng.choice(np.flatnonzero(~near))] = True
    return near[:, None] & near


KINDS: dict[str, tuple[Callable[[View], BoolArray], str]] = {
    "homes": (_homes, HOMES),
    "host": (_host, HOMES),
    "hosts": (_hosts, HOSTS),
    "weak link": (_weak_link, HOSTS),
    "shortfall": (_shortfall, HOSTS),
    "cluster": (_cluster, HOMES),
}
"""What each kind begins with, and what it takes in when it may be larger."""
