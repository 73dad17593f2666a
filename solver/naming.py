"""From counts to people: who takes the counted visits.

Counts say how many people of each home start where and when, such that there are seats and
staff for all of them. So homes can be named side by side, large homes in groups of people.
Mentors are found afterwards, host by host; visits that get none are given up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from solver.busy import away, guiding, without
from solver.check import check
from solver.cutting import cut
from solver.plan import Plan
from solver.repairing import repaired
from solver.steps import Room, Step, Taken, changed, take

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from solver.best import Best
    from solver.columns import Columns
    from solver.control import Control
    from solver.cutting import Cut
    from solver.parts import Parts
    from solver.problem import BoolArray, IntArray, Problem

GROUP = 400
"""People of a home who are named together at most."""

THIN = 4
"""How many people are considered for each visit, and as many again for each of its like."""

SECONDS = 2.0
"""The longest that a model of naming may take."""


@dataclass
class Naming:
    """Puts people on counted visits.

    Parameters
    ----------
    best : Best
        Is offered every plan on the way.
    plan : Plan
        A legal plan to begin with; what is in it stays. Afterwards the plan with names.
    slots : Columns
        Home, host and start of the counts.
    control : Control
    parts : Parts
    until : float
        Seconds left of the run at which naming ends.
    """

    best: Best
    plan: Plan
    slots: Columns
    control: Control
    parts: Parts
    until: float = 0.0

    def run(self, counts: IntArray) -> None:
        """Let people take as many of the counted visits (C,) as they can.

        People who guide visitors come last: theirs may need them.
        """
        guides = self.best.problem.guides > 0
        for turn, who in enumerate((~guides, guides, ~guides)):
            left = self._left(counts)
            if self.over() or not left.any():
                return
            self._name(left, who, turn)

    def over(self) -> bool:
        """Whether naming has to end."""
        return self.control.over or self.control.left <= self.until

    def _left(self, counts: IntArray) -> IntArray:
        """Return the visits that nobody makes yet."""
        problem, plan = self.best.problem, self.plan
        made = np.sort(_slot(problem, problem.home[plan.employee], plan.host, plan.start))
        slots = _slot(problem, self.slots.home, self.slots.host, self.slots.start)
        taken = np.searchsorted(made, slots, side="right") - np.searchsorted(made, slots)
        left: IntArray = np.maximum(0, counts - taken)
        return left

    def _name(self, left: IntArray, who: BoolArray, turn: int) -> None:
        """Name people of some kind, find them mentors, and offer what came of it."""
        problem, base = self.best.problem, self.plan
        groups = list(self._groups(left, who, turn))
        found = [base]

        def collect(number: int, taken: Taken) -> None:
            if taken.plan is not None:
                found.append(_new(problem, base, groups[number][0].outside(taken.plan)))

        # What was named has to find mentors in time: half of what is left is theirs.
        middle = (self.control.left + self.until) / 2
        self._carry([step for _, step in groups], collect, middle)
        named = _joined(found[1:])
        needs = problem.has_mentors[named.host]
        plan = _joined([base, named.rows(np.flatnonzero(~needs))])
        # A host's model finds nothing where the rest of the plan breaks a rule already.
        plan = repaired(problem, plan, base) or base
        plan = self._guided(plan, named.rows(np.flatnonzero(needs)))
        mended = repaired(problem, plan, base)
        if mended is not None:
            self.plan = mended
            self.best.offer(mended)

    def _carry(
        self, steps: list[Step], collect: Callable[[int, Taken], None], end: float | None = None
    ) -> None:
        """Have steps taken until so many seconds are left; until naming ends unless given."""

        def over() -> bool:
            return self.over() or (end is not None and self.control.left <= end)

        def learn(number: int, taken: Taken) -> None:
            if self.control.deterministic and over():
                return  # a single process would not have come to it
            self.control.spend(taken.units)
            collect(number, taken)

        work = partial(take, cancel=self.control.cancel) if self.parts.alone else take
        self.parts.run(work, steps, until=over, first=learn, ordered=True)

    def _groups(self, left: IntArray, who: BoolArray, turn: int) -> Iterator[tuple[Cut, Step]]:
        """Yield every group of people with the visits that they are to take."""
        problem, plan, slots = self.best.problem, self.plan, self.slots
        rng = np.random.default_rng([self.control.seed, 2, turn])
        made = np.bincount(plan.employee, minlength=problem.employees)
        free = np.flatnonzero(who & (made < problem.max_rotations))
        free = free[np.argsort(problem.home[free], kind="stable")]
        cuts = np.searchsorted(problem.home[free], np.arange(problem.departments + 1))
        busy = guiding(problem, plan)
        for home in np.unique(slots.home[left > 0]).tolist():
            people = rng.permutation(free[cuts[home] : cuts[home + 1]])
            mine = np.flatnonzero((slots.home == home) & (left > 0))
            visits = rng.permutation(np.repeat(mine, left[mine]))
            groups = -(-len(people) // GROUP)
            for number in range(groups):
                chosen, count = np.unique(visits[number::groups], return_counts=True)
                if len(chosen):
                    some = np.sort(people[number::groups])
                    yield self._group(some, slots.take(chosen), count, busy)

    def _group(
        self, people: IntArray, slots: Columns, visits: IntArray, busy: BoolArray
    ) -> tuple[Cut, Step]:
        problem, plan = self.best.problem, self.plan
        # Counts leave seats for all homes: placements of other homes are of no concern.
        own = plan.rows(np.flatnonzero(problem.home[plan.employee] == slots.home[0]))
        part = cut(problem, own, people, np.unique(slots.host))
        pairs = np.zeros((problem.departments, problem.departments), dtype=np.bool_)
        pairs[slots.home, slots.host] = True
        slot = _slot(problem, slots.home, slots.host, slots.start)
        order = np.argsort(slot)
        pins = part.problem.pins.copy()
        pins[:, 3] = -1
        unguided = replace(part.problem, pins=pins, guides=np.zeros_like(part.problem.guides))
        room = Room(slot[order], visits[order])
        return part, self._step(part, without(unguided, busy[part.people]), people, pairs, room)

    def _guided(self, plan: Plan, named: Plan) -> Plan:
        """Return the plan with those of the named visits that find a mentor."""
        problem = self.best.problem
        gone_when = away(problem, named)
        # Where mentors travel themselves, one host may ask for a mentor that another one takes.
        travels = bool((problem.guides[named.employee] > 0).any())
        parts: list[Cut] = []
        steps: list[Step] = []
        for host in np.unique(named.host).tolist():
            here = named.rows(np.flatnonzero(named.host == host))
            people = np.unique(here.employee)
            # Visitors who guide at home themselves leave their own visitors to others.
            guides = people[problem.guides[people] > 0]
            concerned = np.isin(plan.host, np.r_[host, problem.home[guides]])
            concerned |= problem.home[plan.employee] == host
            part = cut(problem, plan.rows(np.flatnonzero(concerned)), people, np.array([host]))
            gone = gone_when[part.people] & (problem.home[part.people] == host)[:, None]
            pairs = np.zeros((problem.departments, problem.departments), dtype=np.bool_)
            among = np.stack([part.inside(here.employee), here.host, here.start], axis=1)
            step = self._step(part, without(part.problem, gone), people, pairs)
            parts.append(part)
            seconds = SECONDS * max(1.0, len(among) / GROUP)
            steps.append(replace(step, among=among, seconds=seconds))

        def collect(number: int, taken: Taken) -> None:
            nonlocal plan
            if taken.plan is not None:
                before, after = parts[number].plan, taken.plan
                outside = parts[number].outside
                merged = changed(problem, plan, outside(before), outside(after))
                if merged is not None and not (travels and check(problem, merged)):
                    plan = merged

        self._carry(steps, collect)
        return plan

    def _step(
        self,
        part: Cut,
        problem: Problem,
        people: IntArray,
        pairs: BoolArray,
        room: Room | None = None,
    ) -> Step:
        return Step(
            problem=problem,
            plan=part.plan,
            free=np.zeros(len(part.plan), dtype=np.bool_),
            people=part.inside(people),
            pairs=pairs,
            first=0,
            last=problem.periods,
            seconds=SECONDS,
            seed=self.control.seed,
            deterministic=self.control.deterministic,
            room=room,
            thin=THIN,
        )


def _slot(problem: Problem, home: IntArray, host: IntArray, start: IntArray) -> IntArray:
    return (home * problem.departments + host) * problem.periods + start


def _joined(plans: list[Plan]) -> Plan:
    if not plans:
        return Plan.of()
    arrays = zip(*(plan.arrays for plan in plans), strict=True)
    return Plan.from_arrays(*(np.concatenate(array) for array in arrays))


def _new(problem: Problem, base: Plan, plan: Plan) -> Plan:
    """Return what is in a plan beside the base."""
    return plan.rows(np.flatnonzero(~np.isin(plan.codes(problem), base.codes(problem))))
