"""Placements made whole: the last day that their host asks for, and a mentor who is free."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import solver

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.domain import Placement
    from planner.planning.numbers import IntArray
    from planner.planning.standing import Ground, Standing

TRIES = 1000
"""Ways to share out mentors that are looked at, before somebody is left without one."""


def with_last_day(ground: Ground, placement: Placement) -> Placement:
    """Return a placement that lasts as long as its host asks for."""
    host = ground.numbers.departments.get(placement.host)
    if host is None:
        return placement
    periods = int(ground.problem.length[host])
    days = timedelta(days=periods * ground.organisation.cycle.period_days - 1)
    return replace(placement, last_day=placement.first_day + days)


def with_mentors(
    standing: Standing, gives: Iterable[Placement], takes: Iterable[Placement]
) -> tuple[Placement, ...]:
    """Return placements with a mentor for each that names none and needs one.

    Whoever was promised comes first, then whoever guided a visitor who is given up there,
    at the same time if possible, then who guides least. A placement for which nobody is free
    keeps none.

    Parameters
    ----------
    standing : Standing
        The plan before.
    gives, takes : iterable of Placement
        What goes out of it and what comes in.
    """
    given, wanted = tuple(gives), list(takes)
    after = standing.changed(given, wanted)
    places, rows = _in_need(after, wanted)
    mentors = _Sharing(after, rows, _liked(standing, given, after.plan, rows)).shared()
    for place, mentor in zip(places, mentors, strict=True):
        if mentor >= 0:
            employee = standing.ground.organisation.employees[mentor]
            wanted[place] = replace(wanted[place], mentor=employee.id)
    return tuple(wanted)


def guided(without: Standing, placement: Placement) -> Placement:
    """Return a placement that is not yet in a plan with its own mentor, or another who is free."""
    ground = without.ground
    host = ground.numbers.departments[placement.host]
    if not ground.problem.has_mentors[host]:
        return replace(placement, mentor=None)
    start = ground.organisation.cycle.period_of(placement.first_day)
    free = solver.free_mentors(ground.problem, without.plan, host, start).tolist()
    names = [ground.organisation.employees[mentor].id for mentor in free]
    if not names or placement.mentor in names:
        return placement
    return replace(placement, mentor=names[0])


def _in_need(after: Standing, takes: Sequence[Placement]) -> tuple[list[int], list[int]]:
    """Return which of the placements that come in need a mentor, and their rows."""
    guided_at = after.ground.problem.has_mentors
    places: list[int] = []
    rows: list[int] = []
    for place, take in enumerate(takes):
        for row in after.rows_like(take) if take.mentor is None else ():
            if after.plan.mentor[row] < 0 and guided_at[after.plan.host[row]] and row not in rows:
                places.append(place)
                rows.append(row)
                break
    return places, rows


def _liked(
    standing: Standing, gives: Sequence[Placement], plan: solver.Plan, rows: Sequence[int]
) -> list[list[int]]:
    """Return for each row the mentors to ask first: promised ones, then those of what is given."""
    numbers, pins = standing.ground.numbers, standing.ground.problem.pins
    cycle = standing.ground.organisation.cycle
    liked = []
    for row in rows:
        visit = [int(plan.employee[row]), int(plan.host[row]), int(plan.start[row])]
        mentors: list[int] = pins[(pins[:, :3] == visit).all(axis=1), 3].tolist()
        here = [
            (cycle.period_of(g.first_day) != visit[2], numbers.employees[g.mentor])
            for g in gives
            if g.mentor in numbers.employees and numbers.departments.get(g.host) == visit[1]
        ]
        liked.append(mentors + [mentor for _, mentor in sorted(here, key=lambda item: item[0])])
    return liked


class _Sharing:
    """Mentors shared out among rows of a plan that have none, one row after the other."""

    def __init__(
        self, after: Standing, rows: Sequence[int], liked: Sequence[Sequence[int]]
    ) -> None:
        self._problem, self._plan = after.ground.problem, after.plan
        self._rows, self._liked = rows, liked
        self._mentor = after.plan.mentor.copy()
        self._tries = 0

    def shared(self) -> list[int]:
        """Return a mentor for each row, -1 where nobody is free."""
        if self._rows and not self._share(0):
            self._mentor[self._rows] = -1
            for number, row in enumerate(self._rows):
                self._mentor[row] = next(iter(self._free(number)), -1)
        mentors: list[int] = self._mentor[self._rows].tolist() if self._rows else []
        return mentors

    def _share(self, number: int) -> bool:
        """Find mentors for all rows from one on, and tell whether there are enough."""
        if number == len(self._rows):
            return True
        for mentor in self._free(number):
            self._tries += 1
            self._mentor[self._rows[number]] = mentor
            if self._share(number + 1):
                return True
            if self._tries > TRIES:
                return False
        self._mentor[self._rows[number]] = -1
        return False

    def _free(self, number: int) -> list[int]:
        """Return who could guide a row, the best choice first."""
        row, plan = self._rows[number], self._plan
        now = solver.Plan(plan.employee, plan.host, plan.start, self._mentor)
        free: IntArray = solver.free_mentors(
            self._problem, now, int(plan.host[row]), int(plan.start[row])
        )
        liked = list(self._liked[number])
        found: list[int] = free.tolist()
        return sorted(found, key=lambda m: liked.index(m) if m in liked else len(liked))
