"""What all tests share: how many examples Hypothesis tries, databases, and measuring cases."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.databases"]

CHECKOUT = Path(__file__).resolve().parents[1]

# Timing belongs to the tests that measure it: a busy machine must not fail the others.
_SHARED = settings(
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("quick", _SHARED, max_examples=30)
settings.register_profile("thorough", _SHARED, max_examples=100)
settings.load_profile(os.environ.get("PLANNER_EXAMPLES", "quick"))

_MAIN = sys.modules["__main__"]


def pytest_runtest_teardown() -> None:
    """Put back the module that a page under test takes the place of.

    Every process that a later test starts would load the page again, and all that it does.
    """
    sys.modules["__main__"] = _MAIN


@pytest.fixture(scope="session")
def cases() -> Path:
    """Return the folder of measuring cases; tests that need it are skipped without it."""
    named = os.environ.get("PLANNER_CASES")
    folder = Path(named) if named else CHECKOUT.parent / "shared" / "cases"
    if not folder.is_dir():
        pytest.skip("no measuring cases here; PLANNER_CASES can name their folder")
    return folder
