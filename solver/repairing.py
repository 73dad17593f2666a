"""Plans put together from parts that could not see each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.check import check

if TYPE_CHECKING:
    from solver.plan import Plan
    from solver.problem import BoolArray, Problem
    from solver.violation import Violation

REPAIRS = 20
"""How often what still breaks a rule is given up before all that was named is."""


def repaired(problem: Problem, plan: Plan, base: Plan) -> Plan | None:
    """Return a plan without the placements that break rules, None if that does not mend it.

    What is in ``base`` stays.
    """
    for _ in range(REPAIRS):
        broken = check(problem, plan)
        if not broken:
            return plan
        own = ~np.isin(plan.codes(problem), base.codes(problem))
        drop = [row for violation in broken for row in _blamed(plan, own, violation)]
        drop = drop or _beyond_budget(problem, plan, own, broken)
        if not drop:
            return None
        kept = np.setdiff1d(np.arange(len(plan)), np.array(drop, dtype=np.int64))
        plan = plan.rows(kept)
    return None


def _blamed(plan: Plan, own: BoolArray, violation: Violation) -> list[int]:
    """Return the placement to give up for a violation; those of a mentor who should be there."""
    named = [row for row in violation.placements if own[row]]
    if named or violation.rule != "mentors":
        return named[-1:]
    rows: list[int] = np.flatnonzero(own & (plan.employee == violation.other)).tolist()
    return rows


def _beyond_budget(
    problem: Problem, plan: Plan, own: BoolArray, broken: tuple[Violation, ...]
) -> list[int]:
    """Return placements to give up for the budget, those of the least importance first."""
    over = [v.value - v.limit for v in broken if v.rule == "placement_budget"]
    if not over:
        return []
    rows = np.flatnonzero(own)
    weight = problem.walk_weights[problem.home[plan.employee[rows]], plan.host[rows]]
    rows = rows[np.argsort(weight, kind="stable")]
    saved = np.cumsum(problem.length[plan.host[rows]])
    enough: list[int] = rows[: np.searchsorted(saved, over[0]) + 1].tolist()
    return enough
