"""The bridge to the solver: organisations become problems, numbers become sentences."""

from planner.planning.alternatives import alternatives_to
from planner.planning.changes_in_words import aim_sentence, change_sentences
from planner.planning.cluster import on_cluster
from planner.planning.comparing import compare
from planner.planning.impact import impact_of
from planner.planning.impact_words import loss_sentence
from planner.planning.impact_words import sentences as impact_sentences
from planner.planning.partners import eligible_partners
from planner.planning.replanning import prepare_replan, replan, solve_replan
from planner.planning.report import REPORT_FORMAT, to_report
from planner.planning.scenarios import Planned, check_plannable, solve_each
from planner.planning.solving import explain_dependency, explain_impossible, score, solve
from planner.planning.timing import seconds_to_search
from planner.planning.what_if import WhatIf
from planner.planning.yardstick import solve_obvious

__all__ = [
    "REPORT_FORMAT",
    "Planned",
    "WhatIf",
    "aim_sentence",
    "alternatives_to",
    "change_sentences",
    "check_plannable",
    "compare",
    "eligible_partners",
    "explain_dependency",
    "explain_impossible",
    "impact_of",
    "impact_sentences",
    "loss_sentence",
    "on_cluster",
    "prepare_replan",
    "replan",
    "score",
    "seconds_to_search",
    "solve",
    "solve_each",
    "solve_obvious",
    "solve_replan",
    "to_report",
]
