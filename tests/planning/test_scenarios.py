"""Several organisations planned side by side."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planner.domain import BadInput, Pin, Status
from planner.planning import Planned, check_plannable, scenarios, solve, solve_each
from tests.builders import FIRST_DAY
from tests.cli.test_processes import a_hard_one
from tests.workflow.files import a_small_one, impossible

if TYPE_CHECKING:
    from planner.domain import Organisation


def is_planned(planned: Planned | None) -> bool:
    solution = planned.solution if planned is not None else None
    return solution is not None and solution.plan is not None


def test_each_is_planned_and_told_of_once() -> None:
    told: dict[int, Planned] = {}

    def arrived(number: int, planned: Planned) -> None:
        assert number not in told
        told[number] = planned

    found, trouble = solve_each(
        [a_small_one(), impossible(), a_small_one()], time_limit=20, workers=2, arrived=arrived
    )

    assert trouble == []
    assert found == [told[0], told[1], told[2]]
    statuses = [each.solution.status for each in told.values() if each.solution]
    assert sorted(statuses) == [Status.IMPOSSIBLE, Status.OPTIMAL, Status.OPTIMAL]
    assert told[1].clashes
    assert not told[0].clashes


def test_one_alone_comes_out_as_planned_alone() -> None:
    organisation = a_small_one()
    ((planned,), _) = solve_each([organisation], time_limit=20, deterministic=True)
    alone = solve(organisation, time_limit=20, workers=1, deterministic=True)
    assert planned is not None
    assert planned.solution is not None
    assert planned.solution.plan == alone.plan
    assert planned.solution.workers == 1


def test_nothing_is_planned_for_nobody() -> None:
    assert solve_each([]) == ([], [])


@pytest.mark.slow
def test_stopping_brings_what_there_is() -> None:
    cancel = threading.Event()
    threading.Timer(6.0, cancel.set).start()
    begun = time.monotonic()

    found, trouble = solve_each([a_hard_one()] * 3, time_limit=100, workers=2, cancel=cancel)

    assert time.monotonic() - begun < 6 + scenarios.GRACE + 20
    assert [is_planned(each) for each in found] == [True, True, False]
    assert trouble == []


def test_stopped_before_it_began_nothing_is_planned() -> None:
    cancel = threading.Event()
    cancel.set()
    assert solve_each([a_small_one()] * 2, cancel=cancel)[0] == [None, None]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that cannot be caught")
def test_one_whose_process_is_killed_is_planned_again(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    start = subprocess.Popen

    def noting(*arguments: object, **named: object) -> subprocess.Popen[bytes]:
        process: subprocess.Popen[bytes] = start(*arguments, **named)  # type: ignore[call-overload]
        started.append(process.pid)
        return process

    monkeypatch.setattr("solver.processes.subprocess.Popen", noting)
    threading.Timer(4.0, lambda: os.kill(started[0], signal.SIGKILL)).start()

    found, trouble = solve_each([a_hard_one()] * 2, time_limit=6, workers=2)

    assert len(started) == 3
    assert all(is_planned(each) for each in found)
    assert trouble == []


def test_a_defect_in_one_costs_no_other_its_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Organisation, **__: object) -> None:
        raise ZeroDivisionError("never mind")

    monkeypatch.setattr(scenarios, "solve", fail)
    task = scenarios._Task(a_small_one(), False, 1.0, 0, False, "nowhere")

    assert scenarios._plan(task) == Planned(trouble="ZeroDivisionError: never mind")


def test_what_no_solver_could_read_is_refused_before() -> None:
    organisation = a_small_one()
    check_plannable(organisation)
    askew = replace(organisation, pins=(Pin("a1", "B", FIRST_DAY.replace(day=5)),))
    with pytest.raises(BadInput, match=r"pins\.csv"):
        check_plannable(askew)
