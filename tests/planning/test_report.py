"""The report says what docs/report.md says it says."""

from __future__ import annotations

import json
import re
from pathlib import Path

from planner.domain import AimOutcome, DependencyOutcome, Solution, StageTime, Status
from planner.planning import to_report
from tests.builders import a_cycle, a_dependency, a_plan, an_organisation

PAGE = Path(__file__).resolve().parents[2] / "docs" / "report.md"

ORGANISATION = an_organisation(
    cycle=a_cycle(name="Spring 2027"), dependencies=[a_dependency("A", "B", target=1)]
)
SOLVED = Solution(
    status=Status.OPTIMAL,
    plan=a_plan(ORGANISATION, ("a1", "B", 0)),
    aims=(AimOutcome("coverage", 1.0, 1.0, 0.0),),
    dependencies=(DependencyOutcome("A", "B", 1.0, 1, 0, 1, 1.0),),
    stages=(StageTime("count", 0.02),),
    seed=0,
    workers=2,
    wall_seconds=0.3,
)


def test_the_example_of_the_page_is_a_real_report() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert to_report(SOLVED, ORGANISATION) == json.loads(example)


def test_every_key_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    report = to_report(SOLVED, ORGANISATION)
    assert [key for key in report if f"| `{key}` |" not in page] == []
    assert [status for status in Status if f"| `{status.value}` |" not in page] == []
    assert [name for name in a_cycle().aims if f"| `{name}` |" not in page] == []


def test_a_report_survives_json() -> None:
    report = to_report(SOLVED, ORGANISATION)
    assert json.loads(json.dumps(report, allow_nan=False)) == report


def test_without_a_plan_there_are_no_placements() -> None:
    nothing = Solution(Status.IMPOSSIBLE, None, (), (), (), 7, 1, 0.1)
    report = to_report(nothing, ORGANISATION)
    assert report["status"] == "impossible"
    assert report["placements"] == []
    assert (report["size"]["placements"], report["size"]["people_placed"]) == (0, 0)
