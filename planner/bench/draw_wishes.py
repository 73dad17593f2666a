"""What binds single people: visits of the past, wishes, restrictions, requirements, deputies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.bench.draws import NEVER, WEEK, IntArray

if TYPE_CHECKING:
    from planner.bench.draw_links import Visits
    from planner.bench.draw_people import Staff
    from planner.bench.draws import Dice


@dataclass(frozen=True)
class Ties:
    """Rows of the tables that tie a person to a department, or to another person.

    The last column of each is what the table adds: the day a visit was completed, a score,
    the number of a reason, the day a requirement is due (`NEVER`: within the cycle).
    """

    experience: tuple[IntArray, IntArray, IntArray]
    preferences: tuple[IntArray, IntArray, IntArray]
    restrictions: tuple[IntArray, IntArray, IntArray]
    requirements: tuple[IntArray, IntArray, IntArray]
    keep_apart: tuple[IntArray, IntArray]


def draw_ties(dice: Dice, staff: Staff, visits: Visits) -> Ties:
    """Return a plausible handful of each, none of which forbids what another one asks."""
    people = dice.shape.people
    visited = _pairs(dice, staff, visits, round(0.1 * people))
    completed = -dice.whole(30, 1000, len(visited[0]))
    wished = _pairs(dice, staff, visits, round(0.34 * people))
    score = dice.pick((-2, -1, 1, 2), (0.11, 0.2, 0.4, 0.29), len(wished[0]))
    barred = _pairs(dice, staff, visits, round(0.04 * people))
    reason = dice.whole(0, 3, len(barred[0]))
    asked = _required(dice, staff, visits, (visited, barred))
    due = dice.whole(min(8 * WEEK, dice.days - 1), dice.days - 1, len(asked[0]))
    open_ended = dice.random.random(len(asked[0])) < 0.4
    return Ties(
        experience=(*visited, completed),
        preferences=(*wished, score),
        restrictions=(*barred, reason),
        requirements=(*asked, np.where(open_ended, NEVER, due)),
        keep_apart=_deputies(dice, staff),
    )


def _pairs(dice: Dice, staff: Staff, visits: Visits, count: int) -> tuple[IntArray, IntArray]:
    """Return different people, in order, each with a department that is not their own.

    Four in five of the departments are such that the person could visit them.
    """
    employee = np.sort(dice.some(count, dice.shape.people))
    home, departments = staff.home[employee], dice.shape.departments
    anywhere = (home + dice.whole(1, departments - 1, len(home))) % departments
    linked = _linked(dice, visits, home)
    use = (linked >= 0) & (dice.random.random(len(home)) < 0.8)
    return employee, np.where(use, linked, anywhere)


def _linked(dice: Dice, visits: Visits, home: IntArray) -> IntArray:
    """Return a department that people of each home may visit, -1 where there is none."""
    first, ways = visits.first[home], visits.first[home + 1] - visits.first[home]
    chosen = first + np.floor(dice.random.random(len(home)) * ways).astype(np.int64)
    return np.where(ways > 0, visits.host[np.minimum(chosen, len(visits.host) - 1)], -1)


def _required(
    dice: Dice, staff: Staff, visits: Visits, taken: tuple[tuple[IntArray, IntArray], ...]
) -> tuple[IntArray, IntArray]:
    """Return visits that somebody could make, none of them made before or barred."""
    departments = dice.shape.departments
    employee = np.sort(dice.some(round(0.014 * dice.shape.people), dice.shape.people))
    host = _linked(dice, visits, staff.home[employee])
    fine = (host >= 0) & (staff.rotations[employee] > 0)
    for other, department in taken:
        fine &= ~np.isin(employee * departments + host, other * departments + department)
    return employee[fine], host[fine]


def _deputies(dice: Dice, staff: Staff) -> tuple[IntArray, IntArray]:
    """Return pairs of people of one department; nobody is in two pairs."""
    people = dice.shape.people
    order = np.lexsort((dice.random.random(people), staff.home))
    even = np.arange(0, people - 1, 2)
    one, other = order[even], order[even + 1]
    same = np.flatnonzero(staff.home[one] == staff.home[other])
    chosen = same[np.sort(dice.some(round(0.045 * people), len(same)))]
    one, other = np.minimum(one, other)[chosen], np.maximum(one, other)[chosen]
    by_first = np.argsort(one, kind="stable")
    return one[by_first], other[by_first]
