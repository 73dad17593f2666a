"""`planner worker`: search for the drafts that wait."""

import threading
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import screen
from planner.cli.office import Database, database_of
from planner.cli.searching import SAID
from planner.cli.stopping import Stoppable
from planner.domain import JobState
from planner.present.words import count, plain

if TYPE_CHECKING:
    from planner.domain import Job

EXAMPLES = screen.examples(
    "planner worker", "planner worker --once", "planner worker --name night --memory 8000"
)
STOPPED = 130
_MEGABYTE = 1_000_000


def worker(
    name: Annotated[
        str, typer.Option(metavar="TEXT", help="What to call it; the machine's name by default.")
    ] = "",
    once: Annotated[bool, typer.Option("--once", help="End as soon as no draft waits.")] = False,
    memory: Annotated[
        int | None,
        typer.Option(metavar="MB", min=1000, help="What each process of a search may take."),
    ] = None,
    database: Database = None,
) -> None:
    """Search for the drafts that wait, one after the other, until Ctrl-C.

    Any number of workers may run, on any number of machines with the same database. Each
    search has a process of its own, so that one that crashes costs its draft alone. Ctrl-C
    ends the search that goes on, and keeps the best plan so far.
    """
    bytes_each = None if memory is None else memory * _MEGABYTE
    notes = screen.notes()

    def told(job: "Job") -> None:
        what = plain(f'draft {job.version} of "{job.cycle}"')
        if job.state is JobState.RUNNING:
            notes.print(f"Searching for {what}")
        else:
            notes.print(f"Ended {what}: {SAID[job.state]}. {plain(job.reason)}".rstrip())

    with database_of(database) as store:
        notes.print(f"Looking for drafts that wait in {store.place}. Ctrl-C ends.")

        def work(cancel: threading.Event) -> int:
            from planner.workflow.work_off import work_off

            return work_off(
                store, cancel=cancel, name=name, once=once, memory=bytes_each, told=told
            )

        running = Stoppable(work)
        done = running.run(lambda: None)
        notes.print(f"{count(done, 'search', 'searches')} done.")
        if running.stopped and not once:
            return
        if running.stopped:
            raise typer.Exit(STOPPED)
