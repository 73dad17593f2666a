"""How much memory a process and all that it starts hold at once."""

from __future__ import annotations

import threading
import time
from pathlib import Path

PROC = Path("/proc")

SHORTEST = 0.1
"""Seconds between two looks at least."""

COST = 20
"""Looking takes no more than one part in so many of the time."""


class MemoryWatch:
    """Looks at a tree of processes until it is stopped; does nothing where /proc is missing.

    Pages that several processes share are counted once. A peak between two looks is seen by
    what each process has held at most, so the peak is never below that of the largest.

    Parameters
    ----------
    root : int
        Number of the first process.
    limit : int, optional
        Bytes above which ``over`` is set.
    """

    def __init__(self, root: int, limit: int | None = None) -> None:
        self.peak = 0
        self.over = threading.Event()
        self._root, self._limit = root, limit
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, name="memory", daemon=True)
        if (PROC / str(root) / "stat").exists():
            self._thread.start()

    def stop(self) -> int | None:
        """Stop looking and return the peak in bytes, None where it could not be seen."""
        self._done.set()
        if self._thread.ident is not None:
            self._thread.join()
        return self.peak or None

    def _run(self) -> None:
        while True:
            begun = time.perf_counter()
            tree = descendants(self._root)
            held = sum(map(held_by, tree))
            self.peak = max(self.peak, held, *map(most_held_by, tree))
            if self._limit is not None and held > self._limit:
                self.over.set()
            spent = time.perf_counter() - begun
            if self._done.wait(max(SHORTEST, COST * spent)):
                return


def descendants(root: int) -> list[int]:
    """Return a process and all that it started, directly or not."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            parent = _parent(entry)
            if parent is not None:
                children.setdefault(parent, []).append(int(entry.name))
    found = [root]
    for process in found:
        found += children.get(process, [])
    return found


def _parent(entry: Path) -> int | None:
    try:
        stat = (entry / "stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    return int(stat.rpartition(")")[2].split()[1])


def held_by(process: int) -> int:
    """Return the bytes that a process holds now, its part of what is shared; 0 if it is gone."""
    shared = _field(PROC / str(process) / "smaps_rollup", "Pss:")
    return shared or _field(PROC / str(process) / "status", "VmRSS:")


def most_held_by(process: int) -> int:
    """Return the most bytes that a process ever held; 0 if it is gone."""
    return _field(PROC / str(process) / "status", "VmHWM:")


def available() -> int | None:
    """Return the bytes that are free for use on this machine, None where nobody says."""
    return _field(PROC / "meminfo", "MemAvailable:") or None


def installed() -> int | None:
    """Return the bytes of memory that this machine has, None where nobody says."""
    return _field(PROC / "meminfo", "MemTotal:") or None


def _field(file: Path, name: str) -> int:
    try:
        text = file.read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    for line in text.splitlines():
        if line.startswith(name):
            return int(line.split()[1]) * 1024
    return 0
