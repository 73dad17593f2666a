"""Aims in strict order: one after the other, each within what the ones before it reached."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from solver.constraints import all_rules
from solver.model import Terms
from solver.objectives import aims_of
from solver.reading import read_plan, write_hint
from solver.result import EQUAL
from solver.variables import Variables

if TYPE_CHECKING:
    from solver.columns import Columns
    from solver.control import Control
    from solver.objectives import Aim
    from solver.plan import Plan
    from solver.problem import Problem

ROUNDING = 1e-7
"""Differences of an aim's value below this come from rounding alone."""

EVERY_RULE = frozenset(all_rules())


@dataclass
class Ordered:
    """What a model gave, aim by aim.

    Attributes
    ----------
    plan : Plan or None
        The best plan, None if none was found.
    units : dict of str to int
        What each aim is worth in it, in the aim's units.
    bounds : dict of str to float
        What each aim could be worth at best in this model, given the aims before it.
    proven : bool
        Whether every aim is proven: no plan of this model is better.
    impossible : bool
        Whether no plan of this model keeps the rules.
    """

    plan: Plan | None = None
    units: dict[str, int] = field(default_factory=dict)
    bounds: dict[str, float] = field(default_factory=dict)
    proven: bool = False
    impossible: bool = False


def build(problem: Problem, free: Columns, fixed: Plan | None = None) -> Variables:
    """Return a model of these candidate placements with every rule posted."""
    model = Variables(problem, free, fixed, EVERY_RULE)
    for rule in all_rules().values():
        rule.post(model)
    return model


def solve_in_order(
    model: Variables,
    control: Control,
    seconds: float,
    hint: Plan | None = None,
    ties: bool = False,
    small: bool = False,
) -> Ordered:
    """Solve a model for one aim after the other.

    Parameters
    ----------
    model : Variables
        With its rules posted; aims and what they reached are added to it.
    control : Control
    seconds : float
        For all aims together. An aim may use what the ones before it left.
    hint : Plan, optional
        A plan known to be legal.
    ties : bool
        Whether plans count as equal in an aim when they differ by less than the rounding
        of its units, as they should where a model is solved once. Where many small models
        follow each other that would let an aim slip, step by step.
    small : bool
        Whether the linear relaxation leads (see `Control.run`).
    """
    result = Ordered()
    end = control.left - seconds
    aims: list[Aim | None] = [*aims_of(model.problem)]
    proven = True
    for aim in aims or [None]:
        terms = aim.post(model) if aim else None
        if aim and terms is not None and not len(terms.variable) and result.plan is not None:
            result.units[aim.name] = terms.constant
            result.bounds[aim.name] = terms.constant
            continue
        left = control.left - end
        if left <= 0 or control.over:
            return result
        expression = model.expression(terms) if terms is not None else 0
        if aim and terms is not None:
            (model.cp.maximize if aim.sense > 0 else model.cp.minimize)(expression)
        if hint is not None:
            write_hint(model, hint)
        solver, status = control.run(model.cp, left, small=small)
        if status == cp_model.INFEASIBLE:
            result.impossible = result.plan is None
            return result
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return result
        hint = result.plan = read_plan(model, solver)
        proven = proven and status == cp_model.OPTIMAL
        if aim:
            reached = solver.value(expression)
            result.units[aim.name] = reached
            result.bounds[aim.name] = solver.best_objective_bound
            slack = int(aim.unit(model.problem) * ROUNDING) if ties else 0
            held = reached - aim.sense * slack
            model.cp.add(expression >= held if aim.sense > 0 else expression <= held)
    result.proven = proven
    return result


STEEPNESS = 30
"""How much more a step of an aim counts than a step of the next, where aims are blended."""

COARSE = 100
"""Steps of an aim with large whole weights (earliness) are no coarser than this."""


def solve_blended(
    model: Variables,
    control: Control,
    seconds: float,
    hint: Plan | None = None,
) -> Ordered:
    """Solve a model once, for all aims together, each weighing far more than the next.

    That is quicker than one aim after the other and nearly always finds the same plans, but
    it does not keep the strict order: whoever uses the plan compares it with what they had.
    """
    result = Ordered()
    posted = {aim.name: aim.post(model) for aim in aims_of(model.problem)}
    blend = []
    for name, factor in blending(model.problem, posted).items():
        terms = posted[name]
        coarse = np.rint(terms.weight * factor).astype(np.int64)
        blend.append(model.expression(Terms(0, terms.variable, coarse)))
    model.cp.maximize(cp_model.LinearExpr.sum(blend))
    if hint is not None:
        write_hint(model, hint)
    solver, status = control.run(model.cp, seconds, small=True)
    result.impossible = status == cp_model.INFEASIBLE
    result.proven = status == cp_model.OPTIMAL
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        result.plan = read_plan(model, solver)
    return result


def blending(problem: Problem, posted: dict[str, Terms]) -> dict[str, float]:
    """Return by what to multiply the units of each aim so that each outweighs the next.

    An aim's step is its smallest weight that makes a difference where its units are fine, else
    its largest, so that a step of it is worth `STEEPNESS` steps of the next.
    """
    factors: dict[str, float] = {}
    worth = 1.0
    for aim in reversed(aims_of(problem)):
        sizes = np.abs(posted[aim.name].weight)
        sizes = sizes[sizes > 0]
        if len(sizes):
            fine = max(float(sizes.min()), EQUAL * aim.unit(problem))
            step = fine if aim.unit(problem) > 1 else min(sizes.max(), COARSE)
            factors[aim.name] = float(aim.sense * worth / step)
            worth *= STEEPNESS
    return factors
