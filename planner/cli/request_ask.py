"""`planner request ask ...`: ask for a change of the plan that holds."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli import screen
from planner.cli.office import AsUser, Database, office
from planner.cli.request_arguments import (
    AcceptLoss,
    Comment,
    Day,
    Key,
    OnBehalf,
    PlacementOf,
    tell_step,
)
from planner.cli.searching import Cycle

if TYPE_CHECKING:
    from planner.domain import Refused
    from planner.workflow.request_wishes import Wish

EXAMPLES = {
    "swap": screen.examples(
        'planner request ask swap Finance --with "Sue Lang" --for Payroll',
        "planner request ask swap Finance",
    ),
    "give": screen.examples(
        'planner request ask give Finance --to "Sue Lang"',
        "planner request ask give Finance --on 2027-03-01",
    ),
    "move": screen.examples("planner request ask move Finance --to 2027-03-15"),
    "drop": screen.examples(
        'planner request ask drop Finance --comment "My exam is that week." --accept-loss'
    ),
}
Draft = Annotated[bool, typer.Option("--draft", help="Keep it for now; nobody is told.")]
_DAY = ["%Y-%m-%d"]


def swap(
    placement: PlacementOf,
    partner: Annotated[
        str | None,
        typer.Option("--with", metavar="PERSON", help="With whom; else it is open to all."),
    ] = None,
    instead: Annotated[
        str | None,
        typer.Option("--for", metavar="PLACEMENT", help="Which placement of theirs."),
    ] = None,
    instead_day: Annotated[
        datetime | None,
        typer.Option("--for-day", metavar="DAY", formats=_DAY, help="The first day of theirs."),
    ] = None,
    on: Day = None,
    behalf: OnBehalf = None,
    comment: Comment = "",
    accept_loss: AcceptLoss = False,
    draft: Draft = False,
    key: Key = None,
    cycle: Cycle = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Ask to exchange a placement for a colleague's.

    Without --with it is open to all colleagues for whom it would break no rule; you pick one
    of those who answer.
    """
    wish = _wish(
        "swap",
        placement,
        on,
        behalf,
        comment,
        partner=partner,
        instead=instead,
        instead_day=None if instead_day is None else instead_day.date(),
    )
    _ask(wish, accept_loss, draft, key, cycle, database, as_user)


def give(
    placement: PlacementOf,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="PERSON", help="Who takes it; else it is open to all."),
    ] = None,
    on: Day = None,
    behalf: OnBehalf = None,
    comment: Comment = "",
    accept_loss: AcceptLoss = False,
    draft: Draft = False,
    key: Key = None,
    cycle: Cycle = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Ask a colleague to take a placement; without --to it is open to colleagues."""
    wish = _wish("give", placement, on, behalf, comment, partner=to)
    _ask(wish, accept_loss, draft, key, cycle, database, as_user)


def move(
    placement: PlacementOf,
    to: Annotated[
        datetime, typer.Option("--to", metavar="DAY", formats=_DAY, help="The new first day.")
    ],
    on: Day = None,
    behalf: OnBehalf = None,
    comment: Comment = "",
    accept_loss: AcceptLoss = False,
    draft: Draft = False,
    key: Key = None,
    cycle: Cycle = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Ask to have a placement at another time."""
    wish = _wish("move", placement, on, behalf, comment, to=to.date())
    _ask(wish, accept_loss, draft, key, cycle, database, as_user)


def drop(
    placement: PlacementOf,
    on: Day = None,
    behalf: OnBehalf = None,
    comment: Comment = "",
    accept_loss: AcceptLoss = False,
    draft: Draft = False,
    key: Key = None,
    cycle: Cycle = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Ask not to have a placement at all."""
    wish = _wish("drop", placement, on, behalf, comment)
    _ask(wish, accept_loss, draft, key, cycle, database, as_user)


def _wish(
    kind: str,
    placement: str,
    on: datetime | None,
    behalf: str | None,
    comment: str,
    **more: Any,
) -> "Wish":
    from planner.domain import RequestKind
    from planner.workflow.request_wishes import Wish

    return Wish(
        RequestKind(kind),
        placement,
        day=None if on is None else on.date(),
        requester=behalf,
        comment=comment,
        **more,
    )


def _ask(
    wish: "Wish",
    accept_loss: bool,
    draft: bool,
    key: str | None,
    cycle: str | None,
    database: str | None,
    as_user: str | None,
) -> None:
    from planner.domain import Refused
    from planner.workflow.ask_for_change import ask_for_change

    with office(database, as_user) as (store, actor):
        try:
            asked = ask_for_change(
                store, actor, wish, cycle=cycle, send=not draft, accept_loss=accept_loss, key=key
            )
        except Refused as refused:
            raise Refused([*refused.sentences, *_who_else(wish, refused)]) from None
        tell_step(store, actor, asked.id)
        if draft:
            screen.results().print(f"Send it when you are ready: planner request send {asked.id}")


def _who_else(wish: "Wish", refused: "Refused") -> list[str]:
    """Return where to look for somebody with whom it would break no rule."""
    if not wish.partner or not any("breaks a rule" in each for each in refused.sentences):
        return []
    give = " --give" if wish.kind == "give" else ""
    return [f'Who could instead: planner request partners "{wish.placement}"{give}']
