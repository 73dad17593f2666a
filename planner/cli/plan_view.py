"""`planner plan view`: the plan that holds, for everybody, as far as it is theirs to see."""

from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import screen
from planner.cli.office import AsUser, Database, office
from planner.cli.plan_show import ID_LETTERS
from planner.present.words import count, days, plain

if TYPE_CHECKING:
    from planner.workflow.read_plan import SeenPlacement, SeenPlan

EXAMPLES = screen.examples(
    "planner plan view",
    "planner plan view --host Payroll",
    'planner plan view --employee "Ada Lovelace" --cycle "Spring 2027"',
)
_WHY = {
    "own": "your own",
    "team": "your team",
    "visitor": "visits your department",
    "name only": "by name only",
    "hr": "",
}


def view(
    employee: Annotated[
        str | None, typer.Option(metavar="PERSON", help="Placements of this person: id or name.")
    ] = None,
    host: Annotated[
        str | None, typer.Option(metavar="DEPARTMENT", help="Placements there: id or name.")
    ] = None,
    cycle: Annotated[
        str | None, typer.Option(metavar="NAME", help="Which cycle; else today's.")
    ] = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Show the published plan, as far as you may see it.

    Employees see their own placements, and who visits where they work or go; managers those
    of their team and the visitors of their departments; HR all; administrators how many there
    are.
    """
    with office(database, as_user) as (store, actor):
        from planner.workflow.read_plan import view_plan

        seen = view_plan(store, actor, cycle=cycle, employee=employee, host=host)
    console = screen.results()
    told = f'The plan of "{seen.cycle}", version {seen.version}'
    if seen.counts is not None:
        told += (
            f": {count(seen.counts.placements, 'placement')} of "
            f"{count(seen.counts.people, 'person', 'people')} at "
            f"{count(seen.counts.hosts, 'department')}"
        )
    console.print(plain(f"{told}."))
    if seen.placements:
        _tell(seen)
    elif seen.counts is None or employee is not None or host is not None:
        console.print("It holds nothing there that you may see.")


def _tell(seen: "SeenPlan") -> None:
    columns: list[screen.Column] = [
        ("Who", "left"),
        ("Where", "left"),
        ("When", "left"),
        ("Mentor", "left"),
        ("Id", "left"),
        ("", "left"),
    ]
    console = screen.results()
    console.print()
    screen.print_table(console, columns, [_row(each) for each in seen.placements])


def _row(each: "SeenPlacement") -> tuple[str, ...]:
    when = ""
    if each.first_day is not None and each.last_day is not None:
        when = days(each.first_day, each.last_day)
    return (
        each.person,
        each.host,
        when,
        each.mentor,
        each.id[:ID_LETTERS],
        _WHY[each.known.value],
    )
