"""Whatever people do in whatever order, in the database: what must hold does."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.workflow.requests.machine import Company

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.store import Store

THOROUGH = os.environ.get("PLANNER_EXAMPLES") == "thorough"
FEW = settings(
    max_examples=4,
    stateful_step_count=20,
    suppress_health_check=list(HealthCheck),
    deadline=None,
)
MORE = settings(FEW, max_examples=20 if THOROUGH else 10, stateful_step_count=40)


def run(fresh: Callable[[], Store], how: settings) -> None:
    machine = type("Company", (Company,), {"fresh": staticmethod(fresh)})
    run_state_machine_as_test(machine, settings=how)


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_whatever_happens_everything_holds(fresh_store: Callable[[], Store]) -> None:
    run(fresh_store, FEW)


@pytest.mark.slow
def test_whatever_happens_everything_holds_for_longer(fresh_store: Callable[[], Store]) -> None:
    run(fresh_store, MORE)
