"""What a problem refuses, and what the door of the solver shows."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

import solver
from solver import Problem
from solver.examples import example


def a_problem() -> Problem:
    return example("", []).problem


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("periods", 0),
        ("decay", 0.0),
        ("decay", 1.5),
        ("rest_periods", -1),
        ("aims", ("coverage", "coverage")),
        ("aims", ("comfort",)),
        ("home", [0, 0, 1, 1, 2, 3]),
        ("length", [2, 2, 0]),
        ("host_capacity", [2, -1, 2]),
        ("importance", [1.0, 0.0, 1.0]),
        ("target", [1, 0, 1]),
        ("guides", [0, 0]),
        ("pins", [(0, 1, 6, -1)]),
        ("pins", [(0, 1, 0)]),
        ("experience", [(6, 0)]),
        ("requirements", [(0, 1, 6)]),
        ("keep_apart", [(0, -1)]),
    ],
)
def test_a_problem_refuses_what_is_out_of_bounds(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=name):
        replace(a_problem(), **{name: value})  # type: ignore[arg-type]


def test_a_problem_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        a_problem().home[0] = 1


def test_the_door_is_what_it_says() -> None:
    assert solver.__all__ == sorted(solver.__all__)
    assert set(solver.__all__) == {
        "AimResult",
        "Board",
        "Conflict",
        "CoverageTable",
        "Evaluation",
        "Fact",
        "Kept",
        "Parts",
        "Placement",
        "Plan",
        "Problem",
        "Progress",
        "Reason",
        "Replaced",
        "Result",
        "Stage",
        "Trials",
        "Tried",
        "Vacancy",
        "Violation",
        "WhyNot",
        "aim_sense",
        "aim_title",
        "check",
        "diagnose",
        "evaluate",
        "explanation",
        "free_mentors",
        "gifts",
        "keepable",
        "legal_starts",
        "moves",
        "replaced",
        "rule_title",
        "solve",
        "solve_obvious",
        "swaps",
        "tried",
        "why_not",
    }
    assert all(hasattr(solver, name) for name in solver.__all__)


def test_the_solver_needs_no_other_room() -> None:
    code = "import sys, solver; print(sorted({'planner', 'streamlit'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
