"""The same plan wherever the parts of a reproducible run are done."""

from __future__ import annotations

from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from solver import Plan, groups, improving, solve
from solver.control import Control
from solver.steps import Step
from tests.solver.forced import PATHS, force, in_parts
from tests.solver.problems import middling_case

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow

SECONDS = 6.0
"""Of the run's own time, which passes several times as fast as that on the wall."""


@pytest.fixture(autouse=True)
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no run be ended by the wall's clock, however busy the machine is."""
    left = property(lambda control: control.wall_limit + 600.0 - control.seconds)
    monkeypatch.setattr(Control, "wall_left", left)


class Eager(Executor):
    """Does at once what it is given, so that every part is there before the first is looked at."""

    _max_workers = 4

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def planned(seed: int, seconds: float = SECONDS, **how: Any) -> Plan:
    """Return the plan of a reproducible run that its own time ended, not that of the wall."""
    problem = middling_case(seed).problem
    result = solve(problem, time_limit=seconds, seed=5, deterministic=True, **how)
    assert result.plan is not None
    return result.plan


@pytest.mark.parametrize("path", ["as it is", "all that is large"])
@pytest.mark.parametrize("seed", [3, 4])
def test_one_process_two_and_an_executor_give_the_same(
    seed: int, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_parts(monkeypatch)
    force(monkeypatch, PATHS[path])
    alone = planned(seed, workers=1)
    assert planned(seed, workers=2) == alone
    with ThreadPoolExecutor(2) as two:
        assert planned(seed, executor=two) == alone
        assert two.submit(int, "7").result() == 7, "what was given has to stay open"


def test_how_soon_the_wall_ends_a_step_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    in_parts(monkeypatch)
    alone = planned(3, workers=1)

    def hurried(**how: Any) -> Step:
        return Step(**{**how, "patience": how["seconds"] * 0.6})

    for module in (groups, improving):
        monkeypatch.setattr(module, "Step", hurried)
    assert planned(3, workers=1) == alone


def test_wherever_the_time_ends_the_plan_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    in_parts(monkeypatch)
    for seed in (3, 8):
        for tenths in range(15, 60, 10):
            alone = planned(seed, tenths / 10, workers=1)
            assert planned(seed, tenths / 10, executor=Eager()) == alone, (seed, tenths)
