"""The pipeline: begin, prove, count, name, improve."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.beginning import begin
from solver.bounds import Bounds, before, count_bound
from solver.check import check
from solver.control import Control, Progress
from solver.drafting import draft
from solver.evaluate import evaluate
from solver.improving import Search, worth
from solver.naming import name_counts
from solver.objectives import aims_of
from solver.ordered import build, solve_in_order
from solver.result import FEASIBLE, INFEASIBLE, OPTIMAL, UNKNOWN, Result
from solver.tally import all_candidates

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from solver.drafting import Draft
    from solver.ordered import Ordered
    from solver.plan import Plan
    from solver.problem import Problem

WHOLE = 5000
"""Candidate placements up to which a problem is solved as a whole, and proven."""

STARTING_WORKERS = 8  # threads at most, unless told otherwise


def solve(
    problem: Problem,
    *,
    time_limit: float = 60.0,
    workers: int | None = None,
    seed: int = 0,
    deterministic: bool = False,
    progress: Callable[[Progress], None] | None = None,
    cancel: threading.Event | None = None,
) -> Result:
    """Return the best plan found in the time, with what is proven about it.

    Parameters
    ----------
    problem : Problem
    time_limit : float
        Seconds of wall time, above 0.
    workers : int, optional
        Threads, at least 1; as many as there are cores unless given.
    seed : int
        At least 0.
    deterministic : bool
        Whether the same problem, seed and time limit have to give the same plan. Takes one
        worker and gets less done in the same time.
    progress : callable, optional
        Is told about every better plan and bound, from the thread that found it.
    cancel : threading.Event, optional
        Set it to stop; the best plan so far is returned.

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
    return _Run(problem, control, progress, Bounds(problem)).run()


@dataclass
class _Run:
    """One run: the best plan so far, the bounds so far, and the steps to better ones."""

    problem: Problem
    control: Control
    progress: Callable[[Progress], None] | None
    bounds: Bounds
    plan: Plan | None = None

    def run(self) -> Result:
        with self.control.timed("begin"):
            first = begin(self.problem, self.control)
        if first.plan is None:
            return self._result(INFEASIBLE if first.impossible else UNKNOWN)
        self.tell(first.plan)
        if first.proven and "requirements" in first.units:
            aim = aims_of(self.problem)[0]
            self.bounds.add(aim, float(first.units["requirements"]), {})
        if not self._whole():
            self._in_parts(first)
        return self._result(FEASIBLE)

    def _whole(self) -> bool:
        """Solve a small problem as a whole, and tell whether it is proven."""
        columns = all_candidates(self.problem, WHOLE)
        if columns is None or self.control.over:
            return False
        with self.control.timed("prove"):
            model = build(self.problem, columns)
            share = self.control.left * 0.4
            found = solve_in_order(model, self.control, share, self.plan, ties=True)
        self._take(found)
        return found.proven

    def _take(self, found: Ordered) -> None:
        """Take a plan of the whole problem if it is better, and its bounds."""
        if found.plan is None:
            return
        self.tell(found.plan)
        values = evaluate(self.problem, found.plan).aims
        for aim in aims_of(self.problem):
            if aim.name in found.bounds:
                bound = found.bounds[aim.name] / aim.unit(self.problem)
                self.bounds.add(aim, bound, before(self.problem, aim, values))

    def _in_parts(self, first: Ordered) -> None:
        """Count, name and improve."""
        given = {name: float(units) for name, units in first.units.items() if first.proven}
        with self.control.timed("count"):
            counted = draft(self.problem, given, self.bounds, self.control)
        with self.control.timed("name"):
            self._name(counted)
        reserve = self._reserve(counted)
        with self.control.timed("improve"):
            self._improve(counted, reserve)
        with self.control.timed("bound"):
            self._bound(counted)
        with self.control.timed("polish"):
            self._polish(counted)

    def _name(self, counted: Draft) -> None:
        if counted.counts is None or self.plan is None:
            return
        slots = counted.counting.columns
        liked = np.zeros(
            (self.problem.departments, self.problem.departments, self.problem.periods), np.bool_
        )
        used = counted.counts > 0
        liked[slots.home[used], slots.host[used], slots.start[used]] = True
        placed = begin(self.problem, self.control, liked).plan or self.plan
        name_counts(
            self.problem, counted.counting.tally, counted.counts, placed, self.control, self.tell
        )

    def _reserve(self, counted: Draft) -> float:
        """Return the seconds to keep for the bounds of the later aims."""
        later = max(0, len(aims_of(self.problem)) - 2)
        most = 0.25 * self.control.time_limit
        return most if self.control.deterministic else min(most, 1.2 * later * counted.seconds)

    def _improve(self, counted: Draft, reserve: float) -> None:
        if self.plan is not None:
            wanted = counted.visits
            Search(self.problem, self.plan, self.control, self.tell, reserve, wanted).run()

    def _polish(self, counted: Draft) -> None:
        """Use what time is left for plans that are worse in no aim, so that bounds hold.

        The clock on the wall says how much is left: no reproducible run may depend on it.
        """
        control = self.control
        if self.plan is None or control.over or control.deterministic or self._proven:
            return
        search = Search(self.problem, self.plan, control, self.tell, 0.0, counted.visits)
        search.floor = worth(self.problem, self.plan)
        search.run()

    @property
    def _proven(self) -> bool:
        """Whether every aim of the best plan so far is proven."""
        if self.plan is None:
            return False
        values = evaluate(self.problem, self.plan).aims
        return all(aim.gap == 0 for aim in self.bounds.results(values))

    def _bound(self, counted: Draft) -> None:
        """Prove, aim by aim, what could be better given the values reached before."""
        if self.plan is None or self.control.stopped:
            return
        values = evaluate(self.problem, self.plan).aims

        def prove(number: int) -> None:
            aim = aims_of(self.problem)[number]
            given = before(self.problem, aim, values)
            left = self.control.wall_left
            bound, _ = count_bound(counted.counting, aim, given, self.control, left)
            self.bounds.add(aim, bound, given)

        with ThreadPoolExecutor(min(2, self.control.workers)) as pool:
            list(pool.map(prove, range(len(aims_of(self.problem)))))

    def tell(self, plan: Plan) -> None:
        """Keep a plan if it is the best so far, and tell whoever listens.

        Nobody is given a plan that the checker has not seen, whatever a model may think of it.
        """
        if self.plan is not None and worth(self.problem, plan) < worth(self.problem, self.plan):
            return
        if check(self.problem, plan):
            return
        self.plan = plan
        if self.progress is None:
            return
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
        control = self.control
        evaluation = evaluate(self.problem, self.plan) if self.plan is not None else None
        aims = self.bounds.results(evaluation.aims) if evaluation else ()
        if status == FEASIBLE and all(aim.gap == 0 for aim in aims):
            status = OPTIMAL
        return Result(
            status,
            self.plan,
            aims,
            evaluation.coverage if evaluation else None,
            tuple(control.stages),
            control.seed,
            control.workers,
            control.seconds,
            control.stopped,
        )
