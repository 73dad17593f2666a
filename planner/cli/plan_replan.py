"""`planner plan replan`: the published plan made anew, with as little change as possible."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from planner.cli import screen
from planner.cli.office import AsUser, Database, office
from planner.cli.plan_words import tell_sentences
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
from planner.present.words import count

EXAMPLES = screen.examples(
    "planner plan replan --wait",
    'planner plan replan --wait --keep "Ada Lovelace" --redo "Al Blake"',
    "planner plan replan --from-day 2027-03-01 --freeze-days 21 --redo 6925a57e --redo f0bb7308",
)


def replan(
    from_day: Annotated[
        datetime | None,
        typer.Option(
            metavar="DAY",
            formats=["%Y-%m-%d"],
            help="What begins by then has begun; today unless given.",
        ),
    ] = None,
    freeze_days: Annotated[
        int, typer.Option(metavar="N", min=0, help="Nothing changes that begins sooner.")
    ] = 14,
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="PLACEMENT", help="Hold it like a promise: its id, or whose it is."),
    ] = None,
    redo: Annotated[
        list[str] | None, typer.Option(metavar="PLACEMENT", help="Plan it anew.")
    ] = None,
    title: Annotated[str, typer.Option(metavar="TEXT", help="What to call the draft.")] = "",
    cycle: Cycle = None,
    time_limit: TimeLimit = 60.0,
    workers: Workers = None,
    seed: Seed = 0,
    deterministic: Deterministic = False,
    wait: Wait = False,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Plan the published plan anew after somebody left, is away, or a host closes.

    What has begun and what begins within the freeze period stays; of the rest as much as
    possible. The outcome is a draft, and with --wait the difference is shown at once. What
    cannot stay is told with its reason.

    Status: as of planner plan build.
    """
    with office(database, as_user) as (store, actor):
        from planner.workflow.replan_cycle import replan_cycle

        begun = replan_cycle(
            store,
            actor,
            from_day=(from_day or datetime.now(UTC)).date(),
            freeze_days=freeze_days,
            cycle=cycle,
            keep=keep or (),
            redo=redo or (),
            title=title,
            search=Search(time_limit, workers, seed, deterministic),
        )
        console = screen.results()
        console.print(f"{count(len(begun.prepared.kept), 'placement')} of the plan can stay.")
        tell_sentences(console, "What cannot stay", begun.released, everything=True)
        if not wait:
            tell_asked(begun.job)
            return
        status = tell_end(wait_for(store, actor, begun.job, database))
        if status in (0, 130):
            from planner.cli.plan_compare import tell_comparison
            from planner.workflow.compare_plans import compare_plans

            job = begun.job
            found = compare_plans(store, actor, None, job.version, cycle=job.cycle)
            tell_comparison(console, found)
            tell_next(job)
        raise typer.Exit(status)
