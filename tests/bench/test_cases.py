"""Sizes as people write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from planner.bench import Case, Shape, drawn_case, folder_case

if TYPE_CHECKING:
    from pathlib import Path


def test_a_size_is_people_departments_and_periods() -> None:
    assert drawn_case("1000x42x26", 60) == Case("1000x42x26", 60, Shape(1000, 42, 26))


def test_what_is_usual_holds_unless_the_size_says_otherwise() -> None:
    case = drawn_case("300x15x26, scarcity=2, time=10", 60, scarcity=3.0, density=4.0)
    assert case == Case("300x15x26", 10, Shape(300, 15, 26, density=4, scarcity=2))


def test_targets_may_be_shares_of_headcount() -> None:
    shape = drawn_case("240000x60x52,share=0.02,decay=0.9,density=8", 600).shape
    assert shape == Shape(240_000, 60, 52, target_share=0.02, decay=0.9)
    assert shape.kind == "density 8, scarcity 1, targets 0.02 of headcount, decay 0.9"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "'' is no size"),
        ("300x15", "'300x15' is no size"),
        ("300x15x26x2", "is no size"),
        ("-300x15x26", "is no size"),
        ("300x15x26,colour=1", "'colour' is no setting of a size; these are: density, scarcity"),
        ("300x15x26,scarcity=much", "'scarcity=much' holds no number"),
        ("300x15x26,scarcity=0", "scarcity is 0; it must lie between 0.01 and 100"),
        ("300x15x26,scarcity=nan", "scarcity is nan"),
        ("300x15x26,share=1.5", "target share is 1.5; it must lie between 0.0001 and 1"),
        ("300x15x26,time=0", "time is 0; it must be above 0 seconds"),
        ("10x15x26", "people is 10; it must not be below departments, 15"),
        ("300x1x26", "departments is 1; it must lie between 2 and 20000"),
        ("300x15x5000", "periods is 5000; it must lie between 2 and 1000"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        drawn_case(text, 60)


def test_an_organisation_is_named_like_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    folder.mkdir()
    assert folder_case(folder / ".." / "acme", 5) == Case("acme", 5, folder=folder / ".." / "acme")
