"""When the command began, as far as that can be known."""

from __future__ import annotations

import os
import time

_LOADED = time.monotonic()
_START_UP = 10.0
"""Seconds that an interpreter takes to start at most; a longer time is a misread clock."""


def process_started() -> float:
    """Return the time of ``time.monotonic`` at which this process began.

    A time limit counts the start of the interpreter too. Where the system does not tell
    when that was, it is the moment at which this file was loaded.
    """
    now = time.monotonic()
    try:
        with open("/proc/self/stat", encoding="ascii", errors="replace") as file:  # noqa: PTH123 - pathlib is not loaded yet
            ticks = int(file.read().rpartition(")")[2].split()[19])
        with open("/proc/uptime", encoding="ascii") as file:  # noqa: PTH123
            uptime = float(file.read().split()[0])
        began = now - (uptime - ticks / os.sysconf("SC_CLK_TCK"))
    except (OSError, ValueError, IndexError, AttributeError):
        return _LOADED
    return began if _LOADED - _START_UP <= began <= _LOADED else _LOADED
