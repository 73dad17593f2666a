"""The best plan of a run, and who is told about it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from solver.check import check
from solver.objectives import aims_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.plan import Plan
    from solver.problem import Problem


class Best:
    """The best plan so far: legal, and only ever replaced by a better one.

    Parameters
    ----------
    problem : Problem
    plan : Plan
        A legal plan.
    tell : callable
        Is told that there is a better one.
    """

    def __init__(self, problem: Problem, plan: Plan, tell: Callable[[], None]) -> None:
        self.problem = problem
        self.plan = plan
        self.worth = worth(problem, plan)
        self._tell = tell
        self._lock = threading.Lock()

    def offer(self, plan: Plan, floor: tuple[float, ...] | None = None) -> bool:
        """Take a plan if it is better, and legal, and worth no less than ``floor`` in any aim.

        Nothing that the checker has not seen becomes a plan, whatever a model thinks of it.
        """
        reached = worth(self.problem, plan)
        if floor is not None and any(r < f for r, f in zip(reached, floor, strict=True)):
            return False
        with self._lock:
            if reached <= self.worth or check(self.problem, plan):
                return False
            self.plan, self.worth = plan, reached
        self._tell()
        return True


def worth(problem: Problem, plan: Plan) -> tuple[float, ...]:
    """Return what a plan is worth, to be compared in order; larger is better."""
    return tuple(round(aim.sense * aim.value(problem, plan), 9) for aim in aims_of(problem))
