"""Notices about work on plans and accounts: jobs, waivers, deputies, calendars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.jobs import ENDED, JobState
from planner.domain.notices import Notice, NoticeKind
from planner.notify import links
from planner.notify.days import run

if TYPE_CHECKING:
    from datetime import datetime

    from planner.domain.jobs import Job
    from planner.domain.organisation import Id
    from planner.domain.people import Delegation
    from planner.notify.names import Names

_JOBS = {JobState.DONE: NoticeKind.JOB_DONE, JobState.STOPPED: NoticeKind.JOB_STOPPED}


def job_ended(job: Job, *, to: Id, at: datetime) -> Notice:
    """Tell who asked for a draft that its search has ended, and how.

    Raises
    ------
    ValueError
        If the job has not ended.
    """
    if job.state not in ENDED:
        raise ValueError(f"job {job.id} has not ended: {job.state}")
    return Notice(
        kind=_JOBS.get(job.state, NoticeKind.JOB_FAILED),
        to=to,
        thing=f"job {job.id}",
        occasion=job.state.value,
        facts={"cycle": job.cycle, "version": str(job.version), "reason": job.reason},
        at=at,
        link=links.version(job.cycle, job.version),
    )


def waiver_asked(
    cycle: str, version: int, *, asker: str, reason: str, broken: int, to: Id, at: datetime
) -> Notice:
    """Tell a second HR person that a plan that breaks rules waits for their agreement.

    ``asker`` is a name, ``broken`` the number of breaches.
    """
    return Notice(
        kind=NoticeKind.WAIVER_ASKED,
        to=to,
        thing=f"plan {cycle} version {version}",
        occasion=at.isoformat(timespec="seconds"),
        facts={
            "cycle": cycle,
            "version": str(version),
            "asker": asker,
            "reason": reason,
            "places": str(broken),
        },
        at=at,
        link=links.version(cycle, version),
    )


def deputy_named(delegation: Delegation, *, to: Id, names: Names) -> Notice:
    """Tell a deputy whom they stand in for, and when."""
    days = run(delegation.first_day, delegation.last_day)
    return Notice(
        kind=NoticeKind.DEPUTY_NAMED,
        to=to,
        thing=f"delegation {delegation.holder} {days}",
        occasion=delegation.made_at.isoformat(timespec="seconds"),
        facts={"holder": names.employee(delegation.holder), "days": days},
        at=delegation.made_at,
        link=links.INBOX,
        about=(delegation.holder,),
    )


def calendar_reset(*, to: Id, who: str, at: datetime) -> Notice:
    """Tell somebody that the address of their calendar was made void, and by whom (a name)."""
    return Notice(
        kind=NoticeKind.CALENDAR_RESET,
        to=to,
        thing="calendar",
        occasion=at.isoformat(timespec="seconds"),
        facts={"who": who, "day": at.date().isoformat()},
        at=at,
        link=links.PLACEMENTS,
    )
