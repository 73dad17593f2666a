"""Problems that are too large to be solved as a whole: count, name, improve, prove."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from solver.beginning import align
from solver.bounds import Bounds, before, count_bound
from solver.check import check
from solver.drafting import Drafting
from solver.evaluate import evaluate
from solver.improving import Search
from solver.naming import Naming
from solver.objectives import aims_of
from solver.tally import tally

if TYPE_CHECKING:
    from solver.best import Best
    from solver.columns import Columns
    from solver.control import Control
    from solver.objectives import Aim
    from solver.parts import Parts
    from solver.plan import Plan
    from solver.problem import IntArray, Problem


KEPT = 0.25
"""Share of the time that naming leaves to what follows, however many there are to be named."""


@dataclass
class InParts:
    """The way from a first legal plan to a good one, with bounds.

    Parameters
    ----------
    problem : Problem
    control : Control
    bounds : Bounds
        Takes what is proven on the way.
    parts : Parts
        Carry what can be done side by side.
    best : Best
        The first legal plan; afterwards the best that was found.
    start : Plan, optional
        One that was known before. It is improved, if it is better than what was counted and
        named: these need the room that it takes.
    """

    problem: Problem
    control: Control
    bounds: Bounds
    parts: Parts
    best: Best
    start: Plan | None = None

    def run(self, given: dict[str, float]) -> None:
        """Count, name, improve and prove.

        ``given`` are proven values of the first aims.
        """
        control, parts, best = self.control, self.parts, self.best
        parts.warm()
        with control.timed("tally"):
            counted = tally(self.problem)
        with Drafting(self.problem, counted, given, self.bounds, control) as drafting:
            with control.timed("count"):
                counts = drafting.early()
                if counts is not None:
                    plan = self._aligned(drafting)
                    counts = drafting.early(plan)
            if counts is not None:
                with control.timed("name"):
                    self._name(plan, counted.slots, counts)
            with control.timed("count"):
                counts = drafting.final(best.plan)
            if counts is not None:
                with control.timed("name"):
                    plan = best.plan
                    if not drafting.large:
                        plan = self._aligned(drafting)
                    self._name(plan, counted.slots, counts)
        if self.start is not None:
            best.offer(self.start)
        reserve = self._reserve(drafting)
        with control.timed("improve"):
            Search(best, control, parts, reserve, drafting.visits).run()
        with control.timed("bound"):
            self._bound(drafting)
        with control.timed("polish"):
            self._polish(drafting.visits)

    def _aligned(self, drafting: Drafting) -> Plan:
        """Return a plan to name from: promised and required visits, where they are counted."""
        if drafting.required is None:
            return self.best.plan
        plan = align(self.problem, self.control, self.best.plan, drafting.required)
        return self.best.plan if check(self.problem, plan) else plan

    def _name(self, plan: Plan, slots: Columns, counts: IntArray) -> None:
        """Put people on counted visits, beside those of a plan."""
        until = self.control.left * KEPT
        Naming(self.best, plan, slots, self.control, self.parts, until).run(counts)

    def _reserve(self, drafting: Drafting) -> float:
        """Return the seconds to keep for the bounds of the later aims.

        Less where the problem is not large: bounds are quick then, and the search is not.
        """
        later = max(0, len(aims_of(self.problem)) - 2)
        most = (0.25 if drafting.large else 0.15) * self.control.time_limit
        return most if self.control.deterministic else min(most, 0.7 * later * drafting.seconds)

    def _polish(self, wanted: IntArray | None) -> None:
        """Use what time is left for plans that are worse in no aim, so that bounds hold.

        The clock on the wall says how much is left: no reproducible run may depend on it.
        """
        control = self.control
        if control.over or control.deterministic or self._proven():
            return
        Search(self.best, control, self.parts, 0.0, wanted, floor=self.best.worth).run()

    def _proven(self) -> bool:
        """Tell whether every aim of the best plan so far is proven."""
        values = evaluate(self.problem, self.best.plan).aims
        return all(aim.gap == 0 for aim in self.bounds.results(values))

    def _bound(self, drafting: Drafting) -> None:
        """Prove, aim by aim, what could be better given the values reached before.

        No bound is asked for that is there already.
        """
        if self.control.stopped:
            return
        values = evaluate(self.problem, self.best.plan).aims

        def prove(aim: Aim) -> None:
            given = before(self.problem, aim, values)
            if self.bounds.known(aim, given):
                return
            left = self.control.wall_left
            bound, _ = count_bound(drafting.counting, aim, given, self.control, left)
            self.bounds.add(aim, bound, given)

        with ThreadPoolExecutor(min(2, self.control.workers)) as pool:
            list(pool.map(prove, aims_of(self.problem)))
