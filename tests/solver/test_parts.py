"""The small parts that the pipeline is made of."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

import solver
from solver import Placement, Plan, Problem
from solver.columns import spread
from solver.control import Control
from solver.examples import example
from solver.improving import _merge
from solver.linear import Answer, Program, solve_apart, solve_here
from solver.model import runs, split
from solver.neighbourhoods import KINDS, View, draw
from solver.ordered import build, solve_in_order
from solver.tally import candidates, tally


def a_problem() -> Problem:
    return example("", []).problem


def a_program(**changes: object) -> Program:
    """Return: most of v0 + 2 v1 under v0 + v1 <= 3.5, v0 <= 2, v1 <= 3."""
    given = Program(
        cost=np.array([-1.0, -2.0]),
        highest=np.array([2.0, 3.0]),
        matrix=sparse.csr_array(np.array([[1.0, 1.0]])),
        lower=np.array([-np.inf]),
        upper=np.array([3.5]),
    )
    return replace(given, **changes)  # type: ignore[arg-type]


def test_a_linear_program_and_its_bound() -> None:
    answer = solve_here(a_program())
    assert answer.values == pytest.approx([0.5, 3.0])
    assert answer.bound == pytest.approx(-6.5)


def test_whole_numbers_and_their_bound() -> None:
    answer = solve_here(a_program(whole=True))
    assert answer.values == pytest.approx([0, 3])
    assert answer.bound == pytest.approx(-6)


@pytest.mark.parametrize("whole", [False, True])
def test_a_program_without_values(whole: bool) -> None:
    impossible = a_program(lower=np.array([9.0]), upper=np.array([9.5]), whole=whole)
    assert solve_here(impossible).impossible


def test_a_program_in_a_process_of_its_own() -> None:
    answer = solve_apart(a_program(), Control(60, 1), 60)
    assert answer.bound == pytest.approx(-6.5)


def test_a_process_that_gets_no_time_gives_nothing() -> None:
    answer = solve_apart(a_program(), Control(60, 1), 0.05)
    assert answer == Answer()


def test_a_process_that_breaks_down_gives_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert solve_apart(a_program(), Control(60, 1), 30) == Answer()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("periods", 0),
        ("decay", 0.0),
        ("decay", 1.5),
        ("rest_periods", -1),
        ("aims", ("coverage", "coverage")),
        ("aims", ("comfort",)),
        ("home", [0, 0, 1, 1, 2, 3]),
        ("length", [2, 2, 0]),
        ("host_capacity", [2, -1, 2]),
        ("importance", [1.0, 0.0, 1.0]),
        ("target", [1, 0, 1]),
        ("guides", [0, 0]),
        ("pins", [(0, 1, 6, -1)]),
        ("pins", [(0, 1, 0)]),
        ("experience", [(6, 0)]),
        ("requirements", [(0, 1, 6)]),
        ("keep_apart", [(0, -1)]),
    ],
)
def test_a_problem_refuses_what_is_out_of_bounds(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=name):
        replace(a_problem(), **{name: value})  # type: ignore[arg-type]


def test_a_problem_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        a_problem().home[0] = 1


def test_a_plan_is_in_order_whatever_order_it_came_in() -> None:
    rows = [(3, 0, 2, -1), (0, 1, 0, 2), (2, 0, 0, -1)]
    plan = Plan.of(rows)
    assert plan == Plan.of(reversed(rows))
    assert [*plan] == [Placement(0, 1, 0, 2), Placement(2, 0, 0), Placement(3, 0, 2)]
    assert plan != Plan.of(rows[:2])
    assert hash(plan) == hash(Plan.of(rows))


def test_spread_split_and_runs() -> None:
    entry, value = spread(np.array([3, 7]), np.array([2, 3]))
    assert entry.tolist() == [0, 0, 1, 1, 1]
    assert value.tolist() == [3, 4, 7, 8, 9]
    order, begins = split(np.array([5, 2, 5, 2]))
    assert order.tolist() == [1, 3, 0, 2]
    assert begins.tolist() == [0, 2]
    assert runs([4, 4, 2, 1, 1]) == [(4, 2), (2, 1), (1, 2)]
    assert runs([]) == []


def test_a_tally_counts_who_could_go() -> None:
    problem = example(
        "", [], away=[(0, 1)], restrictions=[(1, 1)], experience=[(2, 0)], pins=[(4, 0, 2, -1)]
    ).problem
    counted = tally(problem)
    slots = counted.slots
    there = (slots.home == 0) & (slots.host == 1)
    assert slots.start[there].tolist() == [2, 3, 4]  # employee 0 alone, not around period 1
    assert counted.possible[there].tolist() == [1, 1, 1]
    assert counted.rotations.tolist() == [1 + 2, 2 + 1, 4] or counted.rotations.sum() == 10
    assert counted.fresh.tolist() == [2, 1, 2]
    column = counted.column(np.array([2, 0]), np.array([0, 1]), np.array([2, 0]))
    assert column[0] >= 0
    assert column[1] == -1


@pytest.mark.parametrize("kind", KINDS)
def test_a_neighbourhood_keeps_what_it_does_not_free(kind: str) -> None:
    problem = example("", [], pins=[(0, 1, 0, -1)]).problem
    model = build(problem, candidates(problem, np.arange(problem.employees)))
    plan = solve_in_order(model, Control(20, 1), 20).plan
    assert plan is not None
    assert len(plan) > 2
    for seed in range(10):
        rng = np.random.default_rng(seed)
        hood = draw(View(problem, plan, None, rng), kind, 60)
        assert set(hood.kept) <= set(plan)
        assert Placement(0, 1, 0) in set(hood.kept)
        freed = {(p.employee, p.host, p.start) for p in set(plan) - set(hood.kept)}
        columns = hood.columns
        offered = zip(
            columns.employee.tolist(), columns.host.tolist(), columns.start.tolist(), strict=True
        )
        assert freed <= set(offered)


def test_two_changes_of_one_plan_are_merged_where_they_can_be() -> None:
    before = Plan.of([(0, 1, 0, -1), (2, 0, 0, -1)])
    one = Plan.of([(0, 1, 2, -1), (2, 0, 0, -1)])
    other = Plan.of([(0, 1, 0, -1), (2, 0, 4, -1)])
    assert _merge(one, before, other) == Plan.of([(0, 1, 2, -1), (2, 0, 4, -1)])
    assert _merge(one, before, Plan.of([(0, 1, 3, -1), (2, 0, 0, -1)])) is None


def test_mentors_are_given_out_as_they_were_counted() -> None:
    problem = example(
        "",
        [],
        guides=[0, 0, 1, 1, 0, 0],
        pins=[(0, 1, 0, 3), (4, 1, 0, -1)],
        periods=2,
        max_rotations=[1, 0, 0, 0, 1, 0],
    ).problem
    model = build(problem, candidates(problem, np.arange(problem.employees)))
    plan = solve_in_order(model, Control(20, 1), 20).plan
    assert plan is not None
    assert [*plan] == [Placement(0, 1, 0, 3), Placement(4, 1, 0, 2)]
    assert not solver.check(problem, plan)


def test_the_door_is_what_it_says() -> None:
    assert solver.__all__ == sorted(solver.__all__)
    assert set(solver.__all__) == {
        "AimResult",
        "Conflict",
        "CoverageTable",
        "Evaluation",
        "Fact",
        "Placement",
        "Plan",
        "Problem",
        "Progress",
        "Reason",
        "Result",
        "Stage",
        "Violation",
        "WhyNot",
        "aim_title",
        "check",
        "diagnose",
        "evaluate",
        "explanation",
        "rule_title",
        "solve",
        "solve_obvious",
        "why_not",
    }
    assert all(hasattr(solver, name) for name in solver.__all__)


def test_the_solver_needs_no_other_room() -> None:
    code = "import sys, solver; print(sorted({'planner', 'streamlit'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
