from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from planner import planning
from planner.cli.app import app
from planner.domain import AimOutcome, DependencyOutcome, Progress, Solution, Status
from tests.builders import a_plan
from tests.workflow.files import a_small_one

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def planner() -> Callable[..., Any]:
    """Return a function that runs a command in this process."""
    return lambda *arguments: CliRunner().invoke(app, [str(each) for each in arguments])


class FakeSolver:
    """Answers at once, or when it is told to stop, with the solution it was given."""

    def __init__(self) -> None:
        self.calls = 0
        self.until_stopped = False
        self.error: Exception | None = None
        self.changes: dict[str, Any] = {}

    def __call__(self, _organisation: object, **arguments: Any) -> Solution:
        self.calls += 1
        if self.error:
            raise self.error
        arguments["progress"](Progress("count", 0.1, "coverage", None, 0.9, None, 0))
        arguments["progress"](Progress("improve", 0.2, "coverage", 0.8, 0.9, 0.11, 1))
        if self.until_stopped:
            assert arguments["cancel"].wait(10)
        defaults: dict[str, Any] = {
            "status": Status.FEASIBLE,
            "plan": a_plan(a_small_one(), ("a1", "B", 0)),
            "aims": (AimOutcome("coverage", 0.8, 0.9, 0.11), AimOutcome("reach", 1.0)),
            "dependencies": (DependencyOutcome("A", "B", 1.0, 2, 0, 1, 2 / 3),),
            "stages": (),
            "seed": 0,
            "workers": 1,
            "wall_seconds": 0.1,
        }
        return Solution(**{**defaults, **self.changes})


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeSolver:
    solver = FakeSolver()
    monkeypatch.setattr(planning, "solve", solver)
    return solver
