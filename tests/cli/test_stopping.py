from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from planner.cli.stopping import Stoppable


def interrupted(seconds: float) -> threading.Timer:
    timer = threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    return timer


def test_work_that_nobody_stops_returns_its_result() -> None:
    work = Stoppable(lambda cancel: cancel.is_set())

    assert work.run(lambda: None) is False
    assert not work.stopped


def test_what_the_work_raises_is_raised() -> None:
    def fail(_: threading.Event) -> None:
        raise LookupError("nothing here")

    with pytest.raises(LookupError, match="nothing here"):
        Stoppable(fail).run(lambda: None)


def test_the_first_signal_cancels_and_the_result_is_kept() -> None:
    interrupted(0.2)
    work = Stoppable(lambda cancel: "best so far" if cancel.wait(10) else "too late")

    assert work.run(lambda: None) == "best so far"
    assert work.stopped


def test_a_second_signal_right_away_waits_for_the_result() -> None:
    def slow(cancel: threading.Event) -> str:
        assert cancel.wait(10)
        time.sleep(0.5)
        return "written"

    interrupted(0.2)
    interrupted(0.4)
    work = Stoppable(slow)

    assert work.run(lambda: None) == "written"
    assert work.signals == 2


def test_the_former_handler_comes_back() -> None:
    before = signal.getsignal(signal.SIGINT)

    Stoppable(lambda _: None).run(lambda: None)

    assert signal.getsignal(signal.SIGINT) is before


def test_outside_the_main_thread_work_runs_without_signals() -> None:
    results: list[int] = []
    thread = threading.Thread(
        target=lambda: results.append(Stoppable(lambda _: 7).run(lambda: None))
    )
    thread.start()
    thread.join(10)

    assert results == [7]


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals cannot be held back")
def test_native_code_that_takes_the_signals_for_itself_does_not_get_them() -> None:
    def grabbing(cancel: threading.Event) -> str:
        os.kill(os.getpid(), signal.SIGINT)
        return "kept" if cancel.wait(10) else "lost"

    work = Stoppable(grabbing)
    begun = threading.Event()

    def beat() -> None:
        if not begun.is_set():
            # As a library would: from here on the system's own answer, which ends the process.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            begun.set()

    assert work.run(beat) == "kept"
