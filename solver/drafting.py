"""A first draft in counts: what the relaxation proves, and whole numbers close to it."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from solver.bounds import Bounds, before, count_bound, program
from solver.columns import Columns
from solver.control import DETERMINISTIC_PACE
from solver.counting import Counting
from solver.grid import starts_without_gaps
from solver.linear import Answer, solve_within
from solver.objectives import aims_of
from solver.ordered import blending

if TYPE_CHECKING:
    from typing import Self

    from solver.control import Control
    from solver.linear import Program
    from solver.plan import Plan
    from solver.problem import FloatArray, IntArray, Problem
    from solver.tally import Tally

COUNTING = 0.25
"""Share of a deterministic run that counting is taken to need, whatever it needs in truth."""

GAP = 1e-4
"""Relative gap at which the search for whole counts ends."""

FINE = 1e-8
"""The same where the first aim is settled: what is left for the others is a small share."""

NODES = 20
"""Nodes that the search for whole counts looks at in a deterministic run."""

LARGE = 30_000
"""Slots from which on the relaxation of all aims takes too long."""


class Drafting:
    """Counts of visits that are nearly the best, as soon as there are some.

    The relaxation of the first aim alone gives its bound, and that of all aims together the
    counts to end with. Both are solved side by side, unless the problem is large: then a plan
    is drawn up for the first aim, and the seats that it leaves are filled for the others.

    Parameters
    ----------
    problem : Problem
    tally : Tally
    values : dict of str to float
        Proven values of the first aims; the counts do as well in these.
    bounds : Bounds
        Takes the bound of the first aim that is not in ``values``.
    control : Control

    Attributes
    ----------
    counting : Counting
    seconds : float
        How long the relaxation took: what a bound of a later aim will cost.
    visits : (D, D) int or None
        Visits from each home to each host; None while there are no counts.
    required : Columns or None
        Required placements that fit the latest counts.
    """

    def __init__(
        self,
        problem: Problem,
        tally: Tally,
        values: dict[str, float],
        bounds: Bounds,
        control: Control,
    ) -> None:
        self.counting = Counting(problem, tally)
        self.seconds = 0.0
        self.visits: IntArray | None = None
        self.required: Columns | None = None
        self._values, self._bounds, self._control = values, bounds, control
        self._aims = [aim for aim in aims_of(problem) if aim.name not in values]
        self._pool = ThreadPoolExecutor(2)
        self._pure: Future[Answer] | None = None
        self._mixed: Future[Answer] | None = None
        if self._aims and self.counting.variables:
            self._pure = self._pool.submit(self._prove)
            if not self.large:
                self._mixed = self._pool.submit(self._solve_blended)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()

    @property
    def large(self) -> bool:
        """Whether there are counts for the first aim alone, before those for all."""
        return len(self.counting.columns) >= LARGE

    def early(self, plan: Plan | None = None) -> IntArray | None:
        """Return counts (C,) for the first aim alone, None where those for all come soon.

        The visits of ``plan``, a legal one, are among them.
        """
        if self._pure is None or not self.large:
            return None
        support = self._pure.result().values
        if support is None:
            return None
        asked, _ = program(self.counting, self._aims[0], self._values)
        if plan is not None:
            made = self._made(plan)
            asked, support = asked.with_at_least(made), support.copy()
            support[: len(made)] += made
        return self._counts(self._whole(asked, support, 0.25), support)

    def final(self, plan: Plan) -> IntArray | None:
        """Return counts (C,) for all aims together, None where none were found in time.

        Where counts came early, the visits of ``plan``, a legal one, are among them.
        """
        if self._pure is None:
            return None
        every, _ = program(self.counting, self._aims[0], self._values, every_aim=True)
        every = replace(every, cost=self._cost())
        support = self._pure.result().values
        made = self._made(plan)
        if self._mixed is not None:
            mixed = self._mixed.result().values
        else:
            every = every.with_at_least(made)
            mixed = self._on_grid(every, made, plan)
        self._control.spend(COUNTING * self._control.time_limit * DETERMINISTIC_PACE)
        if support is None or mixed is None:
            return None
        support = (support + mixed) / 2
        if self.large:
            return self._counts(self._whole(every, support, 0.125, FINE), support)
        return self._counts(self._better(every, support), support)

    def _better(self, every: Program, support: FloatArray) -> FloatArray | None:
        """Return whole values for all aims if they are as good in the first one.

        That one alone is often settled long before all of them.
        """
        alone, _ = program(self.counting, self._aims[0], self._values)
        blended = self._pool.submit(self._whole, every, support, 0.25)
        found, both = self._whole(alone, support, 0.25), blended.result()
        if found is None or both is None:
            return both if found is None else found
        worse = alone.cost @ (both - found) > GAP * abs(alone.cost @ found)
        return found if worse else both

    def _made(self, plan: Plan) -> IntArray:
        """Return the visits of a plan in each slot."""
        counting = self.counting
        home = counting.problem.home[plan.employee]
        column = counting.tally.column(home, plan.host, plan.start)
        return np.bincount(column[column >= 0], minlength=len(counting.columns))

    def _on_grid(self, asked: Program, made: IntArray, plan: Plan) -> FloatArray | None:
        """Solve a program for visits that follow each other without gaps."""
        counting, slots = self.counting, self.counting.columns
        grid = starts_without_gaps(counting.problem, plan)
        columns = asked.highest > 0
        columns[: len(slots)] &= grid[slots.host, slots.start] | (made > 0)
        answer = solve_within(asked.narrowed(columns), self._control, self._control.left / 2)
        return answer.widened(columns).values

    def _whole(
        self, asked: Program, support: FloatArray, share: float, gap: float = GAP
    ) -> FloatArray | None:
        """Return whole values in a share of the time, looking only at slots with support."""
        control, slots = self._control, len(self.counting.columns)
        columns = asked.highest > 0
        columns[:slots] &= support[:slots] > 1e-7
        # The rest is whole by itself, nearly always; asking for it takes many times as long.
        whole = replace(asked, whole=slots, gap=gap).narrowed(columns)
        if control.deterministic:
            # How far whole numbers get by the clock must not decide the plan.
            whole = replace(whole, nodes=NODES)
        seconds = max(share * control.left, min(control.left / 2, 5.0))
        return solve_within(whole, control, seconds).widened(columns).values

    def _counts(self, values: FloatArray | None, support: FloatArray) -> IntArray:
        """Return the counts, and note what is asked of them later.

        Without whole ``values`` those of the relaxation are rounded down, which leaves seats
        and staff for all of them; the search is asked for the rest.
        """
        slots = self.counting.columns
        wanted = support if values is None else np.rint(values)
        values = np.floor(support + 1e-6) if values is None else wanted
        counts: IntArray = values[: len(slots)].astype(np.int64)
        self.required = self._required(values, counts)
        size = self.counting.problem.departments
        visits = np.zeros((size, size))
        np.add.at(visits, (slots.home, slots.host), wanted[: len(slots)])
        self.visits = np.rint(visits).astype(np.int64)
        return counts

    def _required(self, values: FloatArray, counts: IntArray) -> Columns:
        """Return required placements that fit the counts."""
        counting, tally = self.counting, self.counting.tally
        chosen = counts[tally.could_slot] > 0
        if counting.made is not None:
            chosen &= values[counting.made] > 0.5
        visit, slot = tally.could[chosen], tally.could_slot[chosen]
        host, start = tally.visited[visit], counting.columns.start[slot]
        return Columns.named(counting.problem, tally.visitor[visit], host, start)

    def _prove(self) -> Answer:
        begun = self._control.seconds
        counting, aim = self.counting, self._aims[0]
        bound, answer = count_bound(counting, aim, self._values, self._control, self._control.left)
        self._bounds.add(aim, bound, before(counting.problem, aim, self._values))
        self.seconds = self._control.seconds - begun
        return answer

    def _solve_blended(self) -> Answer:
        """Return the relaxation's answer for all aims together."""
        asked, _ = program(self.counting, self._aims[0], self._values, every_aim=True)
        blended = replace(asked, cost=self._cost())
        return solve_within(blended, self._control, self._control.left)

    def _cost(self) -> FloatArray:
        """Return what the variables cost for all aims that are not settled."""
        counting = self.counting
        cost: FloatArray = np.zeros(counting.variables)
        for name, factor in blending(counting.problem, counting.aims).items():
            if name not in self._values:
                terms = counting.aims[name]
                np.add.at(cost, terms.variable, -factor * terms.weight)
        scaled: FloatArray = cost / max(1.0, np.abs(cost).max() / 1000)
        return scaled
