"""`planner request accept | decline | claim | pick | withdraw | revert`: answer a request."""

from datetime import datetime
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

EXAMPLES = {
    "send": screen.examples("planner request send 3f2a9c01b7"),
    "accept": screen.examples("planner request accept 3f2a9c01b7"),
    "decline": screen.examples(
        'planner request decline 3f2a9c01b7 --comment "I am away that week."'
    ),
    "claim": screen.examples(
        "planner request claim 3f2a9c01b7", "planner request claim 3f2a9c01b7 --offer Payroll"
    ),
    "pick": screen.examples('planner request pick 3f2a9c01b7 "Sue Lang"'),
    "withdraw": screen.examples("planner request withdraw 3f2a9c01b7"),
    "revert": screen.examples(
        'planner request revert 3f2a9c01b7 --comment "Both are ill." --as hana@acme.example'
    ),
}


def send(
    request: RequestId,
    accept_loss: AcceptLoss = False,
    revision: Seen = None,
    key: Key = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Send a request that was kept as a draft."""
    from planner.workflow.ask_for_change import send_request

    with office(database, as_user) as (store, actor):
        send_request(store, actor, request, accept_loss=accept_loss, seen=revision, key=key)
        tell_step(store, actor, request)


def accept(
    request: RequestId,
    comment: Comment = "",
    accept_loss: AcceptLoss = False,
    revision: Seen = None,
    key: Key = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Agree to take part in a swap or give that a colleague asks of you."""
    from planner.workflow.answer_request import accept_request

    with office(database, as_user) as (store, actor):
        accept_request(
            store,
            actor,
            request,
            comment=comment,
            accept_loss=accept_loss,
            seen=revision,
            key=key,
        )
        tell_step(store, actor, request)


def decline(
    request: RequestId,
    comment: Comment = "",
    revision: Seen = None,
    key: Key = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Decline to take part; that ends the request."""
    from planner.workflow.answer_request import decline_request

    with office(database, as_user) as (store, actor):
        decline_request(store, actor, request, comment=comment, seen=revision, key=key)
        tell_step(store, actor, request)


def claim(
    request: RequestId,
    offer: Annotated[
        str | None,
        typer.Option(metavar="PLACEMENT", help="In a swap, which of yours you would give."),
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option("--on", metavar="DAY", formats=["%Y-%m-%d"], help="The first day of it."),
    ] = None,
    comment: Comment = "",
    revision: Seen = None,
    key: Key = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Say that you would take what a colleague offers; they pick one of those who answer."""
    from planner.workflow.answer_request import claim_request

    with office(database, as_user) as (store, actor):
        day = None if on is None else on.date()
        claim_request(
            store, actor, request, offers=offer, day=day, comment=comment, seen=revision, key=key
        )
        tell_step(store, actor, request)


def pick(
    request: RequestId,
    colleague: Annotated[
        str, typer.Argument(metavar="EMPLOYEE", help="Who of those who answered, by name or id.")
    ],
    comment: Comment = "",
    accept_loss: AcceptLoss = False,
    revision: Seen = None,
    key: Key = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Choose one of those who answered your open request; it then waits for approval."""
    from planner.workflow.answer_request import pick_claim

    with office(database, as_user) as (store, actor):
        pick_claim(
            store,
            actor,
            request,
            colleague,
            comment=comment,
            accept_loss=accept_loss,
            seen=revision,
            key=key,
        )
        tell_step(store, actor, request)


def withdraw(
    request: RequestId,
    comment: Comment = "",
    revision: Seen = None,
    key: Key = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Take back what you asked for; those who were asked are told."""
    from planner.workflow.withdraw_request import withdraw_request

    with office(database, as_user) as (store, actor):
        withdraw_request(store, actor, request, comment=comment, seen=revision, key=key)
        tell_step(store, actor, request)


def revert(
    request: RequestId,
    comment: Comment = "",
    revision: Seen = None,
    key: Key = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Undo a change that was applied; for HR, within 24 hours and before anything began."""
    from planner.workflow.revert_request import revert_request

    with office(database, as_user) as (store, actor):
        revert_request(store, actor, request, comment=comment, seen=revision, key=key)
        tell_step(store, actor, request)
