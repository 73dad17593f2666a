"""From counts to people: who takes the counted visits, and who guides them.

Counts say how many people of each home start where and when, such that there are seats and
staff for all of them. Homes are named side by side, large ones in groups of people
(`solver.groups`); then the visitors of one home meet the mentors that another one offers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.columns import Columns
from solver.groups import Grouping
from solver.keys import Keys
from solver.plan import Plan
from solver.repairing import repaired
from solver.steps import Taken, taker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from solver.best import Best
    from solver.control import Control
    from solver.groups import Group
    from solver.parts import Parts
    from solver.problem import IntArray, Problem

TURNS = 3
"""How often what found nobody, or no mentor, is tried again with other groups."""


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
        """Let people take as many of the counted visits (C,) as they can."""
        for turn in range(TURNS):
            left = self._left(counts)
            if self.over() or not left.any():
                return
            self._name(left, turn)

    def over(self) -> bool:
        """Whether naming has to end."""
        return self.control.over_at(self.until)

    def _left(self, counts: IntArray) -> IntArray:
        """Return the visits that nobody makes yet."""
        problem, plan = self.best.problem, self.plan
        made = np.sort(Columns.named(problem, plan.employee, plan.host, plan.start).slot)
        slots = self.slots.slot
        taken = np.searchsorted(made, slots, side="right") - np.searchsorted(made, slots)
        left: IntArray = np.maximum(0, counts - taken)
        return left

    def _name(self, left: IntArray, turn: int) -> None:
        """Name people and their mentors, and offer what came of it."""
        problem, base = self.best.problem, self.plan
        groups = list(Grouping(problem, base, self.slots, left, self.control, turn).groups())
        named: list[Plan] = []
        offers: list[tuple[IntArray, IntArray]] = []

        def collect(group: Group, taken: Taken) -> None:
            named.append(group.visits(taken))
            offers.append(group.offers(taken))

        self._carry(groups, collect)
        plan = repaired(problem, _joined([base, *_met(problem, named, offers)]), base)
        if plan is not None:
            self.plan = plan
            self.best.offer(plan)

    def _carry(self, groups: list[Group], collect: Callable[[Group, Taken], None]) -> None:
        """Have the steps of groups taken, in their order."""

        def learn(number: int, taken: Taken) -> None:
            if self.control.deterministic and self.over():
                return  # a single process would not have come to it
            self.control.spend(taken.units)
            collect(groups[number], taken)

        steps = [group.step for group in groups]
        work = taker(self.parts, self.control)
        self.parts.run(work, steps, until=self.over, first=learn, ordered=True)


def _met(
    problem: Problem, named: list[Plan], offers: list[tuple[IntArray, IntArray]]
) -> Iterable[Plan]:
    """Yield the visits that need no mentor, and those with one of the mentors offered."""
    visits = _joined(named)
    needs = problem.has_mentors[visits.host]
    yield visits.rows(np.flatnonzero(~needs))
    led = visits.rows(np.flatnonzero(needs))
    if not len(led):
        return
    slot, mentor = (np.concatenate(part) for part in zip(*offers, strict=True))
    size = max(len(led), len(slot))
    wanted = Columns.named(problem, led.employee, led.host, led.start).slot
    place = Keys.of(_told_apart(slot, size)).find(_told_apart(wanted, size))
    met = np.flatnonzero(place >= 0)
    yield Plan.from_arrays(led.employee[met], led.host[met], led.start[met], mentor[place[met]])


def _told_apart(slot: IntArray, size: int) -> IntArray:
    """Return a number for each slot that also tells how many of the same come before it."""
    order = np.argsort(slot, kind="stable")
    begins = np.flatnonzero(np.r_[True, np.diff(slot[order]) != 0])
    rank = np.empty_like(slot)
    rank[order] = np.arange(len(slot)) - np.repeat(begins, np.diff(np.r_[begins, len(slot)]))
    return slot * size + rank


def _joined(plans: list[Plan]) -> Plan:
    if not plans:
        return Plan.of()
    arrays = zip(*(plan.arrays for plan in plans), strict=True)
    return Plan.from_arrays(*(np.concatenate(array) for array in arrays))
