"""Independent parts, carried by executors from outside, also by such as lose them."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from typing import TYPE_CHECKING, Any

import pytest

from solver import carrying
from solver.parts import Parts
from tests.solver import works
from tests.solver.waiting import after, needs_kill, never

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_threads_can_carry_the_parts() -> None:
    with ThreadPoolExecutor(3) as threads, Parts(2, threads) as parts:
        assert parts.lanes == 3
        assert parts.run(works.square, range(20), until=never) == [n * n for n in range(20)]
        assert parts.run(works.who, [0], until=never) == [os.getpid()]
        assert parts.run(lambda n: n, range(3), until=never, ordered=True) == [0, 1, 2]
        with pytest.raises(ValueError, match="is no good"):
            parts.run(works.refuse, range(3), until=never)
        parts.close()
        assert threads.submit(works.square, 3).result() == 9


def test_an_executor_from_outside_is_not_waited_for() -> None:
    done = threading.Event()
    with ThreadPoolExecutor(2) as threads:
        parts = Parts(2, threads)
        begun = time.monotonic()
        found = parts.run(lambda n: n if n else done.wait(60), range(4), until=after(0.3))
        assert time.monotonic() - begun < 30
        done.set()
    assert found == [None, 1, 2, 3]


@needs_kill
def test_a_pool_that_breaks_is_replaced_by_processes_of_this_machine(tmp_path: Path) -> None:
    jobs = [(number, str(tmp_path / "mark")) for number in range(8)]
    with ProcessPoolExecutor(2) as pool, Parts(2, pool) as parts:
        found = parts.run(works.die_unless_marked, jobs, until=never)
        assert found == list(range(8))
        assert "the rest was done on this machine" in parts.trouble[0]
        assert parts.run(works.square, range(3), until=never) == [0, 1, 4]
        assert len(parts.trouble) == 1


class Unsteady(Executor):
    """Loses what it is given for the first few times, in the way it is told to."""

    def __init__(self, losses: int, problem: Exception | None) -> None:
        self.losses, self.problem = losses, problem
        self.submitted = 0

    def submit(self, fn: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        self.submitted += 1
        future: Future[Any] = Future()
        if self.submitted > self.losses:
            future.set_result(fn(*arguments, **named))
        elif self.problem is None:
            future.cancel()
            future.set_running_or_notify_cancel()
        else:
            future.set_exception(self.problem)
        return future


KilledWorker = type("KilledWorker", (Exception,), {"__module__": "distributed.scheduler"})


@pytest.mark.parametrize(
    "problem", [None, KilledWorker("x"), ConnectionResetError("x"), CancelledError("x")]
)
def test_losses_of_a_cluster_are_made_good(problem: Exception | None) -> None:
    steady = Unsteady(4, problem)
    with Parts(2, steady) as parts:
        assert parts.lanes == 2
        assert parts.run(works.square, range(5), until=never) == [0, 1, 4, 9, 16]
        assert parts.trouble == []
    assert steady.submitted == 9


def test_what_is_lost_every_time_becomes_nothing() -> None:
    with Parts(2, Unsteady(1000, KilledWorker("x"))) as parts:
        assert parts.run(works.square, range(3), until=never) == [None] * 3
        assert len(parts.trouble) == 3


class Gone(Executor):
    """Takes nothing, or takes it and has nobody to do it."""

    def __init__(self, problem: Exception | None) -> None:
        self.problem = problem
        self._max_workers = 1 if problem else 0

    def submit(self, fn: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        if self.problem:
            raise self.problem
        return Future()


@pytest.mark.parametrize("problem", [None, RuntimeError("shut down"), BrokenExecutor("broken")])
def test_a_cluster_that_is_gone_is_replaced_by_this_machine(
    monkeypatch: pytest.MonkeyPatch, problem: Exception | None
) -> None:
    monkeypatch.setattr(carrying, "PATIENCE", 0.2)
    with Parts(2, Gone(problem)) as parts:
        assert parts.run(works.square, range(5), until=never) == [0, 1, 4, 9, 16]
        (sentence,) = parts.trouble
        assert str(problem or "no worker is left") in sentence
        assert parts.lanes == 2
