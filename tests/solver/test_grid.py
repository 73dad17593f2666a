"""Starts at which visits follow each other without gaps."""

from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solver import Plan, Problem
from solver.examples import example
from solver.grid import starts_without_gaps
from solver.occupancy import load


def starts(problem: Problem, plan: Plan, host: int = 1) -> list[int]:
    return np.flatnonzero(starts_without_gaps(problem, plan)[host]).tolist()


def test_an_empty_host_is_filled_from_the_first_period_on() -> None:
    assert starts(example("", []).problem, Plan.of()) == [0, 2, 4]
    longer = example("", [], length=[2, 4, 2]).problem
    assert starts(longer, Plan.of()) == [0]
    assert starts(longer, Plan.of(), host=2) == [0, 2, 4]


def test_seats_that_are_taken_shift_what_follows() -> None:
    problem = example("", [], host_capacity=[1, 1, 1]).problem
    assert starts(problem, Plan.of([(0, 1, 1)])) == [3]
    assert starts(problem, Plan.of([(0, 1, 0)])) == [2, 4]


def test_every_seat_has_starts_of_its_own() -> None:
    assert starts(example("", []).problem, Plan.of([(0, 1, 1)])) == [0, 2, 3, 4]


def test_nobody_starts_where_a_closure_is_in_the_way() -> None:
    assert starts(example("", [], no_hosting=[(1, 1)]).problem, Plan.of()) == [2, 4]
    assert starts(example("", [], no_hosting=[(1, 2)]).problem, Plan.of()) == [0, 3]
    assert starts(example("", [], host_capacity=[0, 0, 0]).problem, Plan.of()) == []


def most(free: list[bool], length: int) -> int:
    """Return how many visits fit one after the other into free periods."""
    best = [0] * (len(free) + 1)
    for end in range(1, len(free) + 1):
        best[end] = best[end - 1]
        if end >= length and all(free[end - length : end]):
            best[end] = max(best[end], best[end - length] + 1)
    return best[-1]


@given(st.integers(0, 2**32))
def test_no_visit_fewer_fits_than_with_any_starts(seed: int) -> None:
    rng = Random(seed)
    length = [rng.randint(1, 3) for _ in range(3)]
    closed = [(rng.randrange(3), rng.randrange(9)) for _ in range(rng.randrange(4))]
    problem = example(
        "",
        [],
        periods=9,
        length=length,
        host_capacity=[rng.randint(0, 3) for _ in range(3)],
        no_hosting=closed,
    ).problem
    hosts = [rng.randrange(3) for _ in range(rng.randrange(6))]
    rows = [(rng.randrange(6), host, rng.randrange(10 - length[host])) for host in hosts]
    plan = Plan.of(rows)
    used = load(problem, plan, plan.host, 3)
    grid = starts_without_gaps(problem, plan)
    for host in range(3):
        left = np.where(problem.hosting[host], problem.host_capacity[host] - used[host], 0)
        for seat in range(1, int(problem.host_capacity[host]) + 1):
            free = (left >= seat).tolist()
            found, start = 0, 0
            while start + length[host] <= 9:
                fits = grid[host, start] and all(free[start : start + length[host]])
                found += fits
                start += length[host] if fits else 1
            assert found == most(free, length[host])
        for start in np.flatnonzero(grid[host]).tolist():
            assert start + length[host] <= 9
            assert (left[start : start + length[host]] > 0).all()
