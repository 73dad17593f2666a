"""`planner request list | show | pool | partners | alternatives`: look at requests."""

from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import screen
from planner.cli.office import AsUser, Database, office
from planner.cli.request_arguments import Day, OnBehalf, PlacementOf, RequestId, tell_line
from planner.cli.searching import Cycle
from planner.present.words import days, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.domain import Placement
    from planner.workflow.list_requests import Line
    from planner.workflow.look_at_request import Card

EXAMPLES = {
    "list": screen.examples("planner request list", "planner request list --all"),
    "show": screen.examples("planner request show 3f2a9c01b7"),
    "alternatives": screen.examples("planner request alternatives 3f2a9c01b7"),
    "partners": screen.examples(
        "planner request partners Finance", "planner request partners Finance --give"
    ),
    "pool": screen.examples("planner request pool"),
}


def list_requests(
    everything: Annotated[bool, typer.Option("--all", help="Those that have ended, too.")] = False,
    cycle: Cycle = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """List the requests that concern you, your team, or, for HR, anybody."""
    from planner.domain import LIVE
    from planner.workflow.list_requests import list_requests as found

    with office(database, as_user) as (store, actor):
        lines = found(store, actor, cycle=cycle, states=None if everything else LIVE)
    if not lines:
        screen.results().print("There is no request that you could see here.")
        return
    print_lines(lines)


def print_lines(lines: "Iterable[Line]") -> None:
    """Print requests one below the other."""
    columns: list[screen.Column] = [
        ("Request", "left"),
        ("What is asked", "left"),
        ("Where it stands", "left"),
        ("Decide by", "left"),
    ]
    rows = [
        (line.request.id, line.asked, line.waiting or line.state, _until(line)) for line in lines
    ]
    screen.print_table(screen.results(), columns, rows)


def _until(line: "Line") -> str:
    deadline = line.request.deadline.date()
    return days(deadline, deadline) if line.waiting else ""


def show(request: RequestId, database: Database = None, as_user: AsUser = None) -> None:
    """Show a request: what it would mean for the plan, how it went, and what you can do."""
    from planner.workflow.look_at_request import look_at_request

    with office(database, as_user) as (store, actor):
        print_card(look_at_request(store, actor, request))


def print_card(card: "Card") -> None:
    """Print a request as a whole."""
    console = screen.results()
    tell_line(console, card.line)
    if card.line.waiting:
        console.print(f"Decide by: {_until(card.line)}")
    meaning = "What it means" if card.line.waiting else "What it meant when it was looked at last"
    parts = [
        ("In its way", card.obstacles),
        (meaning, card.meaning),
        ("Who would take part", [sentence for _, sentence in card.claims]),
        ("How it went", card.history),
        ("You can", _steps(card)),
    ]
    for title, sentences in parts:
        if sentences:
            screen.heading(console, title)
            for sentence in sentences:
                console.print(plain(f"- {sentence}"))


_STEP = {
    "submit": "send it: planner request send {}",
    "claim": "answer the offer: planner request claim {}",
    "pick": "choose who answered: planner request pick {} NAME",
    "accept": "accept: planner request accept {}",
    "decline": "decline: planner request decline {}",
    "approve": "approve: planner approvals approve {}",
    "deny": "deny: planner approvals deny {} --reason TEXT",
    "withdraw": "withdraw it: planner request withdraw {}",
    "revert": "take the change back: planner request revert {}",
}
_ASKS_ANEW = {"submit", "pick"}
_MAY_LOSE = {*_ASKS_ANEW, "accept", "approve"}


def _steps(card: "Card") -> list[str]:
    """Return what the reader can do, each with its command; a loss has to be accepted."""
    request = card.line.request
    # What the requester has accepted holds for those who answer.
    losing = _ASKS_ANEW if request.loss_accepted else _MAY_LOSE
    return [
        told.format(request.id) + (" --accept-loss" if card.loss and event in losing else "")
        for event, told in _STEP.items()
        if event in card.can
    ]


def pool(cycle: Cycle = None, database: Database = None, as_user: AsUser = None) -> None:
    """List what colleagues offer and you could take without breaking a rule."""
    from planner.workflow.list_requests import open_offers

    with office(database, as_user) as (store, actor):
        offers = open_offers(store, actor, cycle=cycle)
    if not offers:
        screen.results().print("There is no open offer that you could take.")
        return
    print_lines(line for line, _ in offers)
    screen.results().print("Answer one: planner request claim REQUEST")


def partners(
    placement: PlacementOf,
    give: Annotated[
        bool, typer.Option("--give", help="Who could take it, not exchange one for it.")
    ] = False,
    most: Annotated[int, typer.Option(metavar="N", min=1, help="How many at most.")] = 20,
    on: Day = None,
    behalf: OnBehalf = None,
    cycle: Cycle = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """List who could swap with you without breaking a rule, the best for the plan first."""
    from planner.domain import RequestKind
    from planner.workflow.seek_alternatives import partners_for

    with office(database, as_user) as (store, actor):
        _, found, names = partners_for(
            store,
            actor,
            placement,
            RequestKind.GIVE if give else RequestKind.SWAP,
            requester=behalf,
            day=None if on is None else on.date(),
            cycle=cycle,
            most=most,
        )
    console = screen.results()
    if not found:
        console.print("There is nobody with whom that would break no rule.")
        return

    def told(offer: "Placement | None") -> str:
        if offer is None:
            return ""
        return f"{names.department(offer.host)}, {days(offer.first_day, offer.last_day)}"

    columns: list[screen.Column] = [("Colleague", "left"), ("Employee", "left")]
    if not give:
        columns.append(("Has", "left"))
    rows = [(names.employee(each.employee), each.employee, told(each.offers)) for each in found]
    screen.print_table(console, columns, [row[: len(columns)] for row in rows])


def alternatives(request: RequestId, database: Database = None, as_user: AsUser = None) -> None:
    """Show other ways to do what a request asks for that lose less, the best first."""
    from planner.workflow.seek_alternatives import alternatives_of

    with office(database, as_user) as (store, actor):
        found = alternatives_of(store, actor, request)
    console = screen.results()
    if not found:
        console.print("There is no other way that would lose less.")
    for number, each in enumerate(found, start=1):
        how = "" if each.by_request else " HR can do it in a draft."
        console.print(plain(f"{number}. {each.sentence}{how}"))
    if any(each.by_request for each in found):
        console.print("To have one of these, ask for it in place of this one: planner request ask")
