"""Arguments that the commands about requests share, and how a request is told in the end."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import screen
from planner.present.words import plain

if TYPE_CHECKING:
    from rich.console import Console

    from planner.domain import Actor
    from planner.workflow.list_requests import Line
    from planner.workflow.opening import Store

RequestId = Annotated[str, typer.Argument(metavar="REQUEST", help="The id of the request.")]
PlacementOf = Annotated[
    str,
    typer.Argument(metavar="PLACEMENT", help="The host, by name or id; or the placement's id."),
]
Day = Annotated[
    datetime | None,
    typer.Option(
        "--on", metavar="DAY", formats=["%Y-%m-%d"], help="Its first day, if you go there twice."
    ),
]
OnBehalf = Annotated[
    str | None,
    typer.Option("--behalf", metavar="PERSON", help="Whose placement it is; for managers and HR."),
]
Comment = Annotated[
    str, typer.Option("--comment", metavar="TEXT", help="A word to those who are asked.")
]
AcceptLoss = Annotated[
    bool,
    typer.Option("--accept-loss", help="Even though dependencies are covered less then."),
]
Seen = Annotated[
    int | None,
    typer.Option(
        "--revision", metavar="N", min=1, help="Only if the request still has this revision."
    ),
]
Key = Annotated[
    str | None,
    typer.Option("--key", metavar="TEXT", help="Repeating it with the same key does nothing."),
]


def tell_step(store: "Store", actor: "Actor", request_id: str) -> None:
    """Print where a request stands after a step."""
    from planner.domain import NotFound
    from planner.workflow.look_at_request import look_at_request

    console = screen.results()
    try:
        line = look_at_request(store, actor, request_id).line
    except NotFound:  # whoever declined an offer, say, need not be part of it any more
        console.print(f"Done: request {request_id}.")
        return
    tell_line(console, line)


def tell_line(console: "Console", line: "Line") -> None:
    """Print a request in a few lines."""
    request = line.request
    console.print(plain(f"Request {request.id}, revision {request.revision}: {line.asked}"))
    console.print(plain(f"It is {line.waiting or line.state}."))
    if request.reason:
        console.print(plain(f"The reason: {request.reason}"))
    if request.applied_version is not None:
        made = f"It made version {request.applied_version} of the plan"
        back = request.state == "reverted"
        console.print(f"{made}; a later version took it back." if back else f"{made}.")
