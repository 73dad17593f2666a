"""When somebody could go somewhere, as a plan stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.trial_rules import legal
from solver.trials import Board, Trials

if TYPE_CHECKING:
    from solver.plan import Plan
    from solver.problem import IntArray, Problem


def legal_starts(
    problem: Problem, plan: Plan, employee: int, host: int, without: IntArray
) -> IntArray:
    """Return the periods from which somebody could visit a host, breaking no rule anew.

    Parameters
    ----------
    problem : Problem
    plan : Plan
        Its placements have to lie inside the horizon.
    employee, host : int
        Who goes where, guided by whoever is free.
    without : (R,) int
        Rows of the plan that are given up for it.
    """
    starts = np.arange(max(0, problem.periods - int(problem.length[host]) + 1))
    many = len(starts)
    trials = Trials(
        many,
        np.repeat(starts, len(without)),
        np.tile(np.asarray(without, dtype=np.int64), many),
        starts,
        np.full(many, employee),
        np.full(many, host),
        starts,
    )
    return starts[legal(Board(problem, plan), trials).kept] if many else starts
