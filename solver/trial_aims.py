"""What many small changes of a plan do to every aim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.coverage import credit
from solver.keys import Keys
from solver.objectives import aims_of
from solver.objectives.coverage import walks
from solver.occupancy import unmet
from solver.plan import codes
from solver.trials import After, Counts

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.columns import Columns
    from solver.problem import FloatArray, IntArray, Problem
    from solver.trials import Board, Trials

ROUNDED = 6
"""Digits behind the point to which changes of an aim are compared."""


def aim_changes(board: Board, trials: Trials, mentor: IntArray) -> dict[str, FloatArray]:
    """Return by how much each aim changes with each trial, the weightiest aim first.

    Parameters
    ----------
    board : Board
    trials : Trials
        Every placement lies inside the horizon.
    mentor : (I,) int
        Who guides whoever comes in.
    """
    return {
        aim.name: _CHANGES[aim.name](board, trials)
        if aim.name in _CHANGES
        else _one_by_one(board, trials, mentor, aim.value)
        for aim in aims_of(board.problem)
    }


def best_first(problem: Problem, changes: dict[str, FloatArray], number: int) -> IntArray:
    """Return trials 0 .. ``number`` - 1, the best in the strict order of the aims first.

    Equals stay in the order they came in.
    """
    keys = [np.round(-aim.sense * changes[aim.name], ROUNDED) for aim in aims_of(problem)]
    order: IntArray = np.lexsort((np.arange(number), *reversed(keys)))
    return order


def unmet_more(board: Board, trials: Trials) -> tuple[IntArray, IntArray]:
    """Return trial and change (1: met before and no longer, -1: met now) of requirements."""
    problem, people, hosts = board.problem, board.problem.employees, board.problem.departments
    wanted = problem.requirements
    trial, _, columns = board.signed(trials)
    key = np.unique(trial * people + columns.employee)
    after = After.of(board, trials, key)
    # Within a key starts ascend: backwards, the last of several visits is the first to end.
    visit = Keys.of((after.key * hosts + after.host)[::-1])
    rows = np.flatnonzero(np.isin(wanted[:, 0], columns.employee))
    order = rows[np.argsort(wanted[rows, 0], kind="stable")]
    low, high = (
        np.searchsorted(wanted[order, 0], key % people, side) for side in ("left", "right")
    )
    entry = np.repeat(np.arange(len(key)), high - low)
    offset = np.arange(len(entry)) - np.repeat(np.cumsum(high - low) - (high - low), high - low)
    row = order[low[entry] + offset]
    found = visit.find(key[entry] * hosts + wanted[row, 1])
    end = np.r_[after.end[::-1], problem.periods + 1][found]
    lost = (end > wanted[row, 2] + 1).astype(np.int64) - unmet(problem, board.plan)[row]
    return key[entry] // people, lost


def _summed(trials: Trials, trial: IntArray, change: FloatArray | IntArray) -> FloatArray:
    """Return the sum of some changes for each trial."""
    return np.bincount(trial, change, trials.number).astype(np.float64)


def _requirements(board: Board, trials: Trials) -> FloatArray:
    return _summed(trials, *unmet_more(board, trials))


def _coverage(board: Board, trials: Trials) -> FloatArray:
    problem = board.problem
    if not problem.dependencies:
        return np.zeros(trials.number)
    trial, sign, columns = board.signed(trials)
    row, dependency = walks(columns)
    size = problem.dependencies * problem.employees
    walker = dependency * problem.employees + columns.employee[row]
    change = Counts(trial[row] * size + walker, sign[row])
    before = _walkers(board).of(change.numbers % size)
    more = (before + change.count > 0).astype(np.int64) - (before > 0)
    people = Counts(change.numbers // problem.employees, more)
    where = people.numbers % problem.dependencies
    walked, target = board.walked[where], problem.target[where]
    won = credit(walked + people.count, target, problem.decay)
    won -= credit(walked, target, problem.decay)
    worth = won * problem.importance[where] / problem.importance.sum()
    return _summed(trials, people.numbers // problem.dependencies, worth)


def _walkers(board: Board) -> Counts:
    """Return how often each employee walks each dependency: ``dependency * E + employee``."""
    row, dependency = walks(board.columns)
    made = dependency * board.problem.employees + board.plan.employee[row]
    return Counts(np.concatenate([board.problem.past_walks, made]))


def _reach(board: Board, trials: Trials) -> FloatArray:
    problem = board.problem
    trial, sign, columns = board.signed(trials)
    change = Counts(trial * problem.employees + columns.employee, sign)
    who = change.numbers % problem.employees
    before = board.made[who]
    more = (before + change.count > 0).astype(np.int64) - (before > 0)
    more[problem.experienced[who]] = 0
    return _summed(trials, change.numbers // problem.employees, more)


def _stability(board: Board, trials: Trials) -> FloatArray:
    problem = board.problem
    previous = Counts(problem.previous_codes)
    trial, sign, columns = board.signed(trials)
    code = codes(problem, columns.employee, columns.host, columns.start)
    place = Keys.of(previous.numbers).find(code)
    known = np.flatnonzero(place >= 0)
    size = max(1, len(previous.numbers))
    change = Counts(trial[known] * size + place[known], sign[known])
    made = Counts(board.plan.codes(problem)).of(previous.numbers)
    where = change.numbers % size
    lost = (made[where] > 0).astype(np.int64) - (made[where] + change.count > 0)
    return _summed(trials, change.numbers // size, lost * previous.count[where])


def _weighed(weight: Callable[[Problem, Columns], FloatArray]) -> _Change:
    """Return the change of an aim that is a sum over placements."""

    def change(board: Board, trials: Trials) -> FloatArray:
        trial, sign, columns = board.signed(trials)
        return _summed(trials, trial, sign * weight(board.problem, columns))

    return change


def _lengths(_problem: Problem, columns: Columns) -> FloatArray:
    return columns.length.astype(np.float64)


def _scores(problem: Problem, columns: Columns) -> FloatArray:
    row = problem.preference_keys.find(columns.employee * problem.departments + columns.host)
    scores: FloatArray = np.r_[problem.preferences[:, 2], 0][row].astype(np.float64)
    return scores


def _delays(problem: Problem, columns: Columns) -> FloatArray:
    delays: FloatArray = problem.walk_weights[columns.home, columns.host] * columns.start
    return delays


def _one_by_one(board: Board, trials: Trials, mentor: IntArray, value: _Value) -> FloatArray:
    """Return the change of an aim that is known only for whole plans."""
    before = value(board.problem, board.plan)
    changed = (board.changed(trials, trial, mentor) for trial in range(trials.number))
    return np.array([value(board.problem, plan) - before for plan in changed])


if TYPE_CHECKING:
    from solver.plan import Plan

    _Change = Callable[[Board, Trials], FloatArray]
    _Value = Callable[[Problem, Plan], float]

_CHANGES: dict[str, _Change] = {
    "requirements": _requirements,
    "coverage": _coverage,
    "reach": _reach,
    "stability": _stability,
    "economy": _weighed(_lengths),
    "preferences": _weighed(_scores),
    "earliness": _weighed(_delays),
}
