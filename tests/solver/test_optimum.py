"""The best plan there is: known optima, brute force, and what a result says of itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from planner.domain import AimOutcome, Organisation, Status
from planner.exchange import read_organisation
from planner.planning import explain_impossible, solve
from tests.reference.best import best
from tests.reference.rules import broken_rules
from tests.reference.values import aims as reference_aims
from tests.strategies import previous_plan, small_organisation, tiny_organisation

if TYPE_CHECKING:
    from pathlib import Path

SENSE = {
    "requirements": -1,
    "coverage": 1,
    "reach": 1,
    "stability": -1,
    "economy": -1,
    "preferences": 1,
    "earliness": -1,
}


def same_as_brute_force(seed: int) -> None:
    organisation = tiny_organisation(seed)
    previous = previous_plan(organisation, seed) if seed % 2 else None
    strict = seed % 5 == 0
    wanted = best(organisation, previous, strict)
    found = solve(organisation, previous=previous, strict=strict, time_limit=30, workers=1)
    if wanted is None:
        assert found.status is Status.IMPOSSIBLE
        return
    assert found.status is Status.OPTIMAL
    for aim in found.aims:
        assert aim.value == pytest.approx(float(wanted.values[aim.name]), rel=1e-6, abs=1e-6)


def test_tiny_ones_are_solved_to_the_optimum_of_brute_force() -> None:
    for seed in range(40):
        same_as_brute_force(seed)


@pytest.mark.slow
def test_500_tiny_ones_are_solved_to_the_optimum_of_brute_force() -> None:
    for seed in range(40, 540):
        same_as_brute_force(seed)


def keeps_its_word(organisation: Organisation, seed: int) -> Status:
    """Solve, and check all that the result claims against the reference."""
    previous = previous_plan(organisation, seed) if seed % 3 == 0 else None
    strict = seed % 7 == 0
    found = solve(organisation, previous=previous, strict=strict, time_limit=1.0, workers=1)
    if found.plan is None:
        assert found.status is Status.IMPOSSIBLE
        assert explain_impossible(organisation, strict)
        return found.status
    assert not broken_rules(organisation, found.plan, strict)
    reference = reference_aims(organisation, found.plan, previous)
    for aim in found.aims:
        assert aim.value == pytest.approx(float(reference[aim.name]), abs=1e-6), aim.name
        if aim.bound is not None:
            assert SENSE[aim.name] * (aim.bound - aim.value) >= -1e-6, aim.name
    assert (found.status is Status.OPTIMAL) == all(aim.gap == 0 for aim in found.aims)
    return found.status


def test_small_ones_keep_every_rule() -> None:
    statuses = [keeps_its_word(small_organisation(seed), seed) for seed in range(10)]
    assert statuses.count(Status.OPTIMAL) > 4


@pytest.mark.slow
def test_2000_small_ones_keep_every_rule() -> None:
    statuses = [
        keeps_its_word((tiny_organisation if seed % 10 else small_organisation)(seed), seed)
        for seed in range(10, 2_010)
    ]
    assert statuses.count(Status.OPTIMAL) > 1_500


def test_the_table_top_cases(cases: Path) -> None:
    for folder in sorted((cases / "table-top").iterdir()):
        known = json.loads((folder / "optimum.json").read_text())
        found = solve(read_organisation(folder).organisation, time_limit=30)
        assert found.status is Status.OPTIMAL, folder.name
        aims: dict[str, AimOutcome] = {aim.name: aim for aim in found.aims}
        assert aims["requirements"].value == known["unmet_requirements"], folder.name
        assert aims["coverage"].value == pytest.approx(known["coverage"], abs=1e-6), folder.name
        assert aims["reach"].value == known["reach"], folder.name
        assert aims["preferences"].value == known["preferences"], folder.name
