"""Make a plan: read, plan, write. What was found is written even when the run is stopped."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain import Clash, Finding, Organisation, Solution, Status
from planner.exchange import read_organisation, read_plan, write_plan, write_text
from planner.workflow.destinations import check_destinations

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from planner.domain import Progress


@dataclass(frozen=True, slots=True)
class Search:
    """How to search.

    ``seconds`` limits everything from ``started`` (a time of ``time.monotonic``) until the
    results are written; None as ``workers`` lets the solver choose. ``cluster`` is the address
    of a scheduler whose workers do the work; None for this machine.
    """

    seconds: float = 60.0
    started: float | None = None
    workers: int | None = None
    seed: int = 0
    deterministic: bool = False
    strict: bool = False
    cluster: str | None = None


@dataclass(frozen=True, slots=True)
class Solved:
    """What came of it. ``plan_file`` is None where no plan was written."""

    organisation: Organisation
    warnings: tuple[Finding, ...]
    solution: Solution
    clashes: tuple[Clash, ...] = ()
    plan_file: Path | None = None
    report_file: Path | None = None


def solve_plan(
    source: Path,
    out: Path | None = None,
    *,
    report: Path | None = None,
    previous_file: Path | None = None,
    search: Search | None = None,
    progress: Callable[[Progress], None] | None = None,
    cancel: threading.Event | None = None,
) -> Solved:
    """Read an organisation, plan it, and write the plan and the report.

    Parameters
    ----------
    out, report : Path, optional
        Where the plan and the report go; nowhere by default. Both are looked at before the
        work, and each is written as a whole or not at all.
    previous_file : Path, optional
        The plan before, from which as little as possible is to change.
    progress : callable, optional
        Told now and then how far the search is, possibly from another thread.
    cancel : threading.Event, optional
        Ends the search when it is set; the best plan so far is written.

    Raises
    ------
    BadInput
        If a file cannot be used as it is, a result cannot be written, or the cluster cannot
        do the work.
    """
    search = search or Search()
    started = search.started if search.started is not None else time.monotonic()
    check_destinations({"--out": out, "--report": report}, source)
    reading = read_organisation(source)
    organisation = reading.organisation
    previous = read_plan(previous_file, organisation) if previous_file else None

    from planner import planning  # the solver loads for a second: faults are told before it

    with planning.on_cluster(search.cluster) as executor:
        solution = planning.solve(
            organisation,
            previous=previous,
            strict=search.strict,
            time_limit=planning.seconds_to_search(
                search.seconds, started, len(organisation.employees)
            ),
            workers=search.workers,
            seed=search.seed,
            deterministic=search.deterministic,
            progress=progress,
            cancel=cancel,
            executor=executor,
        )
    if solution.plan is not None and out is not None:
        write_plan(solution.plan, out)
    if report is not None:
        text = json.dumps(planning.to_report(solution, organisation), indent=2, ensure_ascii=False)
        write_text(report, text + "\n")
    clashes: tuple[Clash, ...] = ()
    if solution.status is Status.IMPOSSIBLE:
        clashes = planning.explain_impossible(organisation, search.strict)
    written = out if solution.plan is not None else None
    return Solved(organisation, tuple(reading.warnings), solution, clashes, written, report)
