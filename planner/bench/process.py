"""Doing a job in a process of its own, and watching it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.bench.memory import MemoryWatch, available
from planner.domain import BadInput, Finding, Severity

if TYPE_CHECKING:
    from planner.bench.job import Job

MOST_MEMORY = 0.9
"""Share of the free memory that a run may take before it is ended."""

BEAT = 0.05
"""Seconds between two looks at a process."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a job ended: with an answer, or with trouble in words. ``peak`` is in bytes."""

    answer: dict[str, Any] | None
    trouble: str
    seconds: float
    peak: int | None


def run_apart(job: Job, longest: float | None = None) -> Ended:
    """Do a job in a new process and return its answer.

    Parameters
    ----------
    job : Job
        Its start is noted here.
    longest : float, optional
        Seconds after which the process is ended.

    Raises
    ------
    BadInput
        If the job's input cannot be used as it is.
    """
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "planner.bench.one_run"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        ended = _watch(process, replace(job, started=begun), longest)
    finally:
        end(process)
    answer = ended.answer or {}
    if "refused" in answer:
        raise BadInput(
            Finding(**{**each, "severity": Severity(each["severity"])})
            for each in answer["refused"]
        )
    if "trouble" in answer:
        return replace(ended, answer=None, trouble=answer["trouble"])
    return ended


def _watch(process: subprocess.Popen[str], job: Job, longest: float | None) -> Ended:
    free = available()
    watch = MemoryWatch(process.pid, None if free is None else int(MOST_MEMORY * free))
    trouble, said = "", ""
    text: str | None = job.to_json()
    while True:
        try:
            _, said = process.communicate(text, timeout=BEAT)
            break
        except subprocess.TimeoutExpired:
            text = None
        seconds = time.monotonic() - job.started
        if watch.over.is_set():
            trouble = "it was ended because it took nearly all the memory there is"
        elif longest is not None and seconds > longest:
            trouble = f"it was ended after {seconds:.0f} s"
        if trouble:
            end(process)
            break
    seconds = time.monotonic() - job.started
    peak = watch.stop()
    answer = None if trouble else _answer(Path(job.answer))
    if answer is None and not trouble:
        trouble = _last_words(process, said)
    return Ended(answer, trouble, seconds, peak or (answer or {}).get("own_peak"))


def _answer(file: Path) -> dict[str, Any] | None:
    try:
        answer: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return answer


def _last_words(process: subprocess.Popen[str], said: str) -> str:
    """Return how a process ended that left no answer."""
    status = process.returncode
    if status is not None and status < 0:
        with contextlib.suppress(ValueError):
            return f"it was ended by {signal.Signals(-status).name}"
    lines = said.strip().splitlines()
    return lines[-1][:300] if lines else f"it ended with status {status}"


def end(process: subprocess.Popen[str]) -> None:
    """End a process and all that it started, if they still run."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
    for pipe in (process.stdin, process.stderr):
        if pipe is not None:
            with contextlib.suppress(OSError, ValueError):
                pipe.close()
