"""Plans as arrays: order, equality, codes, and looking many numbers up at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solver import Placement, Plan
from solver.examples import example
from solver.keys import Keys
from solver.plan import codes

if TYPE_CHECKING:
    from solver import Problem

PLACEMENTS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 2), st.integers(-4, 9), st.integers(-1, 5))
)


def a_problem() -> Problem:
    return example("any", []).problem


def test_placements_are_sorted_and_come_back_one_by_one() -> None:
    plan = Plan.of([(2, 1, 3), (0, 2, 3, 5), (4, 0, 1)])
    assert list(plan) == [Placement(4, 0, 1), Placement(0, 2, 3, 5), Placement(2, 1, 3)]


@given(PLACEMENTS)
def test_plans_are_equal_when_their_placements_are(rows: list[tuple[int, ...]]) -> None:
    plan = Plan.of(rows)
    again = Plan.of(list(plan))
    assert plan == again
    assert hash(plan) == hash(again)
    assert plan != Plan.of([*rows, (0, 0, 0)])
    assert plan != rows


@given(PLACEMENTS, st.data())
def test_rows_in_any_order_make_a_sorted_plan(
    rows: list[tuple[int, ...]], data: st.DataObject
) -> None:
    plan = Plan.of(rows)
    some = data.draw(st.lists(st.sampled_from(range(len(rows)))) if rows else st.just([]))
    found = plan.rows(np.array(some, dtype=np.int64))
    assert found == Plan.of([list(plan)[row] for row in some])


@given(PLACEMENTS)
def test_codes_tell_visits_apart_whatever_the_mentor(rows: list[tuple[int, ...]]) -> None:
    plan = Plan.of(rows)
    visits = [placement[:3] for placement in plan]
    made = plan.codes(a_problem()).tolist()
    assert len(set(made)) == len(set(visits)) == len(set(zip(made, visits, strict=True)))
    kept = np.isin(plan.codes(a_problem()), Plan.of(rows[::2]).codes(a_problem()))
    assert kept.tolist() == [visit in {row[:3] for row in rows[::2]} for visit in visits]


def test_codes_have_room_for_any_start() -> None:
    starts = np.array([-(2**31), -1, 0, 2**31 - 1])
    employee, host, start = (a.ravel() for a in np.meshgrid(np.arange(6), np.arange(3), starts))
    assert len(np.unique(codes(a_problem(), employee, host, start))) == len(start)


@given(st.lists(st.integers(-9, 9)), st.lists(st.integers(-9, 9)))
def test_keys_find_the_last_row_of_each_number(numbers: list[int], asked: list[int]) -> None:
    keys = Keys.of(np.array(numbers, dtype=np.int64))
    last = {number: row for row, number in enumerate(numbers)}
    assert keys.find(np.array(asked, dtype=np.int64)).tolist() == [last.get(a, -1) for a in asked]
    assert keys.hold(np.array(asked, dtype=np.int64)).tolist() == [a in last for a in asked]
    assert len(keys) == len(last)
