"""Work jobs off, one after the other, until somebody says stop."""

from __future__ import annotations

import os
import platform
import secrets
from typing import TYPE_CHECKING

from planner.domain import JobState
from planner.workflow.acting import clock
from planner.workflow.ended_jobs import SILENCE, find_lost_jobs
from planner.workflow.run_job import run_job

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from planner.domain import Job
    from planner.store import Store

PAUSE = 1.0
"""Seconds between two looks for work."""


def work_off(
    store: Store,
    *,
    cancel: threading.Event,
    name: str = "",
    once: bool = False,
    memory: int | None = None,
    told: Callable[[Job], None] = lambda _job: None,
    now: Callable[[], datetime] = clock,
    silence: timedelta = SILENCE,
) -> int:
    """Claim jobs and run them; return how many were run.

    Each search has a process of its own, so that one that crashes costs its job alone.

    Parameters
    ----------
    store : Store
    cancel : threading.Event
        Set it to come to an end. A search that goes on ends with the best plan so far.
    name : str
        What to call this worker; the name of the machine by default.
    once : bool
        Whether to end as soon as no job waits.
    memory : int, optional
        Bytes of address space that each process of a search may take.
    told : callable
        Given each job as it begins and as it has ended.
    now : callable, optional
        The clock.
    silence : timedelta
        How long other workers may be silent before they count as gone.

    Raises
    ------
    StoreTrouble
        The database cannot be used.
    """
    worker = f"{name or platform.node() or 'worker'} {os.getpid()} {secrets.token_hex(4)}"
    done = 0
    while not cancel.is_set():
        find_lost_jobs(store, now=now(), silence=silence)
        job = _claimed(store, worker, now())
        if job is None:
            if once:
                break
            cancel.wait(PAUSE)
            continue
        told(job)
        ended = run_job(store, job, worker=worker, memory=memory, cancel=cancel, now=now)
        if ended is not None:
            told(ended)
        done += 1
    return done


def _claimed(store: Store, worker: str, now: datetime) -> Job | None:
    """Return the job that is this worker's from now on, if one waits."""
    with store.read() as unit:
        if not unit.jobs.matching(states=[JobState.QUEUED], limit=1):
            return None
    return store.write(lambda unit: unit.jobs.claim(worker, now), quiet=True)
