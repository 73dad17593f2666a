"""No figure gives one to four people away."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.access import SMALLEST, refusal, tellable, too_small


def people(first: int, last: int) -> frozenset[str]:
    return frozenset(f"e{number}" for number in range(first, last + 1))


def test_five_is_the_smallest_group() -> None:
    assert SMALLEST == 5


@pytest.mark.parametrize(
    ("size", "small"), [(0, False), (1, True), (4, True), (5, False), (1000, False)]
)
def test_one_to_four_are_too_few(size: int, small: bool) -> None:
    assert too_small(size) is small
    assert bool(refusal(people(1, size))) is small


@pytest.mark.parametrize(
    ("group", "told", "refused"),
    [
        ((1, 10), (1, 10), False),
        ((1, 10), (11, 20), False),
        ((1, 10), (1, 5), False),
        ((1, 9), (1, 5), True),
        ((1, 5), (1, 9), True),
        ((1, 10), (2, 11), True),
        ((1, 10), (6, 15), False),
        ((1, 12), (6, 17), False),
        ((1, 12), (6, 16), True),
        ((1, 12), (6, 13), True),
    ],
)
def test_a_difference_of_one_to_four_is_told_nowhere(
    group: tuple[int, int], told: tuple[int, int], refused: bool
) -> None:
    assert bool(refusal(people(*group), [people(*told)])) is refused


def test_what_its_parts_leave_of_a_whole_is_told_nowhere() -> None:
    whole, parts = people(1, 20), [people(1, 8), people(9, 17)]
    assert refusal(parts[1], [whole, parts[0]])
    assert refusal(whole, parts)
    assert not refusal(people(9, 20), [whole, parts[0]])


def test_a_refusal_is_a_sentence() -> None:
    assert refusal(people(1, 3)) == "Figures are shown for groups of at least 5 people only."
    assert refusal(people(1, 9), [people(1, 5)]).endswith("fewer than 5 people.")


def test_the_largest_groups_are_told_first() -> None:
    groups = {"part": people(1, 17), "whole": people(1, 20), "small": people(30, 33)}
    assert tellable(groups) == {"whole"}


def test_parts_that_fill_the_whole_are_all_told() -> None:
    groups = {name: people(*name) for name in [(1, 15), (1, 5), (6, 10), (11, 15)]}
    assert tellable(groups) == set(groups)


GROUPS = st.dictionaries(
    st.integers(0, 9), st.frozensets(st.sampled_from(sorted(people(1, 14)))), max_size=6
)


@given(GROUPS)
def test_what_is_told_side_by_side_gives_nobody_away(groups: dict[int, frozenset[str]]) -> None:
    told = [groups[key] for key in tellable(groups)]
    assert all(not too_small(len(each)) for each in told)
    for one, other in combinations(told, 2):
        assert not too_small(len(one - other))
        assert not too_small(len(other - one))
    for whole in told:
        parts = frozenset[str]().union(*(part for part in told if part < whole))
        assert not too_small(len(whole - parts))
