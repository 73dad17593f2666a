"""What one step changed, put into whatever the plan is by then."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solver import Plan
from solver.columns import Columns
from solver.examples import example
from solver.steps import Room, changed, room_for

if TYPE_CHECKING:
    from solver import Problem


def a_problem() -> Problem:
    return example("", []).problem


BEFORE = Plan.of([(0, 1, 0, 2), (2, 0, 0, -1)])


def test_changes_of_different_placements_are_both_made() -> None:
    one = Plan.of([(0, 1, 2, 2), (2, 0, 0, -1)])
    other = Plan.of([(0, 1, 0, 2), (2, 0, 4, -1)])
    assert changed(a_problem(), one, BEFORE, other) == Plan.of([(0, 1, 2, 2), (2, 0, 4, -1)])


def test_what_is_gone_already_cannot_be_moved() -> None:
    moved = Plan.of([(0, 1, 2, 2), (2, 0, 0, -1)])
    other = Plan.of([(0, 1, 3, 2), (2, 0, 0, -1)])
    assert changed(a_problem(), moved, BEFORE, other) is None


def test_what_is_there_already_cannot_be_made_again() -> None:
    longer = Plan.of([*BEFORE, (4, 0, 2, -1)])
    assert changed(a_problem(), longer, BEFORE, longer) is None


def test_a_mentor_is_changed_like_the_placement() -> None:
    other = Plan.of([(0, 1, 0, 3), (2, 0, 0, -1)])
    current = Plan.of([*BEFORE, (4, 0, 2, -1)])
    after = Plan.of([*other, (4, 0, 2, -1)])
    assert changed(a_problem(), current, BEFORE, other) == after
    assert changed(a_problem(), current, BEFORE, other, guided=False) == current


def test_a_mentor_that_the_step_left_alone_stays_as_it_is_by_then() -> None:
    current = Plan.of([(0, 1, 0, 3), (2, 0, 0, -1)])
    after = Plan.of([(0, 1, 0, 2), (2, 0, 4, -1)])
    assert changed(a_problem(), current, BEFORE, after) == Plan.of([(0, 1, 0, 3), (2, 0, 4, -1)])


def test_what_the_step_did_not_see_stays() -> None:
    rest = [(4, 0, 2, -1), (5, 1, 3, 3)]
    current = Plan.of([*BEFORE, *rest])
    assert changed(a_problem(), current, BEFORE, Plan.of()) == Plan.of(rest)
    assert changed(a_problem(), current, Plan.of(), Plan.of([(1, 1, 4, 2)])) == Plan.of(
        [*current, (1, 1, 4, 2)]
    )
    assert changed(a_problem(), Plan.of(), Plan.of(), Plan.of()) == Plan.of()


VISITS = st.dictionaries(
    st.tuples(st.integers(0, 5), st.integers(0, 2), st.integers(0, 4)), st.integers(-1, 5)
)


def of(visits: dict[tuple[int, int, int], int]) -> Plan:
    return Plan.of([(*visit, mentor) for visit, mentor in visits.items()])


def visits(plan: Plan) -> dict[tuple[int, int, int], int]:
    return {(p.employee, p.host, p.start): p.mentor for p in plan}


@given(VISITS, VISITS, VISITS)
def test_nothing_is_lost_and_nothing_is_invented(
    current: dict[tuple[int, int, int], int],
    before: dict[tuple[int, int, int], int],
    after: dict[tuple[int, int, int], int],
) -> None:
    found = changed(a_problem(), of(current), of(before), of(after))
    gone, come = before.keys() - after.keys(), after.keys() - before.keys()
    possible = gone <= current.keys() and not come & (current.keys() - gone)
    assert (found is not None) == possible
    if found is None:
        return
    assert len(visits(found)) == len(found)
    assert visits(found).keys() == (current.keys() - gone) | come
    given = {visit for visit in before.keys() & after.keys() if before[visit] != after[visit]}
    for visit, mentor in visits(found).items():
        assert mentor == (after if visit in come | given else current)[visit]
    kept = changed(a_problem(), of(current), of(before), of(after), guided=False)
    assert kept is not None
    for visit, mentor in visits(kept).items():
        assert mentor == (after if visit in come else current)[visit]


@given(VISITS, VISITS)
def test_a_change_of_the_plan_itself_is_made_in_full(
    before: dict[tuple[int, int, int], int], after: dict[tuple[int, int, int], int]
) -> None:
    assert changed(a_problem(), of(before), of(before), of(after)) == of(after)


def test_room_is_what_was_counted() -> None:
    problem = a_problem()
    columns = Columns.named(problem, np.array([0, 1, 2]), np.array([1, 1, 0]), np.array([0, 3, 3]))
    room = Room(np.array([(0 * 3 + 1) * 6 + 3]), np.array([2]))
    slot, left = room.of(columns)
    assert slot.tolist() == [6, 9, 21]
    assert left.tolist() == [0, 2, 0]
    nothing = Room(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    assert nothing.of(columns)[1].tolist() == [0, 0, 0]


@given(st.integers(0, 2**32))
def test_there_is_room_where_a_placement_breaks_no_count(seed: int) -> None:
    rng = Random(seed)
    length, capacity = [rng.randint(1, 3) for _ in range(3)], [rng.randint(0, 2) for _ in range(3)]
    problem = example("", [], length=length, host_capacity=capacity).problem
    host, person = [rng.randrange(3) for _ in range(9)], [rng.randrange(6) for _ in range(9)]
    rows = [(e, b, rng.randrange(7 - length[b])) for e, b in zip(person, host, strict=True)]
    made = Plan.of(rows[: rng.randrange(8)])
    asked = Columns.named(problem, *np.array(rows).T)
    for number, found in enumerate(room_for(asked, made).tolist()):
        employee, where, start = rows[number]
        covers = range(start, start + length[where])
        seats = [sum(b == where and s <= t < s + length[b] for _, b, s, _ in made) for t in covers]
        home = problem.home[employee]
        away = [
            sum(problem.home[e] == home and s <= t < s + length[b] for e, b, s, _ in made)
            for t in covers
        ]
        free = all(n < capacity[where] for n in seats)
        assert found == (free and all(n < problem.releasable[home, 0] for n in away))
