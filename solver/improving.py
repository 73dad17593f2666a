"""Large-neighbourhood search on the full rules.

Part of the plan is freed, the rest is kept, and CP-SAT finds the best of all that fits (Shaw
1998). Kinds of neighbourhoods that helped lately are drawn more often (Ropke and Pisinger
2006), and each grows while it is solved to the end in time. The result is never worse in the
strict order of the aims, and every plan on the way is legal.

Steps are independent of each other: they run side by side, wherever there is a process for
them, and what one has changed is put into whatever the plan is by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from solver.cutting import Cut, cut
from solver.neighbourhoods import KINDS, Neighbourhood, View, draw
from solver.steps import Step, Taken, changed, taker

if TYPE_CHECKING:
    from solver.best import Best
    from solver.control import Control
    from solver.parts import Parts
    from solver.plan import Plan
    from solver.problem import IntArray

STEP_SECONDS = 2.0
"""The longest a step may take; one that is not proven by then was too large."""

LARGEST = 1_000_000
"""Candidate placements of a neighbourhood at most, before those without a seat are left out."""

QUICK = 0.25
"""Work of a step, in units of CP-SAT's deterministic time, up to which it might be larger."""

SIDE_BY_SIDE = 4
"""Steps of a reproducible run that start from the same plan, however many processes there are."""

ROUND = 64
"""Steps that are drawn in one go where a run need not be reproducible."""

FIRST = {"shortfall": 5.0}
"""Weights in the draw of the first step, where they are not 1."""


@dataclass
class _Kind:
    """How a kind of neighbourhood has done: its weight in the draw and its size."""

    weight: float = 1.0
    size: float = 8000.0


@dataclass
class Search:
    """A search from the best plan of a run to better ones.

    Parameters
    ----------
    best : Best
        The best plan so far, which is asked to be replaced by better ones.
    control : Control
    parts : Parts
        Carry the steps.
    until : float
        Seconds left of the run at which the search ends.
    wanted : (D, D) int, optional
        Visits from each home to each host that counting found best.
    floor : tuple of float, optional
        What every aim has to be worth at least (see `solver.best.worth`), so that bounds that
        were proven for it go on holding.
    """

    best: Best
    control: Control
    parts: Parts
    until: float = 0.0
    wanted: IntArray | None = None
    floor: tuple[float, ...] | None = None
    _kinds: dict[str, _Kind] = field(
        default_factory=lambda: {kind: _Kind(FIRST.get(kind, 1.0)) for kind in KINDS}
    )

    def run(self) -> None:
        """Search until the time is up."""
        rng = np.random.default_rng([self.control.seed, 1])
        work = taker(self.parts, self.control)
        while not self.over():
            drawn = _Drawn(self, rng)
            steps: Sequence[Step] = drawn
            if self.control.deterministic:
                steps = [drawn[number] for number in range(SIDE_BY_SIDE)]
            # Nothing waits: a step had better be drawn from what the ones before it found.
            self.parts.run(
                work,
                steps,
                until=self.over,
                first=drawn.learn,
                ordered=self.control.deterministic,
                ahead=0,
            )

    def over(self) -> bool:
        """Whether the search has to end."""
        return self.control.over_at(self.until)

    def kind(self, rng: np.random.Generator) -> str:
        """Draw a kind of neighbourhood."""
        weights = np.array([kind.weight for kind in self._kinds.values()])
        return str(rng.choice(list(self._kinds), p=weights / weights.sum()))

    def size(self, kind: str) -> int:
        """Return how large a neighbourhood of a kind may be."""
        return int(self._kinds[kind].size)

    def learn(self, kind: str, taken: Taken, better: bool) -> None:
        """Note how a step went."""
        self.control.spend(taken.units)
        known = self._kinds[kind]
        if not taken.proven:
            known.size *= 0.7
        elif taken.units < QUICK:
            known.size = min(LARGEST, known.size * 1.3)
        known.weight = 0.95 * known.weight + (0.3 if better else 0.01)


class _Drawn(Sequence[Step]):
    """Steps that are drawn when they are asked for, from the best plan there is by then."""

    def __init__(self, search: Search, rng: np.random.Generator) -> None:
        self._search, self._rng = search, rng
        self._drawn: dict[int, tuple[str, Cut, Step]] = {}

    def __len__(self) -> int:
        return ROUND

    def __getitem__(self, number: int) -> Step:  # type: ignore[override]
        """Draw a step, the same one however often it is asked for."""
        if number >= ROUND:
            raise IndexError(number)
        if number not in self._drawn:
            self._drawn[number] = self._draw()
        return self._drawn[number][2]

    def _draw(self) -> tuple[str, Cut, Step]:
        search, rng, best = self._search, self._rng, self._search.best
        kind = search.kind(rng)
        hood = draw(View(best.problem, best.plan, search.wanted, rng), kind, search.size(kind))
        part = cut(best.problem, best.plan, hood.people, np.flatnonzero(hood.pairs.any(axis=0)))
        return kind, part, self._step(hood, part)

    def _step(self, hood: Neighbourhood, part: Cut) -> Step:
        best, control = self._search.best, self._search.control
        freed = best.plan.codes(best.problem)[hood.free]
        left = max(0.1, control.left - self._search.until)
        return Step(
            problem=part.problem,
            plan=part.plan,
            free=np.isin(part.outside(part.plan).codes(best.problem), freed),
            people=part.inside(hood.people),
            pairs=hood.pairs,
            first=hood.first,
            last=hood.last,
            seconds=STEP_SECONDS if control.deterministic else min(STEP_SECONDS, left),
            patience=control.wall_left,
            seed=control.seed,
            deterministic=control.deterministic,
        )

    def learn(self, number: int, taken: Taken) -> None:
        """Take what a step found if that is better."""
        if self._search.control.deterministic and self._search.over():
            return  # a single process would not have come to it
        kind, part, step = self._drawn.pop(number)
        better = taken.plan is not None and self._take(part, step.plan, taken.plan)
        self._search.learn(kind, taken, better)

    def _take(self, part: Cut, before: Plan, after: Plan) -> bool:
        """Put into the best plan what a step changed, and tell whether that is better.

        Mentors that another step has changed meanwhile need not stand in the way: theirs may
        do as well.
        """
        best = self._search.best
        outside = part.outside(before), part.outside(after)
        first = changed(best.problem, best.plan, *outside)
        if first is None:
            return False
        if best.offer(first, self._search.floor):
            return True
        second = changed(best.problem, best.plan, *outside, guided=False)
        if second is None or np.array_equal(first.mentor, second.mentor):
            return False
        return best.offer(second, self._search.floor)
