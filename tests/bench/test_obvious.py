"""The obvious model: as good as the planner where both can, and quiet when the time is up."""

from __future__ import annotations

from dataclasses import replace

import pytest

import solver
from planner import planning
from planner.bench import Shape, generate
from planner.domain import Organisation, Progress, Status
from planner.planning.problem import to_problem
from solver import obvious
from tests.strategies import small_organisation, tiny_organisation


def coverage_first(organisation: Organisation) -> Organisation:
    aims = organisation.cycle.aims
    if "coverage" in aims:
        aims = ("coverage", *(aim for aim in aims if aim != "coverage"))
    return replace(organisation, cycle=replace(organisation.cycle, aims=aims))


@pytest.mark.parametrize("seed", range(40))
def test_it_finds_the_same_best_plan_as_the_planner(seed: int) -> None:
    draw = small_organisation if seed % 4 == 0 else tiny_organisation
    organisation = coverage_first(draw(seed))

    plain = planning.solve_obvious(organisation, time_limit=30, workers=1)
    best = planning.solve(organisation, time_limit=30, workers=1)

    assert plain.status == best.status
    assert [aim.value for aim in plain.aims] == pytest.approx([aim.value for aim in best.aims])
    assert (plain.plan is None) == (best.plan is None)
    if plain.plan is not None:
        assert planning.score(organisation, plain.plan).violations == ()


@pytest.mark.slow
def test_it_tells_about_better_plans() -> None:
    organisation = generate(Shape(60, 8, 12), 1)
    steps: list[Progress] = []

    solution = planning.solve_obvious(organisation, time_limit=5, workers=1, progress=steps.append)

    values = [step.incumbent for step in steps if step.incumbent is not None]
    assert solution.plan is not None
    assert values == sorted(values)
    coverage = next(aim for aim in solution.aims if aim.name == "coverage")
    assert values[-1] == pytest.approx(coverage.value, abs=1e-6)
    assert coverage.bound is not None
    assert coverage.bound >= coverage.value


def test_coverage_counts_before_requirements() -> None:
    """The bound of an aim that comes earlier would take coverage for granted: none is told."""
    organisation = generate(Shape(20, 4, 8), 3)
    solution = planning.solve_obvious(organisation, time_limit=20, workers=1)
    bounds = {aim.name: aim.bound for aim in solution.aims}
    assert organisation.cycle.aims[0] == "requirements"
    assert bounds["requirements"] is None
    assert bounds["coverage"] is not None


def test_it_gives_up_at_once_where_the_model_is_too_large_for_the_time() -> None:
    result = solver.solve_obvious(to_problem(generate(Shape(3000, 42, 26))), time_limit=0.2)
    assert (result.status, result.plan, result.aims) == ("unknown", None, ())
    assert [stage.name for stage in result.stages] == ["build"]


def test_it_gives_up_while_the_model_is_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(obvious, "STATING", 1e-9)
    result = solver.solve_obvious(to_problem(generate(Shape(3000, 42, 26))), time_limit=0.5)
    assert (result.status, result.plan) == ("unknown", None)
    assert [stage.name for stage in result.stages] == ["build"]


def test_no_plan_is_no_plan() -> None:
    from tests.workflow.files import impossible

    assert planning.solve_obvious(impossible(), time_limit=5).status is Status.IMPOSSIBLE


@pytest.mark.parametrize("limit", [0.0, -1.0, float("nan")])
def test_a_time_limit_is_above_nothing(limit: float) -> None:
    with pytest.raises(ValueError, match="time_limit is"):
        solver.solve_obvious(to_problem(generate(Shape(7, 3, 4))), time_limit=limit)
