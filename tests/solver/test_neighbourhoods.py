"""What a step of the search may change."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from solver import Plan, solve
from solver.candidates import candidates
from solver.neighbourhoods import KINDS, Neighbourhood, View, draw
from tests.solver.problems import Case, middling_case

SEEDS = range(12)


@cache
def case_and_plan() -> tuple[Case, Plan]:
    case = middling_case(6)
    assert len(case.problem.pins) > 2
    plan = solve(case.problem, time_limit=10, workers=1, deterministic=True).plan
    assert plan is not None
    return case, plan


def drawn(kind: str, size: int, seed: int) -> Neighbourhood:
    case, plan = case_and_plan()
    rng = np.random.default_rng(seed)
    homes = case.problem.departments
    wanted = rng.integers(0, 3, (homes, homes)) if seed % 2 else None
    return draw(View(case.problem, plan, wanted, rng), kind, size)


@pytest.mark.parametrize("size", [40, 400, 4000])
@pytest.mark.parametrize("kind", KINDS)
def test_promises_are_never_free_and_whoever_is_placed_may_move(kind: str, size: int) -> None:
    case, plan = case_and_plan()
    problem = case.problem
    promised = {tuple(pin[:3]) for pin in problem.pins.tolist()}
    freed = 0
    for seed in SEEDS:
        hood = drawn(kind, size, seed)
        assert len(hood.free) == len(plan)
        assert hood.people.tolist() == sorted(set(hood.people.tolist()))
        assert not (hood.pairs & ~problem.linked).any()
        for placement, free in zip(plan, hood.free.tolist(), strict=True):
            pinned = placement[:3] in promised
            inside = hood.pairs[problem.home[placement.employee], placement.host] and not pinned
            in_time = hood.first <= placement.start <= hood.last
            assert not (free and pinned)
            assert free == (inside and in_time)
            assert placement.employee in hood.people or not inside
        freed += int(hood.free.sum())
    assert freed > 0


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_freed_can_be_chosen_again(kind: str) -> None:
    case, plan = case_and_plan()
    for seed in SEEDS:
        hood = drawn(kind, 300, seed)
        columns = candidates(case.problem, hood.people, hood.pairs)
        offered = set(
            zip(
                columns.employee.tolist(),
                columns.host.tolist(),
                columns.start.tolist(),
                strict=True,
            )
        )
        free = plan.rows(np.flatnonzero(hood.free))
        assert {placement[:3] for placement in free} <= offered


@pytest.mark.parametrize("kind", KINDS)
def test_a_larger_size_gives_more_to_choose_from(kind: str) -> None:
    case, _ = case_and_plan()

    def choice(size: int) -> float:
        found = []
        for seed in SEEDS:
            hood = drawn(kind, size, seed)
            columns = candidates(case.problem, hood.people, hood.pairs)
            found.append(((columns.start >= hood.first) & (columns.start <= hood.last)).sum())
        return float(np.mean(found))

    small, middling, large = choice(40), choice(400), choice(100_000)
    assert 0 < small < middling <= large


def test_as_large_as_can_be_is_everything_where_homes_are_joined() -> None:
    case, plan = case_and_plan()
    problem = case.problem
    hood = drawn("homes", 10**7, 0)
    assert (hood.pairs == problem.linked).all()
    promised = {tuple(pin[:3]) for pin in problem.pins.tolist()}
    assert hood.free.tolist() == [placement[:3] not in promised for placement in plan]
    assert (hood.first, hood.last) == (0, problem.periods)


def test_a_shortfall_is_looked_for_where_visits_are_missing() -> None:
    case, plan = case_and_plan()
    problem = case.problem
    made = np.zeros((problem.departments, problem.departments), dtype=np.int64)
    np.add.at(made, (problem.home[plan.employee], plan.host), 1)
    home, host = np.argwhere(problem.linked)[0].tolist()
    made[home, host] += 1
    view = View(problem, plan, made, np.random.default_rng(0))
    hood = draw(view, "shortfall", 1)
    assert hood.pairs[home, host]
    only = np.zeros_like(problem.linked)
    only[home], only[:, [host, home]] = True, True
    assert (hood.pairs == (only & problem.linked)).all()
