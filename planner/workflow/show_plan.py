"""Show a plan: everything there is to look at, on a page if one is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exchange import read_organisation, read_plan, write_text
from planner.graph import dependency_graph, layout, read_insights, sentences
from planner.planning import score
from planner.present.overview import Overview, overview
from planner.present.page import page
from planner.workflow.destinations import check_destinations

if TYPE_CHECKING:
    from pathlib import Path

    from planner.domain import Organisation, Plan, Score


def show_plan(source: Path, plan_file: Path, html: Path | None = None) -> Overview:
    """Read an organisation and a plan, and return what is shown of it.

    Parameters
    ----------
    html : Path, optional
        Where to write the page; nowhere by default.

    Raises
    ------
    BadInput
        If a file cannot be used as it is, or the page cannot be written.
    """
    check_destinations({"--html": html}, source)
    organisation = read_organisation(source).organisation
    shown = overview_of(organisation, read_plan(plan_file, organisation))
    if html is not None:
        write_text(html, page(shown))
    return shown


def overview_of(organisation: Organisation, plan: Plan, known: Score | None = None) -> Overview:
    """Return what is shown of a plan that is at hand, with its score if that is known."""
    insights = sentences(read_insights(organisation, plan), organisation)
    positions = layout(dependency_graph(organisation, plan), 0)
    return overview(organisation, plan, known or score(organisation, plan), insights, positions)
