"""Where rows stand: in order, and moved only where there is no other way."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.store.differences import STEP, positions


@pytest.mark.parametrize(
    ("kept", "found"),
    [
        ([], []),
        ([None, None], [STEP, 2 * STEP]),
        ([10, 20], [10, 20]),
        ([10, None, 20], [10, 15, 20]),
        ([None, 10], [5, 10]),
        ([10, None, None], [10, 10 + STEP, 10 + 2 * STEP]),
        ([10, None, 11], [STEP, 2 * STEP, 3 * STEP]),
        ([20, 10], [STEP, 2 * STEP]),
        ([2_000_000_000, None], [STEP, 2 * STEP]),
    ],
)
def test_rows_stay_where_there_is_room(kept: list[int | None], found: list[int]) -> None:
    assert positions(kept) == found


@given(st.lists(st.none() | st.integers(1, 5_000), max_size=40))
def test_places_always_rise(kept: list[int | None]) -> None:
    found = positions(kept)
    assert len(found) == len(kept)
    assert all(0 < one < another for one, another in pairwise([0, *found][1:]) or [(1, 2)])
    numbers = [each for each in kept if each is not None]
    roomy = all(another - one > 40 for one, another in pairwise([0, *numbers]))
    if roomy:
        assert [at for at, was in zip(found, kept, strict=True) if was is not None] == numbers
