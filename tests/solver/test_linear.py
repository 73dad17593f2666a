"""Linear programs: their values, their bounds, and what becomes of a process that fails."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from solver.control import Control
from solver.linear import Answer, Program, solve_apart, solve_here


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
    answer = solve_here(a_program(whole=2))
    assert answer.values == pytest.approx([0, 3])
    assert answer.bound == pytest.approx(-6)


def test_only_the_first_variables_may_have_to_be_whole() -> None:
    answer = solve_here(a_program(cost=np.array([-2.0, -1.0]), upper=np.array([2.5]), whole=1))
    assert answer.values == pytest.approx([2, 0.5])


@pytest.mark.parametrize("whole", [0, 2])
def test_a_program_without_values(whole: int) -> None:
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


def test_a_program_without_some_variables_and_its_answer_with_them() -> None:
    kept = np.array([False, True])
    narrow = a_program().narrowed(kept)
    assert narrow.highest.tolist() == [3.0]
    answer = solve_here(narrow)
    assert answer.values == pytest.approx([3])
    wide = answer.widened(kept)
    assert wide.values == pytest.approx([0, 3])
    assert wide.bound == answer.bound
    assert Answer(impossible=True).widened(kept) == Answer(impossible=True)


def test_without_a_variable_is_as_with_zero_for_it() -> None:
    rng = np.random.default_rng(7)
    for _ in range(30):
        whole = Program(
            cost=-rng.integers(0, 9, 6).astype(float),
            highest=rng.integers(0, 4, 6).astype(float),
            matrix=sparse.csr_array(rng.integers(0, 3, (4, 6)).astype(float)),
            lower=np.full(4, -np.inf),
            upper=rng.integers(0, 12, 4).astype(float),
            whole=6,
        )
        kept = rng.random(6) < 0.6
        without = solve_here(whole.narrowed(kept)).widened(kept)
        with_zero = solve_here(replace(whole, highest=np.where(kept, whole.highest, 0)))
        if not kept.any():
            continue
        assert without.values is not None
        assert with_zero.values is not None
        assert whole.cost @ without.values == pytest.approx(whole.cost @ with_zero.values)
        assert (without.values[~kept] == 0).all()


@pytest.mark.parametrize(
    ("least", "values"), [([0, 0], [0, 3]), ([1, 0], [1, 2]), ([2, 1], [2, 1])]
)
def test_a_program_with_least_values(least: list[int], values: list[int]) -> None:
    asked = a_program(whole=2).with_at_least(np.array(least))
    assert solve_here(asked).values == pytest.approx(values)


def test_least_values_beyond_the_rows_leave_nothing() -> None:
    assert solve_here(a_program().with_at_least(np.array([2, 2]))).impossible
