"""`planner approvals ...`: what waits for your decision."""

from typing import Annotated

import typer

from planner.cli import screen
from planner.cli.office import AsUser, Database, office
from planner.cli.request_arguments import (
    AcceptLoss,
    Comment,
    Key,
    RequestId,
    Seen,
    tell_step,
)
from planner.cli.request_look import print_card, print_lines
from planner.cli.searching import Cycle

approvals = typer.Typer(
    name="approvals",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Decide requests: see what they would mean, approve them or deny them.",
)


@approvals.command("list", epilog=screen.examples("planner approvals list"))
def waiting(cycle: Cycle = None, database: Database = None, as_user: AsUser = None) -> None:
    """List the requests that wait for your answer, also for somebody you stand in for."""
    from planner.workflow.list_requests import waiting_approvals

    with office(database, as_user) as (store, actor):
        lines = waiting_approvals(store, actor, cycle=cycle)
    if not lines:
        screen.results().print("Nothing waits for your decision.")
        return
    print_lines(lines)


@approvals.command(epilog=screen.examples("planner approvals show 3f2a9c01b7"))
def show(request: RequestId, database: Database = None, as_user: AsUser = None) -> None:
    """Show what a request would mean, and other ways that would lose less."""
    from planner.cli.request_look import alternatives
    from planner.domain import LIVE
    from planner.workflow.look_at_request import look_at_request

    with office(database, as_user) as (store, actor):
        card = look_at_request(store, actor, request)
        print_card(card)
    if card.line.request.state in LIVE:
        screen.heading(screen.results(), "Other ways")
        alternatives(request, database, as_user)


@approvals.command(
    epilog=screen.examples(
        "planner approvals approve 3f2a9c01b7",
        'planner approvals approve 3f2a9c01b7 --comment "Fine with me." --accept-loss',
    )
)
def approve(
    request: RequestId,
    comment: Comment = "",
    accept_loss: AcceptLoss = False,
    revision: Seen = None,
    key: Key = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Say yes. The last yes that a request needs changes the plan at once."""
    from planner.workflow.decide_request import approve_request

    with office(database, as_user) as (store, actor):
        approve_request(
            store,
            actor,
            request,
            comment=comment,
            accept_loss=accept_loss,
            seen=revision,
            key=key,
        )
        tell_step(store, actor, request)


@approvals.command(
    epilog=screen.examples('planner approvals deny 3f2a9c01b7 --reason "We are too few then."')
)
def deny(
    request: RequestId,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; those who asked will read it.")],
    revision: Seen = None,
    key: Key = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Say no, and why. That ends the request."""
    from planner.workflow.decide_request import deny_request

    with office(database, as_user) as (store, actor):
        deny_request(store, actor, request, reason, seen=revision, key=key)
        tell_step(store, actor, request)
