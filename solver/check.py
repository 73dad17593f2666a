"""Any plan to its violations, without any model."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from solver.constraints import all_rules
from solver.occupancy import ends
from solver.violation import Violation

if TYPE_CHECKING:
    from solver.plan import Plan
    from solver.problem import Problem


def check(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """Return every violation of every rule by a plan.

    A placement that does not lie inside the horizon is reported as ``horizon`` and takes no
    part in any other rule.

    Raises
    ------
    ValueError
        If the plan names an employee, host or mentor that does not exist.
    """
    _refuse_strangers(problem, plan)
    outside = (plan.start < 0) | (ends(problem, plan) > problem.periods)
    found = [
        Violation(
            "horizon",
            (row,),
            employee=int(plan.employee[row]),
            host=int(plan.host[row]),
            period=int(plan.start[row]),
        )
        for row in np.flatnonzero(outside).tolist()
    ]
    kept, rows = plan, None
    if found:
        inside = np.flatnonzero(~outside)
        kept, rows = plan.rows(inside), inside.tolist()
    for rule in all_rules().values():
        for violation in rule.violations(problem, kept):
            found.append(violation if rows is None else _renumbered(violation, rows))
    return tuple(found)


def _renumbered(violation: Violation, rows: list[int]) -> Violation:
    """Return a violation of part of a plan in the row numbers of the whole."""
    return replace(violation, placements=tuple(rows[row] for row in violation.placements))


def _refuse_strangers(problem: Problem, plan: Plan) -> None:
    for name, values, low, count in (
        ("employee", plan.employee, 0, problem.employees),
        ("host", plan.host, 0, problem.departments),
        ("mentor", plan.mentor, -1, problem.employees),
    ):
        wrong = values[(values < low) | (values >= count)]
        if len(wrong):
            raise ValueError(f"{name} is {wrong[0]}; it must lie between {low} and {count - 1}")
