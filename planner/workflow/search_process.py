"""A search in a process of its own: it can be told to stop, be capped, and be killed."""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from planner.domain import Organisation, Plan, Progress, Search, Solution
from planner.workflow import search_child

if TYPE_CHECKING:
    from types import TracebackType
    from typing import BinaryIO

MEGABYTE = 1_000_000
_NATIVE_OUT_OF_MEMORY = {signal.SIGABRT, signal.SIGSEGV}


@dataclass(frozen=True, slots=True)
class Order:
    """What is searched for.

    ``before`` is the plan that as little as possible is changed of; ``start`` one that what is
    found has to be as good as, if it keeps every rule.
    """

    organisation: Organisation
    search: Search
    before: Plan | None = None
    start: Plan | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a search. ``sentences`` say why there is no plan where none is possible."""

    solution: Solution
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a search came to nothing, in a sentence."""

    reason: str


class SearchProcess:
    """One search in another process, which ends with this one however this one ends.

    Parameters
    ----------
    order : Order
    memory : int, optional
        Bytes of address space that each of its processes may take, where the system has such
        limits.

    Attributes
    ----------
    pid : int
        The number of the process.
    """

    def __init__(self, order: Order, memory: int | None = None) -> None:
        self._memory = memory
        self._messages: queue.SimpleQueue[tuple[Any, ...] | None] = queue.SimpleQueue()
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(Path(search_child.__file__))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.pid = self._process.pid
        threading.Thread(target=self._read, name="search", daemon=True).start()
        self._send((sys.path, memory))
        self._send(order)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def stop(self) -> None:
        """Ask it to come to an end with the best plan so far."""
        self._send(search_child.STOP)

    def wait(self, seconds: float) -> Progress | Found | Failed | None:
        """Return the next thing it tells; None if that takes longer than so many seconds.

        After `Found` or `Failed` nothing more comes.
        """
        try:
            message = self._messages.get(timeout=seconds)
        except queue.Empty:
            return None
        if message is None:
            return Failed(self._last_words())
        kind, *what = message
        if kind == "progress":
            step: Progress = what[0]
            return step
        if kind == "found":
            return Found(*what)
        if kind == "memory":
            return Failed(self._out_of_memory())
        if kind == "refused":
            return Failed(" ".join(what[0]))
        return Failed(f"The search failed in a way that nobody foresaw ({what[0]}).")

    def end(self) -> None:
        """End it, and all that it started, at once."""
        if hasattr(os, "killpg"):
            with contextlib.suppress(OSError):
                os.killpg(self.pid, signal.SIGKILL)
        else:
            self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def _send(self, message: object) -> None:
        if self._process.stdin is None:
            return
        # A process that is dead by now is found out where its answer is waited for.
        with contextlib.suppress(OSError):
            pickle.dump(message, self._process.stdin, 5)
            self._process.stdin.flush()

    def _read(self) -> None:
        stream: BinaryIO | None = self._process.stdout  # type: ignore[assignment]
        if stream is None:
            return
        with stream:
            try:
                while True:
                    self._messages.put(pickle.load(stream))
            except Exception:  # the end of the line, or half a message of one who was killed
                self._messages.put(None)

    def _out_of_memory(self) -> str:
        if self._memory is None:
            return "The search ran out of memory. Run it on a larger machine."
        limit = f"{self._memory // MEGABYTE:,} MB"
        return (
            f"The search ran out of memory: its worker lets it take {limit}. "
            "Give it more with planner worker --memory."
        )

    def _last_words(self) -> str:
        status = self._process.wait()
        if status >= 0:
            return f"The process that searched ended without an answer (status {status})."
        if -status == getattr(signal, "SIGKILL", None):
            return (
                "The process that searched was killed, by somebody or because the machine had "
                "no memory left. Start it again."
            )
        if self._memory is not None and -status in _NATIVE_OUT_OF_MEMORY:
            return self._out_of_memory()
        with contextlib.suppress(ValueError):
            name = signal.Signals(-status).name
            return f"The process that searched crashed ({name}). Start it again."
        return f"The process that searched crashed (status {status}). Start it again."
