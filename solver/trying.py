"""What could become of one placement of a plan: every swap, gift and move, tried at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from solver.trial_aims import aim_changes, best_first
from solver.trial_rules import legal
from solver.trials import Trials

if TYPE_CHECKING:
    from solver.problem import FloatArray, IntArray
    from solver.trials import Board


class Tried(NamedTuple):
    """The trials that break no rule, the best in the strict order of the aims first.

    Attributes
    ----------
    trials : Trials
    mentor : (I,) int
        Who guides whoever comes in, -1 where nobody has to.
    changes : dict of str to (K,) float
        By how much each aim changes, the weightiest aim first.
    """

    trials: Trials
    mentor: IntArray
    changes: dict[str, FloatArray]


def tried(board: Board, trials: Trials, most: int | None = None) -> Tried:
    """Return which of some trials break no rule that the plan kept, the best first.

    Equals stay in the order they came in.

    Parameters
    ----------
    board : Board
    trials : Trials
    most : int, optional
        How many are returned at most; all unless given.
    """
    found = legal(board, trials)
    kept = np.flatnonzero(found.kept)
    part, mentor = trials.take(kept), found.mentor[found.kept[trials.in_trial]]
    changes = aim_changes(board, part, mentor)
    chosen = best_first(board.problem, changes, part.number)[:most]
    return Tried(
        part.take(chosen),
        mentor[np.isin(part.in_trial, chosen)],
        {name: change[chosen] for name, change in changes.items()},
    )


def gifts(board: Board, row: int) -> Trials:
    """Return the trials in which somebody else takes a placement as it is, one each."""
    plan = board.plan
    others = np.setdiff1d(np.arange(board.problem.employees), plan.employee[[row]])
    every = np.arange(len(others))
    return Trials(
        len(others),
        every,
        np.full(len(others), row),
        every,
        others,
        np.full(len(others), plan.host[row]),
        np.full(len(others), plan.start[row]),
    )


def swaps(board: Board, row: int, first: int = 0) -> Trials:
    """Return the trials in which a placement is exchanged with one of somebody else.

    Two that are at the same host from the same period on are no exchange.

    Parameters
    ----------
    board : Board
    row : int
        Of the plan.
    first : int
        From which start on the other placement may be.
    """
    plan = board.plan
    same = (plan.host == plan.host[row]) & (plan.start == plan.start[row])
    rows = np.flatnonzero((plan.employee != plan.employee[row]) & ~same & (plan.start >= first))
    every, mine = np.arange(len(rows)), np.full(len(rows), row)
    return Trials(
        len(rows),
        np.r_[every, every],
        np.r_[mine, rows],
        np.r_[every, every],
        np.r_[plan.employee[mine], plan.employee[rows]],
        np.r_[plan.host[rows], plan.host[mine]],
        np.r_[plan.start[rows], plan.start[mine]],
    )


def moves(board: Board, row: int, first: int = 0) -> Trials:
    """Return the trials in which a placement is at another time, the nearest first.

    Parameters
    ----------
    board : Board
    row : int
        Of the plan.
    first : int
        The earliest start.
    """
    plan, problem = board.plan, board.problem
    host, old = int(plan.host[row]), int(plan.start[row])
    starts = np.arange(first, problem.periods - int(problem.length[host]) + 1)
    starts = starts[starts != old]
    starts = starts[np.argsort(np.abs(starts - old), kind="stable")]
    every = np.arange(len(starts))
    return Trials(
        len(starts),
        every,
        np.full(len(starts), row),
        every,
        np.full(len(starts), plan.employee[row]),
        np.full(len(starts), host),
        starts,
    )
