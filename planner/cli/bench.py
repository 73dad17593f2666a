"""`planner bench`: measure the planner on problems of many sizes, beside the obvious model."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import screen
from planner.cli.arguments import Workers

if TYPE_CHECKING:
    from planner.workflow.bench_planner import Benched, Run

EXAMPLES = screen.examples(
    "planner bench --size 300x15x26 --size 1000x42x26 --save today.json",
    "planner bench --size 1000x42x26,scarcity=2,time=60 --no-obvious",
    "planner bench --folder acme --time-limit 30",
    "planner bench --compare before.json today.json",
)
WRONG, IMPOSSIBLE, NO_PLAN = 1, 3, 4


def bench(
    size: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PxDxT",
            help="People x departments x periods of a problem to draw; again for another. "
            "Behind it, if it differs: ,density= ,scarcity= ,share= ,decay= ,time=",
        ),
    ] = None,
    folder: Annotated[
        list[Path] | None,
        typer.Option(metavar="ORG", help="An organisation to measure on; again for another."),
    ] = None,
    time_limit: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.1, max=1e6, help="For each run, all told.")
    ] = 60.0,
    workers: Workers = None,
    seed: Annotated[
        int, typer.Option(metavar="N", min=0, max=2**31 - 1, help="Another seed, other problems.")
    ] = 0,
    density: Annotated[
        float, typer.Option(metavar="X", help="Dependencies for each department.")
    ] = 8.0,
    scarcity: Annotated[
        float,
        typer.Option(metavar="X", help="Visits that are wanted for each that there is a seat for."),
    ] = 1.0,
    target_share: Annotated[
        float | None,
        typer.Option(
            metavar="X", help="Targets as a share of the visitors' headcount, not 1 to 5 people."
        ),
    ] = None,
    decay: Annotated[
        float, typer.Option(metavar="X", help="Worth of each further visitor, as a share.")
    ] = 0.5,
    obvious: Annotated[
        bool, typer.Option("--obvious/--no-obvious", help="Measure the obvious model as well.")
    ] = True,
    save: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep what was measured: today.json.")
    ] = None,
    compare: Annotated[
        tuple[Path, Path] | None,
        typer.Option(metavar="OLD NEW", help="Measure nothing; compare two files kept before."),
    ] = None,
) -> None:
    """Measure how fast and how good the planner is.

    Problems are drawn to size, always the same for the same seed. Each is solved by the
    planner and, in the same time, by the obvious model, which holds one yes or no for each
    placement of each person. Every run has a process of its own, so that its start and its
    memory count, and every plan is checked against every rule.

    Status: 0 done; 1 a run of the planner failed or a plan breaks a rule; 2 bad input; 3 the
    rules of an organisation leave no plan; 4 the planner found no plan in the time; 130
    stopped, what was measured before is kept.
    """
    from planner.workflow.bench_planner import Asked, bench_planner, compare_benches

    if compare is not None:
        from planner.cli.bench_tables import tell_comparison

        if size or folder or save:
            raise typer.BadParameter("--compare goes with no --size, --folder or --save.")
        tell_comparison(screen.results(), compare_benches(*compare))
        return
    from planner.cli.bench_tables import summary

    asked = Asked(
        sizes=tuple(size or ()),
        folders=tuple(folder or ()),
        seconds=time_limit,
        workers=workers,
        seed=seed,
        density=density,
        scarcity=scarcity,
        target_share=target_share,
        decay=decay,
        obvious=obvious,
    )
    notes = screen.notes()

    def done(run: "Run") -> None:
        notes.print(summary(run))

    _finish(bench_planner(asked, save, tell=notes.print, done=done))


def _finish(benched: "Benched") -> None:
    from planner.cli.bench_tables import tell_runs

    tell_runs(screen.results(), benched)
    statuses = [_status(run) for run in benched.recording.runs if run.model == "planner"]
    statuses += [WRONG for run in benched.recording.runs if run.violations]
    failed = [status for status in (WRONG, IMPOSSIBLE, NO_PLAN) if status in statuses]
    if failed:
        raise typer.Exit(failed[0])


def _status(run: "Run") -> int:
    """Return what a run of the planner adds to the exit status."""
    if run.trouble or run.status == "failed":
        return WRONG
    return {"impossible": IMPOSSIBLE, "unknown": NO_PLAN}.get(run.status, 0)
