"""What a step of the search may change: homes, hosts and weeks that belong together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.columns import Columns
from solver.coverage import coverage_table
from solver.tally import candidates

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.plan import Plan
    from solver.problem import BoolArray, IntArray, Problem


@dataclass(frozen=True)
class Neighbourhood:
    """Placements that may change, and all that they may change to.

    Attributes
    ----------
    kept : Plan
        Placements that stay.
    columns : Columns
        What may be chosen beside them.
    """

    kept: Plan
    columns: Columns


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
    pairs = KINDS[kind](view) & problem.linked
    inside = pairs[problem.home[plan.employee], plan.host] & ~_pinned(problem, plan)
    people = _people(view, pairs, inside, size)
    chosen = np.zeros(problem.employees, dtype=np.bool_)
    chosen[people] = True
    columns = candidates(problem, people, pairs)
    first, last = _weeks(problem, len(columns), size, rng)
    columns = columns.take(np.flatnonzero((columns.start >= first) & (columns.start <= last)))
    free = inside & chosen[plan.employee] & (plan.start >= first) & (plan.start <= last)
    kept = plan.rows(np.flatnonzero(~free))
    return Neighbourhood(kept, columns.take(np.flatnonzero(_room_for(columns, kept))))


def _people(view: View, pairs: BoolArray, inside: BoolArray, size: int) -> IntArray:
    """Return who may move: those who are placed there now, and others as far as size allows.

    Others whose placements elsewhere are as many as they may make cannot go.
    """
    problem, plan = view.problem, view.plan
    placed = np.unique(plan.employee[inside])
    made = np.bincount(plan.employee, minlength=problem.employees)
    load = (pairs.sum(axis=1) * problem.periods)[problem.home]
    others = np.setdiff1d(np.flatnonzero((load > 0) & (made < problem.max_rotations)), placed)
    order = view.rng.permutation(others)
    room = max(size - load[placed].sum(), size // 4)
    return np.sort(np.r_[placed, order[np.cumsum(load[order]) <= room]])


def _room_for(columns: Columns, kept: Plan) -> BoolArray:
    """Return which placements find a desk and may leave theirs, whatever else is chosen.

    The rules say so too, but a model is quicker to write without the others.
    """
    problem = columns.problem
    made = Columns.named(problem, kept.employee, kept.host, kept.start)
    row, period = made.covered
    seats = np.zeros((problem.departments, problem.periods), dtype=np.int64)
    desks = np.zeros_like(seats)
    np.add.at(seats, (made.host[row], period), 1)
    np.add.at(desks, (made.home[row], period), 1)
    full = np.pad(np.cumsum(seats >= problem.host_capacity[:, None], axis=1), ((0, 0), (1, 0)))
    bare = np.pad(np.cumsum(desks >= problem.releasable, axis=1), ((0, 0), (1, 0)))
    no_seat: IntArray = full[columns.host, columns.end] - full[columns.host, columns.start]
    no_leave: IntArray = bare[columns.home, columns.end] - bare[columns.home, columns.start]
    room: BoolArray = no_seat + no_leave == 0
    return room


def _weeks(problem: Problem, columns: int, size: int, rng: np.random.Generator) -> tuple[int, int]:
    """Return the first and last start that may change: all where that is few enough."""
    if columns <= 1.5 * size:
        return 0, problem.periods
    width = max(2 * int(problem.length.max()), int(problem.periods * size / columns))
    first = int(rng.integers(0, max(1, problem.periods - width + 1)))
    return first, first + width


def _pinned(problem: Problem, plan: Plan) -> BoolArray:
    pins = {tuple(pin) for pin in problem.pins[:, :3].tolist()}
    return np.array([(p.employee, p.host, p.start) in pins for p in plan], dtype=np.bool_)


def _some(view: View, number: int) -> list[int]:
    """Return some departments, each at most once."""
    departments = view.problem.departments
    chosen = view.rng.choice(departments, min(number, departments), replace=False)
    return [int(department) for department in chosen]


def _pairs(view: View, homes: list[int], hosts: list[int]) -> BoolArray:
    """Return everything that people of some homes do and everything at some hosts."""
    pairs = np.zeros((view.problem.departments, view.problem.departments), dtype=np.bool_)
    pairs[homes] = True
    pairs[:, hosts] = True
    return pairs


def _homes(view: View) -> BoolArray:
    """Everything the people of two homes do."""
    return _pairs(view, _some(view, 2), [])


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
    return _pairs(view, [], ends) if view.rng.random() < 0.5 else _pairs(view, ends, [])


def _shortfall(view: View) -> BoolArray:
    """Everything around a home and a host with fewer visits than counting found."""
    problem, plan = view.problem, view.plan
    if view.wanted is None:
        return _weak_link(view)
    short = view.wanted.copy()
    np.subtract.at(short, (problem.home[plan.employee], plan.host), 1)
    pairs = np.argwhere(short > 0)
    if not len(pairs):
        return _weak_link(view)
    home, host = pairs[view.rng.integers(len(pairs))].tolist()
    return _pairs(view, [home], [host])


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


KINDS: dict[str, Callable[[View], BoolArray]] = {
    "homes": _homes,
    "host": _host,
    "hosts": _hosts,
    "weak link": _weak_link,
    "shortfall": _shortfall,
    "cluster": _cluster,
}
