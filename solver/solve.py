"""The pipeline: begin, prove, count, name, improve."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from solver.beginning import begin
from solver.best import Best
from solver.bounds import Bounds, before
from solver.candidates import all_candidates
from solver.check import check
from solver.conclusion import conclude
from solver.control import Control, Progress
from solver.evaluate import evaluate
from solver.in_parts import InParts
from solver.objectives import aims_of
from solver.ordered import build, solve_in_order
from solver.parts import Parts
from solver.result import FEASIBLE, INFEASIBLE, UNKNOWN, Result

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from concurrent.futures import Executor

    from solver.ordered import Ordered
    from solver.plan import Plan
    from solver.problem import Problem

WHOLE = 5000
"""Candidate placements up to which a problem is solved as a whole, and proven."""

MANY = 200
"""Requirements from which on promises are planned first, to have a plan at once."""

STARTING_WORKERS = 8  # threads at most, unless told otherwise


def solve(
    problem: Problem,
    *,
    start: Plan | None = None,
    time_limit: float = 60.0,
    workers: int | None = None,
    seed: int = 0,
    deterministic: bool = False,
    progress: Callable[[Progress], None] | None = None,
    cancel: threading.Event | None = None,
    executor: Executor | None = None,
) -> Result:
    """Return the best plan found in the time, with what is proven about it.

    Parameters
    ----------
    problem : Problem
    start : Plan, optional
        A plan that is known already. If it is legal, what is returned is no worse.
    time_limit : float
        Seconds of wall time, above 0.
    workers : int, optional
        Processes and threads, at least 1; as many as there are cores unless given.
    seed : int
        At least 0.
    deterministic : bool
        Whether the same problem, seed and time limit have to give the same plan. Takes one
        worker and gets less done in the same time.
    progress : callable, optional
        Is told about every better plan and bound, from the thread that found it.
    cancel : threading.Event, optional
        Set it to stop; the best plan so far is returned.
    executor : Executor, optional
        Carries the independent parts of the work, such as that of a cluster; processes of
        this machine do unless given.

    Raises
    ------
    ValueError
        If the time limit, the workers or the seed are out of bounds.
    """
    if not time_limit > 0:
        raise ValueError(f"time_limit is {time_limit}; it must be above 0 seconds")
    if seed < 0:
        raise ValueError(f"seed is {seed}; it must be 0 or more")
    threads = min(STARTING_WORKERS, os.cpu_count() or 1) if workers is None else workers
    if threads < 1:
        raise ValueError(f"workers is {workers}; it must be at least 1")
    control = Control(time_limit, threads, seed, deterministic, cancel)
    with Parts(control.workers, executor) as parts:
        return _Run(problem, control, progress, Bounds(problem), parts, start).run()


@dataclass
class _Run:
    """One run: the best plan so far, the bounds so far, and the steps to better ones."""

    problem: Problem
    control: Control
    progress: Callable[[Progress], None] | None
    bounds: Bounds
    parts: Parts
    start: Plan | None = None
    best: Best | None = None

    def run(self) -> Result:
        with self.control.timed("begin"):
            first = self._begin()
        if self.best is None and self.start is not None and not first.impossible:
            self._keep(self.start)
        if self.best is None:
            return self._result(INFEASIBLE if first.impossible else UNKNOWN)
        if first.proven and "requirements" in first.units:
            aim = aims_of(self.problem)[0]
            self.bounds.add(aim, float(first.units["requirements"]), {})
        if not self._whole(self.best):
            given = {name: float(units) for name, units in first.units.items() if first.proven}
            way = (self.problem, self.control, self.bounds, self.parts, self.best, self.start)
            InParts(*way).run(given)
        return self._result(FEASIBLE)

    def _begin(self) -> Ordered:
        """Find a first legal plan: promises alone at once where requirements take long."""
        if not self.problem.strict and len(self.problem.requirements) > MANY:
            nothing = np.zeros((0, 3), dtype=np.int64)
            promises = begin(replace(self.problem, requirements=nothing), self.control)
            if promises.plan is None:
                return promises
            self._keep(promises.plan)
        first = begin(self.problem, self.control)
        if first.plan is not None:
            self._keep(first.plan)
        return first

    def _keep(self, plan: Plan) -> None:
        """Take a plan if it is legal and better than what there is."""
        if self.best is not None:
            self.best.offer(plan)
        elif not check(self.problem, plan):
            self.best = Best(self.problem, plan, self._tell)
            self._tell()

    def _whole(self, best: Best) -> bool:
        """Solve a small problem as a whole, and tell whether it is proven."""
        columns = all_candidates(self.problem, WHOLE)
        if columns is None or self.control.over:
            return False
        with self.control.timed("prove"):
            model = build(self.problem, columns)
            share = self.control.left * 0.4
            found = solve_in_order(model, self.control, share, best.plan, ties=True)
        self._take(found)
        return found.proven

    def _take(self, found: Ordered) -> None:
        """Take a plan of the whole problem if it is better, and its bounds."""
        if found.plan is None:
            return
        self._keep(found.plan)
        values = evaluate(self.problem, found.plan).aims
        for aim in aims_of(self.problem):
            if aim.name in found.bounds:
                bound = found.bounds[aim.name] / aim.unit(self.problem)
                self.bounds.add(aim, bound, before(self.problem, aim, values))

    def _tell(self) -> None:
        """Tell whoever listens that there is a better plan."""
        if self.progress is None or self.best is None:
            return
        plan = self.best.plan
        values = evaluate(self.problem, plan).aims
        results = {result.name: result for result in self.bounds.results(values)}
        shown = results.get("coverage") or next(iter(results.values()), None)
        self.progress(
            Progress(
                self.control.stage,
                self.control.seconds,
                shown.name if shown else "",
                shown.value if shown else None,
                shown.bound if shown else None,
                shown.gap if shown else None,
                len(plan),
            )
        )

    def _result(self, status: str) -> Result:
        plan = self.best.plan if self.best is not None else None
        return conclude(status, plan, self.bounds, self.control, self.parts.trouble)
