"""Checking and valuing all placements at once, held against one after the other."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from planner.planning.translation import to_solver_plan
from solver import Plan, check, evaluate
from solver.occupancy import ends
from solver.violation import Violation
from tests.solver import plain_aims, plain_rules
from tests.solver.problems import Case, middling_case, small_case, tiny_case
from tests.solver.seen import Seen
from tests.strategies import random_plan, seeds

if TYPE_CHECKING:
    from solver import Problem


def crowded_plan(case: Case) -> Plan:
    """Return placements of anybody anywhere, some twice, among them promises and sane ones."""
    rng, problem = Random(f"crowd {case.seed}"), case.problem
    people = range(problem.employees)
    rows = [
        (
            rng.choice(people),
            rng.randrange(problem.departments),
            rng.randrange(-1, problem.periods + 1),
            rng.choice((-1, rng.choice(people))),
        )
        for _ in range(rng.choice((0, 1, problem.employees, 3 * problem.employees)))
    ]
    sane = to_solver_plan(case.organisation, random_plan(case.organisation, case.seed)).plan
    rows += [*rng.sample(rows, len(rows) // 3), *sane, *problem.pins.tolist()[::2]]
    rows += [(*pin[:3], rng.choice(people)) for pin in problem.pins.tolist() if rng.random() < 0.5]
    rng.shuffle(rows)
    return Plan.of(rows)


def hurried(case: Case) -> Case:
    """Return a case in which, at times, nothing new may begin in the first periods."""
    return replace(case, problem=replace(case.problem, earliest=case.seed % 3))


def restated(problem: Problem, plan: Plan) -> tuple[Seen, list[int]]:
    """Return what lies inside the horizon, and its rows in the whole plan."""
    end = ends(problem, plan).tolist()
    inside = [r for r, p in enumerate(plan) if p.start >= 0 and end[r] <= problem.periods]
    return Seen(problem, Plan.of(list(plan)[row] for row in inside)), inside


def agree(case: Case, plan: Plan) -> None:
    seen, rows = restated(case.problem, plan)
    expected = [
        Violation(
            **{name: getattr(v, name) for name in Violation.__dataclass_fields__}
            | {"placements": tuple(rows[row] for row in v.placements)}
        )
        for rule in plain_rules.RULES
        for v in rule(seen)
    ]
    found = check(case.problem, plan)
    outside = [v for v in found if v.rule == "horizon"]
    assert {row for v in outside for row in v.placements} == set(range(len(plan))) - set(rows)
    told = [v for v in found if v.rule != "horizon"]
    assert sorted(told, key=repr) == sorted(expected, key=repr)
    evaluation = evaluate(case.problem, plan)
    for aim in plain_aims.AIMS:
        if aim.__name__ in evaluation.aims:
            assert evaluation.aims[aim.__name__] == pytest.approx(aim(seen), abs=1e-9), aim
    table = evaluation.coverage
    assert list(zip(table.before, table.after, strict=True)) == plain_aims.walkers(seen)


@given(seeds())
def test_all_at_once_finds_what_one_by_one_does(seed: int) -> None:
    case = hurried((tiny_case if seed % 2 else small_case)(seed))
    agree(case, crowded_plan(case))


@pytest.mark.parametrize("seed", range(4))
def test_also_in_a_larger_plan(seed: int) -> None:
    case = middling_case(seed)
    agree(case, crowded_plan(case))


@pytest.mark.parametrize("seed", range(12))
def test_an_empty_plan(seed: int) -> None:
    agree(tiny_case(seed), Plan.of())


def test_every_rule_was_broken_somewhere() -> None:
    broken = {
        violation.rule
        for case in map(hurried, map(small_case, range(60)))
        for violation in check(case.problem, crowded_plan(case))
    }
    assert broken == {
        "horizon",
        *("requirements" if r is plain_rules.required else r.__name__ for r in plain_rules.RULES),
    }


def test_a_promise_made_twice_is_kept_by_either() -> None:
    case = next(c for c in map(small_case, range(200)) if (c.problem.pins[:, 3] >= 0).any())
    problem = case.problem
    employee, host, start, mentor = next(p for p in problem.pins.tolist() if p[3] >= 0)
    other = (mentor + 1) % problem.employees

    def broken(*given: int) -> bool:
        plan = Plan.of((employee, host, start, one) for one in given)
        found = [v for v in check(problem, plan) if v.rule == "pins"]
        return any((v.employee, v.host, v.period) == (employee, host, start) for v in found)

    assert not broken(mentor)
    assert not broken(mentor, other)
    assert not broken(other, mentor)
    assert broken(other)
    assert broken()
