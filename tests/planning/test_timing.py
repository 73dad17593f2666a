"""What a time limit leaves for the search."""

from __future__ import annotations

import time

import pytest

from planner.planning.timing import LEAST_SECONDS, seconds_to_search


@pytest.mark.parametrize(
    ("limit", "gone", "people", "left"),
    [
        (10.0, 0.0, 0, 9.6),
        (10.0, 4.0, 0, 5.6),
        (100.0, 0.0, 100, 98.5),
        (600.0, 0.0, 200_000, 595.5),
    ],
)
def test_something_is_kept_back_for_writing(
    limit: float, gone: float, people: int, left: float
) -> None:
    found = seconds_to_search(limit, time.monotonic() - gone, people)
    assert left - 1 < found <= left


def test_a_limit_that_is_over_leaves_the_least() -> None:
    assert seconds_to_search(1.0, time.monotonic() - 9.0, 10) == LEAST_SECONDS
