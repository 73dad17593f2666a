"""Which of many small changes of a plan break no rule that it kept.

A trial is refused for what it makes worse: a host that was overfull before and is not fuller
afterwards stands in nobody's way. On a legal plan that is exact: a trial is kept just where
the plan that it leads to is legal, the mentors of others staying as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.candidates import admitted
from solver.constraints import all_rules
from solver.plan import codes
from solver.trial_aims import unmet_more
from solver.trial_mentors import Matched, match
from solver.trials import After, Counts, Groups

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.problem import BoolArray, IntArray
    from solver.trials import Board, Trials


def legal(board: Board, trials: Trials) -> Matched:
    """Return which trials break no rule that the plan kept, and who guides whoever comes in.

    Parameters
    ----------
    board : Board
    trials : Trials
        Every placement has to start in a period of the cycle.
    """
    kept = np.ones(trials.number, dtype=np.bool_)
    mentor = np.full(len(trials.employee), -1, dtype=np.int64)
    left = np.arange(trials.number)
    # What is cheap to ask and turns many away comes first.
    for refused in (_unfit, _crowded, _promised, _clashing):
        part = trials.take(left)
        left = left[~refused(board, part)]
    part = trials.take(left)
    found = match(board, part)
    _refuse_others(board, part, found)
    kept[:] = False
    kept[left[found.kept]] = True
    mentor[np.isin(trials.in_trial, left)] = found.mentor
    return Matched(kept, mentor)


def _bad(trials: Trials, trial: IntArray) -> BoolArray:
    bad = np.zeros(trials.number, dtype=np.bool_)
    bad[trial] = True
    return bad


def _unfit(board: Board, trials: Trials) -> BoolArray:
    """Tell which trials make a placement that a rule forbids by itself, or none can hold."""
    _, sign, columns = board.signed(trials)
    columns = columns.take(np.flatnonzero(sign > 0))
    fits = columns.end <= board.problem.periods
    inside = np.flatnonzero(fits)
    into = columns.take(inside)
    fits[inside] = admitted(into, timeless=True) & admitted(into, timeless=False)
    return _bad(trials, trials.in_trial[~fits])


def _crowded(board: Board, trials: Trials) -> BoolArray:
    """Tell which trials fill a host, empty a home or spend more than there is."""
    problem = board.problem
    trial, sign, columns = board.signed(trials)
    row, period = columns.covered
    home, host = columns.home[row], columns.host[row]
    size = problem.departments * problem.periods
    bad = np.zeros(trials.number, dtype=np.bool_)

    def refuse(place: IntArray, places: int, room: Callable[[IntArray], IntArray]) -> None:
        change = Counts(trial[row] * places + place, sign[row])
        more = np.flatnonzero(change.count > 0)
        where = change.numbers[more] % places
        over = change.count[more] > room(where)
        bad[change.numbers[more][over] // places] = True

    seats = (problem.host_capacity[:, None] - board.visitors).ravel()
    refuse(host * problem.periods + period, size, lambda where: seats[where])
    desks = (problem.releasable - board.away).ravel()
    refuse(home * problem.periods + period, size, lambda where: desks[where])
    most = problem.max_from_one_home
    if most is not None:
        pair = (home * problem.departments + host) * problem.periods + period
        refuse(pair, size * problem.departments, lambda where: most - board.pairs.of(where))
    budget = problem.max_placement_periods
    if budget is not None:
        more = np.bincount(trial, sign * columns.length, trials.number)
        bad |= (more > 0) & (more > budget - int(problem.length[board.plan.host].sum()))
    return bad


def _promised(board: Board, trials: Trials) -> BoolArray:
    """Tell which trials take a placement out that is promised and do not put it in again."""
    problem = board.problem
    pins = np.unique(codes(problem, *problem.pins[:, :3].T))
    out = board.plan.codes(problem)[trials.out_row]
    rows = np.flatnonzero(np.isin(out, pins))
    into = codes(problem, trials.employee, trials.host, trials.start)
    again = [
        bool(np.any(into[trials.in_trial == trials.out_trial[row]] == out[row]))
        for row in rows.tolist()
    ]
    return _bad(trials, trials.out_trial[rows[~np.array(again, dtype=np.bool_)]])


def _clashing(board: Board, trials: Trials) -> BoolArray:
    """Tell which trials put somebody in two places, send them off too soon or too often.

    Or to a host where they are anyway, or away together with somebody kept apart from them.
    """
    problem, people = board.problem, board.problem.employees
    key = np.unique(trials.in_trial * people + trials.employee)
    after = After.of(board, trials, key)
    bad = _bad(trials, _too_close(after, problem.rest_periods) // people)
    visit = Counts(after.key * problem.departments + after.host)
    new = after.key[after.new] * problem.departments + after.host[after.new]
    bad[new[visit.of(new) > 1] // (people * problem.departments)] = True
    number = Counts(after.key)
    limit = problem.max_rotations[number.numbers % people]
    more = number.count > board.made[number.numbers % people]
    bad[number.numbers[more & (number.count > limit)] // people] = True
    if problem.strict:
        bad |= _unmet(board, trials)
    return bad | _together(board, trials)


def _too_close(after: After, rest: int) -> IntArray:
    """Return the keys with a new placement that overlaps another or leaves too little rest."""
    found = []
    lag = 1
    while lag < len(after.key):
        same = np.flatnonzero(after.key[lag:] == after.key[:-lag])
        if not len(same):
            break
        gap = after.start[same + lag] - after.end[same]
        close = ((gap < rest) | (gap < 0)) & (after.new[same] | after.new[same + lag])
        found.append(after.key[same[close]])
        lag += 1
    return np.concatenate(found) if found else after.key[:0]


def _together(board: Board, trials: Trials) -> BoolArray:
    """Tell which trials send somebody away while one who is kept apart from them is."""
    problem, people = board.problem, board.problem.employees
    pairs = problem.keep_apart
    both = np.concatenate([pairs, pairs[:, ::-1]])
    entry, pair = Groups(both[:, 0]).join(trials.employee)
    if not len(entry):
        return np.zeros(trials.number, dtype=np.bool_)
    other = trials.in_trial[entry] * people + both[pair, 1]
    key = np.unique(other)
    after = After.of(board, trials, key)
    place, row = after.groups.join(other)
    start = trials.start[entry[place]]
    end = start + problem.length[trials.host[entry[place]]]
    meets = (after.start[row] < end) & (start < after.end[row])
    return _bad(trials, trials.in_trial[entry[place[meets]]])


def _unmet(board: Board, trials: Trials) -> BoolArray:
    """Tell which trials leave a requirement unmet that was met."""
    trial, lost = unmet_more(board, trials)
    return _bad(trials, trial[lost > 0])


SEEN = frozenset(
    {
        "host_capacity",
        "keep_apart",
        "max_from_one_home",
        "mentors",
        "minimum_staffing",
        "no_repeats",
        "one_place_at_a_time",
        "pins",
        "placement_budget",
        "requirements",
        "rest_between_rotations",
        "rotation_limit",
    }
)
"""Rules that tie placements together and that trials know. Others are asked plan by plan."""


def _refuse_others(board: Board, trials: Trials, found: Matched) -> None:
    """Refuse trials that break a rule that nothing here knows more often than the plan did."""
    for name, rule in all_rules().items():
        if name in SEEN or rule.posted is None:
            continue
        before = len(list(rule.violations(board.problem, board.plan)))
        for trial in np.flatnonzero(found.kept).tolist():
            changed = board.changed(trials, trial, found.mentor)
            after = len(list(rule.violations(board.problem, changed)))
            found.kept[trial] = after <= before
