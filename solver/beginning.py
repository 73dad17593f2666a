"""The first legal plan: what is promised, and what is required where that comes first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from solver.columns import Columns
from solver.ordered import Ordered, build, solve_in_order
from solver.reading import read_plan, write_hint
from solver.tally import candidates

if TYPE_CHECKING:
    from solver.control import Control
    from solver.problem import BoolArray, Problem


def promised(problem: Problem) -> Columns:
    """Return the pinned placements that fit into the horizon, whatever forbids them."""
    employee, host, start, _ = problem.pins.T
    columns = Columns.named(problem, employee, host, start)
    return columns.take(np.flatnonzero(columns.end <= problem.periods))


def required(problem: Problem) -> Columns:
    """Return every placement that could meet a requirement."""
    employee, host = problem.requirements[:, 0], problem.requirements[:, 1]
    columns = candidates(problem, np.unique(employee))
    key = columns.employee * problem.departments + columns.host
    wanted = np.isin(key, employee * problem.departments + host)
    return columns.take(np.flatnonzero(wanted))


def join(problem: Problem, one: Columns, other: Columns) -> Columns:
    """Return the placements of both, each once."""
    both = [
        np.concatenate([getattr(one, name), getattr(other, name)])
        for name in ("employee", "host", "start")
    ]
    key = (both[0] * problem.departments + both[1]) * problem.periods + both[2]
    _, first = np.unique(key, return_index=True)
    return Columns.named(problem, *(array[first] for array in both))


def begin(problem: Problem, control: Control, liked: BoolArray | None = None) -> Ordered:
    """Return a legal plan of promised and, where they are the first aim, required placements.

    No rule asks for placements but these two, and none is easier to keep with more
    placements: so if these alone leave no plan, nothing does, and the value that these alone
    reach for requirements is the best there is.

    Parameters
    ----------
    problem : Problem
    control : Control
    liked : (D, D, T) bool, optional
        Home, host and start at which required placements are liked better.
    """
    first = problem.aims[:1] == ("requirements",)
    columns = promised(problem)
    if problem.strict or first:
        columns = join(problem, columns, required(problem))
    asked = replace(problem, aims=("requirements",) if first else ())
    model = build(asked, columns)
    found = solve_in_order(model, control, control.left)
    if found.impossible:
        return _confirmed(asked, columns, control)
    if found.plan is not None and liked is not None:
        wish = liked[columns.home, columns.host, columns.start].astype(np.int64)
        model.cp.maximize(model.expression(model.weigh(wish)))
        write_hint(model, found.plan)
        solver, status = control.run(model.cp, control.left, small=True)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            found.plan = read_plan(model, solver)
    return found


def _confirmed(problem: Problem, columns: Columns, control: Control) -> Ordered:
    """Ask again without presolve before telling anybody that there is no plan."""
    model = build(problem, columns)
    _, status = control.run(model.cp, control.left, presolve=False)
    return Ordered(impossible=status == cp_model.INFEASIBLE)
