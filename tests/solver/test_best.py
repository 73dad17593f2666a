"""The best plan of a run: legal, never worse, and told of once."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given

from solver import Plan, check
from solver.best import Best, worth
from solver.examples import example
from tests.solver.problems import legal_plan, small_case
from tests.strategies import seeds

PROBLEM = example("", [], aims=("coverage", "reach", "economy")).problem


@pytest.fixture
def told() -> list[int]:
    return []


@pytest.fixture(name="best")
def a_best(told: list[int]) -> Best:
    return Best(PROBLEM, Plan.of([(0, 1, 0)]), lambda: told.append(1))


def test_a_better_plan_is_taken_and_told_of_once(best: Best, told: list[int]) -> None:
    better = Plan.of([(0, 1, 0), (2, 0, 0)])
    assert best.offer(better)
    assert best.plan == better
    assert best.worth == worth(PROBLEM, better)
    assert told == [1]
    assert not best.offer(better)
    assert told == [1]


@pytest.mark.parametrize(
    "refused",
    [
        pytest.param([], id="worse"),
        pytest.param([(0, 1, 2)], id="as good"),
        pytest.param([(0, 1, 0), (1, 1, 0), (2, 0, 0)], id="better, but nobody stays at home"),
        pytest.param([(0, 1, 0), (2, 0, 0, 1)], id="better, but with a mentor who is none"),
        pytest.param([(0, 1, 0), (2, 0, 5)], id="better, but beyond the horizon"),
    ],
)
def test_what_is_no_better_or_not_legal_is_refused(
    best: Best, told: list[int], refused: list[tuple[int, ...]]
) -> None:
    assert not best.offer(Plan.of(refused))
    assert best.plan == Plan.of([(0, 1, 0)])
    assert told == []


def test_no_aim_may_fall_below_the_floor(best: Best, told: list[int]) -> None:
    better = Plan.of([(0, 1, 0), (2, 0, 0)])
    coverage, reach, economy = worth(PROBLEM, better)
    assert (reach, economy) == (2, -4)
    for floor in ((coverage, reach, -2.0), (coverage, 3.0, -9.0), (coverage + 0.01, 0.0, -9.0)):
        assert not best.offer(better, floor)
    assert told == []
    assert best.offer(better, (coverage, reach, economy))
    assert told == [1]


def test_aims_weigh_in_their_order_whichever_way_they_point() -> None:
    few = example("", [], aims=("economy", "coverage")).problem
    assert worth(few, Plan.of()) > worth(few, Plan.of([(0, 1, 0)]))
    assert worth(PROBLEM, Plan.of()) < worth(PROBLEM, Plan.of([(0, 1, 0)]))


@given(seeds())
def test_whatever_is_offered_the_best_is_legal_and_only_gets_better(seed: int) -> None:
    case = small_case(seed)
    plan, rng = legal_plan(case), Random(seed)
    if plan is None:
        return
    problem = case.problem
    told: list[tuple[float, ...]] = []
    best: Best = Best(problem, plan, lambda: told.append(best.worth))
    for _ in range(8):
        rows = [*plan][: rng.randrange(len(plan) + 1)]
        rows += [
            (rng.randrange(problem.employees), rng.randrange(problem.departments), t, -1)
            for t in range(rng.randrange(3))
        ]
        offered, before = Plan.of(rows), best.worth
        taken = best.offer(offered)
        legal = not check(problem, offered)
        assert taken == (legal and worth(problem, offered) > before)
    assert not check(problem, best.plan)
    assert told == sorted(told)
    assert best.worth == worth(problem, best.plan)
