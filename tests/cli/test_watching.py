from __future__ import annotations

from typing import Any

import pytest

from planner.cli.watching import Watch, fraction, in_words, stage_name
from planner.domain import Progress


def a_step(**changes: Any) -> Progress:
    defaults: dict[str, Any] = {
        "stage": "improve",
        "seconds": 1.0,
        "aim": "coverage",
        "incumbent": 0.8,
        "bound": 0.9,
        "gap": 0.1,
        "placements": 12,
    }
    return Progress(**{**defaults, **changes})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Coverage 80.00 %, at most 90.00 % possible"),
        ({"gap": 0.0, "bound": 0.8}, "Coverage 80.00 %, proven best"),
        ({"bound": None, "gap": None}, "Coverage 80.00 %"),
        ({"incumbent": None, "gap": None}, "no plan yet; at most 90.00 % possible"),
        ({"incumbent": None, "bound": None, "gap": None}, "no plan yet"),
        (
            {"aim": "economy", "incumbent": 12, "bound": 10},
            "Periods spent away 12, at least 10 possible",
        ),
    ],
)
def test_steps_are_told_in_words(changes: dict[str, Any], words: str) -> None:
    assert in_words(a_step(**changes)) == words


def test_the_bar_fills_towards_the_bound() -> None:
    assert fraction(a_step()) == pytest.approx(0.9)
    assert fraction(a_step(gap=None)) == 0
    assert fraction(a_step(gap=3.0)) == 0


def test_stages_that_nobody_named_are_readable() -> None:
    assert stage_name("proving_bounds") == "Proving bounds"


def test_plain_lines_come_with_every_stage_but_not_with_every_step(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Watch() as watch:
        for stage in ("count", "improve"):
            for _ in range(50):
                watch.tell(a_step(stage=stage))
        watch.beat(0)

    assert len(capsys.readouterr().err.splitlines()) == 2


def test_signals_are_answered_once_each(capsys: pytest.CaptureFixture[str]) -> None:
    with Watch(quiet=True) as watch:
        for signals in (0, 1, 1, 2, 2):
            watch.beat(signals)

    told = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in told] == ["Stopping:", "Still"]
