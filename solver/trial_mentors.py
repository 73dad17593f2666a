"""Mentors for whoever comes in by a small change of a plan.

Those of everybody else stay as they are: who asks for a change need not ask them.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from solver.columns import spread
from solver.trials import After, Counts

if TYPE_CHECKING:
    from solver.problem import BoolArray, IntArray
    from solver.trials import Board, Trials


class Matched(NamedTuple):
    """Which trials are kept, (K,), and the mentor of all that comes in, (I,), -1 without."""

    kept: BoolArray
    mentor: IntArray


def match(board: Board, trials: Trials) -> Matched:
    """Find a mentor for whoever comes in, and refuse trials that take one from somebody.

    Where the one who guided the visitor before is free, it is them; else who guides fewest.
    """
    problem = board.problem
    kept = ~_leaves_visitors(board, trials)
    mentor = np.full(len(trials.employee), -1, dtype=np.int64)
    wanting = np.flatnonzero(problem.has_mentors[trials.host] & kept[trials.in_trial])
    place, guide = board.mentors_by_host.join(trials.host[wanting])
    entry, rooms = wanting[place], _Room(board, trials)
    room = rooms.throughout(entry, guide)
    free = np.flatnonzero(room > 0)
    entry, guide, room = entry[free], guide[free], room[free]
    known = _guided_before(board, trials).of(_arrival(board, trials, entry, guide)) > 0
    order = np.lexsort((guide, -room, ~known, entry))
    entry, guide = entry[order], guide[order]
    first = np.flatnonzero(np.r_[True, entry[1:] != entry[:-1]]) if len(entry) else order
    mentor[entry[first]] = guide[first]
    kept[trials.in_trial[wanting[mentor[wanting] < 0]]] = False
    for trial in _sharing(board, trials, kept).tolist():
        kept[trial] = _together(rooms, trials, trial, (entry, guide), mentor)
    return Matched(kept, mentor)


def _leaves_visitors(board: Board, trials: Trials) -> BoolArray:
    """Tell which trials send a mentor away from a visitor who stays."""
    problem, plan = board.problem, board.plan
    guides = np.flatnonzero(problem.guides[trials.employee] > 0)
    place, row = board.by_mentor.join(trials.employee[guides])
    entry = guides[place]
    start = trials.start[entry]
    end = start + problem.length[trials.host[entry]]
    meets = (plan.start[row] < end) & (start < board.end[row])
    entry, row = entry[meets], row[meets]
    out = Counts(trials.out_trial * len(plan) + trials.out_row)
    stays = out.of(trials.in_trial[entry] * len(plan) + row) == 0
    left = np.zeros(trials.number, dtype=np.bool_)
    left[trials.in_trial[entry[stays]]] = True
    return left


class _Room:
    """How many visitors more mentors could guide when."""

    def __init__(self, board: Board, trials: Trials) -> None:
        self._board, self._trials = board, trials
        self.problem = problem = board.problem
        plan = board.plan
        row, period = spread(plan.start[trials.out_row], board.columns.length[trials.out_row])
        out, trial = trials.out_row[row], trials.out_trial[row] * problem.employees
        mentor = plan.mentor[out]
        led = mentor >= 0
        # By trial, person and period: who no longer guides somebody, who is no longer away.
        self._freed = Counts(((trial + mentor) * problem.periods + period)[led])
        self._back = Counts((trial + plan.employee[out]) * problem.periods + period)

    def at(self, trial: IntArray, guide: IntArray, period: IntArray) -> IntArray:
        """Return how many a mentor could guide in one period, if they are there."""
        board = self._board
        when = guide * board.problem.periods + period
        size = board.problem.employees * board.problem.periods
        load = board.guided.of(when) - self._freed.of(trial * size + when)
        room: IntArray = np.maximum(board.problem.guides[guide] - load, 0)
        return room

    def throughout(self, entry: IntArray, guide: IntArray) -> IntArray:
        """Return how many a mentor could guide in all periods of a stay, 0 if away in one.

        Parameters
        ----------
        entry : (n,) int
            Whose stay, as a place among all that comes in.
        guide : (n,) int
            Which mentor.
        """
        board, trials, problem = self._board, self._trials, self._board.problem
        start, length = trials.start[entry], problem.length[trials.host[entry]]
        before = problem.absences_before
        there = before[guide, start + length] == before[guide, start]
        pair, period = spread(start, length)
        trial, when = trials.in_trial[entry][pair], guide[pair] * problem.periods + period
        size = problem.employees * problem.periods
        away = board.gone.of(when) - self._back.of(trial * size + when) > 0
        there[pair[away]] = False
        there &= ~_leaving(board, trials, entry, guide)
        room = problem.guides[guide].copy()
        np.minimum.at(room, pair, self.at(trial, guide[pair], period))
        return np.where(there, room, 0)


def _leaving(board: Board, trials: Trials, entry: IntArray, guide: IntArray) -> BoolArray:
    """Tell which mentors the trial itself sends away during a stay."""
    people = board.problem.employees
    asked = trials.in_trial[entry] * people + guide
    mine = trials.in_trial * people + trials.employee
    leaving = np.zeros(len(entry), dtype=np.bool_)
    rows = np.flatnonzero(np.isin(asked, mine))
    if len(rows):
        after = After.of(board, trials, np.unique(asked[rows]))
        place, row = after.groups.join(asked[rows])
        start = trials.start[entry[rows[place]]]
        end = start + board.problem.length[trials.host[entry[rows[place]]]]
        meets = (after.start[row] < end) & (start < after.end[row])
        leaving[rows[place[meets]]] = True
    return leaving


def _arrival(board: Board, trials: Trials, entry: IntArray, guide: IntArray) -> IntArray:
    problem = board.problem
    stay = trials.host[entry] * problem.periods + trials.start[entry]
    trial = trials.in_trial[entry] * problem.departments * problem.periods
    arrival: IntArray = (trial + stay) * problem.employees + guide
    return arrival


def _guided_before(board: Board, trials: Trials) -> Counts:
    """Return who guides whoever a trial takes out, by trial, host and start."""
    problem, rows = board.problem, trials.out_row
    stay = board.plan.host[rows] * problem.periods + board.plan.start[rows]
    trial = trials.out_trial * problem.departments * problem.periods
    led = board.plan.mentor[rows] >= 0
    return Counts(((trial + stay) * problem.employees + board.plan.mentor[rows])[led])


def _sharing(board: Board, trials: Trials, kept: BoolArray) -> IntArray:
    """Return the trials that put several at one host with mentors."""
    hosts = board.problem.departments
    guided = board.problem.has_mentors[trials.host] & kept[trials.in_trial]
    visits = Counts((trials.in_trial * hosts + trials.host)[guided])
    return np.unique(visits.numbers[visits.count > 1] // hosts)


def _together(
    rooms: _Room, trials: Trials, trial: int, free: tuple[IntArray, IntArray], mentor: IntArray
) -> bool:
    """Find mentors for all who come in by one trial, and tell whether there are enough."""
    entry, guide = free
    rows = np.flatnonzero((trials.in_trial == trial) & (mentor >= 0))
    choices = [guide[slice(*np.searchsorted(entry, (row, row + 1)))].tolist() for row in rows]
    problem = rooms.problem
    place, period = spread(trials.start[rows], problem.length[trials.host[rows]])
    for chosen in product(*choices):
        who = np.array(chosen, dtype=np.int64)
        when = who[place] * problem.periods + period
        room = rooms.at(np.full(len(place), trial), who[place], period)
        if np.all(Counts(when).of(when) <= room):
            mentor[rows] = who
            return True
    return False
