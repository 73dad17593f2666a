from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from planner import planning
from planner.domain import BadInput, Plan, Solution, Status
from planner.exchange import read_plan
from planner.planning.timing import LEAST_SECONDS
from planner.workflow.score_plan import score_plan
from planner.workflow.solve_plan import Search, solve_plan
from tests.builders import a_plan
from tests.workflow.files import a_folder, a_plan_file, a_small_one, a_solution, impossible

if TYPE_CHECKING:
    from pathlib import Path


class FakeSolver:
    """Notes how it was called and returns what it was told to."""

    def __init__(self, solution: Solution) -> None:
        self.solution = solution
        self.called: dict[str, Any] = {}

    def __call__(self, _organisation: object, **arguments: Any) -> Solution:
        self.called = arguments
        return self.solution


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeSolver:
    solver = FakeSolver(a_solution())
    monkeypatch.setattr(planning, "solve", solver)
    return solver


def test_plan_and_report_are_written(tmp_path: Path, fake: FakeSolver) -> None:
    out, report = tmp_path / "plan.csv", tmp_path / "report.json"

    solved = solve_plan(a_folder(tmp_path), out, report=report)

    assert (solved.plan_file, solved.report_file) == (out, report)
    assert read_plan(out, a_small_one()) == fake.solution.plan
    assert json.loads(report.read_text())["status"] == "feasible"


def test_without_a_plan_the_old_one_is_left_alone(tmp_path: Path, fake: FakeSolver) -> None:
    out, report = tmp_path / "plan.csv", tmp_path / "report.json"
    out.write_text("old")
    fake.solution = a_solution(status=Status.UNKNOWN, plan=None)

    solved = solve_plan(a_folder(tmp_path), out, report=report)

    assert solved.plan_file is None
    assert out.read_text() == "old"
    assert json.loads(report.read_text())["status"] == "unknown"


def test_the_time_limit_counts_what_went_before(tmp_path: Path, fake: FakeSolver) -> None:
    begun = time.monotonic() - 4.0

    solve_plan(a_folder(tmp_path), search=Search(seconds=10.0, started=begun))

    assert 4.0 < fake.called["time_limit"] < 6.0


def test_a_time_limit_that_is_over_leaves_the_least(tmp_path: Path, fake: FakeSolver) -> None:
    solve_plan(a_folder(tmp_path), search=Search(seconds=1.0, started=time.monotonic() - 9.0))

    assert fake.called["time_limit"] == LEAST_SECONDS


def test_everything_asked_for_reaches_the_solver(tmp_path: Path, fake: FakeSolver) -> None:
    previous = a_plan_file(tmp_path, ("a2", "B", 1))
    cancel = threading.Event()
    search = Search(workers=3, seed=7, deterministic=True, strict=True)

    solve_plan(a_folder(tmp_path), previous_file=previous, search=search, cancel=cancel)

    wanted = {"workers": 3, "seed": 7, "deterministic": True, "strict": True, "cancel": cancel}
    assert wanted.items() <= fake.called.items()
    assert fake.called["previous"] == a_plan(a_small_one(), ("a2", "B", 1))


def test_a_place_that_cannot_be_written_stops_before_the_work(
    tmp_path: Path, fake: FakeSolver
) -> None:
    with pytest.raises(BadInput, match="does not exist"):
        solve_plan(a_folder(tmp_path), tmp_path / "missing" / "plan.csv")

    assert fake.called == {}


def test_a_real_plan_keeps_every_rule_and_covers(tmp_path: Path) -> None:
    folder, out = a_folder(tmp_path), tmp_path / "plan.csv"

    solved = solve_plan(folder, out, search=Search(seconds=10.0))
    scored = score_plan(folder, out)

    assert solved.solution.status is Status.OPTIMAL
    assert scored.score.violations == ()
    assert {aim.name: aim.value for aim in scored.score.aims}["coverage"] == pytest.approx(1.0)


def test_what_leaves_no_plan_is_explained(tmp_path: Path) -> None:
    solved = solve_plan(
        a_folder(tmp_path, impossible()), tmp_path / "plan.csv", search=Search(seconds=10.0)
    )

    assert solved.solution.status is Status.IMPOSSIBLE
    assert [set(clash.rules) for clash in solved.clashes] == [{"pins", "host_capacity"}]
    assert not (tmp_path / "plan.csv").exists()


def test_a_search_that_was_stopped_before_it_began_still_ends_in_order(tmp_path: Path) -> None:
    cancel = threading.Event()
    cancel.set()
    out = tmp_path / "plan.csv"

    solved = solve_plan(a_folder(tmp_path), out, search=Search(seconds=10.0), cancel=cancel)

    assert out.exists() == (solved.solution.plan is not None)
    if solved.solution.plan is not None:
        assert isinstance(read_plan(out, a_small_one()), Plan)
