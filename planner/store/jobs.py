"""Jobs: asked for, claimed by one worker, heard of, ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from planner.domain import ENDED, Conflict, Job, JobState, NotFound
from planner.store.job_tables import as_job, as_json, job, search_as_json

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from planner.domain import Progress
    from planner.domain.organisation import Id

_LIVE = (JobState.QUEUED, JobState.RUNNING)


class Jobs:
    """The jobs of one organisation.

    A worker is known by a name that no other process has, and not the same process at
    another time. A draft has one job that is queued or running, at most.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: Job) -> None:
        """Queue a job, as it was asked for: what it was told of its run is not looked at.

        Raises
        ------
        Conflict
            If the draft has a job that is queued or running, or the id is taken.
        """
        self._alone(new.cycle, new.version)
        if self.find(new.id) is not None:
            raise Conflict(f"There is a job {new.id} already.")
        self._connection.execute(
            insert(job).values(
                id=new.id,
                cycle=new.cycle,
                version=new.version,
                search=search_as_json(new.search),
                asked_by=new.asked_by,
                **_fresh(new.input_hash, new.asked_at),
            )
        )

    def get(self, job_id: str) -> Job:
        """Return a job. Raises NotFound if there is none."""
        found = self.find(job_id)
        if found is None:
            raise NotFound(f"There is no job {job_id}.")
        return found

    def find(self, job_id: str) -> Job | None:
        """Return a job; None if there is none."""
        return next(iter(self._where(job.c.id == job_id)), None)

    def matching(
        self,
        *,
        cycle: str | None = None,
        version: int | None = None,
        states: Collection[JobState] | None = None,
        limit: int | None = None,
    ) -> tuple[Job, ...]:
        """Return jobs, the one asked for last first; only those that match what is given."""
        where = []
        if cycle is not None:
            where.append(job.c.cycle == cycle)
        if version is not None:
            where.append(job.c.version == version)
        if states is not None:
            where.append(job.c.state.in_([state.value for state in states]))
        return self._where(*where, limit=limit)

    def claim(self, worker: str, now: datetime) -> Job | None:
        """Give the job that has waited longest to a worker; None if none waits.

        Of many workers that ask at once each gets another job.
        """
        oldest = (
            select(job.c.id)
            .where(job.c.state == JobState.QUEUED.value)
            .order_by(job.c.asked_at, job.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        while (job_id := self._connection.execute(oldest).scalar()) is not None:
            claimed = self._connection.execute(
                update(job)
                .where(job.c.id == job_id, job.c.state == JobState.QUEUED.value)
                .values(state=JobState.RUNNING.value, worker=worker, started_at=now, beat_at=now)
            )
            if claimed.rowcount:
                return self.get(job_id)
        return None

    def beat(
        self, job_id: str, worker: str, now: datetime, progress: Progress | None = None
    ) -> bool:
        """Note that a worker is alive, and how far it is; return whether it is asked to stop.

        Without ``progress`` the last one stays.

        Raises
        ------
        Conflict
            If the job is not this worker's any more: whatever it finds is of no use.
        """
        values: dict[str, Any] = {"beat_at": now}
        if progress is not None:
            values["progress"] = as_json(progress)
        self._as_worker(job_id, worker, values)
        return self.is_stop_asked(job_id)

    def ask_to_stop(self, job_id: str, now: datetime) -> JobState:
        """Ask for an end; return the state. One that nobody began yet ends at once.

        A job that has ended stays as it is. Raises NotFound if there is none.
        """
        self._connection.execute(
            update(job)
            .where(job.c.id == job_id, job.c.state == JobState.QUEUED.value)
            .values(
                state=JobState.STOPPED.value,
                stop_asked=True,
                ended_at=now,
                reason="It was stopped before it began.",
            )
        )
        self._connection.execute(
            update(job)
            .where(job.c.id == job_id, job.c.state == JobState.RUNNING.value)
            .values(stop_asked=True)
        )
        return self.get(job_id).state

    def is_stop_asked(self, job_id: str) -> bool:
        """Return whether a job shall stop; also where there is no such job."""
        query = select(job.c.stop_asked).where(job.c.id == job_id)
        return self._connection.execute(query).scalar() is not False

    def end(
        self, job_id: str, worker: str, state: JobState, now: datetime, *, reason: str = ""
    ) -> Job:
        """End a job that a worker ran; return it.

        Raises
        ------
        ValueError
            If ``state`` is no end.
        Conflict
            If the job is not this worker's any more.
        """
        if state not in ENDED:
            raise ValueError(f"{state.value} is no state in which a job has ended")
        self._as_worker(job_id, worker, {"state": state.value, "ended_at": now, "reason": reason})
        return self.get(job_id)

    def lose_silent(self, heard_before: datetime, now: datetime) -> tuple[Job, ...]:
        """Mark running jobs that were last heard of before a time as lost; return them."""
        silent = select(job.c.id).where(
            job.c.state == JobState.RUNNING.value, job.c.beat_at < heard_before
        )
        ids = self._connection.execute(silent.with_for_update(skip_locked=True)).scalars().all()
        self._connection.execute(
            update(job)
            .where(job.c.id.in_(ids))
            .values(
                state=JobState.LOST.value,
                ended_at=now,
                reason="The process that worked on it is gone. Start it again.",
            )
        )
        return self._where(job.c.id.in_(ids))

    def start_again(
        self, job_id: str, *, asked_by: Id, now: datetime, input_hash: str | None = None
    ) -> Job:
        """Queue a job anew that has ended and not been done; return it.

        It keeps its id and its search. ``input_hash`` replaces the one it began with.

        Raises
        ------
        NotFound
            If there is no such job.
        Conflict
            If it is queued, running or done, or its draft has another one that is.
        """
        old = self.get(job_id)
        if old.state not in ENDED or old.state is JobState.DONE:
            raise Conflict(f"Job {job_id} is {old.state.value} and cannot be started again.")
        self._alone(old.cycle, old.version)
        fresh = _fresh(input_hash or old.input_hash, now)
        self._connection.execute(
            update(job)
            .where(job.c.id == job_id, job.c.state == old.state.value)
            .values(asked_by=asked_by, **fresh)
        )
        return self.get(job_id)

    def _alone(self, cycle: str, version: int) -> None:
        for other in self.matching(cycle=cycle, version=version, states=_LIVE):
            raise Conflict(
                f"Job {other.id} is {other.state.value} for version {version} of {cycle}. "
                "Stop it, or wait until it has ended."
            )

    def _as_worker(self, job_id: str, worker: str, values: dict[str, Any]) -> None:
        mine = (job.c.id == job_id, job.c.state == JobState.RUNNING.value, job.c.worker == worker)
        if not self._connection.execute(update(job).where(*mine).values(values)).rowcount:
            raise Conflict(f"Job {job_id} is not run by {worker} any more.")

    def _where(self, *where: ColumnElement[bool], limit: int | None = None) -> tuple[Job, ...]:
        query = select(job).where(*where).order_by(job.c.asked_at.desc(), job.c.id).limit(limit)
        return tuple(as_job(row) for row in self._connection.execute(query).mappings())


def _fresh(input_hash: str, now: datetime) -> dict[str, Any]:
    """Return what every job begins with, also when it begins again."""
    nothing = dict.fromkeys(("started_at", "beat_at", "ended_at", "progress"))
    return {
        **nothing,
        "state": JobState.QUEUED.value,
        "input_hash": input_hash,
        "asked_at": now,
        "worker": "",
        "stop_asked": False,
        "reason": "",
    }
