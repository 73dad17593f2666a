"""Independent parts, carried by processes of this machine and by executors from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
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
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from solver import carrying
from solver.parts import Parts
from tests.solver import works

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

needs_kill = pytest.mark.skipif(
    not hasattr(signal, "SIGKILL"), reason="needs a signal that cannot be caught"
)


def never() -> bool:
    return False


def after(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end


def is_alive(process: int) -> bool:
    """Tell whether a process runs: one that is dead and not yet buried does not."""
    try:
        os.kill(process, 0)
    except OSError:
        return False
    status = Path(f"/proc/{process}/stat")
    try:
        return status.read_text(encoding="ascii", errors="replace").rpartition(")")[2][1] != "Z"
    except FileNotFoundError:
        return not status.parent.parent.exists()


def until_dead(process: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while is_alive(process):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def read_when_there(file: Path) -> int:
    end = time.monotonic() + 30
    while not (file.exists() and file.read_text()):
        assert time.monotonic() < end
        time.sleep(0.02)
    return int(file.read_text())


@pytest.fixture(scope="module")
def shared() -> Iterator[Parts]:
    with Parts(2) as two:
        yield two


@pytest.fixture
def parts(shared: Parts) -> Parts:
    """Return parts over two processes; their start is what takes most of the time here."""
    shared.trouble.clear()
    return shared


def test_results_come_in_the_order_of_the_parts(parts: Parts) -> None:
    assert parts.run(works.square, range(40), until=never) == [n * n for n in range(40)]
    assert parts.lanes == 2
    assert parts.trouble == []


def test_the_work_is_done_elsewhere_and_side_by_side(parts: Parts) -> None:
    processes = set(parts.run(works.who_at_leisure, range(200), until=never))
    assert os.getpid() not in processes
    assert len(processes) == 2


def test_without_a_second_worker_the_work_is_done_here() -> None:
    told: list[tuple[int, int]] = []
    with Parts(1) as one:
        found = one.run(works.who, range(2), until=never, first=lambda *result: told.append(result))
    assert found == [os.getpid()] * 2
    assert told == [(0, os.getpid()), (1, os.getpid())]


def test_a_single_part_starts_no_processes() -> None:
    with Parts(2) as two:
        assert two.run(works.who, [0], until=never) == [os.getpid()]


def test_nothing_to_do_is_done(parts: Parts) -> None:
    assert parts.run(works.square, [], until=never) == []


def test_arrays_come_back_as_they_went(parts: Parts) -> None:
    arrays = [np.arange(100_000) * number for number in range(6)]
    for array, back in zip(arrays, parts.run(np.copy, arrays, until=never), strict=True):
        assert back is not None
        np.testing.assert_array_equal(array, back)


def test_results_are_told_as_they_come(parts: Parts) -> None:
    parts.run(works.who, range(2), until=never)
    told: list[int] = []
    parts.run(works.rest, [0.5, 0.0], until=never, first=lambda number, _: told.append(number))
    assert told == [1, 0]


def test_results_are_told_in_order_if_asked(parts: Parts) -> None:
    told: list[tuple[int, float]] = []
    seconds = [0.3, 0.0, 0.1, 0.0, 0.0]
    parts.run(
        works.rest,
        seconds,
        until=never,
        first=lambda *result: told.append(result),
        ordered=True,
    )
    assert told == list(enumerate(seconds))


def test_they_are_told_in_the_thread_that_asked(parts: Parts) -> None:
    threads: set[int] = set()
    parts.run(
        works.square, range(5), until=never, first=lambda *_: threads.add(threading.get_ident())
    )
    assert threads == {threading.get_ident()}


@pytest.mark.parametrize("ordered", [False, True])
def test_the_time_ends_the_run_and_what_is_done_is_kept(parts: Parts, ordered: bool) -> None:
    parts.run(works.who, range(2), until=never)
    told: list[tuple[int, float]] = []
    begun = time.monotonic()

    found = parts.run(
        works.rest,
        [30.0, 0.0, 0.1, 30.0, 0.0],
        until=after(0.5),
        first=lambda *result: told.append(result),
        ordered=ordered,
    )

    assert time.monotonic() - begun < 15
    assert found == [None, 0.0, 0.1, None, None]
    assert told == [(1, 0.0), (2, 0.1)]


def test_an_abandoned_part_stops_using_the_core(parts: Parts, tmp_path: Path) -> None:
    marks = [str(tmp_path / name) for name in "ab"]
    parts.run(works.hold_core, marks, until=lambda: all(Path(m).exists() for m in marks))
    for mark in marks:
        assert until_dead(read_when_there(tmp_path / mark), 20)
    assert parts.run(works.square, range(3), until=never) == [0, 1, 4]


def test_nothing_is_begun_once_it_is_over(parts: Parts) -> None:
    assert parts.run(works.square, range(3), until=lambda: True) == [None] * 3
    with Parts(1) as one:
        assert one.run(works.square, range(3), until=lambda: True) == [None] * 3


def test_what_the_work_raises_is_raised_and_says_where(parts: Parts) -> None:
    with pytest.raises(ValueError, match="is no good") as raised:
        parts.run(works.refuse, range(3), until=never)
    assert "in refuse" in raised.value.__notes__[0]
    assert parts.run(works.square, range(3), until=never) == [0, 1, 4]


def test_what_cannot_travel_is_a_defect(parts: Parts) -> None:
    with pytest.raises(Exception, match=r"lambda|local object"):
        parts.run(works.say_nothing_sensible, range(3), until=never)
    with pytest.raises(Exception, match=r"lambda|local object"):
        parts.run(lambda number: number, range(3), until=never)


def test_what_the_listener_raises_is_raised(parts: Parts) -> None:
    def refuse(*_: object) -> None:
        raise LookupError("no more")

    with pytest.raises(LookupError, match="no more"):
        parts.run(works.square, range(3), until=never, first=refuse)


def test_some_workers_are_needed() -> None:
    with pytest.raises(ValueError, match="workers is 0"):
        Parts(0)


@needs_kill
def test_a_part_whose_worker_dies_is_done_again(parts: Parts, tmp_path: Path) -> None:
    jobs = [(number, str(tmp_path / "mark")) for number in range(8)]
    assert parts.run(works.die_unless_marked, jobs, until=never) == list(range(8))
    assert parts.trouble == []


@needs_kill
@pytest.mark.parametrize("ordered", [False, True])
def test_a_part_that_always_kills_its_worker_costs_itself_only(parts: Parts, ordered: bool) -> None:
    told: list[int] = []
    found = parts.run(
        works.die_at_three,
        range(6),
        until=never,
        first=lambda number, _: told.append(number),
        ordered=ordered,
    )
    assert found == [0, 1, 2, None, 4, 5]
    assert sorted(told) == [0, 1, 2, 4, 5]
    assert not ordered or told == sorted(told)
    assert "died 3 times" in parts.trouble[0]


def test_a_part_that_runs_out_of_memory_costs_itself_only(parts: Parts) -> None:
    assert parts.run(works.run_out_of_memory, range(3), until=never) == [0, None, 2]


@needs_kill
def test_workers_that_die_between_two_runs_are_replaced(parts: Parts) -> None:
    for process in set(parts.run(works.who, range(10), until=never)):
        assert process is not None
        os.kill(process, signal.SIGKILL)
    assert parts.run(works.square, range(10), until=never) == [n * n for n in range(10)]


def test_closing_ends_the_processes_at_once() -> None:
    parts = Parts(2)
    processes = set(parts.run(works.who, range(10), until=never))
    parts.close()
    parts.close()
    assert all(process is not None and until_dead(process, 10) for process in processes)


def test_what_is_warm_stays_in_use() -> None:
    with Parts(2) as parts:
        parts.warm()
        before = set(parts.run(works.who_at_leisure, range(100), until=never))
        after_all = set(parts.run(works.who_at_leisure, range(100), until=never))
        assert before == after_all
        assert os.getpid() not in before


def run_a_script(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


HOLDING = """
import sys
from solver.parts import Parts
from tests.solver import works
with Parts(2) as parts:
    parts.run(works.{work}, sys.argv[1:], until=lambda: False)
