"""Runs whose parts are carried elsewhere: by executors, by processes that die, until stopped."""

from __future__ import annotations

import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from solver import processes, solve
from tests.solver.forced import PATHS, force, in_parts
from tests.solver.problems import middling_case

if TYPE_CHECKING:
    import subprocess

pytestmark = pytest.mark.slow


CASE = middling_case(6)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Return the processes that are started for parts, as they are."""
    found: list[subprocess.Popen[bytes]] = []
    begin = processes._start

    def start() -> subprocess.Popen[bytes]:
        found.append(begin())
        return found[-1]

    monkeypatch.setattr(processes, "_start", start)
    return found


def test_an_executor_carries_the_parts(
    monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[bytes]]
) -> None:
    in_parts(monkeypatch)
    with ThreadPoolExecutor(2, thread_name_prefix="given") as two:
        result = solve(CASE.problem, time_limit=4, workers=2, executor=two)
        assert {thread.name[:5] for thread in two._threads} == {"given"}
    assert not started
    assert result.plan is not None
    assert CASE.breaks(result.plan) == set()
    assert "improve" in {stage.name for stage in result.stages}


def test_processes_of_this_machine_carry_the_parts_and_end_with_the_run(
    monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[bytes]]
) -> None:
    in_parts(monkeypatch)
    result = solve(CASE.problem, time_limit=5, workers=2)
    assert result.plan is not None
    assert CASE.breaks(result.plan) == set()
    assert "improve" in {stage.name for stage in result.stages}
    assert len(started) >= 2
    assert all(process.wait(5) is not None for process in started)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that cannot be caught")
def test_a_process_that_is_killed_costs_no_more_than_its_part(
    monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[bytes]]
) -> None:
    in_parts(monkeypatch)
    ended = threading.Event()

    def kill_now_and_then() -> None:
        while not ended.wait(0.7):
            if started:
                started[-1].kill()

    killer = threading.Thread(target=kill_now_and_then)
    killer.start()
    try:
        result = solve(CASE.problem, time_limit=6, workers=2)
    finally:
        ended.set()
        killer.join()
    assert len(started) > 3, "nobody was killed"
    assert result.plan is not None
    assert CASE.breaks(result.plan) == set()
    assert result.wall_seconds < 30
    assert all(process.wait(5) is not None for process in started)


@pytest.mark.parametrize("path", ["as it is", "counts in two goes"])
@pytest.mark.parametrize("wait", [0.1, 0.5, 2.0])
@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_ends_at_once_when_it_is_told_to(
    workers: int, wait: float, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_parts(monkeypatch)
    force(monkeypatch, PATHS[path])
    cancel, stopped = threading.Event(), []

    def stop() -> None:
        stopped.append(time.monotonic())
        cancel.set()

    timer = threading.Timer(wait, stop)
    timer.start()
    result = solve(CASE.problem, time_limit=300, workers=workers, cancel=cancel)
    ended = time.monotonic()
    timer.join()
    assert result.stopped
    assert ended - stopped[0] < 30
    assert result.plan is None or CASE.breaks(result.plan) == set()
