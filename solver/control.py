"""What every stage of a run shares: the clock, the wish to stop, the ear that listens."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

if TYPE_CHECKING:
    from collections.abc import Iterator

DETERMINISTIC_PACE = 0.12
"""Units of CP-SAT's deterministic time that pass for a second of the time limit when a run has
to be reproducible. Slow enough that the clock on the wall does not cut it short first."""


@dataclass(frozen=True)
class Progress:
    """Where a run is.

    Attributes
    ----------
    stage : str
        What is being done.
    seconds : float
        Wall time since the start.
    aim : str
        The aim that the next fields are about.
    incumbent, bound, gap : float or None
        Its value in the best plan so far, the best proven bound, and the relative gap.
    placements : int
        Placements in the best plan so far.
    """

    stage: str
    seconds: float
    aim: str
    incumbent: float | None
    bound: float | None
    gap: float | None
    placements: int


@dataclass(frozen=True)
class Stage:
    """Seconds spent in one stage."""

    name: str
    seconds: float


class Control:
    """The clock and the switches of one run.

    Parameters
    ----------
    time_limit : float
        Seconds, above 0.
    workers : int
        Threads for CP-SAT, at least 1.
    seed : int
        Of everything that is drawn.
    deterministic : bool
        Whether the same input has to give the same plan: then one worker runs, and steps
        are limited by CP-SAT's deterministic time, not by the clock.
    cancel : threading.Event, optional
        Set by somebody else to stop early with the best plan so far.
    wall_limit : float, optional
        Seconds on the wall's clock until the run ends, whatever its own time; ``time_limit``
        unless given.
    """

    def __init__(
        self,
        time_limit: float,
        workers: int,
        seed: int = 0,
        deterministic: bool = False,
        cancel: threading.Event | None = None,
        wall_limit: float | None = None,
    ) -> None:
        self.started = time.monotonic()
        self.time_limit = time_limit
        self.wall_limit = time_limit if wall_limit is None else wall_limit
        self.workers = workers
        self.seed = seed
        self.deterministic = deterministic
        self.cancel = cancel or threading.Event()
        self.stages: list[Stage] = []
        self.stage = "start"
        self._spent = 0.0

    @property
    def seconds(self) -> float:
        """Wall time since the start."""
        return time.monotonic() - self.started

    @property
    def left(self) -> float:
        """Seconds that are left; deterministic ones where the run is deterministic.

        The wall's clock ends such a run too, but nothing in it may depend on how much is left
        by that clock.
        """
        if not self.deterministic or self.wall_left <= 0:
            return self.wall_left
        return self.time_limit - self._spent / DETERMINISTIC_PACE

    @property
    def wall_left(self) -> float:
        """Seconds of wall time that are left."""
        return self.wall_limit - self.seconds

    @property
    def stopped(self) -> bool:
        """Whether somebody asked to stop."""
        return self.cancel.is_set()

    @property
    def over(self) -> bool:
        """Whether the run has to end now."""
        return self.stopped or self.left <= 0

    def over_at(self, left: float) -> bool:
        """Whether the run has to end now, or what needs the last ``left`` seconds begins."""
        return self.over or self.left <= left

    @property
    def spent(self) -> float:
        """Work done so far, in units of CP-SAT's deterministic time."""
        return self._spent

    def spend(self, units: float) -> None:
        """Count work outside CP-SAT in deterministic time."""
        self._spent += units

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Note how long a stage takes."""
        outer, self.stage = self.stage, stage
        begun = time.monotonic()
        try:
            yield
        finally:
            self.stages.append(Stage(stage, round(time.monotonic() - begun, 3)))
            self.stage = outer

    def run(
        self,
        model: cp_model.CpModel,
        seconds: float,
        presolve: bool = True,
        small: bool = False,
    ) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        """Solve a CP-SAT model within some seconds, less if the run is over sooner.

        ``small`` models are solved by the linear relaxation in one thread: theirs is nearly
        integral, and a portfolio of strategies takes many times as long.
        """
        solver = cp_model.CpSolver()
        limit = max(0.01, min(seconds, self.left))
        parameters = solver.parameters
        parameters.num_workers = 1 if self.deterministic else self.workers
        parameters.random_seed = self.seed
        parameters.cp_model_presolve = presolve
        # The caller decides what an interrupt means; CP-SAT's own handler ends the process.
        parameters.catch_sigint_signal = False
        if small:
            parameters.num_workers = 1
            parameters.linearization_level = 2
            parameters.cp_model_probing_level = 0
            parameters.symmetry_level = 0
        if self.deterministic:
            parameters.max_deterministic_time = limit * DETERMINISTIC_PACE
            parameters.max_time_in_seconds = max(0.01, self.wall_left)
        else:
            parameters.max_time_in_seconds = limit
        done = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(solver, done), daemon=True)
        watcher.start()
        try:
            status = solver.solve(model)
        finally:
            done.set()
        self.spend(solver.response_proto.deterministic_time)
        return solver, status

    def _watch(self, solver: cp_model.CpSolver, done: threading.Event) -> None:
        """Stop a solver as soon as somebody asks for it."""
        while not done.wait(0.05):
            if self.cancel.is_set():
                solver.stop_search()
                return
