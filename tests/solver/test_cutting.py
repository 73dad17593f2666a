"""Parts of problems: what binds their people is in them, and what they find holds outside."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given

from solver import Plan, check, evaluate
from solver.best import worth
from solver.candidates import candidates
from solver.control import Control
from solver.cutting import Cut, cut
from solver.examples import example
from solver.objectives import all_aims
from solver.ordered import build, solve_in_order
from solver.steps import Step, changed, room_for, take
from tests.examples import FEWER
from tests.solver.problems import Case, legal_plan, small_case
from tests.strategies import seeds

if TYPE_CHECKING:
    from solver import Problem
    from solver.columns import Columns
    from solver.problem import BoolArray, IntArray


def a_part(case: Case, plan: Plan) -> tuple[Cut, IntArray, IntArray]:
    """Return a random part of a problem, its people and its hosts."""
    problem, rng = case.problem, Random(f"part {case.seed}")
    some = rng.sample(range(problem.employees), rng.randint(1, problem.employees))
    where = rng.sample(range(problem.departments), rng.randint(1, problem.departments))
    people, hosts = np.array(sorted(some)), np.array(sorted(where))
    return cut(problem, plan, people, hosts), people, hosts


def with_plan(seed: int) -> tuple[Case, Plan]:
    case = small_case(seed)
    plan = legal_plan(case)
    assume(plan is not None)
    assert plan is not None
    return case, plan


def test_an_example_cut_by_hand() -> None:
    problem = example(
        "",
        [],
        experience=[(1, 1), (3, 0)],
        keep_apart=[(4, 0)],
        requirements=[(0, 1, 5), (3, 2, 5)],
        pins=[(4, 2, 0, -1), (4, 0, 3, -1)],
        max_placement_periods=9,
    ).problem
    plan = Plan.of([(0, 1, 0), (4, 0, 3), (5, 1, 4)])
    part = cut(problem, plan, np.array([0]), np.array([1]))
    assert part.people.tolist() == [0, 4, 5]
    assert part.plan == Plan.of([(0, 1, 0), (1, 0, 3), (2, 1, 4)])
    assert part.problem.home.tolist() == [0, 2, 2]
    assert part.problem.keep_apart.tolist() == [[1, 0]]
    assert part.problem.requirements.tolist() == [[0, 1, 5]]
    assert part.problem.pins.tolist() == [[1, 0, 3, -1]]
    assert part.problem.experience.tolist() == []
    assert part.problem.veterans is not None
    assert part.problem.veterans.tolist() == [2, 0, 0]
    assert part.problem.max_placement_periods == 9
    narrow = cut(problem, plan, np.array([3]), np.zeros(0, dtype=np.int64))
    assert narrow.people.tolist() == [0, 3, 5]
    assert narrow.problem.max_placement_periods == 9 - 2


@given(seeds())
def test_numbers_go_there_and_back(seed: int) -> None:
    case, plan = with_plan(seed)
    part, people, _ = a_part(case, plan)
    assert part.people[part.inside(people)].tolist() == people.tolist()
    back = part.outside(part.plan)
    assert set(back) <= set(plan)
    assert part.problem.employees == len(part.people)
    assert (part.problem.home == case.problem.home[part.people]).all()


@FEWER
@given(seeds())
def test_all_that_binds_its_people_is_in_it(seed: int) -> None:
    case, plan = with_plan(seed)
    problem, (part, people, hosts) = case.problem, a_part(case, plan)
    touched = {*problem.home[people].tolist(), *hosts.tolist()}
    inside = set(part.outside(part.plan))
    partners = {
        int(one)
        for pair in problem.keep_apart.tolist()
        for one in pair
        if set(pair) & {*people.tolist()}
    }
    for placement in plan:
        near = {int(problem.home[placement.employee]), placement.host} & touched
        if near or placement.employee in partners:
            assert placement in inside
    assert (part.problem.present == problem.present).all()
    assert (part.problem.releasable == problem.releasable).all()
    assert check(part.problem, part.plan) == ()


def coverage(problem: Problem, plan: Plan) -> float:
    """Return coverage as a model sees it, veterans among those who walk."""
    nothing = candidates(problem, np.zeros(0, dtype=np.int64))
    aim = all_aims()["coverage"]
    return aim.post(build(problem, nothing, plan)).constant / aim.unit(problem)


@FEWER
@given(seeds())
def test_visits_of_its_people_are_worth_as_much_as_in_the_whole(seed: int) -> None:
    case, plan = with_plan(seed)
    problem, (part, people, _) = case.problem, a_part(case, plan)
    own = np.isin(part.people[part.plan.employee], people)
    fewer = part.plan.rows(np.flatnonzero(~own))
    without = changed(problem, plan, part.outside(part.plan), part.outside(fewer))
    assert without is not None
    lost = coverage(part.problem, part.plan) - coverage(part.problem, fewer)
    values = [all_aims()["coverage"].value(problem, each) for each in (plan, without)]
    assert lost == pytest.approx(values[0] - values[1], abs=4e-7)


def test_those_who_know_the_way_leave_room_for_others() -> None:
    """Target 4, three walk by the past and are not in the part: the fourth earns the rest."""
    problem = example(
        "",
        [],
        home=[0, 0, 0, 0, 0, 1, 2],
        max_rotations=[1] * 7,
        guides=[0] * 7,
        target=[4, 4, 4],
        experience=[(1, 1), (2, 1), (3, 1)],
        decay=1.0,
    ).problem
    part = cut(problem, Plan.of(), np.array([0]), np.array([1]))
    assert part.people.tolist() == [0]
    gain = coverage(part.problem, Plan.of([(0, 1, 0)])) - coverage(part.problem, Plan.of())
    assert gain == pytest.approx(3 / 6 / 4, abs=1e-6)


def test_a_part_of_a_part_knows_those_who_walk_outside_both() -> None:
    problem = example(
        "",
        [],
        home=[0, 0, 0, 0, 0, 1, 2],
        max_rotations=[1] * 7,
        guides=[0] * 7,
        experience=[(1, 1), (2, 1), (3, 1)],
    ).problem
    part = cut(problem, Plan.of(), np.array([0, 1]), np.array([1]))
    narrow = cut(part.problem, part.plan, np.array([0]), np.array([1]))
    at_once = cut(problem, Plan.of(), np.array([0]), np.array([1]))
    assert part.problem.veterans is not None
    assert part.problem.veterans.tolist() == [2, 0, 0]
    assert narrow.problem.veterans is not None
    assert narrow.problem.veterans.tolist() == [3, 0, 0]
    assert at_once.problem.veterans is not None
    assert at_once.problem.veterans.tolist() == [3, 0, 0]
    assert (narrow.problem.present == problem.present).all()


def freed(case: Case, part: Cut, people: IntArray) -> BoolArray:
    """Return which placements of a part may change: those of its people, promises excepted."""
    own = np.isin(part.people[part.plan.employee], people)
    pinned = {tuple(pin[:3]) for pin in case.problem.pins.tolist()}
    promised = [placement[:3] in pinned for placement in part.outside(part.plan)]
    return own & ~np.array(promised, dtype=np.bool_)


def choice(part: Cut, people: IntArray, hosts: IntArray) -> tuple[BoolArray, Columns]:
    pairs = np.zeros((part.problem.departments, part.problem.departments), dtype=np.bool_)
    pairs[:, hosts] = True
    return pairs, candidates(part.problem, part.inside(people), pairs)


@FEWER
@given(seeds())
def test_what_is_legal_in_a_part_is_legal_in_the_whole_and_no_worse(seed: int) -> None:
    case, plan = with_plan(seed)
    problem, (part, people, hosts) = case.problem, a_part(case, plan)
    free = freed(case, part, people) & np.isin(part.plan.host, hosts)
    pairs, columns = choice(part, people, hosts)
    kept = part.plan.rows(np.flatnonzero(~free))
    columns = columns.take(np.flatnonzero(room_for(columns, kept)))
    model = build(part.problem, columns, kept)
    found = solve_in_order(model, Control(5, 1), 5, hint=part.plan).plan
    assert found is not None, "the part has lost the plan it began with"
    assert check(part.problem, found) == ()
    whole = changed(problem, plan, part.outside(part.plan), part.outside(found))
    assert whole is not None
    assert check(problem, whole) == ()
    for after, before in zip(worth(problem, whole), worth(problem, plan), strict=True):
        if abs(after - before) > 1e-6:
            assert after > before
            break
    step = Step(
        part.problem, part.plan, free, part.inside(people), pairs, 0, 99, 2.0, 9.0, 0, False
    )
    taken = take(step)
    if taken.plan is not None:
        mixed = changed(problem, plan, part.outside(part.plan), part.outside(taken.plan))
        assert mixed is not None
        assert check(problem, mixed) == ()
        assert evaluate(problem, mixed).aims.keys() == evaluate(problem, plan).aims.keys()
    else:
        assert not len(columns)
