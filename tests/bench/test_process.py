"""Jobs in processes of their own: answers, troubles, memory."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from planner.bench import Shape, process
from planner.bench.job import DRAW, PLAN, Job
from planner.bench.memory import PROC, MemoryWatch, descendants
from planner.bench.process import run_apart
from planner.domain import BadInput
from planner.exchange import read_organisation
from tests.workflow.files import a_folder

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

needs_proc = pytest.mark.skipif(not (PROC / "self" / "stat").exists(), reason="needs /proc")


def a_job(room: Path, **changes: object) -> Job:
    usual: dict[str, object] = {
        "task": DRAW,
        "organisation": str(room / "organisation"),
        "plan": str(room / "plan.csv"),
        "answer": str(room / "answer.json"),
        "seconds": 5.0,
        "workers": 1,
        "shape": Shape(7, 3, 4),
    }
    return Job(**{**usual, **changes})  # type: ignore[arg-type]


def test_a_job_reads_back_equal(tmp_path: Path) -> None:
    for job in (a_job(tmp_path), a_job(tmp_path, shape=None)):
        assert Job.from_json(job.to_json()) == job


def test_an_organisation_is_drawn_elsewhere(tmp_path: Path) -> None:
    ended = run_apart(a_job(tmp_path))
    assert (ended.answer, ended.trouble) == ({}, "")
    assert len(read_organisation(tmp_path / "organisation").organisation.employees) == 7


def test_bad_input_is_told_as_it_is(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    (folder / "departments.csv").unlink()
    with pytest.raises(BadInput, match=r"departments\.csv"):
        run_apart(a_job(tmp_path, task=PLAN, organisation=str(folder)))


def test_a_crash_leaves_its_last_words(tmp_path: Path) -> None:
    ended = run_apart(a_job(tmp_path, shape=None))
    assert ended.answer is None
    assert "AssertionError" in ended.trouble


def test_a_run_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    ended = run_apart(a_job(tmp_path, shape=Shape(200_000, 60, 52)), longest=0.2)
    assert ended.answer is None
    assert "it was ended after" in ended.trouble


@needs_proc
def test_a_run_that_takes_all_the_memory_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "MOST_MEMORY", 0.0)
    ended = run_apart(a_job(tmp_path))
    assert ended.answer is None
    assert "memory" in ended.trouble


@pytest.fixture
def family() -> object:
    """Return a process that holds 80 MB and has a child that holds 40 MB."""
    child = "import sys; held = bytearray(40 << 20); print('ready', flush=True); sys.stdin.read()"
    parent = (
        "import subprocess, sys; held = bytearray(80 << 20);"
        f"c = subprocess.Popen([sys.executable, '-c', {child!r}], stdin=subprocess.PIPE);"
        "sys.stdin.read(); c.stdin.close(); c.wait()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", parent], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stdin is not None
        assert running.stdout.readline() == "ready\n"
        yield running
        running.stdin.close()


@needs_proc
def test_memory_is_that_of_the_whole_family(family: subprocess.Popen[str]) -> None:
    assert len(descendants(family.pid)) == 2
    peak = MemoryWatch(family.pid).stop()
    assert peak is not None
    assert 120 << 20 <= peak < 400 << 20


def test_memory_of_a_process_that_is_gone_is_unknown() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    assert MemoryWatch(gone.pid).stop() is None


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="processes end one by one there")
def test_whatever_a_run_started_ends_with_it() -> None:
    """The planner starts processes for linear programs; none may outlive an ended run."""
    child = "import time; print('ready', flush=True); time.sleep(600)"
    parent = (
        "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', "
        f"{child!r}]); time.sleep(600)"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", parent],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "ready\n"

    process.end(running)

    with running.stdout as pipe:  # it ends when the last process that holds it has ended
        assert pipe.read() == ""
    assert running.returncode is not None
