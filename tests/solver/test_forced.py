"""The ways of large problems, gone by small ones whose optimum is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from solver import check, evaluate, solve
from solver.objectives import aims_of
from tests.solver.forced import PATHS, force, in_parts
from tests.solver.problems import a_case, legal_plan, small_case, tiny_case
from tests.solver.test_bounds import refused
from tests.strategies import random_organisation

if TYPE_CHECKING:
    from solver import Problem, Result
    from tests.solver.problems import Case

TINY = 1e-6


def hold_to(optimum: dict[str, float], problem: Problem, result: Result) -> None:
    """Hold a result against the optimum: no bound below it, no value above it."""
    for aim, stated in zip(aims_of(problem), result.aims, strict=True):
        best = optimum[aim.name]
        if stated.bound is not None:
            assert aim.sense * (stated.bound - best) >= -TINY, f"bound of {aim.name}"
        if abs(stated.value - best) > TINY:
            assert aim.sense * (best - stated.value) > 0, f"value of {aim.name}"
            return  # later aims may be better or worse where this one is worse
    assert result.status in ("optimal", "feasible")


def forced(case: Case, monkeypatch: pytest.MonkeyPatch, path: str, seconds: float) -> int:
    """Solve a case on a path; return how many aims were compared with the optimum."""
    problem = case.problem
    whole = solve(problem, time_limit=20, workers=1)
    with monkeypatch.context() as patch:
        in_parts(patch)
        force(patch, PATHS[path])
        parts = solve(problem, time_limit=seconds, workers=1, seed=case.seed)
    assert (whole.plan is None) == (parts.plan is None)
    if parts.plan is None:
        assert parts.status == whole.status == "infeasible"
        return 0
    assert not check(problem, parts.plan)
    assert case.breaks(parts.plan) == set()
    assert {aim.name: aim.value for aim in parts.aims} == evaluate(problem, parts.plan).aims
    if whole.status != "optimal":
        return 0
    hold_to({aim.name: aim.value for aim in whole.aims}, problem, parts)
    return len(parts.aims)


@pytest.mark.parametrize("path", PATHS)
def test_a_few_on_every_path(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [small_case(seed) for seed in (1, 18)]
    assert sum(forced(case, monkeypatch, path, 0.6) for case in cases) > 6


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_more_on_every_path(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [small_case(seed) for seed in range(20, 28)] + [tiny_case(s) for s in range(3)]
    assert sum(forced(case, monkeypatch, path, 0.5) for case in cases) > 20


def guided_case(seed: int) -> Case:
    """Return a case of people enough for many mentors and required visits."""
    return a_case(seed, random_organisation(seed, people=30, departments=5, periods=8))


def kept(cases: list[Case], monkeypatch: pytest.MonkeyPatch, path: str) -> int:
    """Hold legal plans against counting on a path; return how many there were."""
    force(monkeypatch, PATHS[path])
    held = 0
    for case in cases:
        plan = legal_plan(case)
        if plan is not None:
            assert refused(case.problem, plan) == "", case.seed
            held += 1
    return held


TOLD_APART = ["every visit and mentor apart", "visits and mentors together"]


@pytest.mark.parametrize("path", TOLD_APART)
def test_counting_refuses_no_legal_plan(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [make(seed) for seed in range(10) for make in (small_case, guided_case)]
    assert kept(cases, monkeypatch, path) > 6


@pytest.mark.slow
@pytest.mark.parametrize("path", TOLD_APART)
def test_counting_refuses_none_of_many(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    makes = (tiny_case, small_case, guided_case)
    cases = [make(seed) for seed in range(1_040, 1_090) for make in makes]
    assert kept(cases, monkeypatch, path) > 50
