"""Steps of the search: part of a plan stays as it is, and nothing on the way is illegal."""

from __future__ import annotations

import importlib
import threading
import time
from collections import Counter
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from ortools.sat.python import cp_model

import solver
from planner.planning.translation import to_plan
from solver import Plan
from solver.best import worth
from solver.bounds import Bounds
from solver.columns import Columns
from solver.control import Control
from solver.ordered import build
from solver.parts import Parts
from solver.reading import read_plan
from solver.solve import _Run
from tests.reference.facts import Facts
from tests.reference.legal import Mentoring
from tests.reference.plans import any_placement
from tests.reference.rules import breaches
from tests.solver.forced import in_parts
from tests.solver.problems import Case, legal_plan, middling_case, small_case, tiny_case

if TYPE_CHECKING:
    from planner import domain


def one_more(case: Case, kept: Plan) -> bool | None:
    """Ask a model for one placement beside those that stay, and whether it agrees.

    Mentors are the model's to give out again, so it has to find some exactly where the
    reference does. Return whether the placement was possible, None where nothing was asked.
    """
    problem, organisation = case.problem, case.organisation
    rng = Random(f"one more {case.seed}")
    plan = to_plan(organisation, kept)
    added = any_placement(organisation, rng)
    start = organisation.cycle.period_of(added.first_day)
    employee = [each.id for each in organisation.employees].index(added.employee)
    host = [each.id for each in organisation.departments].index(added.host)
    made = {(p.employee, p.host, p.start) for p in kept}
    if start + problem.length[host] > problem.periods or (employee, host, start) in made:
        return None
    visit = Columns.named(problem, *(np.array([n]) for n in (employee, host, start)))
    model = build(problem, visit, kept)
    model.cp.add(model.x[0] == 1)
    found, status = Control(30, 1).run(model.cp, 30)
    possible = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    assert possible == _allowed(case, [*plan, added])
    if possible:
        after = read_plan(model, found)
        assert not solver.check(problem, after)
        assert {p[:3] for p in after} == made | {(employee, host, start)}
    return possible


def _allowed(case: Case, placements: list[domain.Placement]) -> bool:
    facts = Facts(case.organisation)
    broken = {each.rule for each in breaches(facts, placements, case.strict)}
    # Promised mentors are looked after by Mentoring, promised visits were all made before.
    if broken - {"mentors", "pins"}:
        return False
    return Mentoring(facts).possible(stays := facts.stays(placements), stays)


def asked(seeds: range) -> Counter[bool | None]:
    """Ask for one more placement in many cases."""
    answers: Counter[bool | None] = Counter()
    for seed in seeds:
        for make in (tiny_case, small_case):
            case = make(seed)
            kept = legal_plan(case)
            if kept is not None:
                answers[one_more(case, kept)] += 1
    return answers


def test_a_model_with_part_of_the_plan_fixed_agrees_with_the_reference() -> None:
    answers = asked(range(50))
    assert answers[True] >= 2
    assert answers[False] > 20


@pytest.mark.slow
def test_many_models_with_part_of_the_plan_fixed_agree_with_the_reference() -> None:
    answers = asked(range(50, 600))
    assert answers[True] > 20
    assert answers[False] > 400


class Listening(_Run):
    """A run that keeps every plan which it told of, in order."""

    def _tell(self) -> None:
        assert self.best is not None
        self.told.append(self.best.plan)
        super()._tell()

    @cached_property
    def told(self) -> list[Plan]:
        return []


@pytest.mark.slow
@pytest.mark.parametrize("seed", [4, 8])
def test_every_plan_on_the_way_is_legal_and_no_worse(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_parts(monkeypatch)
    case = middling_case(seed)
    with Parts(2) as parts:
        run = Listening(case.problem, Control(6, 2), None, Bounds(case.problem), parts)
        result = run.run()
    assert len(run.told) > 2
    assert result.plan == run.told[-1]
    assert [case.breaks(plan) for plan in run.told] == [set()] * len(run.told)
    values = [worth(case.problem, plan) for plan in run.told]
    assert values == sorted(set(values))


def test_a_run_that_is_stopped_on_the_way_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    in_parts(monkeypatch)
    case, cancel = middling_case(8), threading.Event()
    stopped: list[float] = []

    def stop(progress: solver.Progress) -> None:
        if progress.stage in ("name", "improve") and not stopped:
            stopped.append(time.monotonic())
            cancel.set()

    result = solver.solve(case.problem, time_limit=300, workers=2, progress=stop, cancel=cancel)
    assert stopped
    assert time.monotonic() - stopped[0] < 30
    assert result.stopped
    assert result.plan is not None
    assert case.breaks(result.plan) == set()


@pytest.mark.slow
@pytest.mark.parametrize("deterministic", [False, True])
@pytest.mark.parametrize("whole", [0, 5_000])
def test_a_deadline_is_kept(
    whole: int, deterministic: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it the run would last for minutes; how exactly it is kept depends on the machine."""
    monkeypatch.setattr(importlib.import_module("solver.solve"), "WHOLE", whole)
    problem = middling_case(8).problem
    for seed in range(2):
        result = solver.solve(problem, time_limit=2, seed=seed, deterministic=deterministic)
        assert result.plan is not None
        assert result.wall_seconds < 30


@pytest.mark.slow
@pytest.mark.parametrize(("whole", "times"), [(0, 4), (5_000, 3)])
def test_a_run_that_time_cuts_short_is_reproducible(
    whole: int, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock on the wall has no say: it leaves far more time than is needed here."""
    monkeypatch.setattr(importlib.import_module("solver.solve"), "WHOLE", whole)
    for module in ("solver.control", "solver.drafting"):
        monkeypatch.setattr(importlib.import_module(module), "DETERMINISTIC_PACE", 0.02)
    problem = middling_case(3).problem
    results = [
        solver.solve(problem, time_limit=90, seed=5, deterministic=True) for _ in range(times)
    ]
    assert results[0].plan is not None
    assert all(result.wall_seconds < 80 for result in results), "too busy a machine to tell"
    assert [result.plan for result in results] == [results[0].plan] * times
