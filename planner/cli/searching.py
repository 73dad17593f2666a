"""Searches of drafts: their options, and waiting for one with a worker of its own."""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import screen
from planner.cli.office import CONFLICT, NOT_FOUND_IN_TIME
from planner.cli.solve import STOPPED, a_time
from planner.cli.stopping import Stoppable
from planner.cli.watching import Watch
from planner.domain import ENDED, Actor, JobState
from planner.present.words import plain

if TYPE_CHECKING:
    import threading

    from planner.domain import Job, Progress
    from planner.workflow.opening import Store

Cycle = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Which cycle; the only one needs no name."),
]
TimeLimit = Annotated[
    float, typer.Option(metavar="SECONDS", callback=a_time, help="How long to search at most.")
]
Workers = Annotated[
    int | None, typer.Option(metavar="N", min=1, max=1024, help="Searches side by side.")
]
Seed = Annotated[
    int, typer.Option(metavar="N", min=0, max=2**31 - 1, help="Another seed, another search.")
]
Deterministic = Annotated[
    bool, typer.Option("--deterministic", help="The same plan each time, a little slower.")
]
Wait = Annotated[
    bool, typer.Option("--wait", help="Start a worker for it, and show how far it is.")
]

SAID = {
    JobState.QUEUED: "waits for a worker",
    JobState.RUNNING: "has begun",
    JobState.DONE: "done",
    JobState.STOPPED: "stopped early",
    JobState.FAILED: "failed",
    JobState.LOST: "its worker is gone",
    JobState.STALE: "not used",
}
"""How a search stands, in a word or two."""
ENDS = {
    JobState.DONE: "The draft is ready.",
    JobState.STOPPED: "Stopped early; the best plan so far is in the draft.",
    JobState.FAILED: "No plan.",
    JobState.LOST: "The search broke off.",
    JobState.STALE: "What was found was not used.",
}
STATUS = {
    JobState.DONE: 0,
    JobState.STOPPED: STOPPED,
    JobState.STALE: CONFLICT,
    JobState.FAILED: NOT_FOUND_IN_TIME,
    JobState.LOST: NOT_FOUND_IN_TIME,
}
_LOOK, _LEAVE = 0.3, 1.0
_left: list[subprocess.Popen[bytes]] = []
"""Workers that outlive this command; forgetting them would be taken for a mistake."""
_COMMAND = "from planner.cli import main; main()"


def wait_for(store: Store, actor: Actor, job: Job, database: str | None) -> Job:
    """Work a job off in a process of its own, and show how far it is until it has ended.

    Ctrl-C asks it to stop with the best plan so far. Should this command be killed, the worker
    goes on. If no worker could be had, the job is returned as it waits.
    """
    with Watch() as watch:
        # Started first, so that it does not hear the signals that are listened for here.
        worker = _start_worker(database)

        def work(cancel: threading.Event) -> Job:
            return _follow(store, actor, job, worker, watch, cancel)

        running = Stoppable(work)
        ended = running.run(lambda: watch.beat(running.signals))
    _leave(worker)
    return ended


def _leave(worker: subprocess.Popen[bytes]) -> None:
    """Let a worker go, which may go on with other drafts."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        worker.wait(_LEAVE)
    _left.append(worker)


def _follow(
    store: Store,
    actor: Actor,
    job: Job,
    worker: subprocess.Popen[bytes],
    watch: Watch,
    cancel: threading.Event,
) -> Job:
    from planner.workflow.plan_versions import job_now
    from planner.workflow.stop_job import stop_job

    shown: Progress | None = None
    asked = False
    while True:
        gone = worker.poll() is not None
        now = job_now(store, actor, job.id)
        if now.progress is not None and now.progress != shown:
            shown = now.progress
            watch.tell(shown)
        if now.state in ENDED or (gone and now.state is JobState.QUEUED):
            return now
        if cancel.is_set() and not asked:
            asked = True
            stop_job(store, actor, job.version, cycle=job.cycle)
        time.sleep(_LOOK)


def _start_worker(database: str | None) -> subprocess.Popen[bytes]:
    """Start a worker that ends when nothing waits any more; it outlives this command."""
    paths = os.pathsep.join(path for path in sys.path if path)
    environment = {**os.environ, "PYTHONPATH": paths}
    if database is not None:
        environment["PLANNER_DATABASE_URL"] = database  # an argument could be read by anybody
    return subprocess.Popen(
        [sys.executable, "-P", "-c", _COMMAND, "worker", "--once"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )


def tell_asked(job: Job) -> None:
    """Say that a draft waits for a worker."""
    out = screen.results()
    out.print(f'Draft {job.version} of "{plain(job.cycle)}" waits for a worker.')
    out.print("If none is running, start one: planner worker")
    out.print(f"See how far it is: planner plan list{of_cycle(job.cycle)}")


def of_cycle(cycle: str) -> str:
    """Return the option that names a cycle, quoted for a shell, to be put behind a command."""
    return f" --cycle {shlex.quote(plain(cycle))}"


def tell_next(job: Job) -> None:
    """Say what can be done with a draft that holds a plan."""
    number, cycle = job.version, of_cycle(job.cycle)
    out = screen.results()
    out.print()
    out.print(f"Look at it: planner plan show {number} --placements{cycle}")
    out.print(f"Publish it: planner plan publish {number}{cycle}")


def tell_end(job: Job) -> int:
    """Say how a job ended, and return the exit status for it."""
    if job.state not in ENDED:
        screen.notes().print(
            f"No worker could be started, so draft {job.version} waits. Start one: planner worker"
        )
        return NOT_FOUND_IN_TIME
    good = job.state in (JobState.DONE, JobState.STOPPED)
    console = screen.results() if good else screen.notes()
    console.print(f'Draft {job.version} of "{plain(job.cycle)}": {ENDS[job.state]}')
    if job.reason:
        console.print(plain(job.reason))
    if not good:
        console.print(
            f"Search again: planner plan build --again {job.version} --wait{of_cycle(job.cycle)}"
        )
    return STATUS[job.state]
