"""Small problems made to go the ways of large ones, by changing what counts as large."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

HUGE = 10**9

PATHS: dict[str, dict[str, int]] = {
    "as it is": {},
    "every visit and mentor apart": {
        "solver.counting:ONE_BY_ONE": HUGE,
        "solver.constraints.mentors:ONE_BY_ONE": HUGE,
    },
    "visits and mentors together": {
        "solver.counting:ONE_BY_ONE": 0,
        "solver.constraints.mentors:ONE_BY_ONE": 0,
    },
    "counts in two goes": {"solver.drafting:LARGE": 0},
    "all that is large": {
        "solver.counting:ONE_BY_ONE": 0,
        "solver.constraints.mentors:ONE_BY_ONE": 0,
        "solver.drafting:LARGE": 0,
        "solver.beginning:LARGE": 0,
        "solver.solve:MANY": 0,
        "solver.groups:SIZE": 2,
        "solver.groups:THIN": 1,
    },
    "one by one in name": {"solver.groups:SIZE": 1, "solver.groups:THIN": 1},
    "promises first": {"solver.solve:MANY": 0, "solver.beginning:LARGE": 0},
}
"""What is changed, by what it stands for; each name is a module and what it holds."""


def force(monkeypatch: pytest.MonkeyPatch, changes: dict[str, int]) -> None:
    """Change what modules hold."""
    for place, value in changes.items():
        module, _, name = place.partition(":")
        monkeypatch.setattr(importlib.import_module(module), name, value)


def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never solve a problem as a whole."""
    force(monkeypatch, {"solver.solve:WHOLE": 0})
