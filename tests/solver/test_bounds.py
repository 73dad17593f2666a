"""What counting says no plan can beat, held against plans that exist.

`Bounds.results` never states a bound that is worse than the plan at hand, so a bound that is
wrong would hardly show in a result: here each is looked at before that.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import sparse

from solver import Plan, evaluate, solve
from solver.bounds import Bounds, before, program, rounded
from solver.counting import Counting
from solver.examples import example
from solver.linear import Program, solve_here
from solver.objectives import aims_of, all_aims
from solver.tally import tally
from tests.solver.forced import PATHS, force
from tests.solver.problems import Case, legal_plan, small_case, tiny_case

if TYPE_CHECKING:
    from solver import Problem
    from solver.problem import FloatArray

TINY = 1e-6


def beaten(case: Case) -> int:
    """Hold every aim's bound against the proven optimum, and return how many were compared."""
    problem = case.problem
    best = solve(problem, time_limit=2, workers=1)
    counting = Counting(problem, tally(problem))
    if best.status != "optimal" or not counting.variables:
        return 0
    values = {aim.name: aim.value for aim in best.aims}
    for aim in aims_of(problem):
        asked, constant = program(counting, aim, before(problem, aim, values))
        answer = solve_here(asked)
        assert not answer.impossible, aim.name
        units = -aim.sense * (answer.bound + constant) * aim.unit(problem)
        if np.isfinite(units):
            bound = rounded(problem, aim, units)
            assert aim.sense * (bound - values[aim.name]) >= -TINY, aim.name
    return len(values)


def held(asked: Program, counts: FloatArray) -> Program:
    """Return a program in which the first variables have these values."""
    slots, variables = len(counts), len(asked.highest)
    highest = asked.highest.copy()
    assert (counts <= highest[:slots]).all(), "counting has too few people for a slot"
    own = sparse.eye_array(slots, variables, format="csr")
    return replace(
        asked,
        matrix=sparse.csr_array(sparse.vstack([asked.matrix, own])),
        lower=np.r_[asked.lower, counts],
        upper=np.r_[asked.upper, counts],
        whole=variables,
    )


def refused(problem: Problem, plan: Plan) -> str:
    """Return what counting holds against a legal plan, nothing where all is well.

    Its counts satisfy the rows of each aim's program, given its own values in the aims before,
    and no aim is worth less by counting than in truth.
    """
    counting = Counting(problem, tally(problem))
    values = evaluate(problem, plan).aims
    column = counting.tally.column(problem.home[plan.employee], plan.host, plan.start)
    assert (column >= 0).all(), "counting has no slot for a legal placement"
    counts = np.bincount(column, minlength=len(counting.columns)).astype(np.float64)
    for aim in aims_of(problem) if counting.variables else ():
        asked, constant = program(counting, aim, before(problem, aim, values))
        answer = solve_here(held(asked, counts))
        if answer.values is None:
            return f"{aim.name}: no such counts"
        counted = -aim.sense * float(asked.cost @ answer.values + constant)
        if aim.sense * (counted - values[aim.name]) < -TINY:
            return f"{aim.name}: {values[aim.name]} in truth, {counted} by counting"
    return ""


def legal_ones_kept(case: Case) -> bool:
    """Hold a legal plan against counting; tell whether there was one."""
    plan = legal_plan(case)
    if plan is None:
        return False
    assert refused(case.problem, plan) == ""
    return True


def test_no_optimum_beats_a_bound() -> None:
    compared = sum(beaten(tiny_case(seed)) for seed in range(30))
    compared += sum(beaten(small_case(seed)) for seed in range(6))
    assert compared > 100


@pytest.mark.slow
def test_no_optimum_of_many_beats_a_bound() -> None:
    compared = sum(beaten(tiny_case(seed)) for seed in range(30, 330))
    compared += sum(beaten(small_case(seed)) for seed in range(30, 70))
    assert compared > 1_300


def test_counting_refuses_no_legal_plan() -> None:
    kept = [legal_ones_kept(make(seed)) for seed in range(40) for make in (tiny_case, small_case)]
    assert sum(kept) > 40


@pytest.mark.parametrize("path", ["every visit and mentor apart", "visits and mentors together"])
@pytest.mark.parametrize("strict", [False, True])
def test_what_is_asked_for_or_promised_twice_is_counted_once(
    strict: bool, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    force(monkeypatch, PATHS[path])
    facts = {"requirements": [(0, 1, 3), (0, 1, 5)], "pins": [(1, 1, 2, -1)] * 2}
    problem = example("", [], strict=strict, **facts).problem
    assert refused(problem, Plan.of([(0, 1, 0), (1, 1, 2)])) == ""


@pytest.mark.slow
def test_counting_refuses_none_of_many_legal_plans() -> None:
    cases = (make(seed) for seed in range(40, 290) for make in (tiny_case, small_case))
    assert sum(legal_ones_kept(case) for case in cases) > 250


def test_a_bound_holds_only_for_plans_as_good_in_the_aims_before() -> None:
    problem = tiny_case(2).problem
    problem = replace(problem, aims=("coverage", "reach"), previous=None)
    coverage, reach = all_aims()["coverage"], all_aims()["reach"]
    bounds = Bounds(problem)
    bounds.add(coverage, 0.75, {})
    bounds.add(reach, 4.0, {"coverage": 0.5})
    bounds.add(reach, 6.0, {"coverage": 0.25})
    bounds.add(reach, float("inf"), {})
    for value, bound in ((0.5, 4.0), (0.4, 6.0), (0.1, None)):
        first, second = bounds.results({"coverage": value, "reach": 3.0})
        assert (first.bound, second.bound) == (0.75, bound)
        assert first.gap == pytest.approx((0.75 - value) / 0.75)
