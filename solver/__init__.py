"""Constraint programming for cross-training rotations.

The public door. Everything else in this package may change without notice.
"""

from solver.check import check
from solver.constraints import all_rules
from solver.control import Progress, Stage
from solver.coverage import CoverageTable
from solver.diagnose import Conflict, diagnose
from solver.evaluate import Evaluation, evaluate
from solver.facts import Fact
from solver.objectives import all_aims
from solver.obvious import solve_obvious
from solver.parts import Parts
from solver.plan import Placement, Plan
from solver.problem import Problem
from solver.result import AimResult, Result
from solver.solve import solve
from solver.violation import Violation
from solver.why_not import Reason, WhyNot, why_not

__all__ = [
    "AimResult",
    "Conflict",
    "CoverageTable",
    "Evaluation",
    "Fact",
    "Parts",
    "Placement",
    "Plan",
    "Problem",
    "Progress",
    "Reason",
    "Result",
    "Stage",
    "Violation",
    "WhyNot",
    "aim_title",
    "check",
    "diagnose",
    "evaluate",
    "explanation",
    "rule_title",
    "solve",
    "solve_obvious",
    "why_not",
]


def explanation(rule: str) -> str:
    """Return what a person is told of a breach of a rule, over the fields of a violation."""
    if rule == "horizon":
        return "{employee} is placed at {host} outside the cycle."
    return all_rules()[rule].explanation


def rule_title(rule: str) -> str:
    """Return a rule's name as people read it."""
    return "Horizon" if rule == "horizon" else all_rules()[rule].title


def aim_title(aim: str) -> str:
    """Return an aim's name as people read it."""
    return all_aims()[aim].title
