"""How the time grows, and what changed between two recordings."""

from __future__ import annotations

import math

import pytest

from planner.bench import OBVIOUS, compare, growth
from tests.bench.small import a_recording, a_run


@pytest.mark.parametrize("exponent", [0.5, 1.0, 1.7])
def test_the_exponent_of_people_log_people_is_found(exponent: float) -> None:
    rows = [a_run(people=n, seconds=0.01 * (n * math.log(n)) ** exponent) for n in (60, 300, 9000)]
    found = {each.what: each for each in growth(rows)}
    assert found["total"].exponent == pytest.approx(exponent)
    assert found["total"].fit == pytest.approx(1)
    assert found["total"].rows == 3
    assert found["first plan"].exponent == pytest.approx(0)


def test_each_kind_has_a_fit_of_its_own_and_one_size_has_none() -> None:
    rows = [
        a_run(people=60, seconds=1.0),
        a_run(people=600, seconds=12.0),
        a_run(people=60, kind="density 3, scarcity 1"),
        a_run(people=60, kind="density 3, scarcity 1"),
    ]
    assert {each.kind for each in growth(rows)} == {"density 8, scarcity 1"}


@pytest.mark.parametrize("changes", [{"model": OBVIOUS}, {"status": "unknown"}, {"kind": ""}])
def test_only_plans_of_the_planner_on_drawn_problems_count(changes: dict[str, str]) -> None:
    rows = [a_run(people=n, **changes) for n in (60, 600)]
    assert growth(rows) == []


def test_a_fit_through_scattered_rows_says_how_well_it_fits() -> None:
    rows = [a_run(people=n, seconds=s) for n, s in ((100, 1.0), (1000, 50.0), (5000, 2.0))]
    total = next(each for each in growth(rows) if each.what == "total")
    assert 0 <= total.fit < 0.5


def test_figures_are_compared_by_row_and_stage() -> None:
    old = a_recording(a_run(stages={"read": 0.5, "count": 2.0}, seconds=8.0))
    new = a_recording(a_run(stages={"read": 0.25, "polish": 1.0}, seconds=10.0))

    found = {each.what: each for each in compare(old, new).changes}

    assert (found["read, s"].old, found["read, s"].new, found["read, s"].ratio) == (0.5, 0.25, 0.5)
    assert found["total, s"].ratio == 1.25
    assert (found["count, s"].new, found["count, s"].ratio) == (None, None)
    assert (found["polish, s"].old, found["polish, s"].ratio) == (None, None)
    assert found["coverage"].ratio == 1
    assert (found["violations"].old, found["violations"].ratio) == (0, None)


def test_rows_of_one_recording_alone_are_named() -> None:
    old = a_recording(a_run(), a_run(problem="60x8x12"))
    new = a_recording(a_run(), a_run(model=OBVIOUS), a_run(kind="", problem="acme"))

    comparison = compare(old, new)

    assert comparison.only_old == ("60x8x12 (density 8, scarcity 1), planner",)
    assert comparison.only_new == ("300x15x26 (density 8, scarcity 1), obvious", "acme, planner")


def test_other_circumstances_are_remarked() -> None:
    old = a_recording()
    machine = {"cores": 4, "memory_mb": 8000, "libraries": {"ortools": "9.16"}}
    new = a_recording(a_run(time_limit=20.0, workers=4), machine=machine)
    assert compare(old, new).remarks == (
        "cores: 2 before, 4 now",
        "ortools: 9.15 before, 9.16 now",
        "300x15x26 (density 8, scarcity 1), planner: 10 s were given before, 20 s now",
        "300x15x26 (density 8, scarcity 1), planner: 2 workers before, 4 now",
    )
    assert compare(old, old).remarks == ()
