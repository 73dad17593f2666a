"""Any plan to the value of every aim, without any model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.coverage import CoverageTable, coverage_table
from solver.objectives import aims_of
from solver.occupancy import ends

if TYPE_CHECKING:
    from solver.plan import Plan
    from solver.problem import Problem


@dataclass(frozen=True)
class Evaluation:
    """What a plan is worth.

    Attributes
    ----------
    aims : dict of str to float
        Value of each aim that counts for the problem, the weightiest first.
    coverage : CoverageTable
        Who walks which dependency.
    """

    aims: dict[str, float]
    coverage: CoverageTable


def evaluate(problem: Problem, plan: Plan) -> Evaluation:
    """Return what a plan is worth, legal or not.

    Placements that do not lie inside the horizon are left out.
    """
    inside = (plan.start >= 0) & (ends(problem, plan) <= problem.periods)
    kept = plan if inside.all() else plan.rows(np.flatnonzero(inside))
    values = {aim.name: aim.value(problem, kept) for aim in aims_of(problem)}
    return Evaluation(values, coverage_table(problem, kept))
