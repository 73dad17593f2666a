"""The measuring cases: known optima are worth what they should be, known clashes are named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from planner.domain import Status
from planner.exchange import read_organisation, read_plan
from planner.planning import explain_impossible, score, solve

if TYPE_CHECKING:
    from pathlib import Path

    from planner.domain import Score

TABLE_TOPS = [
    "1-rest-and-repeats",
    "2-mentors-and-deputies",
    "3-seasons-and-closures",
    "4-desks",
    "5-promises-first",
    "6-both-ways",
]
CLASHES = [
    "1-two-pins-one-desk",
    "2-pin-during-absence",
    "3-pin-below-minimum-staffing",
    "4-pin-without-a-mentor",
    "5-one-person-two-places",
]


def of(path: Path) -> Any:
    if not path.is_file():
        pytest.skip(f"{path.parent.name} is not among the cases here")
    return json.loads(path.read_text(encoding="utf-8"))


def values(scored: Score) -> dict[str, float]:
    return {aim.name: aim.value for aim in scored.aims}


@pytest.mark.parametrize("name", TABLE_TOPS)
def test_a_known_optimum_keeps_every_rule_and_is_worth_its_value(cases: Path, name: str) -> None:
    folder = cases / "table-top" / name
    optimum = of(folder / "optimum.json")
    organisation = read_organisation(folder).organisation
    scored = score(organisation, read_plan(folder / "optimum-plan.csv", organisation))
    assert scored.violations == ()
    found = values(scored)
    assert found["requirements"] == optimum["unmet_requirements"]
    assert found["coverage"] == pytest.approx(optimum["coverage"], abs=1e-9)
    assert (found["reach"], found["preferences"]) == (optimum["reach"], optimum["preferences"])


@pytest.mark.parametrize("name", TABLE_TOPS)
def test_a_known_optimum_is_reached_and_proven(cases: Path, name: str) -> None:
    folder = cases / "table-top" / name
    optimum = of(folder / "optimum.json")
    solution = solve(read_organisation(folder).organisation, time_limit=60)
    found = {aim.name: aim for aim in solution.aims}
    assert found["requirements"].value == optimum["unmet_requirements"]
    assert found["coverage"].value == pytest.approx(optimum["coverage"], abs=1e-6)
    assert found["reach"].value == optimum["reach"]
    assert found["preferences"].value == optimum["preferences"]
    assert solution.status is Status.OPTIMAL
    assert [aim.gap for aim in solution.aims] == pytest.approx([0] * len(solution.aims), abs=1e-6)


@pytest.mark.parametrize("name", CLASHES)
def test_a_known_clash_is_named_by_its_rules_and_rows(cases: Path, name: str) -> None:
    folder = cases / "infeasible" / name
    why = of(folder / "why.json")
    (clash,) = explain_impossible(read_organisation(folder).organisation)
    assert set(clash.rules) == set(why["rules"])
    rows = [(row.table, row.line) for row in clash.rows]
    assert sorted(rows, key=str) == sorted(
        ((row["table"], row["line"]) for row in why["rows"]), key=str
    )
    assert len(clash.remedies) == len(rows)
    assert clash.sentence.endswith(".")
