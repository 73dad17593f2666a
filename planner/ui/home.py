"""The first page: a plan as a calendar, and what it covers."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import streamlit as st

from planner.domain import BadInput
from planner.present.page import calendar_piece, coverage_piece
from planner.ui.arguments import shown
from planner.ui.plans import SECONDS, on_show

if TYPE_CHECKING:
    from planner.present.overview import Overview
    from planner.ui.plans import OnShow


def main() -> None:
    """Draw the page."""
    st.set_page_config(page_title="Rotation Planner", page_icon="🔁", layout="wide")
    wanted = shown(sys.argv[1:])
    try:
        waiting = f"Making a plan; this takes up to {SECONDS:.0f} seconds ..."
        with st.spinner(waiting if wanted.plan is None else "Reading the plan ..."):
            found = on_show(wanted)
    except BadInput as bad:
        st.header("Rotation Planner", anchor=False)
        st.error("The files cannot be shown as they are. Mend this, then load the page again.")
        for finding in bad.findings:
            st.text(str(finding))
        return
    if found.overview is None:
        _no_plan(found)
    else:
        _plan(found.overview, found.sentences)


def _no_plan(found: OnShow) -> None:
    st.header("Rotation Planner", anchor=False)
    for sentence in found.sentences:
        st.warning(sentence)
    for clash in found.clashes:
        st.text(clash.sentence)
        for remedy in clash.remedies:
            st.text(f"What helps: {remedy}")


def _plan(overview: Overview, sentences: tuple[str, ...]) -> None:
    st.header(overview.title, anchor=False)
    st.text(overview.span)
    for column, figure in zip(st.columns(len(overview.figures)), overview.figures, strict=True):
        column.metric(figure.label, figure.value, help=figure.note, border=True)
    for sentence in sentences:
        st.text(sentence)
    if overview.broken:
        st.error("This plan breaks rules.")
        for sentence in overview.broken:
            st.text(sentence)
    calendar, coverage, insights = st.tabs(["Calendar", "Coverage", "What stands out"])
    with calendar:
        st.html(calendar_piece(overview))
    with coverage:
        st.html(coverage_piece(overview))
    with insights:
        for sentence in overview.insights:
            st.text(f"• {sentence}")
