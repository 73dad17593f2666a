"""The process in which `solver.linear.solve_apart` solves: a program in, its answer out."""

from __future__ import annotations

import pickle
import sys

from solver.linear import solve_here

if __name__ == "__main__":
    sys.stdout.buffer.write(pickle.dumps(solve_here(pickle.load(sys.stdin.buffer))))