"""


@needs_kill
@pytest.mark.parametrize("work", ["hold_core", "note_who_and_rest"])
def test_workers_do_not_outlive_a_parent_that_is_killed(tmp_path: Path, work: str) -> None:
    marks = [tmp_path / "a", tmp_path / "b"]
    parent = run_a_script(HOLDING.format(work=work), *map(str, marks))
    workers = [read_when_there(mark) for mark in marks]

    os.kill(parent.pid, signal.SIGKILL)
    parent.communicate(timeout=10)

    assert all(until_dead(worker, 5) for worker in workers)


LINEAR = """
import sys
from pathlib import Path
import numpy as np
from scipy import sparse
from solver import linear
from solver.control import Control
start = linear.subprocess.Popen
def noting(*arguments, **named):
    process = start(*arguments, **named)
    Path(sys.argv[1]).write_text(str(process.pid))
    return process
linear.subprocess.Popen = noting
matrix = np.random.default_rng(0).integers(1, 100, (40, 150)).astype(float)
program = linear.Program(
    -matrix.sum(0),
    np.ones(150),
    sparse.csr_array(matrix),
    np.full(40, -np.inf),
    matrix.sum(1) / 3,
    whole=True,
)
linear.solve_apart(program, Control(60, 1), 60)
"""


@needs_kill
def test_a_linear_program_does_not_outlive_a_parent_that_is_killed(tmp_path: Path) -> None:
    parent = run_a_script(LINEAR, str(tmp_path / "mark"))
    worker = read_when_there(tmp_path / "mark")
    time.sleep(2)
    assert is_alive(worker)

    os.kill(parent.pid, signal.SIGKILL)
    parent.communicate(timeout=10)

    assert until_dead(worker, 5)


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs groups of processes")
def test_ctrl_c_is_answered_by_the_parent_alone(tmp_path: Path) -> None:
    script = f"""
