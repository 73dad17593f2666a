"""Large-neighbourhood search on the full rules.

Part of the plan is freed, the rest is kept, and CP-SAT finds the best of all that fits (Shaw
1998). Kinds of neighbourhoods that helped lately are drawn more often (Ropke and Pisinger
2006), and each grows while it is solved to the end in time. The result is never worse in the
strict order of the aims, and every plan on the way is legal.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from solver.check import check
from solver.neighbourhoods import KINDS, View, draw
from solver.objectives import aims_of
from solver.ordered import build, solve_blended
from solver.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.control import Control
    from solver.problem import IntArray, Problem

STEP_SECONDS = 2.0
"""The longest a step may take; one that is not proven by then was too large."""

LARGEST = 40_000
"""Candidate placements of a neighbourhood at most: more take longer to write than to solve."""


@dataclass
class _Kind:
    """How a kind of neighbourhood has done: its weight in the draw and its size."""

    weight: float = 1.0
    size: float = 8000.0


@dataclass
class Search:
    """A search that several threads may share.

    Parameters
    ----------
    problem : Problem
    plan : Plan
        A legal plan to begin with, afterwards the best.
    control : Control
    tell : callable
        Is given every better plan.
    until : float
        Seconds left of the run at which the search ends.
    wanted : (D, D) int, optional
        Visits from each home to each host that counting found best.
    floor : tuple of float, optional
        What every aim has to be worth at least (see `worth`), so that bounds that were proven
        for it go on holding.
    """

    problem: Problem
    plan: Plan
    control: Control
    tell: Callable[[Plan], None]
    until: float = 0.0
    wanted: IntArray | None = None
    floor: tuple[float, ...] | None = None
    _kinds: dict[str, _Kind] = field(default_factory=lambda: {kind: _Kind() for kind in KINDS})
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _fault: BaseException | None = None

    def run(self) -> Plan:
        """Search until the time is up, and return the best plan."""
        seeds = np.random.SeedSequence(self.control.seed).spawn(self.control.workers)
        threads = [
            threading.Thread(target=self._work, args=(np.random.default_rng(seed),))
            for seed in seeds
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self._fault is not None:
            raise self._fault
        return self.plan

    @property
    def _over(self) -> bool:
        control = self.control
        return control.over or control.left <= self.until or self._fault is not None

    def _work(self, rng: np.random.Generator) -> None:
        """Take step after step; a fault ends all threads and is raised where they began."""
        try:
            while not self._over:
                self._step(rng)
        except BaseException as fault:
            self._fault = fault

    def _step(self, rng: np.random.Generator) -> None:
        with self._lock:
            plan, weights = self.plan, np.array([k.weight for k in self._kinds.values()])
            name = str(rng.choice(list(self._kinds), p=weights / weights.sum()))
            kind = self._kinds[name]
        hood = draw(View(self.problem, plan, self.wanted, rng), name, int(kind.size))
        self.control.spend(len(hood.columns) * 1e-5 + 0.01)
        model = build(self.problem, hood.columns, hood.kept)
        seconds = min(STEP_SECONDS, self.control.left - self.until)
        found = solve_blended(model, self.control, seconds, plan)
        with self._lock:
            kind.size = min(LARGEST, kind.size * 1.1) if found.proven else kind.size * 0.7
            better = found.plan is not None and self._take(plan, found.plan)
            kind.weight = 0.95 * kind.weight + (0.3 if better else 0.01)

    def _take(self, before: Plan, after: Plan) -> bool:
        """Take a plan that a step found, or what it changed, if that is better."""
        if before is not self.plan:
            merged = _merge(self.plan, before, after)
            if merged is None:
                return False
            after = merged
        reached = worth(self.problem, after)
        if reached <= worth(self.problem, self.plan):
            return False
        if self.floor and any(r < f for r, f in zip(reached, self.floor, strict=True)):
            return False
        if check(self.problem, after):
            return False
        self.plan = after
        self.tell(after)
        return True


def _merge(current: Plan, before: Plan, after: Plan) -> Plan | None:
    """Return ``current`` changed as ``before`` was changed to ``after``, None if it cannot be."""
    old, new, now = set(before), set(after), set(current)
    if not old - new <= now:
        return None
    return Plan.of((now - (old - new)) | (new - old))


def worth(problem: Problem, plan: Plan) -> tuple[float, ...]:
    """Return what a plan is worth, to be compared in order; larger is better."""
    return tuple(round(aim.sense * aim.value(problem, plan), 9) for aim in aims_of(problem))
