"""Checker, model, counting and an independent reference, on random problems and plans."""

from __future__ import annotations

import pytest

from planner.planning.problem import to_problem
from planner.planning.translation import to_solver_plan
from solver import check, evaluate
from solver.columns import Columns
from solver.constraints import all_rules
from solver.objectives import all_aims
from solver.ordered import build
from tests.reference.rules import broken_rules
from tests.reference.values import aims as reference_aims
from tests.solver.fixed import counts_fit, fits, with_mentors
from tests.strategies import previous_plan, random_plan, small_organisation, tiny_organisation

QUICK = range(40)
ALL = range(40, 500)


def agree(seed: int, apart: bool = False) -> bool:
    """Compare everything there is for one seed, and tell whether its plan is legal.

    The rules that its plan keeps are stated one by one if ``apart``, else all in one model.
    """
    organisation = (tiny_organisation if seed % 2 else small_organisation)(seed)
    previous = previous_plan(organisation, seed) if seed % 3 else None
    strict = seed % 4 == 0
    plan = random_plan(organisation, seed)
    problem = to_problem(organisation, previous, strict)
    translated = to_solver_plan(organisation, plan)
    numbered = translated.plan
    broken = {violation.rule for violation in check(problem, numbered)}
    horizon = {breach.rule for breach in translated.horizon}
    assert broken | horizon == broken_rules(organisation, plan, strict)
    kept = [rule for rule in all_rules() if not broken & with_mentors(problem, rule)]
    for together in [[rule] for rule in kept] if apart else [kept]:
        assert fits(problem, numbered, *together), together
    for rule in all_rules().keys() - {*kept}:
        assert not fits(problem, numbered, rule), rule
    values = evaluate(problem, numbered).aims
    reference = reference_aims(organisation, plan, previous)
    for name in values:
        if name != "stability":  # placements that no cycle could keep are added outside
            assert values[name] == pytest.approx(float(reference[name]), abs=1e-6), name
    if broken:
        return False
    best = counts_fit(problem, numbered)
    for name, units in best.items():
        aim = all_aims()[name]
        slack = 1e-7 * aim.unit(problem) + 1e-6
        assert aim.sense * (units - values[name] * aim.unit(problem)) >= -slack, name
    return True


def test_on_a_few() -> None:
    legal = [agree(seed, apart=True) for seed in QUICK]
    assert 4 < sum(legal) < len(legal) - 4


@pytest.mark.slow
def test_on_many() -> None:
    legal = [agree(seed) for seed in ALL]
    assert sum(legal) > len(legal) / 10


@pytest.mark.parametrize("seed", range(40))
def test_units_in_a_model_are_the_values_of_the_plan(seed: int) -> None:
    organisation = small_organisation(seed)
    problem = to_problem(organisation, previous_plan(organisation, seed))
    plan = to_solver_plan(organisation, random_plan(organisation, seed)).plan
    if check(problem, plan):
        plan = plan.rows(plan.employee[:0])
    nothing = Columns.named(problem, *(plan.employee[:0] for _ in range(3)))
    model = build(problem, nothing, plan)
    values = evaluate(problem, plan).aims
    for name, value in values.items():
        aim = all_aims()[name]
        terms = aim.post(model)
        assert not len(terms.variable)
        assert terms.constant / aim.unit(problem) == pytest.approx(value, abs=2e-7)
