"""As much of a plan as the rules allow: legal, and never less than could be kept."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given

from solver import Plan, Problem, check, keepable
from solver.examples import example
from tests.examples import FEWER
from tests.solver.problems import Case, legal_plan, small_case, tiny_case
from tests.strategies import seeds


def bare(problem: Problem) -> Problem:
    return replace(problem, pins=np.zeros((0, 4), dtype=np.int64), strict=False, earliest=0)


def some_plan(case: Case, most: int) -> Plan:
    """Return placements inside the horizon, each visit once, legal or not."""
    rng, problem = np.random.default_rng(case.seed), case.problem
    rows = {}
    for _ in range(most):
        employee, host = rng.integers(problem.employees), rng.integers(problem.departments)
        starts = problem.periods - int(problem.length[host]) + 1
        mentors = np.flatnonzero((problem.home == host) & (problem.guides > 0))
        if starts > 0:
            start = int(rng.integers(starts))
            mentor = int(rng.choice(mentors)) if len(mentors) else -1
            rows[int(employee), int(host), start] = mentor
    return Plan.of((*visit, mentor) for visit, mentor in rows.items())


def visits(plan: Plan) -> set[tuple[int, int, int]]:
    return {(p.employee, p.host, p.start) for p in plan}


@given(seeds())
def test_what_is_kept_keeps_every_rule_and_was_there(seed: int) -> None:
    case = small_case(seed)
    plan = some_plan(case, 25)
    kept = keepable(case.problem, plan, np.arange(len(plan)) % 3)
    assert kept.proven
    assert check(bare(case.problem), kept.plan) == ()
    assert visits(kept.plan) <= visits(plan)


@given(seeds())
def test_a_legal_plan_is_kept_as_it_is(seed: int) -> None:
    case = small_case(seed)
    plan = legal_plan(case)
    assume(plan is not None)
    assert plan is not None
    assert keepable(case.problem, plan, np.zeros(len(plan), dtype=np.int64)).plan == plan


@FEWER
@given(seeds())
def test_no_more_could_be_kept(seed: int) -> None:
    """Hosts with mentors are left out: whose visitor is guided by whom is not tried here."""
    case = tiny_case(seed)
    problem = replace(bare(case.problem), guides=np.zeros(case.problem.employees, dtype=np.int64))
    plan = some_plan(replace(case, problem=problem), 9)
    kept = keepable(problem, plan, np.zeros(len(plan), dtype=np.int64))
    for many in range(len(plan), len(kept.plan), -1):
        for rows in combinations(range(len(plan)), many):
            assert check(problem, plan.rows(np.array(rows))) != ()


def test_a_lower_rank_is_kept_first() -> None:
    """One desk: one visit of rank 0 stands against two of rank 1."""
    given_up = example("", [(0, 1, 1), (4, 1, 0), (5, 1, 2)], host_capacity=[2, 1, 2])
    first = int(np.flatnonzero(given_up.plan.employee == 0)[0])
    rank = np.ones(3, dtype=np.int64)
    assert visits(keepable(given_up.problem, given_up.plan, rank).plan) == {(4, 1, 0), (5, 1, 2)}
    rank[first] = 0
    assert visits(keepable(given_up.problem, given_up.plan, rank).plan) == {(0, 1, 1)}


GUIDES = [0, 0, 1, 2, 0, 0]


@pytest.mark.parametrize(
    ("away", "mentors"),
    [([], {(0, 2), (4, 3)}), ([(2, 1)], {(0, 3), (4, 3)}), ([(2, 1), (3, 1)], set())],
)
def test_mentors_stay_where_they_can(
    away: list[tuple[int, int]], mentors: set[tuple[int, int]]
) -> None:
    given_up = example("", [(0, 1, 0, 2), (4, 1, 0, 3)], guides=GUIDES, away=away)
    kept = keepable(given_up.problem, given_up.plan, np.zeros(2, dtype=np.int64))
    assert {(p.employee, p.mentor) for p in kept.plan} == mentors


def test_a_mentor_stays_at_home_rather_than_two_visitors() -> None:
    given_up = example("", [(0, 1, 0, 2), (4, 1, 0, 2), (2, 0, 1)], guides=[0, 0, 2, 0, 0, 0])
    kept = keepable(given_up.problem, given_up.plan, np.zeros(3, dtype=np.int64))
    assert visits(kept.plan) == {(0, 1, 0), (4, 1, 0)}


def test_a_smaller_budget_takes_the_fewest() -> None:
    given_up = example("", [(0, 1, 0), (2, 0, 0), (4, 1, 2)], max_placement_periods=4)
    kept = keepable(given_up.problem, given_up.plan, np.zeros(3, dtype=np.int64))
    assert len(kept.plan) == 2


def test_promises_and_an_earliest_start_do_not_count() -> None:
    given_up = example(
        "", [(0, 1, 0)], pins=[(4, 1, 0, -1)], earliest=3, strict=True, requirements=[(1, 2, 3)]
    )
    kept = keepable(given_up.problem, given_up.plan, np.zeros(1, dtype=np.int64))
    assert kept.plan == given_up.plan
