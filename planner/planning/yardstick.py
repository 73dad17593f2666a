"""What the obvious way to solve gives: something to measure the planner against."""

from __future__ import annotations

from typing import TYPE_CHECKING

import solver
from planner.planning.problem import to_problem
from planner.planning.solving import passing_on, to_solution

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.domain import Organisation, Progress, Solution


def solve_obvious(
    organisation: Organisation,
    *,
    time_limit: float = 60.0,
    workers: int | None = None,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
) -> Solution:
    """Plan a cycle with one yes or no for each placement of each person, coverage first.

    Parameters
    ----------
    organisation : Organisation
        Who is there, what binds them, and what is wanted.
    time_limit : float
        Seconds of wall time, above 0. No plan is found where stating the model takes longer.
    workers : int, optional
        Threads to use, at least 1; as many as suit the machine when left out.
    seed : int
        What chance depends on.
    progress : callable, optional
        Called with every better plan, possibly from another thread.

    Raises
    ------
    BadInput
        If a pin does not start with a period of the cycle.
    """
    result = solver.solve_obvious(
        to_problem(organisation),
        time_limit=time_limit,
        workers=workers,
        seed=seed,
        progress=None if progress is None else passing_on(progress),
    )
    return to_solution(organisation, result)
