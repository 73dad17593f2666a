"""`planner import ORG`: an organisation into the database, first as a trial."""

from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import screen
from planner.cli.arguments import OrganisationPath
from planner.cli.office import AsUser, Database, office
from planner.cli.searching import of_cycle
from planner.present.row_words import AT_MOST, difference_lines
from planner.present.words import count, plain

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from planner.domain import Difference
    from planner.present.row_words import RowNames
    from planner.workflow.import_organisation import Imported

EXAMPLES = screen.examples(
    "planner import acme",
    "planner import acme --commit",
    "planner import acme.xlsx --commit --expect 3",
)


def import_(
    organisation: OrganisationPath,
    commit: Annotated[
        bool, typer.Option("--commit", help="Do it; else it is only said what would change.")
    ] = False,
    expect: Annotated[
        int | None,
        typer.Option(
            metavar="REVISION",
            min=0,
            help="Only if the cycle still has the revision that the trial named.",
        ),
    ] = None,
    rows: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=0,
            help=f"How many rows of each table are named; else {AT_MOST}, of a new cycle none.",
        ),
    ] = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Bring an organisation into the database, or bring it up to date there.

    Without --commit nothing changes: every fault is listed, or what would be new, changed and
    gone, and what that means for plans and change requests. With it, all is done or nothing.
    The cycle is known by the name in cycle.toml; a new name makes a new cycle.

    Managers bring back what `planner export` gave them, with other absences, mentors and
    closures of their own people and departments.
    """
    from planner.workflow.import_organisation import import_organisation

    with office(database, as_user) as (store, actor):
        imported = import_organisation(store, actor, organisation, commit=commit, expected=expect)
    _tell(screen.results(), imported, organisation, rows)


def _tell(console: "Console", imported: "Imported", source: "Path", rows: int | None) -> None:
    name = f'The cycle "{plain(imported.cycle)}"'
    if not imported.changes:
        console.print(f"{name} is like this already (revision {imported.revision}). Nothing to do.")
        return
    if imported.committed:
        verb = "was made" if imported.is_new else "was changed"
        console.print(f"{name} {verb}; it has revision {imported.revision}.")
    elif imported.is_new:
        console.print(f"A trial: nothing was changed. {name} would be new.")
    else:
        console.print(
            f"A trial: nothing was changed. {name} has revision {imported.revision}; "
            "this would change:"
        )
    if rows is None:
        rows = 0 if imported.is_new else AT_MOST
    tell_changes(console, imported.changes, imported.names, rows)
    if imported.effects:
        screen.heading(console, "What it means for plans and change requests")
        for sentence in imported.effects:
            console.print(f"- {plain(sentence)}")
    console.print()
    if imported.warnings:
        many = count(len(imported.warnings), "warning")
        console.print(f"{many} about the files; to read them: planner check {source}")
    if imported.committed and imported.is_new:
        console.print(f"Make a plan for it: planner plan build --wait{of_cycle(imported.cycle)}")
    if not imported.committed:
        expect = f" --expect {imported.revision}"
        console.print(f"To do it: planner import {source} --commit{expect}")


def tell_changes(
    console: "Console", changes: "Difference", names: "RowNames", rows: int = AT_MOST
) -> None:
    """Print what changes, table by table."""
    for heading, lines in difference_lines(changes, names, rows):
        if rows:
            console.print()
        console.print(plain(heading))
        for line in lines:
            console.print(f"  {plain(line)}")
