"""As much of a plan as the rules still allow, after something has changed.

Rules other than those that ask for placements are kept by every part of a plan that keeps
them: only placements that take part in a breach can be in the way of anything. Those few are
chosen from by a model with all rules, everything else stays as it is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from ortools.sat.python import cp_model

from solver.check import check
from solver.columns import Columns
from solver.constraints import all_rules
from solver.control import Control
from solver.reading import read_plan
from solver.variables import Variables

if TYPE_CHECKING:
    from solver.plan import Plan
    from solver.problem import BoolArray, IntArray, Problem

SECONDS = 30.0
"""The longest that the search for what can be kept may take."""

ASKING = frozenset({"pins", "requirements"})
"""The rules that ask for placements; nothing has to be given up for them here."""


class Kept(NamedTuple):
    """What can be kept of a plan, with mentors, and whether nobody could keep more."""

    plan: Plan
    proven: bool


def keepable(problem: Problem, plan: Plan, rank: IntArray, seed: int = 0) -> Kept:
    """Return the largest part of a plan that keeps every rule.

    Parameters
    ----------
    problem : Problem
        Its pins, strict requirements and earliest start do not count.
    plan : Plan
        Placements inside the horizon, each once. Their mentors stay as far as they can.
    rank : (P,) int
        Placements of a lower rank are kept first: of rank 0 as many as possible, then of
        rank 1, and so on.
    seed : int
        What chance depends on.
    """
    bare = replace(problem, pins=np.zeros((0, 4), dtype=np.int64), strict=False, earliest=0)
    free = _in_the_way(bare, plan)
    if not free.any():
        return Kept(plan, True)
    some, rest = plan.rows(np.flatnonzero(free)), plan.rows(np.flatnonzero(~free))
    model = _model(bare, some, rest)
    wishes: list[cp_model.LinearExprT] = []
    order = rank[free]
    for level in np.unique(order).tolist():
        literals = [model.x[column] for column in np.flatnonzero(order == level).tolist()]
        wishes.append(cp_model.LinearExpr.sum(literals))
    wishes.append(_mentors_kept(model, some))
    return _chosen(model, wishes, _remembering(bare, plan), rest, Control(SECONDS, 1, seed))


def _in_the_way(problem: Problem, plan: Plan) -> BoolArray:
    """Tell which rows of a plan have to do with a breach of a rule, (P,)."""
    free = np.zeros(len(plan), dtype=np.bool_)
    hosts: set[int] = set()
    for breach in check(problem, plan):
        if not breach.placements:
            free[:] = True
        free[list(breach.placements)] = True
        if breach.rule == "mentors":
            hosts.add(breach.host)
    # Where somebody lacks a mentor, every visitor there and every mentor on the way counts.
    there = np.isin(plan.host, list(hosts))
    guides = np.isin(problem.home[plan.employee], list(hosts)) & (problem.guides[plan.employee] > 0)
    free |= there | guides
    return free


def _model(problem: Problem, some: Plan, rest: Plan) -> Variables:
    rules = all_rules()
    enforced = frozenset(rules) - ASKING
    columns = Columns.named(problem, some.employee, some.host, some.start)
    model = Variables(problem, columns, rest, enforced)
    for name in sorted(enforced):
        rules[name].post(model)
    return model


def _mentors_kept(model: Variables, some: Plan) -> cp_model.LinearExprT:
    """Return how many of the visitors who arrive somewhere can keep their mentors, at most."""
    both = [some, *([] if model.fixed_plan is None else [model.fixed_plan])]
    led = Counter((p.host, p.start, p.mentor) for plan in both for p in plan if p.mentor >= 0)
    kept = []
    for (host, start, mentor), visitors in led.items():
        count = model.guided.get((host, start), {}).get(mentor)
        if count is not None:
            keeps = model.new_int(visitors)
            model.cp.add(keeps <= count)
            kept.append(keeps)
    return cp_model.LinearExpr.sum(kept)


def _remembering(problem: Problem, plan: Plan) -> Problem:
    """Return the problem with a promise of every mentor, for those who hand mentors out."""
    return replace(problem, pins=np.stack(plan.arrays, axis=1))


def _chosen(
    model: Variables,
    wishes: list[cp_model.LinearExprT],
    remembering: Problem,
    rest: Plan,
    control: Control,
) -> Kept:
    """Return the best for each wish in turn, as far as the time goes."""
    best, proven = rest, True
    for wish in wishes:
        model.cp.maximize(wish)
        solver, status = control.run(model.cp, control.left)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Kept(best, False)
        proven = proven and status == cp_model.OPTIMAL
        model.cp.add(wish >= round(solver.objective_value))
        model.cp.proto.clear_solution_hint()
        for variable in model.all:
            model.cp.add_hint(variable, solver.value(variable))
        whole, model.problem = model.problem, remembering
        best = read_plan(model, solver)
        model.problem = whole
    return Kept(best, proven)
