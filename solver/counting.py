"""Counts first: how many people of each home start where and when, nobody named.

The counting model is a relaxation: every legal plan, counted, satisfies it, so what it
cannot beat no plan can. It is far smaller than a model of named people and its linear
relaxation is nearly integral. What it leaves open is who goes (`solver.naming`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import sparse

from solver.columns import spread
from solver.constraints import all_rules
from solver.model import Ladders, Model, Terms, runs, split
from solver.objectives import aims_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from solver.problem import BoolArray, FloatArray, IntArray, Problem
    from solver.tally import Tally


ONE_BY_ONE = 80_000
"""Ways to make required visits up to which the model tells the visits of a home apart."""

_SIDES: tuple[Literal["left"], Literal["right"]] = ("left", "right")


class Counting(Model):
    """The counting model of a problem, as a mixed-integer program.

    Variables 0 .. C - 1 count the visits of each slot of the tally; the rest are steps of
    the aims' ladders. All are whole numbers.

    Attributes
    ----------
    aims : dict of str to Terms
        What each aim earns at best, in its units.
    made : (n,) int or None
        The variables that say whether a required visit is made in a slot, in the order of the
        tally's ``could``; None where required visits of a home are not told apart.
    """

    def __init__(self, problem: Problem, tally: Tally) -> None:
        self.problem = problem
        self.tally = tally
        self.columns = tally.slots
        self.enforced = frozenset(all_rules())
        self._upper: list[IntArray] = [tally.possible.copy()]
        self.variables = len(tally.possible)
        self.made: IntArray | None = None
        self._entries: list[tuple[IntArray, IntArray, IntArray]] = []
        self._bounds: list[tuple[FloatArray, FloatArray]] = []
        for rule in all_rules().values():
            if rule.relaxed is not None:
                rule.relaxed(self)
        self._of_rules = len(self._entries)
        self._of_aims: dict[str, slice] = {}
        self.aims: dict[str, Terms] = {}
        for aim in aims_of(problem):
            begun = len(self._entries)
            self.aims[aim.name] = aim.relax(self)
            self._of_aims[aim.name] = slice(begun, len(self._entries))

    @property
    def upper(self) -> IntArray:
        """The largest value of each variable."""
        return np.concatenate(self._upper)

    def matrix(
        self, aims: Iterable[str], holds: Sequence[tuple[Terms, int, float]] = ()
    ) -> tuple[sparse.csr_array, FloatArray, FloatArray]:
        """Return the rows as lower <= matrix @ variables <= upper.

        Parameters
        ----------
        aims : iterable of str
            The aims whose ladders are needed. Variables of others are without rows.
        holds : sequence of (Terms, int, float)
            Each adds a row: terms worth at least (sense 1) or at most (sense -1) so many units.
        """
        chosen = [slice(0, self._of_rules), *(self._of_aims[name] for name in aims)]
        parts = [part for some in chosen for part in self._entries[some]]
        bounds = [bound for some in chosen for bound in self._bounds[some]]
        first = np.cumsum([0, *(len(lower) for lower, _ in bounds)])
        entries = [(row + first[n], *rest) for n, (row, *rest) in enumerate(parts)]
        for terms, sense, units in holds:
            limit, free = np.array([units - terms.constant]), np.array([np.inf])
            row = np.full(len(terms.variable), sum(len(lower) for lower, _ in bounds))
            entries.append((row, terms.variable, terms.weight))
            bounds.append((limit, free) if sense > 0 else (-free, limit))
        rows = sum(len(lower) for lower, _ in bounds)
        if not rows:
            return sparse.csr_array((0, self.variables)), np.zeros(0), np.zeros(0)
        row, column, value = (np.concatenate(part) for part in zip(*entries, strict=True))
        shape = (rows, self.variables)
        matrix = sparse.csr_array((value.astype(np.float64), (row, column)), shape=shape)
        lower, upper = (np.concatenate(part) for part in zip(*bounds, strict=True))
        return matrix, lower, upper

    def forbid(self, mask: BoolArray) -> None:
        """Leave out every slot for which ``mask`` (C,) is true."""
        self._upper[0][mask] = 0

    def at_most(
        self,
        column: IntArray,
        group: IntArray,
        bound: IntArray | int,
        weight: IntArray | int = 1,
    ) -> None:
        """Let the weights of the counted visits of each group sum to ``bound`` at most."""
        if not len(column):
            return
        order, begins = split(group)
        bounds = np.broadcast_to(bound, group.shape)[order[begins]].astype(np.float64)
        rank = np.repeat(np.arange(len(begins)), np.diff(np.r_[begins, len(order)]))
        weights = np.broadcast_to(weight, group.shape)[order]
        self._add(rank, column[order], weights, np.full(len(begins), -np.inf), bounds)

    def at_least(self, column: IntArray, group: IntArray, bound: IntArray) -> None:
        """Count at least ``bound[g]`` visits of each group g in 0 .. len(bound) - 1."""
        self._add(
            group,
            column,
            np.ones_like(column),
            bound.astype(np.float64),
            np.full(len(bound), np.inf),
        )

    def at_least_from(self, home: IntArray, host: IntArray, start: IntArray) -> None:
        """Count at least the visits given by home, host and start."""
        column = self.tally.column(home, host, start)
        found, promised = np.unique(column[column >= 0], return_counts=True)
        self.at_least(found, np.arange(len(found)), promised)

    def weigh(self, weight: IntArray) -> Terms:
        """Return the sum of ``weight`` (C,) over the counted visits."""
        some = np.flatnonzero(weight)
        return Terms(0, some, weight[some])

    def reward(self, column: IntArray, group: IntArray, ladders: Ladders) -> Terms:
        """Return what the groups 0 .. len(ladders) - 1 earn together.

        Where a step earns less than nothing, every visit of the group has to take a step.
        """
        step_group: list[int] = []
        worths: list[int] = []
        widths: list[int] = []
        must = np.zeros(len(ladders), dtype=np.bool_)
        for number, ladder in enumerate(ladders):
            for worth, width in runs(ladder):
                step_group.append(number)
                worths.append(worth)
                widths.append(width)
            must[number] = len(ladder) > 0 and ladder[-1] < 0
        steps = self.new(np.array(widths, dtype=np.int64))
        groups = np.concatenate([np.array(step_group, dtype=np.int64), group])
        variable = np.concatenate([steps, column])
        value = np.concatenate([np.ones_like(steps), -np.ones_like(column)])
        lower = np.where(must, 0.0, -np.inf)
        self._add(groups, variable, value, lower, np.zeros(len(ladders)))
        return Terms(0, steps, np.array(worths, dtype=np.int64))

    def met(self) -> Terms:
        """Return how many requirements are met by the counted visits."""
        could = self.tally.earliest <= self.problem.requirements[:, 2] + 1
        met = self.new(could.astype(np.int64))
        if len(self.tally.could) > ONE_BY_ONE:
            self._met_by_any(met)
        else:
            self._met_by_their_own(met)
        return Terms(0, met, np.ones_like(met))

    def _met_by_any(self, met: IntArray) -> None:
        """Let requirements of one home and host be met by any visits that end in time."""
        column, group, rows, taken = self.tally.due(self.columns)
        member = np.array([row for some in rows for row in some], dtype=np.int64)
        of = np.repeat(np.arange(len(rows)), [len(some) for some in rows])
        groups = np.concatenate([of, group])
        variable = np.concatenate([met[member], column])
        value = np.concatenate([np.ones_like(member), -np.ones_like(column)])
        self._add(groups, variable, value, np.full(len(rows), -np.inf), -taken.astype(np.float64))

    def _met_by_their_own(self, met: IntArray) -> None:
        """Let each requirement be met by a visit of its own, when its employee could go."""
        problem, tally = self.problem, self.tally
        made = self.made = self.new(np.ones_like(tally.could))
        begin, end = (np.searchsorted(tally.could, tally.visit_of, side) for side in _SIDES)
        row, place = spread(begin, end - begin)
        in_time = self.columns.end[tally.could_slot[place]] <= problem.requirements[row, 2] + 1
        row, place = row[in_time], place[in_time]
        every = np.arange(len(met))
        self._add(
            np.r_[every, row],
            np.r_[met, made[place]],
            np.r_[np.ones_like(every), -np.ones_like(row)],
            np.full(len(met), -np.inf),
            np.zeros(len(met)),
        )
        once = np.ones(len(tally.visitor))
        self._add(tally.could, made, np.ones_like(made), np.full(len(once), -np.inf), once)
        slots, group = np.unique(tally.could_slot, return_inverse=True)
        own = tally.visitor * problem.departments + tally.visited
        pins = np.unique(problem.pins[:, :3], axis=0)
        pins = pins[~np.isin(pins[:, 0] * problem.departments + pins[:, 1], own)]
        others = tally.column(problem.home[pins[:, 0]], pins[:, 1], pins[:, 2])
        taken = np.bincount(others[others >= 0], minlength=len(self.columns))[slots]
        self._add(
            np.r_[group, np.arange(len(slots))],
            np.r_[made, slots],
            np.r_[np.ones_like(made), -np.ones_like(slots)],
            np.full(len(slots), -np.inf),
            -taken.astype(np.float64),
        )

    def new(self, highest: IntArray) -> IntArray:
        """Return new variables with these largest values."""
        first = self.variables
        self.variables += len(highest)
        self._upper.append(highest)
        return np.arange(first, self.variables)

    def balance(self, variable: IntArray, group: IntArray, value: IntArray) -> None:
        """Let value times variable sum to nothing in each group 0 .. G - 1."""
        nothing = np.zeros(int(group.max()) + 1 if len(group) else 0)
        self._add(group, variable, value, nothing, nothing)

    def _add(
        self,
        row: IntArray,
        variable: IntArray,
        value: IntArray,
        lower: FloatArray,
        upper: FloatArray,
    ) -> None:
        self._entries.append((row, variable, value))
        self._bounds.append((lower, upper))
