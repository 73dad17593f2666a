"""Groups of people of a home, with the visits that they take and the visitors they guide.

Once all visits are counted, a home's own people decide everything about it that names can
decide: who goes, and which of those who stay guide the visitors that come, whoever these are.
So homes can be named side by side. The visitors stand in for those whom other homes will name:
guests, of whom only home and visit are known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from solver.columns import Columns
from solver.cutting import Cut, cut
from solver.plan import Plan
from solver.steps import Room, Step, Taken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.control import Control
    from solver.problem import BoolArray, IntArray, Problem

SIZE = 400
"""People of a home who are named together at most."""

THIN = 4
"""How many people are considered for each visit, and as many again for each of its like."""

SECONDS = 2.0
"""The longest that a model of naming may take."""


@dataclass(frozen=True, eq=False)
class Group:
    """Some people of a home.

    Attributes
    ----------
    part : Cut
        The people, and what binds them.
    step : Step
        What to solve: the problem of the part, with guests after its own people.
    """

    part: Cut
    step: Step

    def visits(self, taken: Taken) -> Plan:
        """Return what the people do, in the numbers of the whole, mentors left open."""
        if taken.plan is None:
            return Plan.of()
        own = taken.plan.rows(np.flatnonzero(taken.plan.employee < len(self.part.people)))
        codes = own.codes(self.step.problem)
        new = own.rows(np.flatnonzero(~np.isin(codes, self.step.plan.codes(self.step.problem))))
        nobody = np.full(len(new), -1, dtype=np.int64)
        employee = self.part.people[new.employee]
        return Plan.from_arrays(employee, new.host, new.start, nobody)

    def offers(self, taken: Taken) -> tuple[IntArray, IntArray]:
        """Return the slots of guests who find a mentor, and the mentors."""
        plan = Plan.of() if taken.plan is None else taken.plan
        led = (plan.employee >= len(self.part.people)) & (plan.mentor >= 0)
        guests = plan.rows(np.flatnonzero(led))
        columns = Columns.named(self.step.problem, guests.employee, guests.host, guests.start)
        return columns.slot, self.part.people[guests.mentor]


@dataclass(frozen=True, eq=False)
class Grouping:
    """How people are put into groups.

    Parameters
    ----------
    problem : Problem
    plan : Plan
        A legal plan; what is in it stays.
    slots : Columns
        Home, host and start of the visits.
    left : (C,) int
        How many of them nobody makes yet.
    control : Control
    turn : int
        Another turn, other groups.
    """

    problem: Problem
    plan: Plan
    slots: Columns
    left: IntArray
    control: Control
    turn: int

    def groups(self) -> Iterator[Group]:
        """Yield every group that has something to decide."""
        problem, plan, slots = self.problem, self.plan, self.slots
        rng = np.random.default_rng([self.control.seed, 2, self.turn])
        made = np.bincount(plan.employee, minlength=problem.employees)
        free = made < problem.max_rotations
        order = np.argsort(problem.home, kind="stable")
        cuts = np.searchsorted(problem.home[order], np.arange(problem.departments + 1))
        guided = self.left * problem.has_mentors[slots.host]
        for home in np.union1d(slots.home[self.left > 0], slots.host[guided > 0]).tolist():
            people = rng.permutation(order[cuts[home] : cuts[home + 1]])
            # Guides first: dealt out like that, every group gets its share of them.
            people = people[np.argsort(problem.guides[people] == 0, kind="stable")]
            going = rng.permutation(_each(self.left, slots.home == home))
            coming = rng.permutation(_each(guided, slots.host == home))
            number = max(1, -(-int(free[people].sum()) // SIZE))
            guiding = max(1, min(number, int((problem.guides[people] > 0).sum())))
            for group in range(number):
                some = np.sort(people[group::number])
                guests = coming[group::guiding] if group < guiding else coming[:0]
                if len(going[group::number]) or len(guests):
                    yield self._group(some, free, going[group::number], guests)

    def _group(self, people: IntArray, free: BoolArray, going: IntArray, coming: IntArray) -> Group:
        problem, plan, slots = self.problem, self.plan, self.slots
        home = int(problem.home[people[0]])
        guides = problem.guides[people] > 0
        led = np.isin(plan.mentor, people[guides])
        # Counts leave seats for all homes: other placements of theirs are of no concern.
        own = plan.rows(np.flatnonzero((problem.home[plan.employee] == home) | led))
        chosen, visits = np.unique(going, return_counts=True)
        mine, guests = slots.take(chosen), slots.take(np.sort(coming))
        part = cut(problem, own, people, np.unique(mine.host))
        pairs = np.zeros((problem.departments, problem.departments), dtype=np.bool_)
        pairs[mine.home, mine.host] = True
        order = np.argsort(mine.slot)
        inside = part.inside(people)
        stays = _with_guests(part, inside[guides], guests.home)
        visitor = len(part.people) + np.arange(len(guests))
        step = Step(
            problem=stays,
            plan=part.plan,
            free=np.zeros(len(part.plan), dtype=np.bool_),
            people=inside[free[people]],
            pairs=pairs,
            first=0,
            last=problem.periods,
            seconds=SECONDS,
            patience=self.control.wall_left,
            seed=self.control.seed,
            deterministic=self.control.deterministic,
            room=Room(mine.slot[order], visits[order]),
            thin=THIN,
            guests=np.stack([visitor, guests.host, guests.start], axis=1),
        )
        return Group(part, step)


def _each(visits: IntArray, chosen: BoolArray) -> IntArray:
    """Return the number of each chosen slot, as often as it has visits."""
    rows = np.flatnonzero(chosen & (visits > 0))
    return np.repeat(rows, visits[rows])


def _with_guests(part: Cut, guides: IntArray, homes: IntArray) -> Problem:
    """Return the problem of a part in which only ``guides`` guide, with guests of these homes."""
    problem, plan = part.problem, part.plan
    own = np.zeros_like(problem.guides)
    own[guides] = problem.guides[guides]
    there = np.ones((len(homes), problem.periods), dtype=np.bool_)
    # Whom they guide already stays with them; who guides at other hosts is not known here.
    led = np.isin(plan.mentor, guides)
    rows = zip(*(array[led].tolist() for array in plan.arrays), strict=True)
    return replace(
        problem,
        aims=_with_reach(problem.aims),
        home=np.r_[problem.home, homes],
        max_rotations=np.r_[problem.max_rotations, np.ones_like(homes)],
        available=np.concatenate([problem.available, there]),
        guides=np.r_[own, np.zeros_like(homes)],
        pins=np.array(list(rows), dtype=np.int64).reshape(-1, 4),
    )


def _with_reach(aims: tuple[str, ...]) -> tuple[str, ...]:
    """Return aims for which every counted visit is worth making, a guest's as well.

    What nobody should do for the sake of these aims was not counted in the first place.
    """
    kept = tuple(aim for aim in aims if aim not in ("economy", "earliness"))
    return kept if "reach" in kept else (*kept, "reach")
