"""Candidate placements and what is counted of them, held against plain restatements."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings

from solver import Plan, check
from solver.candidates import all_candidates, candidates
from solver.columns import Columns, spread
from solver.constraints import all_rules
from solver.examples import example
from solver.model import runs, split
from solver.tally import tally
from tests.solver.problems import small_case, tiny_case
from tests.strategies import seeds

if TYPE_CHECKING:
    from solver import Problem

SINGLE = {name for name, rule in all_rules().items() if rule.admits} | {"rotation_limit", "horizon"}
"""Rules that a single placement can break."""

Visit = tuple[int, ...]


def of(columns: Columns) -> list[Visit]:
    """Return employee, host and start of each placement."""
    arrays = (columns.employee, columns.host, columns.start)
    return list(zip(*(array.tolist() for array in arrays), strict=True))


def allowed(problem: Problem) -> list[Visit]:
    """Return every placement that breaks no rule by itself, as the checker sees it."""
    every = product(range(problem.employees), range(problem.departments), range(problem.periods))
    return [
        visit
        for visit in every
        if not SINGLE & {found.rule for found in check(problem, Plan.of([visit]))}
    ]


def test_spread_split_and_runs() -> None:
    entry, value = spread(np.array([3, 7]), np.array([2, 3]))
    assert entry.tolist() == [0, 0, 1, 1, 1]
    assert value.tolist() == [3, 4, 7, 8, 9]
    order, begins = split(np.array([5, 2, 5, 2]))
    assert order.tolist() == [1, 3, 0, 2]
    assert begins.tolist() == [0, 2]
    assert runs([4, 4, 2, 1, 1]) == [(4, 2), (2, 1), (1, 2)]
    assert runs([]) == []


@settings(max_examples=15)
@given(seeds())
def test_candidates_are_what_no_rule_forbids_by_itself(seed: int) -> None:
    problem = tiny_case(seed).problem
    wanted = allowed(problem)
    found = candidates(problem, np.arange(problem.employees))
    assert of(found) == wanted
    assert (found.home == problem.home[found.employee]).all()
    rng = Random(seed)
    some = rng.sample(range(problem.employees), rng.randint(1, problem.employees))
    pairs = np.random.default_rng(seed).random((problem.departments,) * 2) < 0.5
    part = candidates(problem, np.array(some), pairs)
    assert of(part) == [
        visit
        for who in some
        for visit in wanted
        if visit[0] == who and pairs[problem.home[who], visit[1]]
    ]


def test_too_many_candidates_are_not_even_listed() -> None:
    problem = example("", []).problem
    every = all_candidates(problem, 60)
    assert every is not None
    assert len(every) == 6 * 2 * 5
    assert all_candidates(problem, 59) is None
    assert all_candidates(problem, 1) is None


def test_nobody_is_no_candidate() -> None:
    problem = example("", []).problem
    assert of(candidates(problem, np.zeros(0, dtype=np.int64))) == []
    assert of(candidates(example("", [], max_rotations=[0] * 6).problem, np.arange(6))) == []


def test_a_tally_counts_who_could_go() -> None:
    problem = example(
        "", [], away=[(0, 1)], restrictions=[(1, 1)], experience=[(2, 0)], pins=[(4, 0, 2, -1)]
    ).problem
    counted = tally(problem)
    slots = counted.slots
    there = (slots.home == 0) & (slots.host == 1)
    assert slots.start[there].tolist() == [2, 3, 4]  # employee 0 alone, not around period 1
    assert counted.possible[there].tolist() == [1, 1, 1]
    assert counted.rotations.tolist() == [2 + 1, 1 + 2, 4]
    assert counted.fresh.tolist() == [2, 1, 2]
    column = counted.column(np.array([2, 0]), np.array([0, 1]), np.array([2, 0]))
    assert column[0] >= 0
    assert column[1] == -1


@given(seeds())
def test_slots_and_pairs_are_what_candidates_come_to(seed: int) -> None:
    problem = small_case(seed).problem
    counted, visits = tally(problem), of(candidates(problem, np.arange(problem.employees)))
    slots = counted.slots
    starts: dict[Visit, int] = {}
    for who, host, start in visits:
        slot = (int(problem.home[who]), host, start)
        starts[slot] = starts.get(slot, 0) + 1
    keys = list(zip(slots.home.tolist(), slots.host.tolist(), slots.start.tolist(), strict=True))
    assert dict(zip(keys, counted.possible.tolist(), strict=True)) == starts
    assert keys == sorted(keys)
    pairs = list(zip(counted.pair_home.tolist(), counted.pair_host.tolist(), strict=True))
    for pair, people, wishes in zip(pairs, counted.people.tolist(), counted.wishes, strict=True):
        goers = {who for who, host, _ in visits if (int(problem.home[who]), host) == pair}
        assert people == len(goers) == len(wishes)
        assert wishes.tolist() == sorted(wishes.tolist(), reverse=True)
    assert [pairs[pair] for pair in counted.pair.tolist()] == [key[:2] for key in keys]


@given(seeds())
def test_a_column_is_found_exactly_where_there_is_one(seed: int) -> None:
    problem, rng = small_case(seed).problem, np.random.default_rng(seed)
    counted = tally(problem)
    slots = counted.slots
    assert counted.column(slots.home, slots.host, slots.start).tolist() == list(range(len(slots)))
    home, host = rng.integers(0, problem.departments, (2, 60))
    start = rng.integers(0, problem.periods, 60)
    known = list(zip(slots.home.tolist(), slots.host.tolist(), slots.start.tolist(), strict=True))
    asked = zip(home.tolist(), host.tolist(), start.tolist(), strict=True)
    wanted = [known.index(each) if each in known else -1 for each in asked]
    assert counted.column(home, host, start).tolist() == wanted


@given(seeds())
def test_required_visits_know_where_they_could_be_made(seed: int) -> None:
    problem = small_case(seed).problem
    counted = tally(problem)
    visits = of(candidates(problem, np.arange(problem.employees)))
    required = {(e, b) for e, b, _ in problem.requirements.tolist()}
    own = list(zip(counted.visitor.tolist(), counted.visited.tolist(), strict=True))
    assert [own[visit] for visit in counted.visit_of.tolist()] == [
        (e, b) for e, b, _ in problem.requirements.tolist()
    ]
    slots = counted.slots
    could = [
        (*own[visit], int(slots.start[slot]))
        for visit, slot in zip(counted.could.tolist(), counted.could_slot.tolist(), strict=True)
    ]
    assert sorted(could) == sorted(each for each in visits if each[:2] in required)
    assert (np.diff(counted.could) >= 0).all()
    homes = slots.home[counted.could_slot]
    assert (homes == problem.home[counted.visitor[counted.could]]).all()
    for row, (who, host, _) in enumerate(problem.requirements.tolist()):
        ends = [s + problem.length[host] for e, b, s in visits if (e, b) == (who, host)]
        assert counted.earliest[row] == min(ends, default=problem.periods + 1)
