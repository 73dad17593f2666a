"""Shapes, runs and recordings to test with."""

from __future__ import annotations

from typing import Any

from planner.bench import PLANNER, Recording, Run, Shape
from planner.bench.record import Aim

SHAPES = (
    Shape(2, 2, 2),
    Shape(7, 3, 4),
    Shape(60, 8, 12),
    Shape(300, 15, 26, density=4.2, scarcity=0.7),
    Shape(400, 20, 26, density=10, scarcity=3),
    Shape(900, 12, 52, target_share=0.05, decay=0.9),
    Shape(50, 50, 10),
)


def a_run(**changes: Any) -> Run:
    """Return a run of the planner that found a plan."""
    usual: dict[str, Any] = {
        "problem": "300x15x26",
        "kind": "density 8, scarcity 1",
        "model": PLANNER,
        "time_limit": 10.0,
        "workers": 2,
        "status": "feasible",
        "people": 300,
        "departments": 15,
        "periods": 26,
        "dependencies": 120,
        "placements": 90,
        "violations": 0,
        "stages": {"start": 1.0, "read": 0.5, "count": 2.0, "write": 0.1, "other": 0.0},
        "seconds": 9.5,
        "first_plan": 1.6,
        "check_seconds": 0.2,
        "peak_memory_mb": 310.0,
        "aims": (
            Aim("requirements", 0.0, 0.0, 0.0),
            Aim("coverage", 0.95, 0.96, 0.0104166667),
            Aim("reach", 120.0, 130.0, 0.0769),
        ),
        "improvements": ((1.6, 0.2), (3.0, 0.955), (4.0, 0.9555)),
    }
    return Run(**{**usual, **changes})


def a_recording(*runs: Run, **changes: Any) -> Recording:
    """Return a recording of some runs, of one where none is given."""
    machine = {"cores": 2, "memory_mb": 8000, "libraries": {"ortools": "9.15"}}
    usual: dict[str, Any] = {
        "made_on": "2027-01-04",
        "machine": machine,
        "runs": runs or (a_run(),),
    }
    return Recording(**{**usual, **changes})
