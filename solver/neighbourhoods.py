"""What a step of the search may change: people, hosts and weeks that belong together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.coverage import coverage_table
from solver.tally import candidates

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.columns import Columns
    from solver.plan import Plan
    from solver.problem import BoolArray, IntArray, Problem

Choice = tuple["BoolArray", "BoolArray"]
"""Which homes and which hosts a step is about, (D,) each."""


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


def draw(
    problem: Problem,
    plan: Plan,
    kind: str,
    size: int,
    rng: np.random.Generator,
) -> Neighbourhood:
    """Return a random neighbourhood of a plan.

    Parameters
    ----------
    problem : Problem
    plan : Plan
        The best plan so far.
    kind : str
        One of `KINDS`.
    size : int
        About how many candidate placements it may have.
    rng : numpy.random.Generator
    """
    homes, hosts = KINDS[kind](problem, plan, rng)
    inside = homes[problem.home[plan.employee]] & hosts[plan.host]
    people = _people(problem, plan, homes, hosts, inside, size, rng)
    chosen = np.zeros(problem.employees, dtype=np.bool_)
    chosen[people] = True
    columns = candidates(problem, people, np.flatnonzero(hosts))
    first, last = _weeks(problem, len(columns), size, rng)
    columns = columns.take(np.flatnonzero((columns.start >= first) & (columns.start <= last)))
    free = inside & chosen[plan.employee] & (plan.start >= first) & (plan.start <= last)
    free &= ~_pinned(problem, plan)
    return Neighbourhood(plan.rows(np.flatnonzero(~free)), columns)


def _people(
    problem: Problem,
    plan: Plan,
    homes: BoolArray,
    hosts: BoolArray,
    inside: BoolArray,
    size: int,
    rng: np.random.Generator,
) -> IntArray:
    """Return who may move: those who are placed there now, and others as far as size allows."""
    placed = np.unique(plan.employee[inside])
    others = np.setdiff1d(np.flatnonzero(homes[problem.home]), placed)
    reach = (problem.linked[:, hosts].sum(axis=1) * problem.periods)[problem.home]
    order = rng.permutation(others)
    load = np.cumsum(reach[order]) + reach[placed].sum()
    return np.sort(np.r_[placed, order[load <= max(size, load[0] if len(load) else 0)]])


def _weeks(
    problem: Problem, columns: int, size: int, rng: np.random.Generator
) -> tuple[int, int]:
    """Return the first and last start that may change: all where that is few enough."""
    if columns <= 1.5 * size:
        return 0, problem.periods
    width = max(2 * int(problem.length.max()), int(problem.periods * size / columns))
    first = int(rng.integers(0, max(1, problem.periods - width + 1)))
    return first, first + width


def _pinned(problem: Problem, plan: Plan) -> BoolArray:
    pins = {tuple(pin) for pin in problem.pins[:, :3].tolist()}
    return np.array([(p.employee, p.host, p.start) in pins for p in plan], dtype=np.bool_)


def _mask(problem: Problem, *departments: int) -> BoolArray:
    mask = np.zeros(problem.departments, dtype=np.bool_)
    mask[list(departments)] = True
    return mask


def _one_home(problem: Problem, plan: Plan, rng: np.random.Generator) -> Choice:
    """Everything the people of one or two homes do."""
    homes = rng.choice(problem.departments, min(2, problem.departments), replace=False)
    return _mask(problem, *homes), np.ones(problem.departments, dtype=np.bool_)


def _one_host(problem: Problem, plan: Plan, rng: np.random.Generator) -> Choice:
    """Everything that happens at one or two hosts."""
    hosts = rng.choice(problem.departments, min(2, problem.departments), replace=False)
    return np.ones(problem.departments, dtype=np.bool_), _mask(problem, *hosts)


def _weak_link(problem: Problem, plan: Plan, rng: np.random.Generator) -> Choice:
    """All around a dependency that misses much of its credit."""
    if not problem.dependencies:
        return _one_home(problem, plan, rng)
    missing = problem.importance * (1 - coverage_table(problem, plan).credit) + 1e-9
    number = int(rng.choice(problem.dependencies, p=missing / missing.sum()))
    ends = int(problem.customer[number]), int(problem.provider[number])
    hosts = _mask(problem, *ends)
    homes = problem.linked[:, hosts].any(axis=1)
    return homes, hosts


def _weak_home(problem: Problem, plan: Plan, rng: np.random.Generator) -> Choice:
    """What the people at the two ends of a weak dependency do, wherever they go."""
    _, ends = _weak_link(problem, plan, rng)
    return ends, np.ones(problem.departments, dtype=np.bool_)


def _cluster(problem: Problem, plan: Plan, rng: np.random.Generator) -> Choice:
    """Some departments that depend on each other, as homes and hosts."""
    near = _mask(problem, int(rng.integers(problem.departments)))
    while near.sum() < min(6, problem.departments):
        joined = np.flatnonzero(
            (problem.linked[near].any(axis=0) | problem.linked[:, near].any(axis=1)) & ~near
        )
        near[rng.choice(joined) if len(joined) else rng.integers(problem.departments)] = True
    return near, near


KINDS: dict[str, Callable[[Problem, Plan, np.random.Generator], Choice]] = {
    "homes": _one_home,
    "hosts": _one_host,
    "weak link": _weak_link,
    "weak home": _weak_home,
    "cluster": _cluster,
}
