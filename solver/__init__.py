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
from solver.keeping import Kept, keepable
from solver.mentoring import free_mentors
from solver.objectives import all_aims
from solver.obvious import solve_obvious
from solver.parts import Parts
from solver.plan import Placement, Plan
from solver.problem import Problem
from solver.replacing import Replaced, Vacancy, replaced
from solver.result import AimResult, Result
from solver.solve import solve
from solver.starts import legal_starts
from solver.trials import Board, Trials
from solver.trying import Tried, gifts, moves, swaps, tried
from solver.violation import Violation
from solver.why_not import Reason, WhyNot, why_not

__all__ = [
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


def aim_sense(aim: str) -> int:
    """Return 1 for an aim of which more is better, -1 where less is better."""
    return all_aims()[aim].sense
