"""Several organisations planned side by side, each as one part of the work."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain import Clash, Organisation, Solution, Status
from planner.planning.cluster_executor import ClusterExecutor
from planner.planning.problem import to_problem
from planner.planning.solving import explain_impossible, solve
from solver import Parts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Executor

GRACE = 5.0
"""Seconds in which plans that are being made come to an end when somebody stops the rest."""

BEAT = 0.2
"""Seconds between two looks at whether to stop."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What became of one organisation: a solution, or ``trouble`` in words."""

    solution: Solution | None = None
    clashes: tuple[Clash, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class _Task:
    """One organisation to plan. It travels whole: where it is planned there may be no files."""

    organisation: Organisation
    strict: bool
    seconds: float
    seed: int
    deterministic: bool
    stop: str
    """A file that is there once somebody wants to stop. Workers elsewhere see no file: they
    are told its name."""


_STOPPED: set[str] = set()
"""The names of the stop files that this process was told of."""


def check_plannable(organisation: Organisation, *, strict: bool = False) -> None:
    """Make sure that an organisation can be planned at all, whatever comes of it.

    Raises
    ------
    BadInput
        If a pin does not start with a period of the cycle.
    """
    to_problem(organisation, strict=strict)


def solve_each(
    organisations: Sequence[Organisation],
    *,
    strict: bool = False,
    time_limit: float = 60.0,
    workers: int | None = None,
    seed: int = 0,
    deterministic: bool = False,
    executor: Executor | None = None,
    arrived: Callable[[int, Planned], None] | None = None,
    cancel: threading.Event | None = None,
) -> tuple[list[Planned | None], list[str]]:
    """Plan every organisation with one thread each, several at once.

    Parameters
    ----------
    time_limit : float
        Seconds of wall time for each, above 0.
    workers : int, optional
        How many are planned at once on this machine, at least 1; as many as there are cores
        unless given.
    executor : concurrent.futures.Executor, optional
        Does the work instead of processes of this machine.
    arrived : callable, optional
        Told the number of an organisation and what became of it, as soon as it is known.
    cancel : threading.Event, optional
        Set it to stop. Plans that are being made come to an end as they are; what takes longer
        than some seconds is given up.

    Returns
    -------
    list of Planned or None
        None for an organisation that was not planned.
    list of str
        Sentences on what did not go well.
    """
    lanes = min(workers or os.cpu_count() or 1, max(1, len(organisations)))
    with (
        tempfile.TemporaryDirectory(prefix="planner-") as folder,
        Parts(lanes, executor, apart=True) as parts,
    ):
        stop = _Stop(cancel, Path(folder) / "stop", executor)
        tasks = [
            _Task(organisation, strict, time_limit, seed, deterministic, str(stop.file))
            for organisation in organisations
        ]

        def tell(number: int, planned: Planned | None) -> None:
            if arrived is not None and planned is not None:
                arrived(number, planned)

        return parts.run(_plan, tasks, until=stop.over, first=tell), parts.trouble


class _Stop:
    """Passes the wish to stop on to other processes, and says when to wait no longer."""

    def __init__(
        self, cancel: threading.Event | None, file: Path, executor: Executor | None
    ) -> None:
        self.file = file
        self._cancel, self._executor = cancel, executor
        self._since: float | None = None

    def over(self) -> bool:
        if self._cancel is None or not self._cancel.is_set():
            return False
        if self._since is None:
            self._since = time.monotonic()
            self.file.touch()
            if isinstance(self._executor, ClusterExecutor):
                self._executor.everywhere(_note_stop, str(self.file))
        return time.monotonic() - self._since >= GRACE


def _plan(task: _Task) -> Planned | None:
    """Plan one organisation in whatever process this is; None if it is too late to begin."""
    if _is_stopped(task.stop):
        return None
    cancel, done = threading.Event(), threading.Event()
    threading.Thread(target=_watch, args=(task.stop, cancel, done), daemon=True).start()
    try:
        solution = solve(
            task.organisation,
            strict=task.strict,
            time_limit=task.seconds,
            workers=1,
            seed=task.seed,
            deterministic=task.deterministic,
            cancel=cancel,
        )
        clashes: tuple[Clash, ...] = ()
        if solution.status is Status.IMPOSSIBLE:
            clashes = explain_impossible(task.organisation, task.strict)
        return Planned(solution, clashes)
    except MemoryError:
        raise
    except Exception as problem:  # a defect that one organisation meets costs no other its plan
        return Planned(trouble=f"{type(problem).__name__}: {problem}")
    finally:
        done.set()


def _watch(stop: str, cancel: threading.Event, done: threading.Event) -> None:
    while not done.wait(BEAT):
        if _is_stopped(stop):
            cancel.set()
            return


def _is_stopped(stop: str) -> bool:
    return stop in _STOPPED or Path(stop).exists()


def _note_stop(stop: str) -> None:
    _STOPPED.add(stop)
