"""What becomes of a placement that is given up, against trying everything of the kind."""

from __future__ import annotations

from itertools import chain, combinations, islice
from typing import TYPE_CHECKING

import numpy as np
import pytest

import solver
from solver.aims import AIMS
from solver.candidates import candidates
from solver.plan import Placement
from solver.replacing import _holding_on, filling, stand_ins
from solver.trial_aims import aim_changes
from solver.trial_rules import legal
from tests.solver.problems import legal_plan, middling_case, small_case, tiny_case

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.problem import IntArray
    from tests.solver.problems import Case

Visit = tuple[int, int, int]

MOST = 30_000


def vacancy_of(case_seed: int) -> tuple[solver.Problem, solver.Plan] | None:
    case = tiny_case(case_seed)
    plan = legal_plan(case)
    return (case.problem, plan) if plan is not None and len(plan) else None


def options(board: solver.Board, person: int, row: int) -> list[tuple[Visit, ...]]:
    """Return all sets of placements that somebody may have once a row is given up."""
    problem, plan = board.problem, board.plan
    gone = plan.employee[row], plan.host[row], plan.start[row]
    columns = candidates(problem, np.array([person]))
    visits = zip(
        columns.employee.tolist(), columns.host.tolist(), columns.start.tolist(), strict=True
    )
    free = [visit for visit in visits if visit != gone]
    if person != plan.employee[row]:
        known = {*plan.host[plan.employee == person].tolist(), int(plan.host[row])}
        free = [visit for visit in free if visit[1] in known]
    most = range(int(problem.max_rotations[person]) + 1)
    return list(chain.from_iterable(combinations(free, number) for number in most))


def everything(board: solver.Board, row: int) -> solver.Trials | None:
    """Return every change of the kind as trials; None where they are too many."""
    plan = board.plan
    giver = int(plan.employee[row])
    mine = options(board, giver, row)
    near = np.unique(stand_ins(solver.Vacancy(board, row)).employee).tolist()
    others = [option for person in near for option in options(board, person, row)]
    if len(mine) * len(others) > MOST:
        return None
    now = [(p.employee, p.host, p.start) for p in plan]
    outs: list[tuple[int, int]] = []
    ins: list[tuple[int, ...]] = []
    number = 0
    for own in mine:
        for other in near or [giver]:
            for theirs in options(board, other, row) if other != giver else [()]:
                after = {*own, *theirs}
                both = {giver, other}
                if len(after) > sum(visit[0] in both for visit in now):
                    continue
                outs += [(number, r) for r, v in enumerate(now) if v[0] in both and v not in after]
                ins += [(number, *visit) for visit in sorted(after - set(now))]
                number += 1
    out = np.array(outs, dtype=np.int64).reshape(-1, 2)
    into = np.array(ins, dtype=np.int64).reshape(-1, 4)
    return solver.Trials(number, out[:, 0], out[:, 1], *into.T)


def worth(board: solver.Board, trials: solver.Trials, mentor: IntArray) -> list[tuple[float, ...]]:
    changes = aim_changes(board, trials, mentor)
    signed = [solver.aim_sense(name) * change for name, change in changes.items()]
    return [
        tuple(round(float(c[trial]), 6) + 0.0 for c in signed) for trial in range(trials.number)
    ]


def compare(seed: int) -> int:
    """Compare every vacancy of a case with trying everything, and count those compared."""
    found = vacancy_of(seed)
    if found is None:
        return 0
    problem, plan = found
    holding = solver.Board(_holding_on(problem, plan), plan)
    compared = 0
    for row in range(len(plan)):
        trials = everything(holding, row)
        if trials is None:
            continue
        board = solver.Board(problem, plan)
        answer = solver.replaced(solver.Vacancy(board, row))
        assert answer.proven
        kept = legal(holding, trials)
        legal_ones = [
            w for w, k in zip(worth(holding, trials, kept.mentor), kept.kept, strict=True) if k
        ]
        assert (answer.change is None) == (not legal_ones)
        if answer.change is not None and answer.mentor is not None:
            assert worth(holding, answer.change, answer.mentor) == [max(legal_ones)]
        compared += 1
    return compared


