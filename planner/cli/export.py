"""`planner export DIR`: an organisation out of the database, as files."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli import screen
from planner.cli.office import AsUser, Database, office
from planner.present.words import count, plain

EXAMPLES = screen.examples(
    "planner export acme",
    "planner export acme.xlsx --cycle 'Spring 2027'",
)

CycleName = Annotated[
    str | None, typer.Option("--cycle", metavar="NAME", help="The cycle, where there are several.")
]


def export(
    target: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder, or a workbook ending in .xlsx.")
    ],
    cycle: CycleName = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Write an organisation from the database into a folder or a workbook.

    Imported again, it changes nothing. HR gets everything; managers get their own people and
    departments, and employees what is theirs, besides the departments and dependencies that
    everybody may see. Who took out what is recorded.
    """
    from planner.workflow.export_organisation import export_organisation

    with office(database, as_user) as (store, actor):
        exported = export_organisation(store, actor, target, cycle=cycle)
    what = "" if exported.in_full else ", your share of it"
    screen.results().print(
        f'The cycle "{plain(exported.cycle)}" (revision {exported.revision}{what}) is in '
        f"{exported.target}: {count(exported.people, 'person', 'people')}."
    )
