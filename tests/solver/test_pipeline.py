"""Counting, naming and improving, on problems too small to need them."""

from __future__ import annotations

import threading
import time

import pytest

from planner.planning.problem import to_problem
from solver import Problem, Progress, check, evaluate, solve
from solver.objectives import aims_of
from tests.solver.forced import force, in_parts
from tests.strategies import small_organisation


def a_problem(seed: int) -> Problem:
    return to_problem(small_organisation(seed))


SEEDS = [seed for seed in range(24) if seed % 3]


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_a_bound_is_never_below_the_optimum(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = a_problem(seed)
    whole = solve(problem, time_limit=20, workers=1)
    in_parts(monkeypatch)
    parts = solve(problem, time_limit=2, workers=2)
    assert (whole.plan is None) == (parts.plan is None)
    if parts.plan is None or whole.status != "optimal":
        return
    assert not check(problem, parts.plan)
    optimum = {aim.name: aim.value for aim in whole.aims}
    for aim, stated in zip(aims_of(problem), parts.aims, strict=True):
        if stated.bound is not None:
            assert aim.sense * (stated.bound - optimum[aim.name]) >= -1e-6, aim.name
        if abs(stated.value - optimum[aim.name]) > 1e-6:
            assert aim.sense * (optimum[aim.name] - stated.value) > 0, aim.name
            break


@pytest.mark.slow
def test_plans_on_the_way_only_get_better(monkeypatch: pytest.MonkeyPatch) -> None:
    in_parts(monkeypatch)
    problem = a_problem(4)
    told: list[Progress] = []
    result = solve(problem, time_limit=6, workers=2, progress=told.append)
    assert result.plan is not None
    coverage = [progress.incumbent for progress in told if progress.aim == "coverage"]
    assert coverage
    assert result.aims
    if problem.aims[0] == "coverage":
        assert coverage == sorted(coverage, key=lambda value: value or 0)
    begun, *middle, improve, bound, polish = (stage.name for stage in result.stages)
    assert [begun, improve, bound, polish] == ["begin", "improve", "bound", "polish"]
    assert middle[0] == "tally"
    assert set(middle[1:]) == {"count", "name"}


@pytest.mark.slow
def test_counts_that_come_early_are_named_before_all_are_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    in_parts(monkeypatch)
    force(monkeypatch, {"solver.drafting:LARGE": 0})
    result = solve(a_problem(4), time_limit=3, workers=1)
    stages = [stage.name for stage in result.stages]
    assert stages[2:6] == ["count", "name", "count", "name"]
    assert result.plan is not None
    assert not check(a_problem(4), result.plan)


def test_whoever_stops_a_run_gets_the_best_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    in_parts(monkeypatch)
    problem, cancel = a_problem(4), threading.Event()
    threading.Timer(1.0, cancel.set).start()
    begun = time.monotonic()
    result = solve(problem, time_limit=300, workers=2, cancel=cancel)
    assert result.stopped
    assert result.plan is not None
    assert not check(problem, result.plan)
    assert time.monotonic() - begun < 60


def test_stopped_before_it_began() -> None:
    cancel = threading.Event()
    cancel.set()
    result = solve(a_problem(4), time_limit=300, cancel=cancel)
    assert result.stopped
    assert result.plan is None or not check(a_problem(4), result.plan)


def the_same(problem: Problem, times: int) -> None:
    first, *others = (
        solve(problem, time_limit=20, seed=5, deterministic=True) for _ in range(times)
    )
    assert first.plan is not None
    for other in others:
        assert other.plan == first.plan
        assert [aim.value for aim in other.aims] == [aim.value for aim in first.aims]


@pytest.mark.slow
def test_the_same_problem_and_seed_give_the_same_plan_20_times() -> None:
    the_same(a_problem(4), 20)


@pytest.mark.slow
def test_the_same_plan_as_a_whole_and_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    the_same(a_problem(4), 2)
    in_parts(monkeypatch)
    the_same(a_problem(8), 2)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"time_limit": 0.0}, "time_limit"),
        ({"time_limit": float("nan")}, "time_limit"),
        ({"workers": 0}, "workers"),
        ({"seed": -1}, "seed"),
    ],
)
def test_arguments_out_of_bounds_are_refused(wrong: dict[str, float], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        solve(a_problem(1), **wrong)  # type: ignore[arg-type]


def test_a_result_says_what_the_checker_of_values_says() -> None:
    problem = a_problem(4)
    result = solve(problem, time_limit=20)
    assert result.plan is not None
    assert result.coverage is not None
    evaluation = evaluate(problem, result.plan)
    assert {aim.name: aim.value for aim in result.aims} == evaluation.aims
    assert (result.coverage.after == evaluation.coverage.after).all()
    assert (result.coverage.after >= result.coverage.before).all()
