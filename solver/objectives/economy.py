"""Economy.

The person-periods that people are away on placements; the fewer the better, so that nothing
is made that serves no aim before this one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from solver.model import Model, Terms
    from solver.plan import Plan
    from solver.problem import Problem

SENSE = -1


def value(problem: Problem, plan: Plan) -> float:
    """Return the person-periods of all placements."""
    return float(problem.length[plan.host].sum())


def unit(problem: Problem) -> float:
    """Return 1: periods are counted."""
    return 1


def post(model: Model) -> Terms:
    """Return the person-periods of all placements; people and counts take as long."""
    return model.weigh(model.columns.length)


relax = post
