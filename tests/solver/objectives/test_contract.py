"""What every aim promises: it says what it is, and what it is worth can be counted by hand."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest

from solver import Plan, aim_title, evaluate
from solver.aims import AIMS
from solver.examples import example
from solver.objectives import aims_of, all_aims

LARGEST = {"coverage", "reach", "preferences"}

VALUES: list[tuple[str, list[tuple[int, ...]], dict[str, Any], float]] = [
    ("requirements", [], {"requirements": [(0, 1, 5), (2, 0, -1)]}, 2),
    ("requirements", [(0, 1, 2)], {"requirements": [(0, 1, 3)]}, 0),
    ("requirements", [(0, 1, 3)], {"requirements": [(0, 1, 3)]}, 1),
    ("requirements", [], {"requirements": [(0, 1, 5)], "experience": [(0, 1)]}, 1),
    ("coverage", [], {}, 0),
    ("coverage", [(0, 1, 0)], {}, 3 / 6 * 2 / 3),
    ("coverage", [(0, 1, 0), (2, 0, 0)], {}, 3 / 6),
    ("coverage", [(0, 1, 0), (2, 0, 0)], {"target": [4, 2, 2], "decay": 1.0}, 3 / 6 / 2),
    ("coverage", [(0, 1, 0)], {"season_first": [1, 0, 0]}, 0),
    ("coverage", [(0, 1, 0)], {"provider_visits": [False] * 3}, 3 / 6 * 2 / 3),
    ("coverage", [], {"experience": [(0, 1), (2, 0)]}, 3 / 6),
    ("reach", [(0, 1, 0), (0, 2, 2)], {"experience": [(0, 2), (5, 5 - 5)]}, 2),
    ("stability", [(0, 1, 0, 2)], {"previous": [(0, 1, 0), (0, 2, 2), (1, 1, -3)]}, 2),
    ("economy", [(0, 1, 0), (4, 0, 0)], {"length": [3, 2, 2]}, 5),
    ("preferences", [(0, 1, 0), (4, 0, 0)], {"preferences": [(0, 1, 2), (4, 0, -1)]}, 1),
    ("earliness", [(0, 1, 3), (2, 2, 4)], {}, 3 * 3 + 2 * 4),
    ("earliness", [(0, 1, 3)], {"season_last": [1, 5, 5]}, 9),
]


def test_the_aims_are_those_of_the_design_in_their_order() -> None:
    assert tuple(all_aims()) == AIMS
    assert {name for name, aim in all_aims().items() if aim.sense > 0} == LARGEST
    assert {aim.sense for aim in all_aims().values()} == {1, -1}


@pytest.mark.parametrize("name", AIMS)
def test_an_aim_says_what_it_is(name: str) -> None:
    text = importlib.import_module(f"solver.objectives.{name}").__doc__ or ""
    title, rest = text.split("\n\n", 1)
    assert title == aim_title(name) + "."
    assert rest.rstrip().endswith(".")


@pytest.mark.parametrize(("name", "placements", "facts", "value"), VALUES)
def test_a_plan_is_worth_what_can_be_counted_by_hand(
    name: str, placements: list[tuple[int, ...]], facts: dict[str, Any], value: float
) -> None:
    shown = example("", placements, **facts)
    assert evaluate(shown.problem, shown.plan).aims[name] == pytest.approx(value)


def test_stability_counts_only_where_there_is_a_plan_before() -> None:
    alone = example("", []).problem
    after = example("", [], previous=[(0, 1, 0)]).problem
    assert "stability" not in {aim.name for aim in aims_of(alone)}
    assert "stability" in {aim.name for aim in aims_of(after)}
    assert all_aims()["stability"].value(alone, Plan.of()) == 0


@pytest.mark.parametrize("targets", [[1, 1, 1], [2, 30, 7], [500, 9000, 100]])
@pytest.mark.parametrize("decay", [0.25, 0.5, 0.999, 1.0])
def test_units_of_coverage_lose_nothing_that_counts(targets: list[int], decay: float) -> None:
    """Every step of every dependency, rounded to whole units, is off by 1e-7 in all at most."""
    problem = example("", [], target=targets, decay=decay, importance=[0.35, 2.7, 9.0]).problem
    aim = all_aims()["coverage"]
    steps = np.minimum(problem.target, problem.employees).sum()
    assert 0.5 * steps / aim.unit(problem) <= 1e-7
    assert aim.unit(problem) < 2**53


def test_whole_importances_are_counted_exactly() -> None:
    earliness = all_aims()["earliness"]
    assert earliness.unit(example("", []).problem) == 1
    assert earliness.unit(example("", [], importance=[0.35, 2.0, 1.0]).problem) == 10**6
