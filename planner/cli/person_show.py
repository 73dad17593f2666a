"""`planner person show`: what is known of somebody, as far as it is yours to see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import screen
from planner.cli.office import AsUser, Database, office
from planner.present.row_words import WISHES
from planner.present.words import day, days, plain

if TYPE_CHECKING:
    from rich.console import Console

    from planner.workflow.read_person import Details, Profile, Wish

EXAMPLES = screen.examples("planner person show e1017", 'planner person show "Ada Lovelace"')


def show(
    employee: Annotated[
        str, typer.Argument(metavar="EMPLOYEE", help="Id, e-mail address or name of the employee.")
    ],
    cycle: Annotated[
        str | None, typer.Option(metavar="NAME", help="Which cycle; else today's.")
    ] = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Show somebody's data, absences, experience and wishes, as far as you may see them.

    Employees see their own, managers those of their team, HR all; administrators see the name
    and how somebody signs in.
    """
    with office(database, as_user) as (store, actor):
        from planner.workflow.read_person import see_preferences, see_profile

        seen = see_profile(store, actor, employee, cycle=cycle)
        wishes: tuple[Wish, ...] = ()
        if seen.details is not None:
            wishes = see_preferences(store, actor, employee, cycle=cycle)
    console = screen.results()
    console.print(plain(seen.name))
    _line(console, "E-mail", seen.email or "none")
    _line(console, "Signs in as", _sign_in(seen))
    if seen.details is not None:
        _tell(console, seen.details)
        _list(console, "Wishes", [f"{w.department}: {WISHES[w.score]}" for w in wishes])


def _sign_in(seen: Profile) -> str:
    if not seen.user:
        return "nobody: there is no such user"
    return f"user {seen.user}" + ("" if seen.active else ", who was disabled")


def _tell(console: Console, details: Details) -> None:
    _line(console, "Department", details.department)
    _line(console, "Manager", details.manager or "none")
    _line(console, "Placements in the cycle, at most", str(details.most_placements))
    _line(console, "Guides at once, at most", str(details.mentors))
    if details.starts is not None:
        _line(console, "Begins on", day(details.starts))
    if details.ends is not None:
        _line(console, "Leaves on", day(details.ends))
    absences = (
        f"{days(first, last)}{f' ({kind})' if kind else ''}"
        for first, last, kind in details.absences
    )
    _list(console, "Absences", [*absences])
    _list(console, "Has visited", [f"{where} ({day(on)})" for where, on in details.experience])
    required = (where if by is None else f"{where}, by {day(by)}" for where, by in details.required)
    _list(console, "Has to visit", [*required])
    barred = (f"{where}{f' ({why})' if why else ''}" for where, why in details.barred)
    _list(console, "Cannot visit", [*barred])


def _list(console: Console, label: str, told: list[str]) -> None:
    if told:
        screen.heading(console, label)
        for each in told:
            console.print(f"- {plain(each)}")


def _line(console: Console, label: str, value: str) -> None:
    console.print(f"{label}: {plain(value)}")
