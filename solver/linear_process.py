"""The process in which `solver.linear.solve_apart` solves: a program in, its answer out."""

from __future__ import annotations

import os
import pickle
import sys
import threading
import time

from solver.linear import solve_here

BEAT = 0.5
"""Seconds between two looks at whether the parent still lives."""


def _watch(parent: int) -> None:
    """End this process when its parent is gone: nobody would read the answer."""
    while os.getppid() == parent:
        time.sleep(BEAT)
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()
    sys.stdout.buffer.write(pickle.dumps(solve_here(pickle.load(sys.stdin.buffer))))
