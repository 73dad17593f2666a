"""Small changes of a plan, thousands at once: the same as checking and valuing plan by plan."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given

import solver
from solver import constraints, objectives
from solver.trial_aims import aim_changes
from solver.trial_rules import legal
from tests.solver.problems import Case, legal_plan, small_case, tiny_case
from tests.strategies import seeds


def every_trial(board: solver.Board) -> solver.Trials:
    """Return every gift, swap and move of every placement, and every drop."""
    found = [
        trials
        for row in range(len(board.plan))
        for trials in (
            solver.gifts(board, row),
            solver.swaps(board, row),
            solver.moves(board, row),
            a_drop(row),
        )
    ]
    return together(found)


def a_drop(row: int) -> solver.Trials:
    one, none = np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.int64)
    return solver.Trials(1, one, one + row, none, none, none, none)


def together(some: list[solver.Trials]) -> solver.Trials:
    before = np.cumsum([0, *(trials.number for trials in some)])
    shifted = list(zip(some, before, strict=False))
    return solver.Trials(
        int(before[-1]),
        np.concatenate([t.out_trial + shift for t, shift in shifted]),
        np.concatenate([t.out_row for t in some]),
        np.concatenate([t.in_trial + shift for t, shift in shifted]),
        *(
            np.concatenate([getattr(t, name) for t in some])
            for name in ("employee", "host", "start")
        ),
    )


def mentors_of(problem: solver.Problem, host: int) -> list[int]:
    guides = np.flatnonzero((problem.home == host) & (problem.guides > 0)).tolist()
    return guides or [-1]


def is_legal_somehow(board: solver.Board, trials: solver.Trials, trial: int) -> bool:
    """Tell whether some choice of mentors makes a trial legal, trying all."""
    rows = np.flatnonzero(trials.in_trial == trial)
    mentor = np.full(len(trials.employee), -1, dtype=np.int64)
    for chosen in product(*(mentors_of(board.problem, int(host)) for host in trials.host[rows])):
        mentor[rows] = chosen
        if not solver.check(board.problem, board.changed(trials, trial, mentor)):
            return True
    return False


def agree(case: Case) -> int:
    """Compare all trials of a case with plans checked one by one, and count the legal ones."""
    plan = legal_plan(case)
    if plan is None or not len(plan):
        return 0
    board = solver.Board(case.problem, plan)
    trials = every_trial(board)
    found = legal(board, trials)
    changes = aim_changes(board, trials, found.mentor)
    before = solver.evaluate(case.problem, plan).aims
    assert list(changes) == list(before)
    for trial in range(trials.number):
        assert bool(found.kept[trial]) == is_legal_somehow(board, trials, trial), trial
        after = board.changed(trials, trial, found.mentor)
        if found.kept[trial]:
            assert not solver.check(case.problem, after)
            assert case.breaks(after) == set()
        values = solver.evaluate(case.problem, after).aims
        for name, value in values.items():
            assert value - before[name] == pytest.approx(changes[name][trial], abs=1e-9), name
    return int(found.kept.sum())


@given(seeds())
def test_trials_agree_with_the_checker_and_the_values_on_tiny_problems(seed: int) -> None:
    agree(tiny_case(seed))


def test_trials_agree_on_small_problems() -> None:
    assert sum(agree(small_case(seed)) for seed in range(6)) > 40


@pytest.mark.slow
def test_trials_agree_on_many() -> None:
    assert sum(agree(tiny_case(seed)) for seed in range(500)) > 500


def test_what_was_tried_is_legal_and_comes_best_first() -> None:
    case = small_case(3)
    plan = legal_plan(case)
    assert plan is not None
    board = solver.Board(case.problem, plan)
    found = solver.tried(board, every_trial(board))
    assert found.trials.number
    worth = []
    for trial in range(found.trials.number):
        after = board.changed(found.trials, trial, found.mentor)
        assert not solver.check(case.problem, after)
        aims = objectives.aims_of(case.problem)
        worth.append(tuple(round(a.sense * found.changes[a.name][trial], 6) for a in aims))
    assert worth == sorted(worth, reverse=True)
    few = solver.tried(board, every_trial(board), 2)
    assert few.trials.number == 2
    assert few.mentor.tolist() == found.mentor[found.trials.in_trial < 2].tolist()


@pytest.mark.slow
def test_a_rule_and_an_aim_that_trials_do_not_know_are_asked_plan_by_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("solver.trial_rules.SEEN", frozenset(constraints.all_rules()) - {"pins"})
    monkeypatch.setattr("solver.trial_rules._promised", lambda _board, t: np.zeros(t.number, bool))
    monkeypatch.setattr("solver.trial_aims._CHANGES", {})
    pinned = [seed for seed in range(200) if len(small_case(seed).problem.pins)][:3]
    assert sum(agree(small_case(seed)) for seed in pinned) > 0


def test_a_plan_that_breaks_a_rule_may_be_changed_where_that_gets_no_worse() -> None:
    case = next(
        case
        for case in map(small_case, range(100))
        if (plan := legal_plan(case)) is not None and len(plan) > 3 and not len(case.problem.pins)
    )
    plan = legal_plan(case)
    assert plan is not None
    double = solver.Plan.of([*plan, next(iter(plan))])
    broken = len(solver.check(case.problem, double))
    assert broken
    board = solver.Board(case.problem, double)
    found = solver.tried(board, every_trial(board))
    assert found.trials.number
    for trial in range(found.trials.number):
        after = board.changed(found.trials, trial, found.mentor)
        assert len(solver.check(case.problem, after)) <= broken
