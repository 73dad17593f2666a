"""`planner calendar` and `planner calendar-link`: placements in people's own calendars."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli import screen
from planner.cli.office import AsUser, Database, office
from planner.domain import Refused
from planner.present.words import count

EXAMPLES = screen.examples("planner calendar e1017 --out e1017.ics")
LINK_EXAMPLES = screen.examples(
    "planner calendar-link e1017",
    "planner calendar-link e1017 --reset",
    "planner calendar-link e1017 --revoke",
)


def calendar(
    employee: Annotated[str, typer.Argument(metavar="EMPLOYEE", help="Id of the employee.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where it goes: anna.ics.")],
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Write somebody's published placements into a calendar file (iCalendar).

    Calendars that read the file again later move what was moved, and take out what was
    dropped. Employees may do it for themselves, managers for their team, HR for anybody; it
    is recorded.
    """
    from planner.workflow.calendar_feed import write_calendar

    with office(database, as_user) as (store, actor):
        placed = write_calendar(store, actor, employee, out)
    screen.results().print(f"{count(placed, 'placement')} of {employee} in {out}.")


def calendar_link(
    employee: Annotated[str, typer.Argument(metavar="EMPLOYEE", help="Id of the employee.")],
    reset: Annotated[
        bool, typer.Option("--reset", help="A new address; the old one stops working.")
    ] = False,
    revoke: Annotated[
        bool, typer.Option("--revoke", help="The address stops working, and there is no other.")
    ] = False,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Make the secret address under which a calendar program finds your placements.

    It is shown this once, and only a fingerprint of it is kept. Whoever has it can read the
    calendar, so treat it like a password. HR and administrators can revoke anybody's.
    """
    from planner.workflow.calendar_feed import feed_address, make_feed, reset_feed, revoke_feed

    console = screen.results()
    with office(database, as_user) as (store, actor):
        if reset and revoke:
            raise Refused(["Say --reset or --revoke, not both."])
        if revoke:
            revoked = revoke_feed(store, actor, employee)
            console.print("Revoked." if revoked else "There was no address to revoke.")
            return
        token = (reset_feed if reset else make_feed)(store, actor, employee)
        address = feed_address(token)
    console.print(address)
    screen.notes().print("This address is shown only once. Give it to your calendar program.")
    if address.startswith("/"):
        screen.notes().print(
            "It has to begin with where your planner is, such as https://planner.example.org; "
            "whoever looks after it can set that as PLANNER_BASE_URL."
        )
