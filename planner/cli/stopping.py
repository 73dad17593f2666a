"""Work that can be stopped with Ctrl-C and still ends in order."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")

PATIENCE = 10.0
"""Seconds after the first signal in which further ones are answered with a request to wait."""

_BEAT = 0.1
_STOPPED = 130


class Stoppable(Generic[T]):
    """Some work in a thread of its own, while this one listens for signals.

    The search runs for seconds in code that lets no signal through, so it must not be the
    main thread that waits for it there.

    Attributes
    ----------
    cancel : threading.Event
        Set at the first signal. The work looks at it and ends with the best it has.
    signals : int
        How many signals have come.
    """

    def __init__(self, work: Callable[[threading.Event], T]) -> None:
        self.cancel = threading.Event()
        self.signals = 0
        self._first = 0.0
        self._work = work
        self._results: list[T] = []
        self._errors: list[BaseException] = []

    @property
    def stopped(self) -> bool:
        """Whether somebody asked to stop."""
        return self.signals > 0

    def run(self, beat: Callable[[], None]) -> T:
        """Do the work and return its result; call ``beat`` some ten times a second meanwhile.

        Whatever the work raises is raised here.
        """
        thread = threading.Thread(target=self._do, name="work", daemon=True)
        with _signals(self._stop) as held_back:
            thread.start()
            working = True
            while working:
                thread.join(_BEAT)
                working = thread.is_alive()
                held_back()
                beat()  # once more at the end, so that the last news is told as well
        if self._errors:
            raise self._errors[0]
        return self._results[0]

    def _do(self) -> None:
        try:
            self._results.append(self._work(self.cancel))
        except BaseException as error:  # it is raised again where somebody waits for it
            self._errors.append(error)

    def _stop(self, _number: int, _frame: object = None) -> None:
        self.signals += 1
        now = time.monotonic()
        if self.signals == 1:
            self._first = now
            self.cancel.set()
        elif now - self._first > PATIENCE:
            # Files are replaced as a whole, so leaving at any moment leaves complete ones.
            os._exit(_STOPPED)


@contextmanager
def _signals(handler: Callable[[int, Any], None]) -> Iterator[Callable[[], None]]:
    """Send the signals that ask a program to end to a handler for a while.

    Yields a function that hands over what has come, to be called again and again. Where the
    system can, the signals are held back until then: native code that puts a handler of its
    own in the place of this one would otherwise get them, and does not survive it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    numbers = list(_numbers())
    before = {number: signal.signal(number, handler) for number in numbers}
    mask = _hold_back(numbers)
    try:
        yield lambda: _hand_over(numbers, handler)
    finally:
        _hand_over(numbers, handler)
        for number, former in before.items():
            signal.signal(number, former)
        if mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _numbers() -> Iterator[signal.Signals]:
    yield signal.SIGINT
    yield signal.SIGTERM
    # A run that was told to outlive its terminal must not be ended by its closing.
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        yield signal.SIGHUP


def _hold_back(numbers: Iterable[signal.Signals]) -> set[int | signal.Signals] | None:
    """Hold signals back and return the mask from before; None where that cannot be done."""
    if not hasattr(signal, "pthread_sigmask"):
        return None
    return signal.pthread_sigmask(signal.SIG_BLOCK, numbers)


def _hand_over(numbers: Iterable[signal.Signals], handler: Callable[[int, Any], None]) -> None:
    if hasattr(signal, "sigpending"):
        for number in signal.sigpending() & set(numbers):
            handler(signal.sigwait([number]), None)
