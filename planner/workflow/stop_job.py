"""Stop a search: it ends with the best plan so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.access import Action
from planner.domain import NotFound
from planner.workflow.acting import clock, demand, record
from planner.workflow.drafts import chosen_cycle, job_of, thing_of

if TYPE_CHECKING:
    from datetime import datetime

    from planner.domain import Actor, Job
    from planner.store import Store, Unit


def stop_job(
    store: Store,
    actor: Actor,
    number: int,
    *,
    cycle: str | None = None,
    now: datetime | None = None,
) -> Job:
    """Ask for the end of the search for a draft, from wherever; return its job as it is then.

    A search that goes on ends within a few seconds; one that waits for a worker ends at once.
    Asking twice, or for one that has ended, changes nothing.

    Raises
    ------
    NotAllowed, NotFound
        The actor may not; nobody ever asked for a search for this version.
    """
    moment = clock(now)

    def work(unit: Unit) -> Job:
        name = chosen_cycle(unit, cycle).cycle.name
        demand(unit, actor, Action.JOB_CANCEL, now=moment, cycle=name)
        job = job_of(unit, name, number)
        if job is None:
            raise NotFound(f'Nobody has asked for a search for version {number} of "{name}".')
        if job_of(unit, name, number, live=True) is None or job.stop_asked:
            return job
        unit.jobs.ask_to_stop(job.id, moment)
        record(unit, actor, Action.JOB_CANCEL, name, thing_of(number), {"job": job.id}, moment)
        return unit.jobs.get(job.id)

    return store.write(work)
