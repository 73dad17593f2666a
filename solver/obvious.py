"""The obvious model, as a yardstick: a Boolean for each placement of each person.

No plan is made with it. It states every rule as `solver.solve` does, for everybody at once,
and hands the whole to CP-SAT: coverage first, then the other aims in their order. What that
gives in a time limit shows what counting first is worth.
"""

from __future__ import annotations

import os
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from solver.bounds import Bounds, before, rounded
from solver.candidates import candidates
from solver.columns import Columns
from solver.conclusion import conclude
from solver.constraints import all_rules
from solver.control import Control, Progress
from solver.evaluate import evaluate
from solver.objectives import aims_of
from solver.ordered import EVERY_RULE, ROUNDING, solve_in_order
from solver.reading import read_plan
from solver.result import FEASIBLE, INFEASIBLE, UNKNOWN, Result, relative_gap
from solver.solve import STARTING_WORKERS
from solver.variables import Variables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from solver.objectives import Aim
    from solver.plan import Plan
    from solver.problem import IntArray, Problem

BATCH = 10_000
"""Booleans that are made between two looks at the clock."""

STATING = 4.0
"""Stating the model takes at least so many times as long as making its Booleans. Measured were
7 to 8 times: what is given up at once could not have been stated in the time."""


def solve_obvious(
    problem: Problem,
    *,
    time_limit: float = 60.0,
    workers: int | None = None,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
) -> Result:
    """Return the best plan that the obvious model gives in the time, and its proven bound.

    Parameters
    ----------
    problem : Problem
    time_limit : float
        Seconds of wall time, above 0, stating the model included. Where that alone takes
        longer, the status is "unknown".
    workers : int, optional
        Threads, at least 1; as many as there are cores unless given.
    seed : int
        Of everything that is drawn.
    progress : callable, optional
        Is told about every better plan. Placements are not counted while it runs.

    Raises
    ------
    ValueError
        If the time limit is out of bounds.
    """
    if not time_limit > 0:
        raise ValueError(f"time_limit is {time_limit}; it must be above 0 seconds")
    threads = min(STARTING_WORKERS, os.cpu_count() or 1) if workers is None else workers
    control = Control(time_limit, threads, seed)
    bounds = Bounds(problem)
    try:
        with control.timed("build"):
            model = _Timed(problem, _columns(problem, control), control)
            for rule in all_rules().values():
                rule.post(model)
    except _TimeIsUpError:
        return conclude(UNKNOWN, None, bounds, control)
    with control.timed("solve"):
        status, plan = _solve(model, control, bounds, progress)
    return conclude(status, plan, bounds, control)


class _TimeIsUpError(Exception):
    """There is no time left to state the model in."""


class _Timed(Variables):
    """The model, which looks at the clock while it is stated."""

    def __init__(self, problem: Problem, columns: Columns, control: Control) -> None:
        super().__init__(problem, columns.take(np.zeros(0, dtype=np.int64)), None, EVERY_RULE)
        self.columns, self.free = columns, len(columns)
        self._control = control
        self._looked = 0
        for begin in range(0, self.free, BATCH):
            self._look()
            count = min(BATCH, self.free - begin)
            self.x.extend(self.cp.new_bool_var("") for _ in range(count))
        self.all = list(self.x)

    def _look(self) -> None:
        if self._control.over:
            raise _TimeIsUpError

    def literal(self, column: int) -> cp_model.IntVar | int:
        """Return the Boolean of a column."""
        self._looked += 1
        if self._looked % BATCH == 0:
            self._look()
        return super().literal(column)

    def _groups(
        self, column: IntArray, group: IntArray, weight: IntArray
    ) -> Iterator[tuple[int, list[int], list[int], int]]:
        for number, found in enumerate(super()._groups(column, group, weight)):
            if number % 256 == 0:
                self._look()
            yield found


