"""`planner show ORG PLAN`: the calendar, the coverage, and who knows what."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import pictures, screen
from planner.cli.arguments import OrganisationPath, PlanPath
from planner.present.words import number, plain, share

if TYPE_CHECKING:
    from rich.console import Console

    from planner.present.overview import Overview

EXAMPLES = screen.examples(
    "planner show acme plan.csv", "planner show acme plan.csv --html plan.html"
)


def show(
    organisation: OrganisationPath,
    plan: PlanPath,
    html: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a page for the browser instead: plan.html."),
    ] = None,
) -> None:
    """Show a plan: who is where and when, what it covers, and who knows what.

    With --html, all of it goes into one page, with a drawing of who depends on whom. The
    page is a single file that can be sent to others and printed.
    """
    from planner.workflow.show_plan import show_plan

    shown = show_plan(organisation, plan, html)
    console = screen.results()
    if html is not None:
        console.print(f"The page is in {html}; open it in a browser.")
        return
    console.print(f"{shown.title}: {shown.span}")
    for figure in shown.figures:
        console.print(f"{figure.label}: {figure.value} ({figure.note})")
    for sentence in shown.broken:
        console.print(f"Breaks a rule: {plain(sentence)}")
    screen.heading(console, "Calendar")
    for line in pictures.calendar(shown.calendar, console.width, coloured=console.is_terminal):
        console.print(line)
    screen.heading(console, "Coverage")
    _coverage(console, shown)
    screen.heading(console, "Who knows what (people who know it + people planned)")
    for block, table in enumerate(pictures.matrix(shown.matrix, console.width)):
        if block:
            console.print()
        screen.print_table(console, *table)
    if shown.insights:
        screen.heading(console, "What stands out")
        for sentence in shown.insights:
            console.print(f"- {plain(sentence)}")


def _coverage(console: "Console", shown: "Overview") -> None:
    columns: list[screen.Column] = [
        ("Who depends", "left"),
        ("on whom", "left"),
        ("Weight", "right"),
        ("People", "right"),
        ("Covered", "right"),
        ("", "left"),
    ]
    rows = [
        (
            line.customer,
            line.provider,
            number(line.importance),
            line.people,
            share(line.credit, 0),
            pictures.bar(line.credit) if console.is_terminal else "",
        )
        for line in shown.coverage
    ]
    screen.print_table(console, columns, rows)
