"""The first legal plan: what is promised, and what is required where that comes first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from solver.candidates import candidates
from solver.columns import Columns
from solver.ordered import Ordered, build, solve_in_order
from solver.reading import read_plan, write_hint

if TYPE_CHECKING:
    from solver.control import Control
    from solver.plan import Plan
    from solver.problem import Problem


LARGE = 10_000
"""Candidate placements from which on the linear relaxation is the quickest way."""


def promised(problem: Problem) -> Columns:
    """Return the pinned placements that fit into the horizon, whatever forbids them."""
    employee, host, start, _ = problem.pins.T
    columns = Columns.named(problem, employee, host, start)
    return columns.take(np.flatnonzero(columns.end <= problem.periods))


def required(problem: Problem) -> Columns:
    """Return every placement that could meet a requirement."""
    employee, host = problem.requirements[:, 0], problem.requirements[:, 1]
    columns = candidates(problem, np.unique(employee))
    wanted = np.isin(columns.visit, employee * problem.departments + host)
    return columns.take(np.flatnonzero(wanted))


def join(problem: Problem, one: Columns, other: Columns) -> Columns:
    """Return the placements of both, each once."""
    both = [
        np.concatenate([getattr(one, name), getattr(other, name)])
        for name in ("employee", "host", "start")
    ]
    columns = Columns.named(problem, *both)
    return columns.take(np.unique(columns.codes, return_index=True)[1])


def begin(problem: Problem, control: Control) -> Ordered:
    """Return a legal plan of promised and, where they are the first aim, required placements.

    No rule asks for placements but these two, and none is easier to keep with more
    placements: so if these alone leave no plan, nothing does, and the value that these alone
    reach for requirements is the best there is.
    """
    columns = promised(problem)
    if _required_first(problem):
        columns = join(problem, columns, required(problem))
    model = build(_narrowed(problem), columns)
    large = len(columns) > LARGE
    found = solve_in_order(model, control, control.left * (0.2 if large else 1.0), small=large)
    if found.impossible:
        return _confirmed(problem, columns, control)
    return found


def align(problem: Problem, control: Control, plan: Plan, liked: Columns) -> Plan:
    """Return a plan like the first one, with required placements where they are liked better.

    Parameters
    ----------
    plan : Plan
        What `begin` found.
    liked : Columns
        Placements that are liked; those that no requirement asks for are left out.
    """
    wanted = problem.requirements
    own = wanted[:, 0] * problem.departments + wanted[:, 1]
    liked = liked.take(np.flatnonzero(np.isin(liked.visit, own)))
    if not _required_first(problem) or not len(liked):
        return plan
    before = Columns.named(problem, plan.employee, plan.host, plan.start)
    columns = join(problem, before, liked)
    model = build(_narrowed(problem), columns)
    found = solve_in_order(model, control, control.left * 0.1, hint=plan, small=True)
    if found.plan is None:
        return plan
    wish = np.isin(columns.codes, liked.codes)
    model.cp.maximize(model.expression(model.weigh(wish.astype(np.int64))))
    write_hint(model, found.plan)
    solver, status = control.run(model.cp, control.left * 0.1, small=True)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return read_plan(model, solver)
    return found.plan


def _required_first(problem: Problem) -> bool:
    return problem.strict or problem.aims[:1] == ("requirements",)


def _narrowed(problem: Problem) -> Problem:
    """Return a problem of which promised and required placements alone are asked for."""
    first = problem.aims[:1] == ("requirements",)
    return replace(problem, aims=("requirements",) if first else ())


def _confirmed(problem: Problem, columns: Columns, control: Control) -> Ordered:
    """Ask again without presolve before telling anybody that there is no plan."""
    model = build(_narrowed(problem), columns)
    _, status = control.run(model.cp, control.left, presolve=False)
    return Ordered(impossible=status == cp_model.INFEASIBLE)
