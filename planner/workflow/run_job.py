"""Run one job: search in a process of its own, report, and put what was found into the draft."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from planner.domain import Conflict, Job, JobState, Status, StoreTrouble, VersionState
from planner.workflow.acting import clock
from planner.workflow.drafts import input_hash, order_for
from planner.workflow.ended_jobs import tell_of_end
from planner.workflow.search_process import Failed, Found, SearchProcess

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from planner.domain import Progress, Solution
    from planner.store import Store, Unit

BEAT = 1.0
"""Seconds between two reports to the database."""
_LOOK = 0.2
_PATIENCE = 180.0
"""Seconds that a search may take to come to its end after it was asked to stop, or its time is
over, before it is killed."""

_CHANGED = (
    "The draft was changed while the search went on, so that its result does not fit any more "
    "and was not put into it. Search again."
)
_OTHER_ORGANISATION = (
    "The organisation was changed while the search went on, so that its result does not fit "
    "any more and was not put into the draft. Search again."
)
_NO_DRAFT = "The draft is none any more: it was published or thrown away meanwhile."
_NOT_IN_TIME = "No plan was found in the time, and none was ruled out. Give it longer."
_STOPPED_EARLY = "It was stopped before there was a plan."
_STUCK = "The search did not come to its end in time and was ended. Start it again."


class _NotOursError(Exception):
    """The job was given up for lost, or taken away; nobody waits for what is found."""


def run_job(
    store: Store,
    job: Job,
    *,
    worker: str,
    memory: int | None = None,
    cancel: threading.Event | None = None,
    now: Callable[[], datetime] = clock,
) -> Job | None:
    """Search for a job that this worker has claimed; return it as it ended.

    Parameters
    ----------
    store : Store
    job : Job
        Running, by ``worker``.
    worker : str
        The name under which it was claimed.
    memory : int, optional
        Bytes of address space that the search may take; see `SearchProcess`.
    cancel : threading.Event, optional
        Set it to end the search with the best plan so far.
    now : callable, optional
        The clock.

    Returns
    -------
    Job or None
        None if it counts as lost by now, or somebody else has it: nothing was changed then.
    """
    try:
        with store.read() as unit:
            version = unit.versions.get(job.cycle, job.version)
            stale = _stale(unit, job)
            order = None if stale else order_for(unit, version, job.search)
        if order is None:
            return _end(store, job, worker, Failed(stale), JobState.STALE, now)
        with SearchProcess(order, memory) as process:
            watcher = _Watcher(store, job, worker, process, cancel or threading.Event(), now)
            outcome = watcher.watch()
        return _end(store, job, worker, outcome, JobState.FAILED, now)
    except (_NotOursError, Conflict):
        return None


class _Watcher:
    """Stands between a search and the database until the search has ended."""

    def __init__(
        self,
        store: Store,
        job: Job,
        worker: str,
        process: SearchProcess,
        cancel: threading.Event,
        now: Callable[[], datetime],
    ) -> None:
        self._store, self._job, self._worker = store, job, worker
        self._process, self._cancel, self._now = process, cancel, now
        self._latest: Progress | None = None
        self._ends = time.monotonic() + job.search.seconds + _PATIENCE
        self._stopping = False

    def watch(self) -> Found | Failed:
        next_beat = 0.0
        while True:
            told = self._process.wait(_LOOK)
            if isinstance(told, (Found, Failed)):
                return told
            self._latest = told or self._latest
            moment = time.monotonic()
            if moment >= next_beat:
                next_beat = moment + BEAT
                self._beat()
            if self._cancel.is_set():
                self._stop()
            if moment > self._ends:
                return Failed(_STUCK)

    def _beat(self) -> None:
        latest = self._latest
        job, worker, now = self._job.id, self._worker, self._now()

        def work(unit: Unit) -> bool:
            return unit.jobs.beat(job, worker, now, latest)

        try:
            stop = self._store.write(work, quiet=True)
        except Conflict as error:
            raise _NotOursError from error
        except StoreTrouble:
            return  # the search goes on; perhaps the database is back before it ends
        self._latest = None
        if stop:
            self._stop()

    def _stop(self) -> None:
        if not self._stopping:
            self._stopping = True
            self._ends = time.monotonic() + _PATIENCE
            self._process.stop()


def _stale(unit: Unit, job: Job) -> str:
    """Return why what is found for a job would not fit its draft any more; "" if it would."""
    version = unit.versions.get(job.cycle, job.version)
    state = unit.organisations.state(job.cycle)
    if version.state is not VersionState.DRAFT:
        return _NO_DRAFT
    if input_hash(state, version) == job.input_hash:
        return ""
    return _OTHER_ORGANISATION if version.organisation_hash != state.digest else _CHANGED


def _end(
    store: Store,
    job: Job,
    worker: str,
    outcome: Found | Failed,
    otherwise: JobState,
    now: Callable[[], datetime],
) -> Job:
    """End a job as its search did, in one transaction with what that means for the draft."""
    moment = now()

    def work(unit: Unit) -> Job:
        state, reason, plan = _verdict(outcome, otherwise)
        facts = {}
        if plan is not None and (stale := _stale(unit, job)):
            state, reason, plan = JobState.STALE, stale, None
        if plan is not None:
            facts["placements"] = _put(unit, job, plan)
        ended = unit.jobs.end(job.id, worker, state, moment, reason=reason)
        tell_of_end(unit, ended, moment, **facts)
        return ended

    return store.write(work)


def _verdict(outcome: Found | Failed, otherwise: JobState) -> tuple[JobState, str, Solution | None]:
    if isinstance(outcome, Failed):
        return otherwise, outcome.reason, None
    solution = outcome.solution
    if solution.plan is not None:
        done = JobState.STOPPED if solution.stopped else JobState.DONE
        return done, " ".join(solution.trouble), solution
    if solution.status is Status.IMPOSSIBLE:
        why = " ".join(outcome.sentences)
        return JobState.FAILED, f"The rules and promises leave no plan. {why}".strip(), None
    if solution.stopped:
        return JobState.STOPPED, _STOPPED_EARLY, None
    return JobState.FAILED, _NOT_IN_TIME, None


def _put(unit: Unit, job: Job, solution: Solution) -> str:
    """Put what was found into the draft, and return how many placements that is."""
    plan = solution.plan
    if plan is None:
        raise ValueError("there is no plan to put into the draft")
    version = unit.versions.get(job.cycle, job.version)
    state = unit.organisations.state(job.cycle)
    unit.versions.replace(
        job.cycle,
        job.version,
        plan,
        expected=version.revision,
        organisation_hash=state.digest,
        aims=solution.aims,
    )
    return str(len(plan))
