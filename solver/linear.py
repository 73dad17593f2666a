"""Linear programs and their whole-number kin, solved by HiGHS in a process of their own.

HiGHS overruns its time limits now and then and cannot be interrupted from Python. A process
can be ended: so the deadline is kept from outside, and a crash costs a bound, not a plan.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from solver.whole_numbers import search

if TYPE_CHECKING:
    from solver.control import Control
    from solver.problem import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class Program:
    """Least cost @ v over 0 <= v <= highest, lower <= matrix @ v <= upper.

    Attributes
    ----------
    cost, highest : (V,) float
    matrix : (R, V) sparse
    lower, upper : (R,) float
    whole : int
        How many of the first variables have to be whole.
    gap : float
        Relative gap at which a search for whole numbers may end.
    seconds : float
        Its time limit.
    nodes : int, optional
        Nodes at most that it looks at.
    """

    cost: FloatArray
    highest: FloatArray
    matrix: sparse.csr_array
    lower: FloatArray
    upper: FloatArray
    whole: int = 0
    gap: float = 0.0
    seconds: float = 1e9
    nodes: int | None = None

    def narrowed(self, columns: BoolArray) -> Program:
        """Return the program in which all but some variables (V,) are 0, without these."""
        return replace(
            self,
            cost=self.cost[columns],
            highest=self.highest[columns],
            whole=int(columns[: self.whole].sum()),
            matrix=self.matrix[:, np.flatnonzero(columns)],
        )

    def with_at_least(self, least: IntArray) -> Program:
        """Return the program in which the first variables have these least values."""
        some = np.flatnonzero(least)
        shape = (len(some), len(self.highest))
        rows = sparse.csr_array((np.ones(len(some)), (np.arange(len(some)), some)), shape=shape)
        return replace(
            self,
            matrix=sparse.vstack([self.matrix, rows], format="csr"),
            lower=np.r_[self.lower, least[some]],
            upper=np.r_[self.upper, np.full(len(some), np.inf)],
        )


@dataclass(frozen=True)
class Answer:
    """What became of a program.

    Attributes
    ----------
    values : (V,) float or None
        The best values found.
    bound : float
        No values cost less than this.
    impossible : bool
        Whether there are no values at all.
    """

    values: FloatArray | None = None
    bound: float = -np.inf
    impossible: bool = False

    def widened(self, columns: BoolArray) -> Answer:
        """Return the answer in the variables that `Program.narrowed` was given."""
        if self.values is None:
            return self
        values = np.zeros(len(columns))
        values[columns] = self.values
        return replace(self, values=values)


QUICK = 60_000
"""Entries of a matrix up to which a program takes less time than starting a process."""


QUICK_WHOLE = 3_000
"""The same for whole numbers, whose search may be long, and could not be stopped here."""


GRACE = 1.5
"""How far over its time a program may run: HiGHS looks at the clock now and then only."""


def solve_within(program: Program, control: Control, seconds: float) -> Answer:
    """Solve a program within some seconds, in a process of its own where it may take long."""
    if program.matrix.nnz > (QUICK_WHOLE if program.whole else QUICK):
        return solve_apart(program, control, seconds)
    seconds = min(seconds, control.wall_left)
    if seconds <= 0 or control.stopped:
        return Answer()
    limit = 1e9 if control.deterministic else max(0.1, seconds)
    return solve_here(replace(program, seconds=limit))


def solve_apart(program: Program, control: Control, seconds: float) -> Answer:
    """Solve a program in a process of its own, which ends when the time is up.

    An answer without values and bound means that the time was too short or the process
    broke down.
    """
    seconds = control.wall_left if control.deterministic else min(seconds, control.wall_left)
    if seconds <= 0 or control.stopped:
        return Answer()
    limit = 1e9 if control.deterministic else max(0.1, seconds - 1.0)
    job = pickle.dumps(replace(program, seconds=limit))
    # What it has found is lost where it is ended for being late, as it is on a busy machine.
    end = control.seconds + min(control.wall_left, seconds * GRACE)
    process = subprocess.Popen(
        [sys.executable, "-m", "solver.linear_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    replies: list[bytes] = []
    talk = threading.Thread(target=lambda: replies.append(process.communicate(job)[0]), daemon=True)
    talk.start()
    while talk.is_alive() and control.seconds < end and not control.stopped:
        talk.join(0.05)
    if talk.is_alive():
        process.kill()
        talk.join()
    answer = pickle.loads(replies[0]) if replies and replies[0] else Answer()
    return answer if isinstance(answer, Answer) else Answer()


def solve_here(program: Program) -> Answer:
    """Solve a program in this process."""
    return _whole(program) if program.whole else _linear(program)


def _linear(program: Program) -> Answer:
    """Solve by the interior point method: on counts many times quicker than the simplex."""
    above, below = np.isfinite(program.upper), np.isfinite(program.lower)
    equal = above & below & (program.lower == program.upper)
    above, below = above & ~equal, below & ~equal
    matrix = program.matrix
    result = linprog(
        program.cost,
        A_ub=sparse.vstack([matrix[above], -matrix[below]]),
        b_ub=np.r_[program.upper[above], -program.lower[below]],
        A_eq=matrix[equal],
        b_eq=program.upper[equal],
        bounds=np.c_[np.zeros(len(program.highest)), program.highest],
        method="highs-ipm",
        options={"time_limit": program.seconds},
    )
    if result.status == 2:
        return Answer(impossible=True)
    if result.status != 0:
        return Answer()
    split = int(above.sum())
    multiplier = np.zeros(len(program.upper))
    multiplier[above] = np.minimum(0, result.ineqlin.marginals[:split])
    multiplier[below] -= np.minimum(0, result.ineqlin.marginals[split:])
    multiplier[equal] = result.eqlin.marginals
    return Answer(result.x, _safe_bound(program, multiplier))


def _safe_bound(program: Program, multiplier: FloatArray) -> float:
    """Return a bound that holds whatever the solver's tolerances were.

    Any multipliers of the rows give a bound: that of the Lagrangian over the box
    (Neumaier and Shcherbina 2004). The solver's own give a tight one.
    """
    side = np.where(multiplier > 0, program.lower, program.upper)
    side = np.where(multiplier == 0, 0.0, side)
    reduced = program.cost - multiplier @ program.matrix
    return float(multiplier @ side + np.minimum(0, reduced) @ program.highest)


def _whole(program: Program) -> Answer:
    values, bound, impossible = search(program)
    return Answer(values, bound, impossible)
