"""Workers, searches and commands that are killed: nothing is lost, nothing is left behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planner.domain import ENDED, Job, JobState, Search
from planner.planning import score
from planner.store import open_store, verify
from planner.workflow.acting import clock
from planner.workflow.build_plan import build_plan, search_again
from planner.workflow.ended_jobs import find_lost_jobs
from planner.workflow.stop_job import stop_job
from tests.workflow.plans.office import A_BEGINNING, HANNA, Office, a_long_one
from tests.workflow.plans.test_search_process import alive, gone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planner.store import Store

    Start = Callable[..., subprocess.Popen[bytes]]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks into /proc"),
]

COMMAND = [sys.executable, "-c", "from planner.cli import main; main()"]
PATIENCE = 150.0
ON_SQLITE = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
"""For what the database has no part in: searches take long."""


@pytest.fixture
def office(store: Store) -> Office:
    office = Office(store, a_long_one())
    office.published(A_BEGINNING)
    return office


@pytest.fixture
def start(store_url: str) -> Iterator[Start]:
    """Return a function that starts a command on the database; all are ended at the end."""
    processes = []

    def begin(*arguments: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [*COMMAND, *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PLANNER_DATABASE_URL": store_url, "PLANNER_USER": "hanna"},
        )
        processes.append(process)
        return process

    yield begin
    for process in processes:
        process.kill()
        process.wait()


def until(store: Store, wanted: Callable[[Job], bool], job_id: str | None = None) -> Job:
    """Wait until a job, the newest by default, is as wanted."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with store.read() as unit:
            found = unit.jobs.matching(limit=1) if job_id is None else (unit.jobs.get(job_id),)
        if found and wanted(found[0]):
            return found[0]
        time.sleep(0.2)
    raise AssertionError(f"this did not come: {found}")


def has_a_plan(job: Job) -> bool:
    assert job.state not in ENDED, job
    return job.progress is not None and job.progress.placements > 0


def ended(job: Job) -> bool:
    return job.state in ENDED


def children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = stat.read_text(encoding="ascii", errors="replace")
        except OSError:
            continue
        if int(text.rpartition(")")[2].split()[1]) == pid:
            found.append(int(stat.parent.name))
    return found


def worker_of(job: Job) -> int:
    """Return the number of the process that works on a job."""
    match = re.search(r" (\d+) [0-9a-f]{8}$", job.worker)
    assert match is not None, job.worker
    return int(match.group(1))


def a_search(office: Office, seconds: float = 300) -> Job:
    return build_plan(office.store, HANNA, search=Search(seconds=seconds, workers=1))


def test_a_worker_killed_in_mid_search_leaves_a_job_that_is_started_again(
    office: Office, start: Start
) -> None:
    job = a_search(office)
    worker = start("worker")
    until(office.store, has_a_plan)
    (search,) = children(worker.pid)

    worker.kill()
    worker.wait()

    assert gone(search)
    assert office.job(job.id).state is JobState.RUNNING
    later = clock() + timedelta(seconds=60)
    (lost,) = find_lost_jobs(office.store, now=later)
    assert (lost.id, lost.state) == (job.id, JobState.LOST)
    assert office.plan(job.version) == A_BEGINNING
    assert verify(office.store) == ()

    again = search_again(office.store, HANNA, job.version)
    start("worker", "--once")
    until(office.store, has_a_plan)
    stop_job(office.store, HANNA, job.version)
    stopped = until(office.store, ended)
    assert (again.id, stopped.state) == (job.id, JobState.STOPPED)
    plan = office.plan(job.version)
    assert len(plan) > 0
    assert score(a_long_one(), plan).violations == ()


@ON_SQLITE
def test_a_search_killed_in_mid_search_fails_with_its_reason(office: Office, start: Start) -> None:
    job = a_search(office)
    worker = start("worker")
    until(office.store, has_a_plan)
    (search,) = children(worker.pid)

    os.kill(search, signal.SIGKILL)

    failed = until(office.store, ended)
    assert failed.state is JobState.FAILED
    assert failed.reason.startswith("The process that searched was killed")
    assert office.plan(job.version) == A_BEGINNING
    assert office.version(job.version).revision == 1
    assert worker.poll() is None
    again = search_again(office.store, HANNA, job.version)
    until(office.store, has_a_plan, again.id)


@ON_SQLITE
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_told_to_end_keeps_the_best_plan(
    office: Office, start: Start, number: signal.Signals
) -> None:
    job = a_search(office)
    worker = start("worker")
    until(office.store, has_a_plan)

    worker.send_signal(number)

    assert worker.wait(PATIENCE) == 0
    assert office.job(job.id).state is JobState.STOPPED
    assert len(office.plan(job.version)) > 0


@ON_SQLITE
def test_a_command_that_is_killed_leaves_its_worker_at_work(
    office: Office, start: Start, store_url: str
) -> None:
    command = start("plan", "build", "--wait", "--time-limit", "300", "--workers", "1")
    job = until(office.store, has_a_plan)

    command.kill()
    command.wait()
    worker = worker_of(job)
    assert alive(worker)
    with open_store(store_url) as another:  # as whoever comes back would
        stop_job(another, HANNA, job.version)
        stopped = until(another, ended)

    assert stopped.state is JobState.STOPPED
    assert len(office.plan(job.version)) > 0
    assert gone(worker)


@ON_SQLITE
def test_ctrl_c_while_waiting_keeps_the_best_plan(office: Office, start: Start) -> None:
    command = start("plan", "build", "--wait", "--time-limit", "300", "--workers", "1")
    job = until(office.store, has_a_plan)

    command.send_signal(signal.SIGINT)

    assert command.wait(PATIENCE) == 130
    assert office.job(job.id).state is JobState.STOPPED
    assert len(office.plan(job.version)) > 0
    assert [entry.action for entry in office.entries()][1:] == [
        "draft.solve",
        "job.cancel",
        "job.run",
    ]
