"""Problems by seed, together with the organisations that pose them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import solver
from planner.domain import Organisation, Plan
from planner.planning.problem import to_problem
from planner.planning.translation import to_plan, to_solver_plan
from tests.reference.plans import legal_placements
from tests.reference.rules import broken_rules
from tests.strategies import (
    previous_plan,
    random_organisation,
    small_organisation,
    tiny_organisation,
)


@dataclass(frozen=True)
class Case:
    """An organisation by seed and the problem it poses, at times strict or with a plan before."""

    seed: int
    organisation: Organisation
    previous: Plan | None
    strict: bool
    problem: solver.Problem

    def breaks(self, plan: solver.Plan) -> set[str]:
        """Return the rules that a plan breaks, by the reference."""
        return broken_rules(self.organisation, to_plan(self.organisation, plan), self.strict)


def tiny_case(seed: int) -> Case:
    """Return a case of which every plan can be tried."""
    return a_case(seed, tiny_organisation(seed))


def small_case(seed: int) -> Case:
    """Return a case of 8 to 25 people."""
    return a_case(seed, small_organisation(seed))


def middling_case(seed: int) -> Case:
    """Return a case that is too large to be proven in a moment."""
    return a_case(seed, random_organisation(seed, people=60, departments=8, periods=12))


def a_case(seed: int, organisation: Organisation) -> Case:
    """Return an organisation as a case."""
    previous = previous_plan(organisation, seed) if seed % 3 == 0 else None
    strict = seed % 4 == 1
    return Case(seed, organisation, previous, strict, to_problem(organisation, previous, strict))


def legal_plan(case: Case) -> solver.Plan | None:
    """Return a legal plan, seldom the best, or None where chance found none."""
    rng = Random(f"legal {case.seed}")
    most = rng.randint(1, len(case.organisation.employees))
    plan = Plan.of(legal_placements(case.organisation, rng, most))
    if broken_rules(case.organisation, plan, case.strict):
        return None
    return to_solver_plan(case.organisation, plan).plan
