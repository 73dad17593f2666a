"""Pins.

Every placement that is promised already is in the plan, with its mentor if one was promised.

    x[e, b, s] = 1                              for every pin e, b, s
    guided[g, b, s] >= pins at b from s with mentor g
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from solver.examples import example
from solver.keys import Keys
from solver.occupancy import rows_of
from solver.plan import codes
from solver.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.counting import Counting
    from solver.plan import Plan
    from solver.problem import BoolArray, IntArray, Problem
    from solver.variables import Variables

EXPLANATION = "The promised placement of {employee} at {host} from the {period} is missing."

KEPT = [
    example("the promise is kept", [(0, 1, 0)], pins=[(0, 1, 0, -1)]),
    example("with any mentor", [(0, 1, 0, 2)], pins=[(0, 1, 0, -1)], guides=[0, 0, 1, 1, 0, 0]),
    example(
        "with the mentor promised", [(0, 1, 0, 3)], pins=[(0, 1, 0, 3)], guides=[0, 0, 1, 1, 0, 0]
    ),
]
BROKEN = [
    example("left out", [], pins=[(0, 1, 0, -1)]),
    example("a period later", [(0, 1, 1)], pins=[(0, 1, 0, -1)]),
    example("another mentor", [(0, 1, 0, 2)], pins=[(0, 1, 0, 3)], guides=[0, 0, 1, 1, 0, 0]),
]


def post(model: Variables) -> None:
    """State the rule to a model of named people."""
    columns, pins = model.columns, model.problem.pins
    if not len(pins):
        return
    made: dict[tuple[int, ...], int] = {}
    near = np.flatnonzero(np.isin(columns.employee, pins[:, 0]))
    for row in near.tolist():
        visit = (columns.employee[row], columns.host[row], columns.start[row])
        made[tuple(map(int, visit))] = row
    promised = [made.get((e, b, s), -1) for e, b, s, _ in pins.tolist()]
    column = np.array(promised, dtype=np.int64)
    group = np.arange(len(pins))
    model.at_least(column[column >= 0], group[column >= 0], np.ones(len(pins), dtype=np.int64))
    if "mentors" in model.enforced:
        named = Counter((b, s, g) for _, b, s, g in pins.tolist() if g >= 0)
        for (host, start, mentor), visitors in named.items():
            model.guide_at_least(host, start, mentor, visitors)


def relax(model: Counting) -> None:
    """Count at least the visits that are promised."""
    employee, host, start = np.unique(model.problem.pins[:, :3], axis=0).T
    model.at_least_from(model.problem.home[employee], host, start)


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Yield every promise that the plan does not keep."""
    pins = problem.pins
    if not len(pins):
        return
    rows = rows_of(problem, plan, pins[:, 0])
    near = plan.rows(rows)
    made, promised = near.codes(problem), codes(problem, *pins[:, :3].T)
    found = Keys.of(made).find(promised)
    kept = found >= 0
    asked = np.flatnonzero(kept & (pins[:, 3] >= 0))
    kept[asked] = _guided(np.c_[made, near.mentor], np.c_[promised, pins[:, 3]][asked])
    for pin in np.flatnonzero(~kept).tolist():
        employee, host, start, mentor = pins[pin].tolist()
        yield Violation(
            "pins",
            (int(rows[found[pin]]),) if found[pin] >= 0 else (),
            employee=employee,
            other=mentor,
            host=host,
            period=start,
        )


def _guided(made: IntArray, promised: IntArray) -> BoolArray:
    """Tell of each visit and mentor that is promised whether that pair of numbers is made."""
    if not len(promised):
        return np.zeros(0, dtype=np.bool_)
    _, number = np.unique(np.concatenate([made, promised]), axis=0, return_inverse=True)
    return np.isin(number[len(made) :], number[: len(made)])
