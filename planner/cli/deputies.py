"""`planner user delegate`: who decides for a manager who is away."""

from datetime import datetime
from typing import Annotated

import typer

from planner.cli import screen
from planner.cli.office import AsUser, Database, office
from planner.domain import Refused
from planner.present.words import days

EXAMPLES = screen.examples(
    "planner user delegate e1001 e1017 --from 2027-03-01 --until 2027-03-14",
    "planner user delegate e1001 e1017 --end",
)
_DAY = ["%Y-%m-%d"]


def delegate(
    manager: Annotated[
        str, typer.Argument(metavar="FROM", help="Employee id of the manager, who is you.")
    ],
    deputy: Annotated[str, typer.Argument(metavar="TO", help="Employee id of the deputy.")],
    first: Annotated[
        datetime | None,
        typer.Option("--from", metavar="DAY", formats=_DAY, help="First day; else today."),
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--until", metavar="DAY", formats=_DAY, help="Last day.")
    ] = None,
    end: Annotated[bool, typer.Option("--end", help="Decide yourself again from today.")] = False,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Let a deputy decide for you while you are away. The deputy is told."""
    from planner.workflow.delegating import delegate as make
    from planner.workflow.delegating import end_delegation

    with office(database, as_user) as (store, actor):
        if end:
            ended = end_delegation(store, actor, manager, deputy)
            screen.results().print("Ended." if ended else "There is nothing to end.")
            return
        if until is None:
            raise Refused(["Say until when, such as --until 2027-03-14."])
        first_day = None if first is None else first.date()
        made = make(store, actor, manager, deputy, first_day=first_day, last_day=until.date())
    when = days(made.first_day, made.last_day)
    screen.results().print(f"{deputy} decides for {manager}: {when}.")