import signal
signal.signal(signal.SIGINT, lambda *_: stopped.append(1))
stopped = []
{HOLDING.format(work="note_who_and_rest").replace("False", "bool(stopped)")}
print("ended in order")
"""
    marks = [tmp_path / "a", tmp_path / "b"]
    parent = run_a_script(script, *map(str, marks))
    for mark in marks:
        read_when_there(mark)

    os.killpg(parent.pid, signal.SIGINT)
    out, err = parent.communicate(timeout=20)

    assert (parent.returncode, out.strip(), err) == (0, "ended in order", "")


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs groups of processes")
@pytest.mark.parametrize("seconds", [0.02, 0.3])
def test_ctrl_c_while_workers_start_leaves_no_traceback(seconds: float) -> None:
    script = """
import signal, sys, time
signal.signal(signal.SIGINT, lambda *_: None)
from solver.parts import Parts
from tests.solver import works
with Parts(2) as parts:
    parts.warm()
    print("warming", flush=True)
    print(parts.run(works.square, range(4), until=lambda: False))
"""
    parent = run_a_script(script)
    assert parent.stdout is not None
    assert parent.stdout.readline().strip() == "warming"
    time.sleep(seconds)
    os.killpg(parent.pid, signal.SIGINT)
    out, err = parent.communicate(timeout=20)

    assert (parent.returncode, out.strip(), err) == (0, "[0, 1, 4, 9]", "")


def test_a_main_module_without_a_guard_does_no_harm(tmp_path: Path) -> None:
    script = tmp_path / "unguarded.py"
    script.write_text(
        "from solver.parts import Parts\n"
        "import math\n"
        "print('once')\n"
        "with Parts(2) as parts:\n"
        "    print(parts.run(math.sqrt, [4, 9], until=lambda: False))\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout.splitlines(), done.stderr) == (["once", "[2.0, 3.0]"], "")


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
        found = parts.run(lambda n: n if n else done.wait(20), range(4), until=after(0.3))
        assert time.monotonic() - begun < 15
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
