"""One run of parts over an executor: sent out, taken in, done again where a worker was lost."""

from __future__ import annotations

import queue
import time
from collections import deque
from concurrent.futures import BrokenExecutor, CancelledError
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from solver.worker import portable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from solver.parts import Parts

T = TypeVar("T")
R = TypeVar("R")

BEAT = 0.05
"""Seconds between two looks at whether to stop."""

TRIES = 3
"""How often a part is begun whose worker dies."""

PATIENCE = 10.0
"""Seconds for which an executor may be without any worker before it counts as gone."""

ENDED_WORKERS = (
    "A part of the work was left out: the process that did it died "
    f"{TRIES} times, perhaps because memory ran out."
)


@dataclass(frozen=True)
class _Raised:
    """What the work itself raised, as opposed to what befell its worker."""

    problem: Exception


def _guarded(work: Callable[[T], R], part: T) -> R | _Raised:
    try:
        return work(part)
    except MemoryError:
        raise
    except Exception as problem:
        return _Raised(portable(problem))


def _is_loss(problem: BaseException) -> bool:
    """Tell whether an exception says that a worker or the way to it is lost."""
    if isinstance(problem, BrokenExecutor | CancelledError | OSError | EOFError | MemoryError):
        return True
    # Dask raises classes of its own, which cannot be imported where it is not installed.
    return type(problem).__module__.partition(".")[0] == "distributed"


class Carrying(Generic[T, R]):
    """One call of `Parts.run`."""

    def __init__(
        self,
        parts: Parts,
        work: Callable[[T], R],
        pieces: Sequence[T],
        until: Callable[[], bool],
        first: Callable[[int, R], None] | None,
        ordered: bool,
        ahead: int = 1,
    ) -> None:
        self.parts, self.work, self.pieces = parts, work, pieces
        self.until, self.first, self.ordered, self.ahead = until, first, ordered, ahead
        self.results: list[R | None] = [None] * len(pieces)
        self.waiting = deque(range(len(pieces)))
        self.running: dict[Future[R | _Raised], int] = {}
        self.arrived: queue.SimpleQueue[Future[R | _Raised]] = queue.SimpleQueue()
        self.untold: dict[int, R] = {}
        self.open = set(self.waiting)
        self.next = 0
        self.losses = [0] * len(pieces)
        self.seen = time.monotonic()

    def go(self) -> list[R | None]:
        """Carry the parts, and return their results."""
        try:
            while self.open and not self.until():
                self._submit()
                self._collect()
        finally:
            self._abandon()
        for number in sorted(self.untold):
            self._tell(number, self.untold.pop(number))
        return self.results

    def _submit(self) -> None:
        self._look_for_workers()
        while self.waiting and len(self.running) < (1 + self.ahead) * self.parts.lanes:
            number = self.waiting.popleft()
            try:
                future = self.parts.carrier.submit(_guarded, self.work, self.pieces[number])
            except Exception as problem:
                if not self.parts.given:
                    raise
                self.waiting.appendleft(number)
                self._leave(str(problem) or type(problem).__name__)
            else:
                self.running[future] = number
                future.add_done_callback(self.arrived.put)

    def _look_for_workers(self) -> None:
        """Do without an executor that has had no workers for a while."""
        if self.parts.given_lanes() != 0:
            self.seen = time.monotonic()
        elif time.monotonic() - self.seen > PATIENCE:
            self._leave("no worker is left")

    def _collect(self) -> None:
        """Wait a moment for results, and take in those that are there."""
        try:
            future = self.arrived.get(timeout=BEAT)
            while True:
                self._take(future)
                future = self.arrived.get_nowait()
        except queue.Empty:
            pass

    def _take(self, future: Future[R | _Raised]) -> None:
        number = self.running.pop(future, None)
        if number is None:
            return
        problem = CancelledError("cancelled") if future.cancelled() else future.exception()
        if problem is not None:
            self._mourn(number, problem)
            return
        result = future.result()
        if isinstance(result, _Raised):
            raise result.problem
        self.results[number] = self.untold[number] = result
        self._end(number)

    def _mourn(self, number: int, problem: BaseException) -> None:
        """Have a part done again whose worker was lost."""
        if not _is_loss(problem):
            raise problem
        if self.parts.given and isinstance(problem, BrokenExecutor):
            # A pool breaks as a whole: which of its parts is to blame cannot be known.
            self.waiting.appendleft(number)
            self._leave(str(problem))
            return
        self.losses[number] += 1
        if self.losses[number] < TRIES:
            self.waiting.appendleft(number)
        else:
            self.parts.trouble.append(ENDED_WORKERS)
            self._end(number)

    def _end(self, number: int) -> None:
        """Note that a part is done with, and tell what can be told."""
        self.open.discard(number)
        if not self.ordered:
            if number in self.untold:
                self._tell(number, self.untold.pop(number))
            return
        while self.next < len(self.pieces) and self.next not in self.open:
            if self.next in self.untold:
                self._tell(self.next, self.untold.pop(self.next))
            self.next += 1

    def _tell(self, number: int, result: R) -> None:
        if self.first is not None:
            self.first(number, result)

    def _leave(self, reason: str) -> None:
        """Take back every part from the given executor."""
        self.waiting.extendleft(sorted(self.running.values(), reverse=True))
        self._abandon()
        self.parts.leave(reason)

    def _abandon(self) -> None:
        futures = list(self.running)
        self.running.clear()
        if not self.parts.given:
            self.parts.local().abandon(futures)
            return
        for future in futures:
            future.cancel()
