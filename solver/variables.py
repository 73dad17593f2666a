"""The Booleans: one for each candidate placement of a named person. CP-SAT is met here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from solver.columns import Columns
from solver.model import Ladders, Model, Terms, runs, split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.plan import Plan
    from solver.problem import BoolArray, IntArray, Problem

Guided = dict[tuple[int, int], dict[int, cp_model.IntVar]]
"""Per host and start: how many of the visitors who arrive then each mentor guides."""


class Variables(Model):
    """(Part of) a problem as a CP-SAT model.

    Parameters
    ----------
    problem : Problem
    free : Columns
        Placements to choose from.
    fixed : Plan, optional
        Placements that are made whatever happens; rules and aims see them. Whoever mentors
        them may still change where the mentors' rule is enforced.
    enforced : frozenset of str
        Names of the rules that will be posted.
    """

    def __init__(
        self,
        problem: Problem,
        free: Columns,
        fixed: Plan | None = None,
        enforced: frozenset[str] = frozenset(),
    ) -> None:
        self.problem = problem
        self.enforced = enforced
        self.cp = cp_model.CpModel()
        self.free = len(free)
        self.x = [self.cp.new_bool_var("") for _ in range(self.free)]
        self.all: list[cp_model.IntVar] = list(self.x)
        self.guided: Guided = {}
        self.guided_hosts: frozenset[int] = frozenset()
        self.columns = free
        if fixed is not None and len(fixed):
            made = Columns.named(problem, fixed.employee, fixed.host, fixed.start)
            both = zip(*((c.employee, c.home, c.host, c.start) for c in (free, made)), strict=True)
            self.columns = Columns(problem, *(np.concatenate(pair) for pair in both))
        self.fixed_plan = fixed

    def new_int(self, highest: int) -> cp_model.IntVar:
        """Return a new variable in 0 .. ``highest``."""
        variable = self.cp.new_int_var(0, highest, "")
        self.all.append(variable)
        return variable

    def literal(self, column: int) -> cp_model.IntVar | int:
        """Return the Boolean of a column, 1 for a placement that is fixed."""
        return self.x[column] if column < self.free else 1

    def guide_at_least(self, host: int, start: int, mentor: int, visitors: int) -> None:
        """Let a mentor guide at least so many of the visitors who arrive at a start.

        Comes after the mentors' rule. Where that rule found nothing that may change at the
        host, the mentors of the fixed placements stay as they are.
        """
        count = self.guided.get((host, start), {}).get(mentor)
        if count is not None:
            self.cp.add(count >= visitors)
        elif host in self.guided_hosts or not self.problem.has_mentors[host]:
            self.impossible()

    def impossible(self) -> None:
        """Say that no plan keeps the rules."""
        self.cp.add_bool_or([])

    def forbid(self, mask: BoolArray) -> None:
        """Leave out every placement for which ``mask`` (C,) is true."""
        if mask[self.free :].any():
            self.impossible()
        for column in np.flatnonzero(mask[: self.free]).tolist():
            self.cp.add(self.x[column] == 0)

    def _groups(
        self, column: IntArray, group: IntArray, weight: IntArray
    ) -> Iterator[tuple[int, list[int], list[int], int]]:
        """Yield per group with a free member: its first entry, free members, weights, fixed sum."""
        order, begins = split(group)
        member, load = column[order], weight[order]
        free = member < self.free
        ends = np.r_[begins[1:], len(order)]
        some = np.add.reduceat(free, begins) > 0 if len(begins) else begins
        made = np.add.reduceat(np.where(free, 0, load), begins) if len(begins) else begins
        for index in np.flatnonzero(some).tolist():
            part = slice(begins[index], ends[index])
            inside = free[part]
            members, loads = member[part][inside], load[part][inside]
            yield int(order[begins[index]]), members.tolist(), loads.tolist(), int(made[index])

    def at_most(
        self,
        column: IntArray,
        group: IntArray,
        bound: IntArray | int,
        weight: IntArray | int = 1,
    ) -> None:
        """Let the weights of the chosen placements of each group sum to ``bound`` at most."""
        bounds = np.broadcast_to(bound, group.shape)
        weights = np.broadcast_to(weight, group.shape)
        for entry, members, loads, made in self._groups(column, group, weights):
            left = int(bounds[entry]) - made
            literals = [self.x[m] for m in members]
            if sum(loads) <= left:
                continue
            if left < 0:
                self.impossible()
            elif set(loads) == {1} and left == 1:
                self.cp.add_at_most_one(literals)
            else:
                self.cp.add(cp_model.LinearExpr.weighted_sum(literals, loads) <= left)
        self._refuse_broken(column, group, bounds, weights)

    def _refuse_broken(
        self, column: IntArray, group: IntArray, bounds: IntArray, weights: IntArray
    ) -> None:
        """Say so where what is fixed already breaks a bound and nothing free could help."""
        if not len(group) or (column < self.free).all():
            return
        order, begins = split(group)
        made = np.where(column[order] < self.free, 0, weights[order])
        if (np.add.reduceat(made, begins) > bounds[order[begins]]).any():
            self.impossible()

    def at_least(self, column: IntArray, group: IntArray, bound: IntArray) -> None:
        """Choose at least ``bound[g]`` placements of each group g in 0 .. len(bound) - 1."""
        met = np.zeros(len(bound), dtype=np.bool_)
        for entry, members, _, made in self._groups(column, group, np.ones_like(group)):
            index = int(group[entry])
            met[index] = True
            literals = [self.x[m] for m in members]
            self.cp.add(cp_model.LinearExpr.sum(literals) >= int(bound[index]) - made)
        made_alone = np.bincount(group[column >= self.free], minlength=len(bound))
        if np.any(~met & (made_alone < bound)):
            self.impossible()

    def weigh(self, weight: IntArray) -> Terms:
        """Return the sum of ``weight`` (C,) over the chosen placements."""
        free = np.flatnonzero(weight[: self.free])
        return Terms(int(weight[self.free :].sum()), free, weight[free])

    def reward(self, column: IntArray, group: IntArray, ladders: Ladders) -> Terms:
        """Return what the groups 0 .. len(ladders) - 1 earn together."""
        made = np.bincount(group[column >= self.free], minlength=len(ladders)).tolist()
        constant = sum(sum(ladder[:n]) for ladder, n in zip(ladders, made, strict=True))
        variables: list[int] = []
        weights: list[int] = []
        for entry, members, _, already in self._groups(column, group, np.ones_like(group)):
            steps = runs(ladders[int(group[entry])][already : already + len(members)])
            if len(steps) == 1 and steps[0][1] == len(members):
                variables += members
                weights += [steps[0][0]] * len(members)
                continue
            climbed = []
            for worth, width in steps:
                variables.append(len(self.all))
                weights.append(worth)
                climbed.append(self.new_int(width))
            literals = [self.x[m] for m in members]
            if len(climbed) == 1 and steps[0][1] == 1:
                self.cp.add_bool_or([climbed[0].negated(), *literals])
                continue
            total = cp_model.LinearExpr.sum(climbed)
            self.cp.add(total <= cp_model.LinearExpr.sum(literals))
        return Terms(constant, np.array(variables, dtype=np.int64), np.array(weights, np.int64))

    def expression(self, terms: Terms) -> cp_model.LinearExprT:
        """Return ``terms`` as an expression of CP-SAT."""
        variables = [self.all[v] for v in terms.variable.tolist()]
        weighted = cp_model.LinearExpr.weighted_sum(variables, terms.weight.tolist())
        return weighted + terms.constant
