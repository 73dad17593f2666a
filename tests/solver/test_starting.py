"""A plan that is known already: what is found is no worse, if it is legal."""

from __future__ import annotations

import importlib

import numpy as np
import pytest

import solver
from solver.best import worth
from solver.plan import Plan
from tests.solver.problems import middling_case


@pytest.fixture(scope="module")
def good() -> Plan:
    plan = solver.solve(middling_case(8).problem, time_limit=6, workers=2).plan
    assert plan is not None
    return plan


@pytest.mark.slow
@pytest.mark.parametrize("whole", [0, 5_000])
def test_what_is_found_is_no_worse_than_what_was_known(
    whole: int, good: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.import_module("solver.solve"), "WHOLE", whole)
    case = middling_case(8)
    known = worth(case.problem, good)
    alone = solver.solve(case.problem, time_limit=0.05, workers=1).plan
    again = solver.solve(case.problem, start=good, time_limit=0.05, workers=1).plan
    assert alone is None or worth(case.problem, alone) < known, "too easy to tell"
    assert again is not None
    assert worth(case.problem, again) >= known
    assert case.breaks(again) == set()


@pytest.mark.slow
def test_what_breaks_a_rule_is_no_beginning(good: Plan) -> None:
    case = middling_case(8)
    rows = np.append(np.arange(len(good)), 0)
    twice = Plan.from_arrays(
        good.employee[rows], good.host[rows], good.start[rows], good.mentor[rows]
    )
    assert case.breaks(twice)
    found = solver.solve(case.problem, start=twice, time_limit=1, workers=1).plan
    assert found is not None
    assert case.breaks(found) == set()
