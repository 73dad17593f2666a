"""The bridge to the solver: organisations become problems, numbers become sentences."""

from planner.planning.report import REPORT_FORMAT, to_report
from planner.planning.solving import explain_dependency, explain_impossible, score, solve
from planner.planning.yardstick import solve_obvious

__all__ = [
    "REPORT_FORMAT",
    "explain_dependency",
    "explain_impossible",
    "score",
    "solve",
    "solve_obvious",
    "to_report",
]
