"""`planner plan edit move|add|remove|pin|unpin`, and `undo`, `redo`: a draft changed by hand."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli import screen
from planner.cli.office import AsUser, Database, office
from planner.cli.plan_show import ID_LETTERS
from planner.cli.plan_words import tell_consequence
from planner.cli.searching import Cycle
from planner.domain import id_of
from planner.present.words import plain

if TYPE_CHECKING:
    from planner.domain import Edit
    from planner.workflow.edit_draft import EditingDesk

EXAMPLES = {
    "move": screen.examples(
        "planner plan edit move 3 6925a57e 2027-03-08",
        'planner plan edit move 3 "Ada Lovelace" 2027-03-08',
    ),
    "add": screen.examples('planner plan edit add 3 "Ada Lovelace" Payroll 2027-03-08 --pin'),
    "remove": screen.examples("planner plan edit remove 3 6925a57e --ask"),
    "pin": screen.examples("planner plan edit pin 3 6925a57e"),
    "unpin": screen.examples("planner plan edit unpin 3 6925a57e"),
    "undo": screen.examples("planner plan undo 3"),
    "redo": screen.examples("planner plan redo 3"),
}

Draft = Annotated[int, typer.Argument(metavar="DRAFT", help="The number of the draft.")]
PlacementId = Annotated[
    str,
    typer.Argument(
        metavar="PLACEMENT", help="Its id or the beginning of it, or whose it is, if but one."
    ),
]
Mentor = Annotated[
    str | None, typer.Option(metavar="PERSON", help="Who guides it; else whoever is free.")
]
Keep = Annotated[bool, typer.Option("--pin", help="Every later search keeps it.")]
Ask = Annotated[bool, typer.Option("--ask", help="Only say what it would mean; change nothing.")]
_DAY = ["%Y-%m-%d"]
Day = Annotated[datetime, typer.Argument(metavar="DAY", formats=_DAY, help="Such as 2027-03-08.")]


def move(
    draft: Draft,
    placement: PlacementId,
    to: Annotated[
        datetime | None,
        typer.Argument(metavar="[DAY]", formats=_DAY, help="The new first day: 2027-03-08."),
    ] = None,
    mentor: Mentor = None,
    pin: Keep = False,
    ask: Ask = False,
    cycle: Cycle = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Move a placement to another day, or let another mentor guide it.

    What that breaks is told, and done all the same: a draft may be wrong for a while.
    """
    from planner.workflow.draft_changes import Move

    change = Move(placement, _day(to) if to else None, mentor, pin)
    _change(database, as_user, draft, cycle, change, ask)


def add(
    draft: Draft,
    employee: Annotated[str, typer.Argument(metavar="PERSON", help="Who goes: id or name.")],
    host: Annotated[str, typer.Argument(metavar="DEPARTMENT", help="Where to: id or name.")],
    first_day: Day,
    mentor: Mentor = None,
    pin: Keep = False,
    ask: Ask = False,
    cycle: Cycle = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Add a placement; it lasts as long as its host asks for."""
    from planner.workflow.draft_changes import Add

    change = Add(employee, host, _day(first_day), mentor, pin)
    _change(database, as_user, draft, cycle, change, ask)


def remove(
    draft: Draft,
    placement: PlacementId,
    ask: Ask = False,
    cycle: Cycle = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Take a placement out."""
    from planner.workflow.draft_changes import Remove

    _change(database, as_user, draft, cycle, Remove(placement), ask)


def pin(
    draft: Draft,
    placement: PlacementId,
    cycle: Cycle = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Pin a placement: every later search keeps it."""
    from planner.workflow.draft_changes import Pin

    _change(database, as_user, draft, cycle, Pin(placement), False)


def unpin(
    draft: Draft,
    placement: PlacementId,
    cycle: Cycle = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Let a pinned placement go: a later search may change it."""
    from planner.workflow.draft_changes import Unpin

    _change(database, as_user, draft, cycle, Unpin(placement), False)


def undo(
    draft: Draft, cycle: Cycle = None, database: Database = None, as_user: AsUser = None
) -> None:
    """Take back the last edit of a draft, whoever made it."""
    _turn(database, as_user, draft, cycle, lambda desk: desk.undo())


def redo(
    draft: Draft, cycle: Cycle = None, database: Database = None, as_user: AsUser = None
) -> None:
    """Make the edit again that was taken back last."""
    _turn(database, as_user, draft, cycle, lambda desk: desk.redo())


def _day(when: datetime) -> date:
    return when.date()


def _change(
    database: str | None, as_user: str | None, draft: int, cycle: str | None, change: Any, ask: bool
) -> None:
    if not ask:
        _turn(database, as_user, draft, cycle, lambda desk: desk.do(change))
        return
    with office(database, as_user) as (store, actor):
        from planner.workflow.edit_draft import EditingDesk

        consequence = EditingDesk(store, actor, draft, cycle=cycle).ask(change)
        console = screen.results()
        console.print("Nothing was changed. It would mean:")
        tell_consequence(console, consequence)


def _turn(
    database: str | None,
    as_user: str | None,
    draft: int,
    cycle: str | None,
    deed: Callable[["EditingDesk"], Any],
) -> None:
    with office(database, as_user) as (store, actor):
        from planner.workflow.edit_draft import EditingDesk

        edited = deed(EditingDesk(store, actor, draft, cycle=cycle))
        console = screen.results()
        before = "Taken back: " if edited.undone else ""
        console.print(f"{before}{plain(edited.edit.what)}")
        for id in _new_ids(edited.edit, undone=edited.undone):
            console.print(f"Its id is {id[:ID_LETTERS]} now.")
        if edited.edit.gives or edited.edit.takes:
            tell_consequence(console, edited.consequence)


def _new_ids(edit: "Edit", *, undone: bool) -> list[str]:
    """Return the ids of placements that came with an edit: another day is another id."""
    came, went = (edit.gives, edit.takes) if undone else (edit.takes, edit.gives)
    before = {id_of(each) for each in went}
    return [id for each in came if (id := id_of(each)) not in before]
