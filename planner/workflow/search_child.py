"""The process that searches for a draft, started by `search_process`; it knows no database.

It runs as a script, so that nothing is imported before its parent has said from where and how
much memory it may take. It ends at once when its parent closes the line or dies.
"""

from __future__ import annotations

import errno
import os
import pickle
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from planner.domain import Progress, Solution
    from planner.workflow.search_process import Order

STOP = "stop"


class _Line:
    """What goes back to the parent; may be used by several threads."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def tell(self, kind: str, *what: Any) -> None:
        message = pickle.dumps((kind, *what), 5)
        with self._lock:
            self._stream.write(message)
            self._stream.flush()


def main() -> None:
    """Take an order, search, and tell what came of it."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # the parent hears them, and says what to do
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)  # whatever is printed in here must not get into the messages
    os.dup2(nothing, 1)
    line, cancel = _Line(outgoing), threading.Event()
    try:
        sys.path[:], memory = pickle.load(incoming)
        _limit(memory)
        order = pickle.load(incoming)
        threading.Thread(target=_listen, args=(incoming, cancel), daemon=True).start()
        solution, sentences = _search(order, line, cancel)
        line.tell("found", solution, sentences)
    except Exception as error:  # the parent decides what it means
        if _is_lack_of_memory(error):
            line.tell("memory")
        else:
            _tell_trouble(line, error)
    # Whatever the libraries still hold is not worth waiting for.
    os._exit(0)


def _limit(memory: int | None) -> None:
    if memory is None:
        return
    try:
        import resource
    except ImportError:
        return  # this system has no such limits
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _listen(incoming: BinaryIO, cancel: threading.Event) -> None:
    """Take in what the parent says until it is gone, whatever the main thread is doing."""
    try:
        while True:
            if pickle.load(incoming) == STOP:
                cancel.set()
    except (EOFError, OSError):
        os._exit(0)


def _search(order: Order, line: _Line, cancel: threading.Event) -> tuple[Solution, tuple[str, ...]]:
    from planner import planning
    from planner.domain import Plan, Status

    def progress(step: Progress) -> None:
        line.tell("progress", step)

    search = order.search
    named: dict[str, Any] = {
        "strict": search.strict,
        "time_limit": search.seconds,
        "workers": search.workers,
        "seed": search.seed,
        "deterministic": search.deterministic,
        "progress": progress,
        "cancel": cancel,
    }
    organisation = order.organisation
    if search.anew is None:
        solution = planning.solve(organisation, previous=order.before, start=order.start, **named)
    else:
        prepared = planning.prepare_replan(
            organisation,
            order.before or Plan(),
            today=search.anew.today,
            freeze_days=search.anew.freeze_days,
            keep=search.anew.keep,
            redo=search.anew.redo,
        )
        organisation = prepared.organisation
        solution = planning.solve_replan(prepared, **named)
    if solution.status is not Status.IMPOSSIBLE:
        return solution, ()
    clashes = planning.explain_impossible(organisation, search.strict)
    return solution, tuple(clash.sentence for clash in clashes)


_SAID_FOR_LACK_OF_MEMORY = (
    "failed to map segment",  # of a library that is loaded
    "can't start new thread",
    "error return without exception set",  # native code that could not even say so
    "without setting an exception",
)


def _is_lack_of_memory(error: Exception) -> bool:
    """Tell whether an error means that no memory was left, in whatever way it says so."""
    if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return True
    return any(said in str(error) for said in _SAID_FOR_LACK_OF_MEMORY)


def _tell_trouble(line: _Line, error: Exception) -> None:
    try:
        from planner.domain import BadInput, Refused
    except ImportError:
        line.tell("broken", f"{type(error).__name__}: {error}")
        return
    if isinstance(error, (BadInput, Refused)):
        line.tell("refused", str(error).splitlines())
    else:
        line.tell("broken", f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
