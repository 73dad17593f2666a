"""How jobs end: told to who asked, written into the record, and noticed when a worker is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from planner.access import Action
from planner.domain import SYSTEM, JobState
from planner.notify import job_ended, mail_of, message_of
from planner.workflow.acting import clock, record
from planner.workflow.drafts import thing_of

if TYPE_CHECKING:
    from datetime import datetime

    from planner.domain import Job
    from planner.store import Store, Unit

SILENCE = timedelta(seconds=30)
"""How long a worker, which is heard of every second, may be silent before it counts as gone."""


def find_lost_jobs(
    store: Store, *, now: datetime | None = None, silence: timedelta = SILENCE
) -> tuple[Job, ...]:
    """Mark the jobs whose worker is gone as lost; return them.

    Every look at jobs begins with this. It writes only if there is something to mark.
    """
    moment = clock(now)
    heard_before = moment - silence
    with store.read() as unit:
        running = unit.jobs.matching(states=[JobState.RUNNING])
    if not any(job.beat_at is not None and job.beat_at < heard_before for job in running):
        return ()

    def work(unit: Unit) -> tuple[Job, ...]:
        lost = unit.jobs.lose_silent(heard_before, moment)
        for job in lost:
            tell_of_end(unit, job, moment)
        return lost

    return store.write(work)


def tell_of_end(unit: Unit, job: Job, now: datetime, **facts: str) -> None:
    """Write into the record that a job has ended, and tell who asked for it."""
    told = {"job": job.id, "state": job.state.value, **facts}
    record(unit, SYSTEM, Action.JOB_RUN, job.cycle, thing_of(job.version), told, now)
    if unit.people.find(job.asked_by) is None:
        return
    notice = job_ended(job, to=job.asked_by, at=now)
    # A job that is started again may end in the same way, and is told of each time.
    notice = replace(notice, occasion=f"{notice.occasion} {job.asked_at.isoformat()}")
    unit.outbox.inbox.add([message_of(notice)])
    unit.outbox.put([mail_of(notice)])
