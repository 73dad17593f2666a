"""`planner inbox`: what somebody was told."""

from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import screen
from planner.cli.office import AsUser, Database, office
from planner.present.words import count, day, plain

if TYPE_CHECKING:
    from planner.domain import Message

EXAMPLES = screen.examples("planner inbox", "planner inbox hana@example.org --unread --read")


def inbox(
    user: Annotated[
        str | None,
        typer.Argument(metavar="[USER]", help="Whose: your own, which is what you get anyway."),
    ] = None,
    unread: Annotated[bool, typer.Option("--unread", help="Only what was not read yet.")] = False,
    read: Annotated[bool, typer.Option("--read", help="Mark what is shown as read.")] = False,
    limit: Annotated[
        int, typer.Option(metavar="N", min=1, max=10_000, help="How many at most.")
    ] = 20,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Show your messages, the newest first.

    Naming a USER says who you are, as --as does.
    """
    from planner.workflow.read_inbox import count_unread, mark_read, read_inbox
    from planner.workflow.show_user import id_of_user

    with office(database, as_user or user) as (store, actor):
        owner = id_of_user(store, user) if user else None
        messages = read_inbox(store, actor, user=owner, unread=unread, limit=limit)
        if read:
            mark_read(store, actor, numbers=[each.number for each in messages])
        left = count_unread(store, actor)
    console = screen.results()
    for message in messages:
        _tell(message)
    if not messages:
        console.print("There are no messages.")
    elif left:
        console.print(f"{count(left, 'message')} not read. Mark them as read with --read.")


def _tell(message: "Message") -> None:
    console = screen.results()
    new = "" if message.read_at else " (new)"
    console.print(f"{message.number}. {day(message.created_at.date())}{new}")
    console.print(f"   {plain(message.subject)}")
    for line in message.text.splitlines():
        console.print(f"   {plain(line)}")
    noun, _, request = message.thing.partition(" ")
    if noun == "request":
        console.print(f"   More, and what you can do: planner request show {plain(request)}")
    console.print()
