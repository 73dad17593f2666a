"""A placement given up: what becomes of it at best when one other person steps in.

Whoever gives it up may go elsewhere or at another time, and one of some others may go to that
host and shift what they have; everything else stays, and nobody's placements grow more in
number than somebody else's shrink. That is a small model, solved with every rule, so what it
returns is legal, and where it is solved to the end nothing of the kind is better.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from ortools.sat.python import cp_model

from solver.candidates import candidates
from solver.columns import Columns
from solver.control import Control
from solver.cutting import Cut, cut
from solver.keys import Keys
from solver.ordered import build, solve_in_order
from solver.plan import codes
from solver.steps import room_for
from solver.trial_aims import aim_changes, best_first
from solver.trial_rules import legal
from solver.trials import Trials
from solver.trying import tried

if TYPE_CHECKING:
    from solver.plan import Plan
    from solver.problem import IntArray, Problem
    from solver.trials import Board
    from solver.variables import Variables

PEOPLE = 16
"""How many others are considered; half of them for whom nothing else would have to change."""

SECONDS = 1.5
"""Work at most, in seconds of a quick machine; counted in work, so that chance has no part."""

_FIRST = ("requirements", "coverage", "reach")
"""The aims for which more may be changed than has to be."""

PATIENCE = 20.0
"""Seconds by the clock after which a machine that is very slow gives up."""


class Replaced(NamedTuple):
    """What becomes of a vacancy.

    Attributes
    ----------
    change : Trials or None
        The one best change of the plan; None where none was found.
    mentor : (I,) int or None
        Who guides whoever comes in by it.
    proven : bool
        Whether nothing of the kind is better, for the `PEOPLE` others that are considered.
    """

    change: Trials | None
    mentor: IntArray | None
    proven: bool


@dataclass(frozen=True)
class Vacancy:
    """A row of a plan that is given up, and from which start on the plan may change."""

    board: Board
    row: int
    first: int = 0

    @property
    def employee(self) -> int:
        """Who gives it up."""
        return int(self.board.plan.employee[self.row])

    @property
    def host(self) -> int:
        """Where it is."""
        return int(self.board.plan.host[self.row])


def stand_ins(vacancy: Vacancy) -> Columns:
    """Return who else could go to the host of a vacancy when, whatever else they do."""
    problem = vacancy.board.problem
    pairs = np.zeros_like(problem.linked)
    pairs[:, vacancy.host] = True
    others = np.setdiff1d(np.arange(problem.employees), [vacancy.employee])
    columns = candidates(problem, others, pairs)
    return columns.take(np.flatnonzero(columns.start >= vacancy.first))


def filling(vacancy: Vacancy, columns: Columns) -> Trials:
    """Return the trials in which each of some placements takes the place of a vacancy."""
    every = np.arange(len(columns))
    rows = np.full(len(columns), vacancy.row)
    return Trials(len(columns), every, rows, every, columns.employee, columns.host, columns.start)


def replaced(vacancy: Vacancy, seed: int = 0) -> Replaced:
    """Return the best change by which a placement is given up and one other may step in.

    The same vacancy gives the same change, however busy the machine. Where the plan breaks
    rules already there may be no such model; then it is the best of all in which somebody
    else only fills the vacancy.

    Parameters
    ----------
    vacancy : Vacancy
    seed : int
        At least 0.
    """
    board = vacancy.board
    fills = filling(vacancy, stand_ins(vacancy))
    people = _people(board, fills)
    found = _modelled(vacancy, people, seed)
    if found.change is not None:
        return found
    best = tried(board, fills, 1)
    if not best.trials.number:
        return found
    return Replaced(best.trials, best.mentor, False)


def _modelled(vacancy: Vacancy, people: IntArray, seed: int) -> Replaced:
    problem = _holding_on(vacancy.board.problem, vacancy.board.plan)
    columns = _columns(vacancy, problem, people)
    members = np.union1d(people, [vacancy.employee])
    part = cut(problem, vacancy.board.plan, members, np.unique(columns.host))
    return _solved(vacancy, part, columns, seed)


def _people(board: Board, trials: Trials) -> IntArray:
    """Return who may step in: those best for the aims who could, and those who might."""
    found = legal(board, trials)
    order = best_first(board.problem, aim_changes(board, trials, found.mentor), trials.number)
    ready = _distinct(trials.employee[order[found.kept[order]]], PEOPLE // 2)
    others = trials.employee[order[~np.isin(trials.employee[order], ready)]]
    return np.sort(np.r_[ready, _distinct(others, PEOPLE - len(ready))])


def _distinct(employees: IntArray, most: int) -> IntArray:
    """Return the first few different employees, in the order in which they come first."""
    _, first = np.unique(employees, return_index=True)
    chosen: IntArray = employees[np.sort(first)[:most]]
    return chosen


def _holding_on(problem: Problem, plan: Plan) -> Problem:
    """Return the problem with the wish to change no more than the first aims ask for."""
    aims = problem.aims
    if "stability" not in aims:
        place = 1 + max((aims.index(a) for a in _FIRST if a in aims), default=-1)
        aims = (*aims[:place], "stability", *aims[place:])
    return replace(problem, previous=np.stack(plan.arrays[:3], axis=1), aims=aims)


def _columns(vacancy: Vacancy, problem: Problem, people: IntArray) -> Columns:
    """Return what may be chosen, in the numbers of the whole problem."""
    plan, departments = vacancy.board.plan, problem.departments
    columns = candidates(problem, np.r_[vacancy.employee, people])
    theirs = np.isin(
        columns.employee * departments + columns.host, plan.employee * departments + plan.host
    )
    mine = columns.employee == vacancy.employee
    same = mine & (columns.host == vacancy.host) & (columns.start == plan.start[vacancy.row])
    wanted = (mine | theirs | (columns.host == vacancy.host)) & ~same
    return columns.take(np.flatnonzero(wanted & (columns.start >= vacancy.first)))


def _solved(vacancy: Vacancy, part: Cut, columns: Columns, seed: int) -> Replaced:
    problem, plan = part.problem, part.plan
    choice = Columns.named(problem, part.inside(columns.employee), columns.host, columns.start)
    made, offered = plan.codes(problem), _codes(choice)
    given = part.inside(vacancy.board.plan.employee[[vacancy.row]]) == plan.employee
    given &= (plan.host == vacancy.host) & (plan.start == vacancy.board.plan.start[vacancy.row])
    pinned = np.isin(made, codes(problem, *problem.pins[:, :3].T))
    free = given | (np.isin(made, offered) & ~pinned)
    kept = plan.rows(np.flatnonzero(~free))
    choice = choice.take(np.flatnonzero(~np.isin(offered, made[~free]) & room_for(choice, kept)))
    model = build(problem, choice, kept)
    model.cp.add(cp_model.LinearExpr.sum(model.x) <= int(free.sum()))
    _one_steps_in(model, made, int(plan.employee[given][0]))
    _keep_mentors(model, plan.rows(np.flatnonzero(~given)))
    control = Control(PATIENCE, 1, seed, deterministic=True)
    hint = plan.rows(np.flatnonzero(~given))
    found = solve_in_order(model, control, SECONDS, hint, small=True)
    if found.plan is None:
        return Replaced(None, None, found.impossible)
    return _as_trial(vacancy.board, part.outside(plan), part.outside(found.plan), found.proven)


def _as_trial(board: Board, before: Plan, after: Plan, proven: bool) -> Replaced:
    """Return what changed from one part of the plan to another, if that is legal for all."""
    problem = board.problem
    old, new = before.codes(problem), after.codes(problem)
    gone = np.flatnonzero(np.isin(board.plan.codes(problem), old[~np.isin(old, new)]))
    come = after.rows(np.flatnonzero(~np.isin(new, old)))
    trials = Trials(1, np.zeros_like(gone), gone, np.zeros_like(come.host), *come.arrays[:3])
    found = legal(board, trials)
    if not found.kept[0]:
        return Replaced(None, None, False)
    return Replaced(trials, found.mentor, proven)


def _codes(columns: Columns) -> IntArray:
    return codes(columns.problem, columns.employee, columns.host, columns.start)


def _one_steps_in(model: Variables, made: IntArray, giver: int) -> None:
    """Let nothing change for more than one person other than the one who gives up."""
    employee = model.columns.employee[: model.free]
    stays = np.isin(_codes(model.columns)[: model.free], made)
    moves = []
    for person in np.setdiff1d(employee, [giver]).tolist():
        moved = model.cp.new_bool_var("")
        moves.append(moved)
        for column in np.flatnonzero(employee == person).tolist():
            literal = model.x[column]
            model.cp.add_implication(literal.negated() if stays[column] else literal, moved)
    model.cp.add_at_most_one(moves)


def _keep_mentors(model: Variables, plan: Plan) -> None:
    """Let everybody whose placement stays keep their mentor."""
    column = Keys.of(_codes(model.columns)).find(plan.codes(model.problem))
    led: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for row in np.flatnonzero((plan.mentor >= 0) & (column >= 0)).tolist():
        stay = int(plan.host[row]), int(plan.start[row]), int(plan.mentor[row])
        led[stay].append(int(column[row]))
    for (host, start, mentor), columns in led.items():
        count = model.guided.get((host, start), {}).get(mentor)
        if count is not None:
            visitors = [model.literal(each) for each in columns]
            model.cp.add(count >= cp_model.LinearExpr.sum(visitors))
