"""`planner plan stop` and `planner plan discard`: a search ends, a draft goes."""

from typing import Annotated

import typer

from planner.cli import screen
from planner.cli.office import AsUser, Database, office
from planner.cli.searching import SAID, Cycle
from planner.domain import ENDED

STOP_EXAMPLES = screen.examples("planner plan stop 3")
DISCARD_EXAMPLES = screen.examples("planner plan discard 3")

Draft = Annotated[int, typer.Argument(metavar="DRAFT", help="The number of the draft.")]


def stop(
    draft: Draft, cycle: Cycle = None, database: Database = None, as_user: AsUser = None
) -> None:
    """Stop the search for a draft; the best plan so far is kept."""
    with office(database, as_user) as (store, actor):
        from planner.workflow.stop_job import stop_job

        job = stop_job(store, actor, draft, cycle=cycle)
        said = "ends in a few seconds; the best plan so far will be in the draft."
        if job.state in ENDED:
            said = f"has ended ({SAID[job.state]})."
        screen.results().print(f"The search for draft {draft} {said}")


def discard(
    draft: Draft, cycle: Cycle = None, database: Database = None, as_user: AsUser = None
) -> None:
    """Throw a draft away. This cannot be undone; its number is not used again."""
    with office(database, as_user) as (store, actor):
        from planner.workflow.discard_draft import discard_draft

        discard_draft(store, actor, draft, cycle=cycle)
        screen.results().print(f"Draft {draft} was thrown away.")
