"""`planner person ...`: what is kept about somebody, and erasing it."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli import person_show, screen
from planner.cli.office import AsUser, Database, office
from planner.domain import Refused
from planner.present.words import count

person = typer.Typer(
    name="person",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="People's own data: look at it, give it to them, or erase it.",
    epilog=screen.examples(
        "planner person show e1017", "planner person export e1017 --out e1017.json"
    ),
)

person.command(epilog=person_show.EXAMPLES)(person_show.show)

EmployeeId = Annotated[str, typer.Argument(metavar="EMPLOYEE", help="Id of the employee.")]


@person.command(epilog=screen.examples("planner person export e1017 --out e1017.json"))
def export(
    employee: EmployeeId,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where it goes (JSON).")],
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Write everything that is kept about a person into one file.

    Employees may do it for themselves, HR for anybody; a manager gets of their team what
    managers see anyway. It is recorded.
    """
    from planner.workflow.export_person import export_person

    with office(database, as_user) as (store, actor):
        parts = export_person(store, actor, employee, out)
    console = screen.results()
    for name, amount in parts.items():
        console.print(f"{name}: {amount}")
    console.print(f"All of it is in {out}.")


@person.command(epilog=screen.examples("planner person erase e1017 --yes"))
def erase(
    employee: Annotated[
        str,
        typer.Argument(
            metavar="EMPLOYEE", help="Id of the employee, or of a user who is no employee."
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Erase: there is no way back.")] = False,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Erase a person everywhere; only figures remain. HR may do that, and not for oneself.

    Name, address, absences, wishes, messages and comments are deleted. In plans, requests and
    the record somebody without a name stands in their place. Placements to come have to be
    planned anew before. Backups made earlier still hold them.
    """
    from planner.workflow.erase_person import erase

    with office(database, as_user) as (store, actor):
        if not yes:
            raise Refused(["There is no way back from this. If you mean it, add --yes."])
        erased = erase(store, actor, employee)
    console = screen.results()
    if erased is None:
        console.print("The user is erased.")
        return
    console.print(
        f"Erased from {count(erased.cycles, 'cycle')}. {erased.stand_in} stands in their place "
        f"in {count(erased.placements, 'placement')}."
    )
    if erased.requests_ended:
        console.print(f"{count(erased.requests_ended, 'change request')} of theirs ended.")
