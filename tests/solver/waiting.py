"""Waiting for time to pass, for processes to end, and for what they write."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

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
    end = time.monotonic() + 90
    while not (file.exists() and file.read_text()):
        assert time.monotonic() < end
        time.sleep(0.02)
    return int(file.read_text())
