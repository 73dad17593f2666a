"""Searches in processes of their own: found, stopped, killed, capped, and never left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planner.domain import Pin, Progress, Search, Status
from planner.workflow.search_process import Failed, Found, Order, SearchProcess
from tests.workflow.files import a_small_one, impossible
from tests.workflow.plans.office import A_BEGINNING, a_long_one

pytestmark = pytest.mark.slow
needs_proc = pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks into /proc")


def outcome(process: SearchProcess, seconds: float = 90) -> Found | Failed:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        told = process.wait(0.5)
        if isinstance(told, (Found, Failed)):
            return told
    raise AssertionError("the search did not come to its end")


def wait_for_a_plan(process: SearchProcess) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end:
        told = process.wait(0.5)
        assert not isinstance(told, (Found, Failed)), told
        if isinstance(told, Progress) and told.placements:
            return
    raise AssertionError("the search found no plan")


def test_a_search_tells_what_it_found() -> None:
    with SearchProcess(Order(a_small_one(), Search(20, workers=1))) as process:
        found = outcome(process)
    assert isinstance(found, Found)
    assert found.solution.status is Status.OPTIMAL
    assert len(found.solution.plan or ()) > 0


def test_an_impossible_one_says_what_clashes() -> None:
    with SearchProcess(Order(impossible(), Search(20, workers=1))) as process:
        found = outcome(process)
    assert isinstance(found, Found)
    assert found.solution.status is Status.IMPOSSIBLE
    assert "Department B" in found.sentences[0]


def test_bad_input_is_told_in_words() -> None:
    small = a_small_one()
    odd = Pin("a1", "B", small.cycle.last_day)
    order = Order(a_small_one(pins=[odd]), Search(20, workers=1))
    with SearchProcess(order) as process:
        failed = outcome(process)
    assert isinstance(failed, Failed)
    assert "must start on the first day of a period" in failed.reason


def test_a_search_that_is_stopped_keeps_the_best_so_far() -> None:
    with SearchProcess(Order(a_long_one(), Search(300, workers=1), A_BEGINNING)) as process:
        wait_for_a_plan(process)
        process.stop()
        found = outcome(process)
    assert isinstance(found, Found)
    assert found.solution.stopped
    assert len(found.solution.plan or ()) > 0


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that cannot be caught")
def test_a_search_that_is_killed_says_so() -> None:
    with SearchProcess(Order(a_long_one(), Search(300, workers=1), A_BEGINNING)) as process:
        wait_for_a_plan(process)
        os.kill(process.pid, signal.SIGKILL)
        failed = outcome(process)
    assert isinstance(failed, Failed)
    assert failed.reason.startswith("The process that searched was killed")


@pytest.mark.skipif(sys.platform != "linux", reason="not every system caps memory")
def test_a_search_that_takes_too_much_memory_says_so() -> None:
    order = Order(a_long_one(), Search(60, workers=1))
    with SearchProcess(order, memory=250_000_000) as process:
        failed = outcome(process)
    assert isinstance(failed, Failed)
    assert "ran out of memory" in failed.reason
    assert "250 MB" in failed.reason


_PARENT = """
import sys, time
from planner.domain import Search
from planner.workflow.search_process import Order, SearchProcess
from tests.workflow.plans.office import A_BEGINNING, a_long_one

process = SearchProcess(Order(a_long_one(), Search(300, workers=1), A_BEGINNING))
while not getattr(process.wait(1), "placements", 0):
    pass
print(process.pid, flush=True)
time.sleep(300)
"""


@needs_proc
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that cannot be caught")
def test_a_search_ends_when_its_parent_is_killed() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert parent.stdout is not None
    with parent.stdout:
        pid = int(parent.stdout.readline())
        assert alive(pid)
        parent.kill()
        parent.wait()
    assert gone(pid)


def alive(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def gone(pid: int, seconds: float = 30) -> bool:
    """Wait for the end of a process; return whether it came."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not alive(pid):
            return True
        time.sleep(0.1)
    return False
