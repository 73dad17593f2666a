"""The bridge to the solver: organisations become problems, numbers become sentences."""

from planner.planning.cluster import on_cluster
from planner.planning.report import REPORT_FORMAT, to_report
from planner.planning.scenarios import Planned, check_plannable, solve_each
from planner.planning.solving import explain_dependency, explain_impossible, score, solve
from planner.planning.timing import seconds_to_search
from planner.planning.yardstick import solve_obvious

__all__ = [
    "REPORT_FORMAT",
    "Planned",
    "check_plannable",
    "explain_dependency",
    "explain_impossible",
    "on_cluster",
    "score",
    "seconds_to_search",
    "solve",
    "solve_each",
    "solve_obvious",
    "to_report",
]
