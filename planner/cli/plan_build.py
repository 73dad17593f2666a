"""`planner plan build`: make a draft, and let the planner search for the best plan."""

from typing import Annotated

import typer

from planner.cli import screen
from planner.cli.arguments import Strict
from planner.cli.office import AsUser, Database, office
from planner.cli.searching import (
    Cycle,
    Deterministic,
    Seed,
    TimeLimit,
    Wait,
    Workers,
    tell_asked,
    tell_end,
    tell_next,
    wait_for,
)
from planner.domain import Search

EXAMPLES = screen.examples(
    "planner plan build --wait",
    'planner plan build --cycle "Spring 2027" --title "More reach" --time-limit 600',
    "planner plan build --again 3 --wait",
)


def build(
    cycle: Cycle = None,
    title: Annotated[str, typer.Option(metavar="TEXT", help="What to call the draft.")] = "",
    base: Annotated[
        int | None,
        typer.Option("--from", metavar="VERSION", help="What it is made from, else what holds."),
    ] = None,
    again: Annotated[
        int | None,
        typer.Option(metavar="DRAFT", help="Search for this draft once more, as it is now."),
    ] = None,
    time_limit: TimeLimit = 60.0,
    workers: Workers = None,
    seed: Seed = 0,
    deterministic: Deterministic = False,
    strict: Strict = False,
    wait: Wait = False,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Make a draft, and let a worker search for the best plan in it.

    It is made from the published plan unless another version is named: whatever is pinned
    there stays, and as little as possible changes. Workers do the search (planner worker), so
    this command need not wait; with --wait it starts one and shows how far it is. Ctrl-C then
    stops the search and keeps the best plan so far.

    Status: 0 the draft is made, or ready; 2 refused; 4 no plan; 5 the draft was changed
    meanwhile; 130 stopped, the best plan so far was kept.
    """
    with office(database, as_user) as (store, actor):
        from planner.workflow.build_plan import build_plan, search_again

        search = Search(time_limit, workers, seed, deterministic, strict)
        if again is not None:
            job = search_again(store, actor, again, cycle=cycle, search=search)
        else:
            job = build_plan(store, actor, cycle=cycle, title=title, base=base, search=search)
        if not wait:
            tell_asked(job)
            return
        ended = wait_for(store, actor, job, database)
        status = tell_end(ended)
        if status in (0, 130):
            from planner.cli.plan_show import tell_worth
            from planner.workflow.plan_versions import see_plan

            shown = see_plan(store, actor, job.version, cycle=job.cycle, check=False)
            tell_worth(screen.results(), shown)
            tell_next(ended)
        raise typer.Exit(status)
