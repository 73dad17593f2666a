"""Promised placements that can all be kept: at most one from a home and one at a host.

So seats, deputies, visitors from one home and mentors' hands never clash among them, and
each can be looked at alone. Nobody who mentors is promised a placement.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from planner.bench.draw_links import Desks, Visits
from planner.bench.draw_people import Absences, Staff, available
from planner.bench.draw_wishes import Ties
from planner.bench.draws import WEEK, BoolArray, Dice, IntArray

TRIES = 30
"""People and starts that are tried for each way from a home to a host."""


class DrawnPin(NamedTuple):
    """A promised placement; ``mentor`` is -1 where none is promised."""

    employee: int
    host: int
    start: int
    mentor: int


@dataclass(frozen=True)
class Scene:
    """Everything that a promise has to fit into."""

    dice: Dice
    staff: Staff
    absences: Absences
    desks: Desks
    visits: Visits
    closures: tuple[IntArray, IntArray, IntArray, IntArray]
    ties: Ties
    _known: dict[int, BoolArray] = field(default_factory=dict)

    def there(self, department: int) -> BoolArray:
        """Return in which periods the people of a department are there."""
        if department not in self._known:
            low, high = self.staff.first[department : department + 2].tolist()
            self._known[department] = available(self.dice, self.staff, self.absences, low, high)
        return self._known[department]

    @cached_property
    def closed(self) -> tuple[BoolArray, BoolArray]:
        """In which periods each department receives nobody, and lets nobody go."""
        shape = (self.dice.shape.departments, self.dice.shape.periods)
        hosting, releasing = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
        for department, first, last, kind in zip(*(a.tolist() for a in self.closures), strict=True):
            days = slice(first // WEEK, last // WEEK + 1)
            hosting[department, days] |= kind != 1
            releasing[department, days] |= kind != 0
        return hosting, releasing

    @cached_property
    def barred(self) -> frozenset[tuple[int, int]]:
        """People and departments that no promise brings together."""
        tables = (self.ties.experience, self.ties.restrictions)
        pairs = (zip(table[0].tolist(), table[1].tolist(), strict=True) for table in tables)
        return frozenset(pair for table in pairs for pair in table)


def draw_pins(scene: Scene) -> list[DrawnPin]:
    """Return promised placements that break no rule when they are made, with mentors."""
    dice = scene.dice
    wanted = min(6 + dice.shape.people // 1000, max(1, dice.shape.departments // 2))
    homes: set[int] = set()
    hosts: set[int] = set()
    found: list[DrawnPin] = []
    for way in dice.random.permutation(len(scene.visits.home)).tolist():
        home, host = int(scene.visits.home[way]), int(scene.visits.host[way])
        if len(found) == wanted:
            break
        if home in homes or host in hosts or not scene.desks.capacity[host]:
            continue
        pin = _pin(scene, home, host)
        if pin is not None:
            homes.add(home)
            hosts.add(host)
            found.append(pin)
    return found


def _pin(scene: Scene, home: int, host: int) -> DrawnPin | None:
    """Return somebody's visit that keeps every rule, None where none was found."""
    dice, staff = scene.dice, scene.staff
    length = int(scene.desks.length[host])
    low, high = staff.first[home : home + 2].tolist()
    there = scene.there(home)
    spare = there.sum(axis=0) > scene.desks.staffing[home]
    no_hosting, no_releasing = scene.closed
    open_weeks = spare & ~no_hosting[host] & ~no_releasing[home]
    for _ in range(TRIES):
        employee = int(dice.whole(low, high - 1, 1)[0])
        start = int(dice.whole(0, dice.shape.periods - length, 1)[0])
        stay = slice(start, start + length)
        if (
            staff.rotations[employee]
            and not staff.guides[employee]
            and (employee, host) not in scene.barred
            and open_weeks[stay].all()
            and there[employee - low, stay].all()
        ):
            mentor = _mentor(scene, host, stay)
            if mentor is not None:
                named = mentor if dice.random.random() < 0.5 else -1
                return DrawnPin(employee, host, start, named)
    return None


def _mentor(scene: Scene, host: int, stay: slice) -> int | None:
    """Return who could guide a visitor throughout; -1 where nobody has to, None if nobody can."""
    low, high = scene.staff.first[host : host + 2].tolist()
    mentors = np.flatnonzero(scene.staff.guides[low:high])
    if not len(mentors):
        return -1
    free = mentors[scene.there(host)[mentors, stay].all(axis=1)]
    return int(free[0]) + low if len(free) else None
