"""Many small changes of one plan, each tried for itself, all of them at once.

A trial takes some placements out of a plan and puts others in: somebody goes in my place, two
exchange what they have, I go at another time. Thousands of them are looked at together, so
everything here is an array with an entry for each placement of each trial.

`Board` holds what the plan looks like before, `solver.trial_rules` tells which trials break
no rule, `solver.trial_aims` what they change.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from solver.columns import Columns, spread
from solver.coverage import coverage_table
from solver.keys import Keys
from solver.occupancy import ends, load
from solver.plan import Plan

if TYPE_CHECKING:
    from solver.problem import BoolArray, IntArray, Problem


@dataclass(frozen=True, eq=False)
class Trials:
    """Changes of a plan, each tried for itself.

    Attributes
    ----------
    number : int
        How many, K.
    out_trial, out_row : (O,) int
        Which trial takes which row of the plan out.
    in_trial, employee, host, start : (I,) int
        Which trial puts which placement in. Mentors are found.
    """

    number: int
    out_trial: IntArray
    out_row: IntArray
    in_trial: IntArray
    employee: IntArray
    host: IntArray
    start: IntArray

    def take(self, trials: IntArray) -> Trials:
        """Return some of the trials, numbered anew in the order given."""
        place = np.full(self.number, -1, dtype=np.int64)
        place[trials] = np.arange(len(trials))
        out, into = place[self.out_trial] >= 0, place[self.in_trial] >= 0
        return Trials(
            len(trials),
            place[self.out_trial[out]],
            self.out_row[out],
            place[self.in_trial[into]],
            self.employee[into],
            self.host[into],
            self.start[into],
        )


class Counts:
    """How often each of many whole numbers occurs; most of all there could be do not."""

    def __init__(self, numbers: IntArray, weight: IntArray | None = None) -> None:
        distinct, place = np.unique(numbers, return_inverse=True)
        self._keys = Keys.of(distinct)
        self.numbers = distinct
        self.count: IntArray = np.bincount(
            place, None if weight is None else weight, len(distinct)
        ).astype(np.int64)

    def of(self, numbers: IntArray) -> IntArray:
        """Return how often each of some numbers occurs."""
        times: IntArray = np.r_[self.count, 0][self._keys.find(numbers)]
        return times


class Groups:
    """Rows by a key, to be joined with whoever asks for a key."""

    def __init__(self, key: IntArray) -> None:
        self._order = np.argsort(key, kind="stable")
        self._sorted = key[self._order]

    def join(self, key: IntArray) -> tuple[IntArray, IntArray]:
        """Return every pair of a place in ``key`` and a row that has the key there."""
        low = np.searchsorted(self._sorted, key)
        entry, place = spread(low, np.searchsorted(self._sorted, key, side="right") - low)
        return entry, self._order[place]


@dataclass(frozen=True, eq=False)
class Board:
    """A plan as trials find it. What takes long to count is counted once.

    Attributes
    ----------
    problem : Problem
    plan : Plan
        With every placement inside the horizon.
    """

    problem: Problem
    plan: Plan

    @cached_property
    def columns(self) -> Columns:
        """The placements of the plan."""
        return Columns.named(self.problem, self.plan.employee, self.plan.host, self.plan.start)

    @cached_property
    def end(self) -> IntArray:
        """First period after each placement, (P,)."""
        return ends(self.problem, self.plan)

    @cached_property
    def by_employee(self) -> Groups:
        """Rows of the plan by employee."""
        return Groups(self.plan.employee)

    @cached_property
    def by_mentor(self) -> Groups:
        """Rows of the plan by mentor."""
        return Groups(self.plan.mentor)

    @cached_property
    def mentors_by_host(self) -> Groups:
        """Employees who guide by their home; whoever guides nobody is in no department."""
        problem = self.problem
        return Groups(np.where(problem.guides > 0, problem.home, -1))

    @cached_property
    def visitors(self) -> IntArray:
        """Visitors at each department in each period, (D, T)."""
        return load(self.problem, self.plan, self.plan.host, self.problem.departments)

    @cached_property
    def away(self) -> IntArray:
        """Own people of each department on placements in each period, (D, T)."""
        return load(self.problem, self.plan, self.columns.home, self.problem.departments)

    @cached_property
    def pairs(self) -> Counts:
        """Visitors by home, host and period: ``(home * D + host) * T + period``."""
        row, period = self.columns.covered
        pair = self.columns.home[row] * self.problem.departments + self.columns.host[row]
        return Counts(pair * self.problem.periods + period)

    @cached_property
    def guided(self) -> Counts:
        """Visitors by mentor and period: ``mentor * T + period``."""
        row, period = self.columns.covered
        led = self.plan.mentor[row] >= 0
        return Counts((self.plan.mentor[row] * self.problem.periods + period)[led])

    @cached_property
    def gone(self) -> Counts:
        """Placements by employee and period: ``employee * T + period``."""
        row, period = self.columns.covered
        return Counts(self.columns.employee[row] * self.problem.periods + period)

    @cached_property
    def made(self) -> IntArray:
        """Placements of each employee, (E,)."""
        return np.bincount(self.plan.employee, minlength=self.problem.employees)

    @cached_property
    def walked(self) -> IntArray:
        """People who walk each dependency, (N,)."""
        return coverage_table(self.problem, self.plan).after

    def signed(self, trials: Trials) -> tuple[IntArray, IntArray, Columns]:
        """Return trial, sign and placement of all that goes out (-1) and comes in (+1)."""
        out = self.columns.take(trials.out_row)
        into = Columns.named(self.problem, trials.employee, trials.host, trials.start)
        both = [
            np.concatenate([getattr(part, name) for part in (out, into)])
            for name in ("employee", "home", "host", "start")
        ]
        sign = np.repeat(np.array([-1, 1]), [len(out), len(into)])
        trial = np.concatenate([trials.out_trial, trials.in_trial])
        return trial, sign, Columns(self.problem, *both)

    def changed(self, trials: Trials, trial: int, mentor: IntArray) -> Plan:
        """Return the plan as one trial would leave it; ``mentor`` is that of all that comes in."""
        stays = np.setdiff1d(np.arange(len(self.plan)), trials.out_row[trials.out_trial == trial])
        rows = np.flatnonzero(trials.in_trial == trial)
        new = (trials.employee[rows], trials.host[rows], trials.start[rows], mentor[rows])
        kept = self.plan.arrays
        return Plan.from_arrays(
            *(np.concatenate([old[stays], more]) for old, more in zip(kept, new, strict=True))
        )


@dataclass(frozen=True, eq=False)
class After:
    """All placements, after a trial, of the employees that it changes or looks at.

    Attributes
    ----------
    key : (R,) int
        ``trial * E + employee``, ascending; within a key by start.
    host, start, end : (R,) int
    new : (R,) bool
        Whether the trial put it in.
    """

    key: IntArray
    host: IntArray
    start: IntArray
    end: IntArray
    new: BoolArray

    @classmethod
    def of(cls, board: Board, trials: Trials, key: IntArray) -> After:
        """Return what some employees (``trial * E + employee``, each once) do after a trial."""
        problem, plan = board.problem, board.plan
        entry, row = board.by_employee.join(key % problem.employees)
        trial = key[entry] // problem.employees
        out = Keys.of(trials.out_trial * len(plan) + trials.out_row)
        stays = np.flatnonzero(~out.hold(trial * len(plan) + row))
        entry, row = entry[stays], row[stays]
        mine = trials.in_trial * problem.employees + trials.employee
        into = np.flatnonzero(Keys.of(key).hold(mine))
        keys = np.concatenate([key[entry], mine[into]])
        host = np.concatenate([plan.host[row], trials.host[into]])
        start = np.concatenate([plan.start[row], trials.start[into]])
        new = np.repeat(np.array([False, True]), [len(row), len(into)])
        order = np.lexsort((host, start, keys))
        host, start = host[order], start[order]
        return cls(keys[order], host, start, start + problem.length[host], new[order])

    @cached_property
    def groups(self) -> Groups:
        """The placements by key."""
        return Groups(self.key)
