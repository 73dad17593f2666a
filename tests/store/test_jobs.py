"""Jobs: each is claimed once, is heard of while it runs, and ends once."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from planner.domain import Conflict, Job, JobState, NotFound, Progress, Search
from planner.store.store import open_store

if TYPE_CHECKING:
    from planner.store.store import Store
    from planner.store.unit import Unit

NOW = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HALFWAY = Progress("improve", 12.5, "coverage", 0.61, 0.84, 0.27, 117)


def a_job(id: str, version: int = 1, *, minutes: int = 0, cycle: str = "Spring") -> Job:
    return Job(
        id=id,
        cycle=cycle,
        version=version,
        state=JobState.QUEUED,
        search=Search(seconds=30.0, workers=2, seed=7, deterministic=True, strict=True),
        input_hash="0" * 64,
        asked_by="ben",
        asked_at=NOW + minutes * MINUTE,
    )


def queue(store: Store, *jobs: Job) -> None:
    def add(unit: Unit) -> None:
        for job in jobs:
            unit.jobs.add(job)

    store.write(add)


def claimed(store: Store, worker: str = "w1", *, at: datetime = NOW) -> Job:
    job = store.write(lambda unit: unit.jobs.claim(worker, at))
    assert job is not None
    return job


def test_what_was_asked_for_comes_back_whole(store: Store) -> None:
    queue(store, a_job("j1"))
    with store.read() as unit:
        assert unit.jobs.get("j1") == a_job("j1")
        assert unit.jobs.find("j2") is None
        with pytest.raises(NotFound, match="no job j2"):
            unit.jobs.get("j2")


def test_who_waited_longest_is_claimed_first(store: Store) -> None:
    queue(store, a_job("late", 1, minutes=2), a_job("early", 2), a_job("middle", 3, minutes=1))
    ids = [claimed(store, f"w{number}").id for number in range(3)]
    assert ids == ["early", "middle", "late"]
    assert store.write(lambda unit: unit.jobs.claim("w9", NOW)) is None


def test_a_claimed_job_says_who_runs_it_and_since_when(store: Store) -> None:
    queue(store, a_job("j1"))
    assert claimed(store, "w1", at=NOW + MINUTE) == replace(
        a_job("j1"),
        state=JobState.RUNNING,
        worker="w1",
        started_at=NOW + MINUTE,
        beat_at=NOW + MINUTE,
    )


def test_beats_carry_progress_and_keep_the_last(store: Store) -> None:
    queue(store, a_job("j1"))
    claimed(store)
    assert store.write(lambda unit: unit.jobs.beat("j1", "w1", NOW + MINUTE, HALFWAY)) is False
    assert store.write(lambda unit: unit.jobs.beat("j1", "w1", NOW + 2 * MINUTE)) is False
    with store.read() as unit:
        job = unit.jobs.get("j1")
    assert job.progress == HALFWAY
    assert job.beat_at == NOW + 2 * MINUTE


def test_an_infinite_bound_is_no_bound(store: Store) -> None:
    queue(store, a_job("j1"))
    claimed(store)
    endless = replace(HALFWAY, bound=float("inf"), gap=float("nan"))
    store.write(lambda unit: unit.jobs.beat("j1", "w1", NOW, endless))
    with store.read() as unit:
        assert unit.jobs.get("j1").progress == replace(HALFWAY, bound=None, gap=None)


def test_a_running_job_hears_that_it_shall_stop(store: Store) -> None:
    queue(store, a_job("j1"))
    claimed(store)
    assert store.write(lambda unit: unit.jobs.ask_to_stop("j1", NOW)) is JobState.RUNNING
    assert store.write(lambda unit: unit.jobs.beat("j1", "w1", NOW)) is True
    with store.read() as unit:
        assert unit.jobs.is_stop_asked("j1")
    ended = store.write(lambda unit: unit.jobs.end("j1", "w1", JobState.STOPPED, NOW + MINUTE))
    assert (ended.state, ended.ended_at) == (JobState.STOPPED, NOW + MINUTE)


def test_a_job_that_nobody_began_stops_at_once(store: Store) -> None:
    queue(store, a_job("j1"))
    assert store.write(lambda unit: unit.jobs.ask_to_stop("j1", NOW)) is JobState.STOPPED
    assert store.write(lambda unit: unit.jobs.claim("w1", NOW)) is None
    with store.read() as unit:
        assert unit.jobs.get("j1").reason == "It was stopped before it began."


def test_an_ended_job_cannot_be_stopped_or_ended_again(store: Store) -> None:
    queue(store, a_job("j1"))
    claimed(store)
    store.write(lambda unit: unit.jobs.end("j1", "w1", JobState.DONE, NOW))
    assert store.write(lambda unit: unit.jobs.ask_to_stop("j1", NOW)) is JobState.DONE
    with pytest.raises(Conflict):
        store.write(lambda unit: unit.jobs.end("j1", "w1", JobState.FAILED, NOW, reason="late"))
    with store.read() as unit:
        job = unit.jobs.get("j1")
    assert (job.state, job.reason, job.stop_asked) == (JobState.DONE, "", False)


def test_stopping_what_is_not_there_says_so(store: Store) -> None:
    with pytest.raises(NotFound):
        store.write(lambda unit: unit.jobs.ask_to_stop("j1", NOW))


def test_a_job_ends_in_an_end(store: Store) -> None:
    queue(store, a_job("j1"))
    claimed(store)
    with pytest.raises(ValueError, match="running is no state"):
        store.write(lambda unit: unit.jobs.end("j1", "w1", JobState.RUNNING, NOW))


def test_silent_jobs_are_lost_and_their_workers_are_told(store: Store) -> None:
    queue(store, a_job("quiet", 1), a_job("loud", 2), a_job("waiting", 3))
    claimed(store, "w1")
    claimed(store, "w2", at=NOW + 5 * MINUTE)
    lost = store.write(lambda unit: unit.jobs.lose_silent(NOW + 2 * MINUTE, NOW + 6 * MINUTE))
    assert [job.id for job in lost] == ["loud"]
    assert lost[0].state is JobState.LOST
    assert "Start it again" in lost[0].reason
    with pytest.raises(Conflict, match="not run by w1 any more"):
        store.write(lambda unit: unit.jobs.beat("loud", "w1", NOW + 6 * MINUTE))
    with store.read() as unit:
        assert unit.jobs.get("quiet").state is JobState.RUNNING
        assert unit.jobs.get("waiting").state is JobState.QUEUED


def test_a_job_that_ended_long_ago_is_not_lost(store: Store) -> None:
    queue(store, a_job("j1"))
    claimed(store)
    store.write(lambda unit: unit.jobs.end("j1", "w1", JobState.DONE, NOW))
    assert store.write(lambda unit: unit.jobs.lose_silent(NOW + MINUTE, NOW + MINUTE)) == ()
    with store.read() as unit:
        assert unit.jobs.get("j1").state is JobState.DONE


def test_a_lost_job_runs_again_as_if_for_the_first_time(store: Store) -> None:
    queue(store, a_job("j1"))
    claimed(store, "w1")
    store.write(lambda unit: unit.jobs.beat("j1", "w1", NOW, HALFWAY))
    store.write(lambda unit: unit.jobs.lose_silent(NOW + MINUTE, NOW + MINUTE))
    again = store.write(
        lambda unit: unit.jobs.start_again(
            "j1", asked_by="ada", now=NOW + 2 * MINUTE, input_hash="1" * 64
        )
    )
    assert again == replace(
        a_job("j1"), asked_by="ada", asked_at=NOW + 2 * MINUTE, input_hash="1" * 64
    )
    claimed(store, "w2")
    with pytest.raises(Conflict):
        store.write(lambda unit: unit.jobs.end("j1", "w1", JobState.DONE, NOW))
    assert store.write(lambda unit: unit.jobs.end("j1", "w2", JobState.DONE, NOW)).worker == "w2"
    with pytest.raises(Conflict, match="done and cannot be started again"):
        store.write(lambda unit: unit.jobs.start_again("j1", asked_by="ada", now=NOW))


def test_a_draft_has_one_living_job(store: Store) -> None:
    queue(store, a_job("j1"))
    with pytest.raises(Conflict, match="Job j1 is queued for version 1 of Spring"):
        queue(store, a_job("j2"))
    queue(store, a_job("j3", cycle="Autumn"))
    store.write(lambda unit: unit.jobs.ask_to_stop("j1", NOW))
    queue(store, a_job("j2"))
    with pytest.raises(Conflict, match="Job j2 is queued"):
        store.write(lambda unit: unit.jobs.start_again("j1", asked_by="ada", now=NOW))
    with pytest.raises(Conflict, match="a job j3 already"):
        queue(store, a_job("j3", 5))


def test_jobs_are_listed_by_what_matters(store: Store) -> None:
    queue(
        store,
        a_job("j1", 1),
        a_job("j2", 2, minutes=1),
        a_job("j3", 1, minutes=2, cycle="Autumn"),
    )
    claimed(store)

    def ids(**filters: object) -> list[str]:
        with store.read() as unit:
            return [job.id for job in unit.jobs.matching(**filters)]  # type: ignore[arg-type]

    assert ids() == ["j3", "j2", "j1"]
    assert ids(cycle="Spring") == ["j2", "j1"]
    assert ids(cycle="Spring", version=2) == ["j2"]
    assert ids(states={JobState.RUNNING}) == ["j1"]
    assert ids(states={JobState.RUNNING, JobState.QUEUED}, limit=2) == ["j3", "j2"]


def test_many_workers_claim_every_job_once(store: Store) -> None:
    jobs = [a_job(f"j{number:02}", number) for number in range(24)]
    queue(store, *jobs)
    workers = 6
    start = Barrier(workers)

    def carry(worker: str, job: Job) -> str:
        assert job.worker == worker
        store.write(lambda unit: unit.jobs.beat(job.id, worker, NOW, HALFWAY), quiet=True)
        store.write(lambda unit: unit.jobs.end(job.id, worker, JobState.DONE, NOW), quiet=True)
        return job.id

    def work(worker: str) -> list[str]:
        start.wait()
        mine = []
        while job := store.write(lambda unit: unit.jobs.claim(worker, NOW), quiet=True):
            mine.append(carry(worker, job))
        return mine

    with ThreadPoolExecutor(workers) as threads:
        done = [id for mine in threads.map(work, [f"w{n}" for n in range(workers)]) for id in mine]
    assert sorted(done) == [job.id for job in jobs]
    with store.read() as unit:
        assert {job.state for job in unit.jobs.matching()} == {JobState.DONE}


def carry_all(address: str, worker: str) -> list[str]:
    """Carry out jobs until none is left; runs in a process of its own."""
    with open_store(address) as store:
        mine = []
        while job := store.write(lambda unit: unit.jobs.claim(worker, NOW), quiet=True):
            mine.append(job.id)
    return mine


def test_workers_in_processes_of_their_own_claim_every_job_once(store: Store) -> None:
    jobs = [a_job(f"j{number:02}", number) for number in range(60)]
    queue(store, *jobs)
    address = store.engine.url.render_as_string(hide_password=False)
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as processes:
        done = processes.map(carry_all, [address] * 3, ["w1", "w2", "w3"])
        assert sorted(id for mine in done for id in mine) == [job.id for job in jobs]
