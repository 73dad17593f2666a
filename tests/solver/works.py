"""Work for the tests of parts: other processes have to be able to import it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def square(number: int) -> int:
    return number * number


def rest(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def refuse(number: int) -> int:
    raise ValueError(f"{number} is no good")


def say_nothing_sensible(_: int) -> object:
    return lambda: None


def run_out_of_memory(number: int) -> int:
    if number == 1:
        raise MemoryError
    return number


def die_at_three(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die_unless_marked(job: tuple[int, str]) -> int:
    """Die at number 3, but once only: a file tells that it happened."""
    number, mark = job
    if number == 3 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def who(_: int) -> int:
    return os.getpid()


def note_who_and_rest(mark: str) -> None:
    Path(mark).write_text(str(os.getpid()), encoding="ascii")
    time.sleep(60)


def hold_core(mark: str) -> None:
    """Write down who works here, and work without a pause."""
    Path(mark).write_text(str(os.getpid()), encoding="ascii")
    end = time.monotonic() + 60
    while time.monotonic() < end:
        pass


def who_at_leisure(_: int) -> int:
    time.sleep(0.02)
    return os.getpid()
