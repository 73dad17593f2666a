"""`planner solve ORG --out PLAN`: make the best plan in the time, and say how good it is."""

import math
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import screen
from planner.cli.arguments import Cluster, OrganisationPath, Strict, Workers
from planner.cli.stopping import Stoppable
from planner.cli.watching import Watch
from planner.domain import Status

if TYPE_CHECKING:
    from planner.workflow.solve_plan import Solved

EXAMPLES = screen.examples(
    "planner solve acme --out plan.csv",
    "planner solve acme --out plan.csv --time-limit 300 --report report.json",
    "planner solve acme --out new.csv --previous plan.csv",
)
STATUS = {Status.OPTIMAL: 0, Status.FEASIBLE: 0, Status.IMPOSSIBLE: 3, Status.UNKNOWN: 4}
STOPPED = 130
_A_YEAR = 365.0 * 24 * 3600


def a_time(value: float) -> float:
    """Return a time limit that makes sense, or refuse it."""
    if not math.isfinite(value) or not 0 < value <= _A_YEAR:
        raise typer.BadParameter(f"{value:g} is no time limit: give seconds above 0.")
    return value


def solve(
    context: typer.Context,
    organisation: OrganisationPath,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the plan goes: plan.csv.")],
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where a report for programs goes.")
    ] = None,
    time_limit: Annotated[
        float,
        typer.Option(metavar="SECONDS", callback=a_time, help="For everything, start included."),
    ] = 60.0,
    workers: Workers = None,
    seed: Annotated[
        int, typer.Option(metavar="N", min=0, max=2**31 - 1, help="Another seed, another search.")
    ] = 0,
    deterministic: Annotated[
        bool, typer.Option("--deterministic", help="The same plan each time, a little slower.")
    ] = False,
    previous: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The plan before: as little as possible changes."),
    ] = None,
    strict: Strict = False,
    cluster: Cluster = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")] = False,
) -> None:
    """Make a plan: who visits which department, when, and guided by whom.

    Every rule is kept. The aims come in strict order, coverage of the dependencies close to
    the top, and for each one the plan says how far it is from the best there can be.
    Ctrl-C stops the search and writes the best plan so far.

    Status: 0 a plan was written; 2 bad input; 3 the rules leave no plan; 4 no plan was
    found in the time; 130 stopped, the best plan so far was written.
    """
    begun = context.obj if isinstance(context.obj, float) else time.monotonic()
    with Watch(quiet=quiet) as watch:

        def work(cancel: threading.Event) -> "Solved":
            # Loaded here, because libraries start threads of their own, and a thread that
            # is older than the watch for signals could get them in its place.
            from planner.workflow.solve_plan import Search, solve_plan

            return solve_plan(
                organisation,
                out,
                report=report,
                previous_file=previous,
                search=Search(time_limit, begun, workers, seed, deterministic, strict, cluster),
                progress=watch.tell,
                cancel=cancel,
            )

        running = Stoppable(work)
        solved = running.run(lambda: watch.beat(running.signals))
    _tell(solved, organisation, stopped=running.stopped, quiet=quiet)
    status = STATUS[solved.solution.status]
    raise typer.Exit(STOPPED if running.stopped and status != STATUS[Status.IMPOSSIBLE] else status)


def _tell(solved: "Solved", source: Path, *, stopped: bool, quiet: bool) -> None:
    from planner.cli import solved as words
    from planner.cli.clashes import tell_clashes
    from planner.present.words import plain

    notes = screen.notes()
    for sentence in solved.solution.trouble:
        notes.print(plain(sentence))
    if solved.solution.status is Status.IMPOSSIBLE:
        tell_clashes(notes, solved.clashes)
    elif solved.plan_file is None:
        words.tell_nothing_found(notes, stopped=stopped)
    elif not quiet:
        words.tell_warnings(notes, solved, source)
        words.tell_plan(screen.results(), solved, source, stopped=stopped)
