"""Mentors.

Where anybody of a department guides visitors, every visitor has one mentor of that department
who is present and not away themselves in all periods of the visit, and nobody guides more
visitors at once than they can. Where nobody guides visitors there is no mentor.

    sum over g of guided[g, b, s] = visitors who arrive at b in s
    sum over starts s that cover t of guided[g, b, s]  <=  guides[g]
    guided[g, b, s] > 0  only where g is present and not away in s .. s + length[b] - 1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.columns import Columns
from solver.constraints.availability import admits as present_throughout
from solver.examples import example
from solver.guiding import post_guiding
from solver.occupancy import Rows, first_without, load, numbered, rows_of
from solver.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.counting import Counting
    from solver.plan import Plan
    from solver.problem import BoolArray, IntArray, Problem
    from solver.variables import Variables

EXPLANATION = (
    "{employee} needs a mentor of {host} who is present and free throughout; "
    "in the {period} that is not so."
)

ONE_BY_ONE = 5_000
"""Mentors and arrivals, paired, up to which the counting model tells mentors apart."""

_GUIDES = [0, 0, 1, 2, 0, 0]

KEPT = [
    example("nobody guides, nobody is named", [(0, 1, 0)]),
    example("each with a mentor", [(0, 1, 0, 2), (4, 1, 0, 3)], guides=_GUIDES),
    example("one mentor with room for two", [(0, 1, 0, 3), (4, 1, 1, 3)], guides=_GUIDES),
    example("the mentor is away later", [(0, 1, 0, 2), (2, 0, 2)], guides=_GUIDES),
]
BROKEN = [
    example("no mentor named", [(0, 1, 0)], guides=_GUIDES),
    example("named where nobody guides", [(0, 1, 0, 2)]),
    example("not of that department", [(0, 1, 0, 4)], guides=[0, 0, 1, 2, 1, 0]),
    example("not somebody who guides", [(0, 1, 0, 3)], guides=[0, 0, 1, 0, 0, 0]),
    example("too many at once", [(0, 1, 0, 2), (4, 1, 1, 2)], guides=_GUIDES),
    example("mentor absent at the end", [(0, 1, 0, 2)], guides=_GUIDES, away=[(2, 1)]),
    example("mentor placed elsewhere", [(0, 1, 0, 2), (2, 0, 1)], guides=_GUIDES),
]


def post(model: Variables) -> None:
    """State the rule to a model of named people."""
    post_guiding(model)


def relax(model: Counting) -> None:
    """Count who could guide whom while how many mentors are on placements of their own.

    Where mentors are too many for that, all of a host guide as one, and never go anywhere.
    """
    problem, columns = model.problem, model.columns
    visits = np.flatnonzero(problem.has_mentors[columns.host])
    arrival = columns.host[visits] * problem.periods + columns.start[visits]
    arrivals = np.unique(arrival)
    mentors = np.flatnonzero(problem.guides)
    hosts = np.bincount(arrivals // problem.periods, minlength=problem.departments)
    if hosts[problem.home[mentors]].sum() > ONE_BY_ONE:
        _relax_together(model, mentors)
        return
    place, mentor = np.nonzero(problem.home[mentors] == (arrivals // problem.periods)[:, None])
    stays = Columns.named(
        problem, mentors[mentor], problem.home[mentors[mentor]], (arrivals % problem.periods)[place]
    )
    present = np.flatnonzero(present_throughout(stays))
    stays, place = stays.take(present), place[present]
    guided = model.new(problem.guides[stays.employee])
    model.balance(
        np.concatenate([visits, guided]),
        np.concatenate([np.searchsorted(arrivals, arrival), place]),
        np.r_[np.ones(len(visits), dtype=np.int64), -np.ones(len(guided), dtype=np.int64)],
    )
    stay, period = stays.covered
    model.at_most(
        guided[stay],
        stays.employee[stay] * problem.periods + period,
        problem.guides[stays.employee[stay]],
    )
    _relax_going(model, guided[stay], stays.employee[stay], period)


def _relax_going(model: Counting, guided: IntArray, mentor: IntArray, period: IntArray) -> None:
    """Let mentors go who are needed to make the counted visits, and guide nobody meanwhile.

    Visits that other people of a home cannot make are left to its mentors. Their departures
    are counted by home, length and start; one who guides half of their visitors is half busy.

    ``guided`` counts visitors of a mentor in a period, in parallel to the other two.
    """
    problem, tally, columns = model.problem, model.tally, model.columns
    receives = np.zeros(problem.departments, dtype=np.bool_)
    receives[problem.home[mentor]] = True
    slots = np.flatnonzero(receives[columns.home])
    if not len(slots):
        return
    # The first slot of each kind stands for its home, length and start.
    kind = _kind(columns.take(slots)) * problem.periods + columns.start[slots]
    _, first, group = np.unique(kind, return_index=True, return_inverse=True)
    kinds = columns.take(slots[first])
    going = model.new(_present_throughout(kinds))
    signs = np.r_[np.ones_like(slots), -np.ones_like(going)]
    model.at_most(np.r_[going, slots], np.r_[np.arange(len(going)), group], 0, -signs[::-1])
    homes = np.r_[columns.home[slots], kinds.home]
    model.at_most(np.r_[slots, going], homes, tally.rotations_of_others[homes], signs)
    pairs = np.flatnonzero(receives[tally.pair_home] & (tally.others < tally.people))
    led = model.new(tally.people[pairs] - tally.others[pairs])
    mine = np.flatnonzero(np.isin(tally.pair, pairs))
    both = np.r_[tally.pair[mine], pairs]
    signs = np.r_[np.ones_like(mine), -np.ones_like(pairs)]
    model.at_most(np.r_[mine, led], both, tally.others[both], signs)
    nobody = np.full_like(pairs, -1)
    ends = Columns(problem, nobody, tally.pair_home[pairs], tally.pair_host[pairs], nobody)
    signs = np.r_[np.ones_like(pairs), -np.ones_like(going)]
    model.at_most(np.r_[led, going], np.r_[_kind(ends), _kind(kinds)], 0, signs)
    _relax_busy(model, kinds, going, (guided, mentor, period))


def _relax_busy(
    model: Counting,
    kinds: Columns,
    going: IntArray,
    busy: tuple[IntArray, IntArray, IntArray],
) -> None:
    """Let no more mentors of a home be away or guide than are present."""
    problem, (guided, mentor, period) = model.problem, busy
    mentors = np.flatnonzero(problem.guides)
    there = np.zeros((problem.departments, problem.periods), dtype=np.int64)
    np.add.at(there, problem.home[mentors], problem.available[mentors])
    scale = int(np.lcm.reduce(problem.guides[np.unique(mentor)]))
    entry, covered = kinds.covered
    home = np.r_[problem.home[mentor], kinds.home[entry]]
    when = np.r_[period, covered]
    model.at_most(
        np.r_[guided, going[entry]],
        home * problem.periods + when,
        scale * there[home, when],
        np.r_[scale // problem.guides[mentor], np.full(len(entry), scale)],
    )


def _kind(columns: Columns) -> IntArray:
    """Return a number for each home and length."""
    return columns.home * (columns.problem.periods + 1) + np.minimum(
        columns.length, columns.problem.periods
    )


def _present_throughout(kinds: Columns) -> IntArray:
    """Return how many mentors of each home could be away for each length and start."""
    problem = kinds.problem
    mentors = np.flatnonzero(problem.guides)
    before = problem.absences_before[mentors]
    there = np.zeros(len(kinds), dtype=np.int64)
    for length in np.unique(kinds.length).tolist():
        rows = np.flatnonzero(kinds.length == length)
        free = before[:, kinds.start[rows] + length] == before[:, kinds.start[rows]]
        own = problem.home[mentors][:, None] == kinds.home[rows]
        there[rows] = (free & own).sum(axis=0)
    return there


def _relax_together(model: Counting, mentors: IntArray) -> None:
    problem = model.problem
    room = np.zeros((problem.departments, problem.periods), dtype=np.int64)
    there = problem.available[mentors] * problem.guides[mentors, None]
    np.add.at(room, problem.home[mentors], there)
    column, period = model.columns.covered
    host = model.columns.host[column]
    scarce = problem.has_mentors[host] & (room[host, period] < problem.host_capacity[host])
    column, period, host = column[scarce], period[scarce], host[scarce]
    model.at_most(column, host * problem.periods + period, room[host, period])


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Yield every placement without a proper mentor, and every mentor with too many visitors."""
    named, mentor = plan.mentor >= 0, plan.mentor
    needed = problem.has_mentors[plan.host]
    proper = named & (problem.home[mentor] == plan.host) & (problem.guides[mentor] > 0)
    guided = plan.rows(np.flatnonzero(proper))
    mentors, place = numbered(guided.mentor, problem.employees)
    missing = np.full(len(plan), -1, dtype=np.int64)
    there = _there(problem, plan, mentors, place)
    missing[proper] = first_without(problem, guided, there, place[guided.mentor])
    wrong = np.where(needed, ~proper | (missing >= 0), named)
    for row in np.flatnonzero(wrong).tolist():
        period = missing[row] if missing[row] >= 0 else plan.start[row]
        yield _violation(plan, (row,), int(mentor[row]), int(period))
    visitors = load(problem, guided, place[guided.mentor], len(mentors))
    rows = Rows(problem, plan, np.where(proper, mentor, -1))
    for one, period in np.argwhere(visitors > problem.guides[mentors, None]).tolist():
        guide = int(mentors[one])
        yield _violation(plan, rows.covering(guide, period), guide, period)


def _there(problem: Problem, plan: Plan, people: IntArray, place: IntArray) -> BoolArray:
    """Return in which periods some people are present and not away themselves."""
    going = plan.rows(rows_of(problem, plan, people))
    away = load(problem, going, place[going.employee], len(people)) > 0
    there: BoolArray = problem.available[people] & ~away
    return there


def _violation(plan: Plan, rows: tuple[int, ...], mentor: int, period: int) -> Violation:
    return Violation(
        "mentors",
        rows,
        employee=int(plan.employee[rows[-1]]),
        other=mentor,
        host=int(plan.host[rows[-1]]),
        period=period,
    )
