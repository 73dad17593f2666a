"""`planner plan compare A B`: what lies between two versions."""

from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import screen
from planner.cli.office import AsUser, Database, office
from planner.cli.plan_words import tell_aims, tell_dependencies, tell_people, tell_sentences
from planner.cli.searching import Cycle
from planner.present.words import plain

if TYPE_CHECKING:
    from rich.console import Console

    from planner.workflow.compare_plans import Compared

EXAMPLES = screen.examples("planner plan compare 2 3", "planner plan compare 3 --all")


def compare(
    one: Annotated[
        int, typer.Argument(metavar="A", help="A version; alone, the published one is before it.")
    ],
    other: Annotated[int | None, typer.Argument(metavar="[B]", help="The version after A.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Whole lists, however long.")] = False,
    cycle: Cycle = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Compare two versions: placements, dependencies, people, and every aim side by side.

    With one version only, it is compared with the published plan. Both are measured by the
    organisation as it is now.
    """
    with office(database, as_user) as (store, actor):
        from planner.workflow.compare_plans import compare_plans

        before, after = (None, one) if other is None else (one, other)
        found = compare_plans(store, actor, before, after, cycle=cycle)
        tell_comparison(screen.results(), found, everything=everything)


def tell_comparison(console: "Console", found: "Compared", *, everything: bool = False) -> None:
    """Print what lies between two versions."""
    one, other = found.one, found.other
    console.print(
        plain(
            f"From version {one.number} ({one.state.value}, {one.title}) "
            f"to version {other.number} ({other.state.value}, {other.title})"
        )
    )
    comparison = found.comparison
    aims = tuple(f"{aim.title}: " for aim in comparison.aims)
    for sentence in comparison.summary:
        if not sentence.startswith(aims):  # the table below tells them
            console.print(f"- {plain(sentence)}")
    screen.heading(console, "Aims, the most important first")
    tell_aims(console, comparison.aims, proven=True)
    tell_sentences(console, "Placements", found.sentences, everything=everything)
    organisation = found.organisation
    tell_dependencies(console, comparison.dependencies, organisation, everything=everything)
    tell_people(console, comparison.people, organisation, everything=everything)
