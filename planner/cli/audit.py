"""`planner audit ...`: the record of who did what."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from planner.cli import screen
from planner.cli.office import REFUSED, AsUser, Database, office
from planner.present.words import count, day, plain

audit = typer.Typer(
    name="audit",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="The record of who did what: read it, and see that nobody changed it.",
    epilog=screen.examples("planner audit list --action role"),
)


@audit.command(epilog=screen.examples("planner audit verify"))
def verify(database: Database = None, as_user: AsUser = None) -> None:
    """See that nothing in the record was changed, removed or put in. Status 2 if it was.

    Keep the number and the seal that are printed somewhere else: compared with a later run,
    they also show whether the whole record was exchanged.
    """
    from planner.workflow.records import verify_record

    with office(database, as_user) as (store, actor):
        found = verify_record(store, actor)
    console = screen.results()
    if found.broken is not None:
        console.print(f"The record cannot be trusted: {plain(found.broken.sentence)}")
        raise typer.Exit(REFUSED)
    console.print(f"The record is whole: {count(found.entries, 'entry', 'entries')}.")
    console.print(f"Seal: {found.digest}")


@audit.command(
    "list",
    epilog=screen.examples(
        "planner audit list",
        "planner audit list --action role --since 2027-01-01",
        "planner audit list --employee e1017 --limit 200",
    ),
)
def list_(
    user: Annotated[
        str | None, typer.Option(metavar="USER", help="Only what this user did.")
    ] = None,
    employee: Annotated[
        str | None, typer.Option(metavar="EMPLOYEE", help="Only what is about this employee.")
    ] = None,
    action: Annotated[
        str | None,
        typer.Option(metavar="ACTION", help="Only this: role.grant, or all that begins role."),
    ] = None,
    cycle: Annotated[
        str | None, typer.Option(metavar="CYCLE", help="Only what was done to this cycle.")
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(metavar="DAY", formats=["%Y-%m-%d"], help="Only from this day on (UTC)."),
    ] = None,
    limit: Annotated[
        int, typer.Option(metavar="N", min=1, max=100_000, help="How many at most.")
    ] = 50,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Show what you may see of the record, the newest first. Times are in UTC.

    HR sees what concerns planning, administrators what concerns users and security, managers
    the decisions about their team, and everybody what they did and what is about them.
    """
    from planner.workflow.records import list_record
    from planner.workflow.show_user import id_of_user

    with office(database, as_user) as (store, actor):
        lines = list_record(
            store,
            actor,
            user=None if user is None else id_of_user(store, user),
            employee=employee,
            action=action,
            cycle=cycle,
            since=None if since is None else since.replace(tzinfo=UTC),
            limit=limit,
        )
    console = screen.results()
    if not lines:
        console.print("There is nothing to show.")
        return
    columns: list[screen.Column] = [
        ("No", "right"),
        ("When", "left"),
        ("Who", "left"),
        ("What", "left"),
        ("To what", "left"),
        ("Cycle", "left"),
        ("Details", "left"),
    ]
    rows = [
        (
            str(line.entry.number),
            f"{day(line.entry.at.date())} {line.entry.at:%H:%M}",
            f"{line.who} for {line.for_whom}" if line.for_whom else line.who,
            line.what,
            line.thing,
            line.entry.cycle,
            line.facts,
        )
        for line in lines
    ]
    screen.print_table(console, columns, rows)