def test_nothing_of_the_kind_is_better() -> None:
    assert sum(compare(seed) for seed in range(12)) > 10


@pytest.mark.slow
def test_nothing_of_the_kind_is_better_in_many_cases() -> None:
    assert sum(compare(seed) for seed in range(12, 120)) > 100


def some_cases(make: Callable[[int], Case], number: int) -> list[tuple[Case, solver.Plan]]:
    """Return cases with a legal plan."""
    found = ((case, legal_plan(case)) for case in map(make, range(100)))
    return list(islice(((case, plan) for case, plan in found if plan is not None), number))


def first_aims(board: solver.Board, trials: solver.Trials, mentor: IntArray) -> list[float]:
    """Return what the first trial does to the aims for which everything else gives way."""
    changes = aim_changes(board, trials, mentor)
    first = [name for name in board.problem.aims if name in ("requirements", "coverage", "reach")]
    return [round(solver.aim_sense(name) * float(changes[name][0]), 6) for name in first]


@pytest.mark.parametrize("make", [small_case, pytest.param(middling_case, marks=pytest.mark.slow)])
def test_the_change_is_legal_small_and_no_worse_than_filling_the_vacancy(
    make: Callable[[int], Case],
) -> None:
    for case, plan in some_cases(make, 3):
        board = solver.Board(case.problem, plan)
        for row in range(0, len(plan), max(1, len(plan) // 4)):
            vacancy = solver.Vacancy(board, row)
            answer = solver.replaced(vacancy)
            fills = solver.tried(board, filling(vacancy, stand_ins(vacancy)), 1)
            if answer.change is None or answer.mentor is None:
                assert not fills.trials.number
                continue
            after = board.changed(answer.change, 0, answer.mentor)
            assert case.breaks(after) == set()
            given = list(plan)[row]
            assert given[:3] not in {placement[:3] for placement in after}
            moved = {placement.employee for placement in set(plan) ^ set(after)}
            assert len(moved - {given.employee}) <= 1
            assert len(after) <= len(plan)
            if fills.trials.number and case.problem.aims[:3] == AIMS[:3]:
                ours = first_aims(board, answer.change, answer.mentor)
                assert ours >= first_aims(board, fills.trials, fills.mentor)


def test_the_same_vacancy_gives_the_same_change() -> None:
    ((case, plan),) = some_cases(middling_case, 1)
    answers = []
    for _ in range(3):
        board = solver.Board(case.problem, plan)
        answer = solver.replaced(solver.Vacancy(board, 1), seed=5)
        assert answer.change is not None
        assert answer.mentor is not None
        answers.append(board.changed(answer.change, 0, answer.mentor))
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.slow
def test_nothing_before_the_first_start_is_changed() -> None:
    first = 5
    changed = 0
    for case, plan in some_cases(middling_case, 2):
        board = solver.Board(case.problem, plan)
        for row in np.flatnonzero(plan.start >= first)[:4].tolist():
            answer = solver.replaced(solver.Vacancy(board, row, first))
            if answer.change is not None:
                changed += 1
                assert (answer.change.start >= first).all()
                assert (plan.start[answer.change.out_row] >= first).all()
    assert changed


def test_a_promised_placement_is_not_given_up() -> None:
    for seed in range(200):
        case = small_case(seed)
        plan = legal_plan(case)
        if plan is None or not len(case.problem.pins):
            continue
        employee, host, start, _ = case.problem.pins[0].tolist()
        row = [p[:3] for p in plan].index(Placement(employee, host, start)[:3])
        answer = solver.replaced(solver.Vacancy(solver.Board(case.problem, plan), row))
        assert answer.change is None
        assert answer.proven
        return
    pytest.fail("no case has a promise")
