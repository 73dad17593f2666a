"""`planner db ...`: looking after the database."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli import screen
from planner.cli.office import REFUSED, Database, database_of
from planner.present.words import count, plain

db = typer.Typer(
    name="db",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="The database: set it up, back it up, restore it, and see that it is sound.",
    epilog=screen.examples("planner db backup monday.backup"),
)


@db.command(
    epilog=screen.examples(
        "planner db upgrade", "planner db upgrade --database postgresql://planner@db/planner"
    )
)
def upgrade(database: Database = None) -> None:
    """Set a database up, or bring it up to date with this version of the planner.

    A new SQLite file is set up by itself when it is first used; PostgreSQL needs this
    command once. Make a backup before you bring a database up to date.
    """
    with database_of(database, ready=False) as store:
        revision = store.upgrade()
        screen.results().print(f"{store.place} is up to date (tables {revision}).")


@db.command(epilog=screen.examples("planner db backup monday.backup"))
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where it goes; must be new.")],
    portable: Annotated[
        bool,
        typer.Option("--portable", help="In the form that PostgreSQL backups have, too."),
    ] = False,
    database: Database = None,
) -> None:
    """Write the whole database into one file, while it is in use.

    The file holds everything, so keep it where nobody else can read it. It can be restored
    into SQLite and into PostgreSQL.
    """
    from planner.workflow.database import back_up

    with database_of(database, ready=False) as store:
        back_up(store, file, portable=portable)
    screen.results().print(f"The backup is in {file}.")


@db.command(
    epilog=screen.examples(
        "planner db restore monday.backup --database new.sqlite",
        "planner db restore monday.backup --replace",
    )
)
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Throw away what the database holds now.")
    ] = False,
    database: Database = None,
) -> None:
    """Make a database what a backup holds: wholly, or not at all.

    People who were erased after the backup was made are in it still: erase them again.
    """
    from planner.workflow.database import restore as bring_back

    with database_of(database, ready=False) as store:
        rows = bring_back(store, file, replace=replace)
        screen.results().print(f"{store.place} holds what is in {file}: {count(rows, 'row')}.")


@db.command(epilog=screen.examples("planner db verify"))
def verify(database: Database = None) -> None:
    """See that everything in the database fits together. Status 2 if something does not."""
    from planner.workflow.database import verify as problems_of

    with database_of(database) as store:
        problems = problems_of(store)
        console = screen.results()
        for sentence in problems:
            console.print(f"- {plain(sentence)}")
        if problems:
            console.print("The database is not sound. Restore a backup: planner db restore FILE")
            raise typer.Exit(REFUSED)
        console.print(f"{store.place} is sound.")


@db.command("forget-old", epilog=screen.examples("planner db forget-old"))
def forget_old(database: Database = None) -> None:
    """Delete what has been kept long enough. Run it once a day.

    Messages go after a year, mail after 90 days, the comments in change requests two years
    after these have ended.
    """
    from planner.workflow.forget_old import forget_old as tidy

    with database_of(database) as store:
        gone = tidy(store)
    console = screen.results()
    if not gone:
        console.print("There was nothing old enough.")
        return
    amounts = (
        count(gone.messages, "message"),
        count(gone.mail, "mail", "mails"),
        f"comments of {count(gone.requests, 'request')}",
    )
    console.print(f"Deleted: {', '.join(amounts)}.")
