"""An executor of processes on this machine that can end what it has begun.

`concurrent.futures.ProcessPoolExecutor` cannot stop a running part, gives up every part when
one process dies, and imports the caller's main module in each process. Here a process belongs
to one lane: its death costs the one part that it was doing, and the next part gets a new one.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from concurrent.futures import BrokenExecutor, Executor, Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from solver import worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Task = tuple[Future[Any], tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]]

R = TypeVar("R")

ONE_THREAD = dict.fromkeys(
    ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"], "1"
)
"""A lane is one core: numpy's own threads would only get into each other's way."""


class WorkerLostError(BrokenExecutor):
    """The process that did a part is no more."""


class Processes(Executor):
    """Lanes of work, each in a process of its own; the processes start when first needed.

    What is submitted has to be picklable, and importable from where this process imports.

    Parameters
    ----------
    lanes : int
        Parts at most that are done at once, at least 1.
    """

    def __init__(self, lanes: int) -> None:
        self._max_workers = lanes
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._lanes: list[_Lane] = []
        self._lock = threading.Lock()
        self._closed = False

    def submit(self, fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        """Have a function done in one of the processes.

        Raises
        ------
        RuntimeError
            If the executor was shut down.
        """
        future: Future[R] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("cannot schedule new futures after shutdown")
            self._open()
            self._tasks.put((future, (fn, args, kwargs)))
        return future

    def warm(self) -> None:
        """Start the processes that are missing, without waiting for them."""
        with self._lock:
            if not self._closed:
                self._open()
                for lane in self._lanes:
                    lane.warm()

    def abandon(self, futures: Iterable[Future[Any]]) -> None:
        """Cancel what waits, and end the processes that are doing the rest."""
        running = [future for future in futures if not future.cancel() and not future.done()]
        for lane in self._lanes:
            lane.drop(running)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more work; what was submitted is done first unless it is cancelled."""
        with self._lock:
            self._closed = True
        while cancel_futures:
            try:
                task = self._tasks.get_nowait()
            except queue.Empty:
                break
            if task is not None:
                task[0].cancel()
        for _ in self._lanes:
            self._tasks.put(None)
        if wait:
            for lane in self._lanes:
                lane.join()

    def end(self) -> None:
        """End all processes at once."""
        self.shutdown(wait=False, cancel_futures=True)
        for lane in self._lanes:
            lane.end()
        for lane in self._lanes:
            lane.join(1.0)

    def _open(self) -> None:
        while len(self._lanes) < self._max_workers:
            lane = _Lane(self._tasks)
            self._lanes.append(lane)
            lane.start()


class _Lane(threading.Thread):
    """The thread that talks with one process, and starts another when that one dies."""

    def __init__(self, tasks: queue.SimpleQueue[Task | None]) -> None:
        super().__init__(name="lane", daemon=True)
        self._tasks = tasks
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._doing: Future[Any] | None = None
        self._over = False

    def run(self) -> None:
        with contextlib.suppress(OSError):
            self.warm()
        while (task := self._tasks.get()) is not None:
            self._do(*task)
        self.end()
        self._bury()

    def warm(self) -> None:
        """Start the process unless it runs."""
        with self._lock:
            self._line()

    def drop(self, futures: Iterable[Future[Any]]) -> None:
        """End the process if it is doing one of these."""
        with self._lock:
            if self._process is not None and any(self._doing is each for each in futures):
                self._process.kill()

    def end(self) -> None:
        """End the process, and start no other."""
        with self._lock:
            self._over = True
            if self._process is not None:
                self._process.kill()

    def _do(self, future: Future[Any], job: object) -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            message = pickle.dumps(job, 5)
        except Exception as problem:  # whatever the classes of the job do when pickled
            future.set_exception(problem)
            return
        try:
            with self._lock:
                self._doing = future
                asked, answered = self._line()
            worker.send(asked, message)
            good, result = pickle.loads(worker.receive(answered))
        except (OSError, EOFError, pickle.UnpicklingError) as problem:
            future.set_exception(WorkerLostError(f"{self._bury()} {problem}".strip()))
        except Exception as problem:  # what came back cannot be read
            future.set_exception(problem)
        else:
            (future.set_result if good else future.set_exception)(result)
        finally:
            with self._lock:
                self._doing = None

    def _line(self) -> tuple[BinaryIO, BinaryIO]:
        """Return where to ask and where answers come from, with a process behind it."""
        if self._over:
            raise EOFError
        if self._process is None:
            self._process = _start()
        asked, answered = self._process.stdin, self._process.stdout
        if asked is None or answered is None:
            raise EOFError
        return asked, answered  # type: ignore[return-value]

    def _bury(self) -> str:
        """Clear away a process that is dead or shall be, and tell how it ended."""
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return "no process could be started:"
        process.kill()
        status = process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        return f"the process ended with status {status}"


def _start() -> subprocess.Popen[bytes]:
    """Start a process that knows where to import from."""
    with _deaf():
        process = subprocess.Popen(
            [sys.executable, "-P", str(Path(worker.__file__))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **ONE_THREAD},
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            worker.send(process.stdin, pickle.dumps((sys.path, "solver")))  # type: ignore[arg-type]
    return process


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """Let processes that start meanwhile not hear Ctrl-C, from their first instant.

    Python would print a traceback if it were pressed before they can say so themselves.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield  # Windows: a process group of its own has the same effect
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
