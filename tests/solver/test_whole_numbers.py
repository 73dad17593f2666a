"""Searches for whole values, against trying out every one of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from solver.linear import Program
from solver.whole_numbers import search


def knapsack() -> Program:
    """Return a program whose best values cost -21, and -21.75 where they may be parts."""
    return Program(
        cost=-np.array([8.0, 11.0, 6.0, 4.0]),
        highest=np.ones(4),
        matrix=sparse.csr_array(np.array([[5.0, 7.0, 4.0, 3.0]])),
        lower=np.array([-np.inf]),
        upper=np.array([14.0]),
        whole=4,
    )


def test_the_best_whole_values_are_found_and_proven() -> None:
    values, bound, impossible = search(knapsack())
    assert values is not None
    assert values.round(6).tolist() == [0, 1, 1, 1]
    assert bound == pytest.approx(-21)
    assert not impossible


def test_only_the_first_variables_have_to_be_whole() -> None:
    values, bound, _ = search(replace(knapsack(), whole=0))
    assert values is not None
    assert bound == pytest.approx(-22)
    assert values.round(6).tolist() == [1, 1, 0.5, 0]


def test_what_cannot_be_is_told() -> None:
    values, _, impossible = search(
        replace(knapsack(), lower=np.array([13.5]), upper=np.array([13.7]))
    )
    assert values is None
    assert impossible


def test_without_time_nothing_is_found_and_nothing_claimed() -> None:
    values, bound, impossible = search(replace(knapsack(), seconds=0.0))
    assert not impossible
    assert bound <= -21 + 1e-9
    assert values is None or knapsack().cost @ values >= -21 - 1e-9


def test_what_presolve_breaks_on_is_searched_without() -> None:
    # HiGHS ends this one with an error unless its presolve is off.
    broken = Program(
        cost=np.array([3.0, -3.0, 3.0]),
        highest=np.array([2.0, 0.0, 2.0]),
        matrix=sparse.csr_array(np.array([[-2.0, -2.0, -3.0], [-5.0, 4.0, 1.0]])),
        lower=np.array([-9.0, -9.0]),
        upper=np.array([-9.0, -9.0]),
        whole=3,
    )
    assert search(broken) == (None, np.inf, True)


def test_nothing_is_claimed_where_the_search_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("HighsStatus: kError")

    monkeypatch.setattr("solver.whole_numbers.mathopt.solve", fail)
    assert search(knapsack()) == (None, -np.inf, False)


@st.composite
def small_programs(draw: st.DrawFn) -> Program:
    size, rows = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    number = st.integers(-5, 5)
    cost = np.array(draw(st.lists(number, min_size=size, max_size=size)), dtype=float)
    entries = draw(st.lists(number, min_size=size * rows, max_size=size * rows))
    matrix = np.array(entries, dtype=float).reshape(rows, size)
    lower = np.array(draw(st.lists(st.integers(-9, 4), min_size=rows, max_size=rows)), dtype=float)
    wide = np.array(draw(st.lists(st.integers(0, 9), min_size=rows, max_size=rows)), dtype=float)
    highest = np.array(draw(st.lists(st.integers(0, 2), min_size=size, max_size=size)), dtype=float)
    return Program(cost, highest, sparse.csr_array(matrix), lower, lower + wide, whole=size)


@given(small_programs())
def test_no_other_values_are_better(program: Program) -> None:
    every = np.array(list(product(*(range(int(most) + 1) for most in program.highest))))
    sums = every @ program.matrix.toarray().T
    legal = ((sums >= program.lower) & (sums <= program.upper)).all(axis=1)
    values, bound, impossible = search(program)
    assert impossible == (not legal.any())
    if values is not None:
        best = (every[legal] @ program.cost).min()
        assert program.cost @ values == pytest.approx(best, abs=1e-6)
        assert bound <= best + 1e-6