def _columns(problem: Problem, control: Control) -> Columns:
    """Return every candidate placement; give up where they are too many for the time."""
    most = control.left / (STATING * _seconds_each())
    order = np.argsort(problem.home, kind="stable")
    parts: list[Columns] = []
    total = 0
    for some in np.array_split(order, max(1, len(order) // 500)):
        parts.append(candidates(problem, some))
        total += len(parts[-1])
        if control.over or total > most:
            raise _TimeIsUpError
    names = ("employee", "home", "host", "start")
    return Columns(problem, *(np.concatenate([getattr(p, n) for p in parts]) for n in names))


def _seconds_each() -> float:
    """Return how long it takes here to make a Boolean."""
    trial = cp_model.CpModel()
    begun = time.perf_counter()
    for _ in range(BATCH):
        trial.new_bool_var("")
    return (time.perf_counter() - begun) / BATCH


class _Listener(cp_model.CpSolverSolutionCallback):
    """Tells about every better plan as soon as it is found."""

    def __init__(
        self, aim: Aim, unit: float, control: Control, progress: Callable[[Progress], None]
    ) -> None:
        super().__init__()
        self._aim, self._unit, self._control, self._progress = aim, unit, control, progress

    def on_solution_callback(self) -> None:
        """Pass on value, bound and gap."""
        value = self.objective_value / self._unit
        bound = self.best_objective_bound / self._unit
        gap = relative_gap(value, bound)
        seconds = self._control.seconds
        self._progress(Progress("solve", seconds, self._aim.name, value, bound, gap, 0))


def _solve(
    model: _Timed,
    control: Control,
    bounds: Bounds,
    progress: Callable[[Progress], None] | None,
) -> tuple[str, Plan | None]:
    """Solve for coverage, and for the other aims where that leaves time."""
    problem = model.problem
    aims = sorted(aims_of(problem), key=lambda aim: aim.name != "coverage")
    if not aims:
        found = solve_in_order(model, control, control.left)
        nothing = INFEASIBLE if found.impossible else UNKNOWN
        return nothing if found.plan is None else FEASIBLE, found.plan
    first, unit = aims[0], aims[0].unit(problem)
    try:
        aimed = model.expression(first.post(model))
    except _TimeIsUpError:
        return UNKNOWN, None
    if first.sense > 0:
        model.cp.maximize(aimed)
    else:
        model.cp.minimize(aimed)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = control.workers
    solver.parameters.random_seed = control.seed
    solver.parameters.catch_sigint_signal = False
    solver.parameters.max_time_in_seconds = max(0.01, control.left)
    listener = None if progress is None else _Listener(first, unit, control, progress)
    status = solver.solve(model.cp, listener)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return INFEASIBLE if status == cp_model.INFEASIBLE else UNKNOWN, None
    plan = read_plan(model, solver)
    bounds.add(first, rounded(problem, first, solver.best_objective_bound), {})
    if status == cp_model.OPTIMAL and not control.over:
        slack = first.sense * int(unit * ROUNDING)
        reached = solver.value(aimed) - slack
        model.cp.add(aimed >= reached if first.sense > 0 else aimed <= reached)
        plan = _others(model, first, plan, bounds, control)
    return FEASIBLE, plan


def _others(model: _Timed, first: Aim, plan: Plan, bounds: Bounds, control: Control) -> Plan:
    """Return a plan that is as good as can be in the other aims, given the first."""
    whole = model.problem
    names = tuple(aim.name for aim in aims_of(whole) if aim.name != first.name)
    model.problem = replace(whole, aims=names)
    try:
        found = solve_in_order(model, control, control.left, plan, ties=True)
    except _TimeIsUpError:
        return plan
    if found.plan is None:
        return plan
    values = evaluate(whole, found.plan).aims
    for aim in aims_of(model.problem):
        given = {first.name: values[first.name], **before(model.problem, aim, values)}
        # A bound of an aim that comes before coverage would take coverage for granted.
        if aim.name in found.bounds and given.keys() <= before(whole, aim, values).keys():
            bounds.add(aim, rounded(whole, aim, found.bounds[aim.name]), given)
    return found.plan
