"""`planner cycles`: the cycles of the database, and the next one."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import screen
from planner.cli.import_ import tell_changes
from planner.cli.office import AsUser, Database, office
from planner.present.words import days, plain

if TYPE_CHECKING:
    from rich.console import Console

    from planner.workflow.list_cycles import ListedCycle
    from planner.workflow.next_cycle import CarriedOver

cycles = typer.Typer(
    name="cycles",
    invoke_without_command=True,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=screen.examples(
        "planner cycles",
        "planner cycles next 'Autumn 2027' --from 'Spring 2027' --first-day 2027-07-05",
    ),
)


@cycles.callback()
def listed(ctx: typer.Context, database: Database = None, as_user: AsUser = None) -> None:
    """List the cycles, or make the next one.

    A cycle is a time that is planned in one go, with tables of its own; several stand side by
    side.
    """
    if ctx.invoked_subcommand is not None:
        return
    from planner.workflow.list_cycles import list_cycles

    with office(database, as_user) as (store, actor):
        found = list_cycles(store, actor)
    console = screen.results()
    if not found:
        console.print("There is no cycle yet. Bring one in: planner import ORG")
        return
    columns: list[screen.Column] = [
        ("Cycle", "left"),
        ("Days", "left"),
        ("Periods", "right"),
        ("Revision", "right"),
        ("Published", "left"),
        ("Drafts", "right"),
    ]
    screen.print_table(console, columns, map(_row, found))


def _row(found: "ListedCycle") -> tuple[str, ...]:
    state = found.state
    cycle = state.cycle
    return (
        cycle.name,
        days(cycle.first_day, cycle.last_day),
        str(cycle.periods),
        str(state.revision),
        "nothing yet" if state.published is None else f"version {state.published}",
        "" if found.drafts is None else str(found.drafts),
    )


@cycles.command(
    "next",
    epilog=screen.examples(
        "planner cycles next 'Autumn 2027' --from 'Spring 2027' --first-day 2027-07-05"
    ),
)
def next_(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of the new cycle.")],
    old: Annotated[str, typer.Option("--from", metavar="OLD", help="The cycle that it follows.")],
    first_day: Annotated[
        datetime,
        typer.Option(metavar="DATE", formats=["%Y-%m-%d"], help="The first day of the new cycle."),
    ],
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Make the next cycle from the last one.

    Settings, departments, people, dependencies, wishes, restrictions and pairs kept apart
    stay, and so do absences and closures that reach into it. The placements of the published
    plan become experience, requirements that they do not meet stay, and nothing is promised.
    """
    from planner.workflow.next_cycle import next_cycle

    with office(database, as_user) as (store, actor):
        made = next_cycle(store, actor, name, after=old, first_day=_day(first_day))
    console = screen.results()
    if made.changes:
        console.print(f'The cycle "{plain(name)}" was made from "{plain(old)}".')
    else:
        console.print(f'The cycle "{plain(name)}" is there already, just like this.')
    _tell(console, made, rows=0)


def _day(moment: datetime) -> date:
    return moment.date()


@cycles.command(epilog=screen.examples("planner cycles carry 'Spring 2027' 'Autumn 2027'"))
def carry(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The cycle that was worked through.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The cycle that comes after it.")],
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Bring into a cycle what was done in the one before since it was made.

    The placements of the plan that is published now become experience; those that an earlier
    version had, and that did not come about, are taken out again.
    """
    from planner.workflow.next_cycle import carry_over

    with office(database, as_user) as (store, actor):
        carried = carry_over(store, actor, old, new)
    console = screen.results()
    if carried.changes:
        console.print(f'The cycle "{plain(new)}" knows now what was done in "{plain(old)}".')
    else:
        console.print(f'The cycle "{plain(new)}" knows all of it already. Nothing to do.')
    _tell(console, carried, rows=5)


def _tell(console: "Console", carried: "CarriedOver", rows: int) -> None:
    if carried.changes:
        tell_changes(console, carried.changes, carried.names, rows)
        console.print()
    for sentence in carried.notes:
        console.print(f"- {plain(sentence)}")
