"""Independent parts of the work, carried by any `concurrent.futures.Executor`."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, TypeVar

from solver.carrying import Carrying
from solver.processes import Processes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Executor
    from typing import Self

T = TypeVar("T")
R = TypeVar("R")

GONE = (
    "The workers given for the work cannot be reached any more ({reason}); "
    "the rest was done on this machine."
)


class Parts:
    """Does parts of the work side by side.

    Parameters
    ----------
    workers : int
        Processes of this machine at most, at least 1. They start at the first run of more than
        one part. With one worker, and no executor given, parts are done in this process.
    executor : Executor, optional
        Carries the parts instead. It is never shut down here.
    apart : bool
        Whether every part is done in another process, also with one worker or one part: so
        that it can be abandoned, and does no harm when it crashes.

    Attributes
    ----------
    trouble : list of str
        Sentences on what did not go well, such as a cluster that was lost.

    Raises
    ------
    ValueError
        If there are no workers.
    """

    def __init__(
        self, workers: int, executor: Executor | None = None, *, apart: bool = False
    ) -> None:
        if workers < 1:
            raise ValueError(f"workers is {workers}; it must be at least 1")
        self.workers = workers
        self.trouble: list[str] = []
        self._given = executor
        self._own: Processes | None = None
        self._apart = apart

    @property
    def alone(self) -> bool:
        """Whether parts are done in this process, whatever their number."""
        return self.workers == 1 and not (self._given or self._own or self._apart)

    @property
    def lanes(self) -> int:
        """How many parts can be done at once."""
        count = self.given_lanes()
        return self.workers if count is None else max(1, count)

    def given_lanes(self) -> int | None:
        """Return how many workers the given executor has now, or None if that is unknown."""
        count = getattr(self._given, "_max_workers", None)
        return count if isinstance(count, int) else None

    def run(
        self,
        work: Callable[[T], R],
        parts: Sequence[T],
        *,
        until: Callable[[], bool],
        first: Callable[[int, R], None] | None = None,
        ordered: bool = False,
        ahead: int = 1,
    ) -> list[R | None]:
        """Do ``work(part)`` for every part.

        A part whose worker dies is done again, at most three times in all.

        Parameters
        ----------
        work : callable
            A function of a module, other than the main one.
        parts : sequence
            What it is called with. Parts and results travel by pickle.
        until : callable
            Is asked about every 0.05 s, in one process alone between two parts. Once it is true
            nothing more is started, and what runs is not waited for: processes of this machine
            are ended, other executors are left to come to their end.
        first : callable, optional
            Is told the number and the result of every part that is in the answer, once, as soon
            as it is there, in the calling thread.
        ordered : bool
            Whether ``first`` is told in the order of the parts.
        ahead : int
            How many parts for each lane may wait for it to be free, at least 0.

        Returns
        -------
        list
            The results in the order of the parts; None where a part did not come to an end.

        Raises
        ------
        Exception
            Whatever ``work`` or ``first`` raises, as it is a defect.
        """
        here = self._given is None and self._own is None and not self._apart
        if here and (self.workers == 1 or len(parts) < 2):
            return _run_here(work, parts, until, first)
        return Carrying(self, work, parts, until, first, ordered, ahead).go()

    def warm(self) -> None:
        """Start the processes of this machine, so that the first run need not wait for them."""
        if self._given is None and (self.workers > 1 or self._apart):
            self.local().warm()

    def close(self) -> None:
        """End the processes of this machine at once."""
        own, self._own = self._own, None
        if own is not None:
            own.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def carrier(self) -> Executor:
        """The executor that parts go to now."""
        return self._given or self.local()

    def local(self) -> Processes:
        """Return the processes of this machine."""
        if self._own is None:
            self._own = Processes(self.workers)
            weakref.finalize(self, self._own.end)
        return self._own

    def leave(self, reason: str) -> None:
        """Do without the given executor from now on."""
        self._given, self._apart = None, True
        self.trouble.append(GONE.format(reason=reason))

    @property
    def given(self) -> bool:
        """Whether an executor from outside carries the parts."""
        return self._given is not None


def _run_here(
    work: Callable[[T], R],
    parts: Sequence[T],
    until: Callable[[], bool],
    first: Callable[[int, R], None] | None,
) -> list[R | None]:
    results: list[R | None] = [None] * len(parts)
    for number, part in enumerate(parts):
        if until():
            break
        result = results[number] = work(part)
        if first is not None:
            first(number, result)
    return results
