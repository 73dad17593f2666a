"""The plan on show, made once and then kept for everybody who looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from planner.domain import Clash
from planner.present.coverage import coverage_before
from planner.present.overview import Overview
from planner.present.words import STATUS, coverage_sentence
from planner.workflow.show_plan import overview_of, show_plan
from planner.workflow.solve_plan import Search, solve_plan

if TYPE_CHECKING:
    from planner.ui.arguments import Shown
    from planner.workflow.solve_plan import Solved

SECONDS = 20.0
"""What a plan may take that somebody waits for."""


@dataclass(frozen=True, slots=True)
class OnShow:
    """A plan to look at, or the reasons why there is none."""

    overview: Overview | None
    sentences: tuple[str, ...]
    clashes: tuple[Clash, ...] = ()


@st.cache_resource(show_spinner=False, max_entries=8)
def on_show(wanted: Shown, seconds: float = SECONDS) -> OnShow:
    """Return the plan that is asked for; make it where there is none.

    Raises
    ------
    BadInput
        If a file cannot be used as it is.
    """
    if wanted.plan is not None:
        return OnShow(show_plan(wanted.organisation, wanted.plan), ())
    solved = solve_plan(wanted.organisation, search=Search(seconds=seconds))
    plan = solved.solution.plan
    if plan is None:
        return OnShow(None, (STATUS[solved.solution.status],), solved.clashes)
    return OnShow(overview_of(solved.organisation, plan), (_proof(solved),))


def _proof(solved: Solved) -> str:
    solution = solved.solution
    before = coverage_before(solution.dependencies, solved.organisation.cycle.decay)
    told = [coverage_sentence(aim, before) for aim in solution.aims if aim.name == "coverage"]
    return " ".join([*told, STATUS[solution.status]])
