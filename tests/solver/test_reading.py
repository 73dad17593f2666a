"""From a solved model back to a plan."""

from __future__ import annotations

import numpy as np

import solver
from solver.candidates import candidates
from solver.control import Control
from solver.examples import example
from solver.ordered import build, solve_in_order
from solver.plan import Placement


def test_mentors_are_given_out_as_they_were_counted() -> None:
    problem = example(
        "",
        [],
        guides=[0, 0, 1, 1, 0, 0],
        pins=[(0, 1, 0, 3), (4, 1, 0, -1)],
        periods=2,
        max_rotations=[1, 0, 0, 0, 1, 0],
    ).problem
    model = build(problem, candidates(problem, np.arange(problem.employees)))
    plan = solve_in_order(model, Control(20, 1), 20).plan
    assert plan is not None
    assert [*plan] == [Placement(0, 1, 0, 3), Placement(4, 1, 0, 2)]
    assert not solver.check(problem, plan)
