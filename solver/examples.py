"""Small problems and plans, from which rules make the examples they carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from solver.plan import Plan
from solver.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Example:
    """A plan with the problem it answers, and what it shows."""

    shows: str
    problem: Problem
    plan: Plan


def example(shows: str, placements: Sequence[tuple[int, ...]], **facts: Any) -> Example:
    """Return an example on three departments of two people each and six periods.

    Everybody may visit everybody, nobody is away, there are two desks at each host, one
    person stays at home, placements take two periods, two for each person at most; employees
    0 and 1 are at home in department 0, 2 and 3 in 1, 4 and 5 in 2. ``facts`` replace this.
    ``away`` lists (employee, period) pairs, ``no_hosting`` and ``no_releasing`` list
    (department, period) pairs.
    """
    away = facts.pop("away", [])
    no_hosting = facts.pop("no_hosting", [])
    no_releasing = facts.pop("no_releasing", [])
    given: dict[str, Any] = {
        "periods": 6,
        "host_capacity": [2, 2, 2],
        "minimum_staffing": [1, 1, 1],
        "length": [2, 2, 2],
        "home": [0, 0, 1, 1, 2, 2],
        "max_rotations": [2] * 6,
        "guides": [0] * 6,
        "customer": [0, 1, 2],
        "provider": [1, 2, 0],
        "importance": [3.0, 2.0, 1.0],
        "target": [2, 2, 2],
        "customer_visits": [True] * 3,
        "provider_visits": [True] * 3,
    }
    given |= facts
    departments, people, periods = len(given["length"]), len(given["home"]), given["periods"]
    given.setdefault("available", _open(people, periods, away))
    given.setdefault("hosting", _open(departments, periods, no_hosting))
    given.setdefault("releasing", _open(departments, periods, no_releasing))
    given.setdefault("season_first", [0] * len(given["customer"]))
    given.setdefault("season_last", [periods - 1] * len(given["customer"]))
    return Example(shows, Problem(**given), Plan.of(placements))


def _open(rows: int, periods: int, closed: Sequence[tuple[int, int]]) -> Any:
    table = np.ones((rows, periods), dtype=np.bool_)
    for row, period in closed:
        table[row, period] = False
    return table
