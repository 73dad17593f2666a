"""One case after the other: drawn if need be, solved both ways, each plan checked."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.bench import job as jobs
from planner.bench.job import Job
from planner.bench.process import run_apart
from planner.bench.record import OBVIOUS, PLANNER, Aim, Run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.bench.cases import Case
    from planner.bench.process import Ended

PATIENCE = 120.0
"""Seconds beyond twice its time limit after which a run is ended."""

_TASKS = {PLANNER: jobs.PLAN, OBVIOUS: jobs.OBVIOUS}


@dataclass(frozen=True, slots=True)
class Measuring:
    """How to measure.

    ``tell`` is told in a few words what begins; ``workers`` None lets the solver choose.
    """

    workers: int | None = None
    seed: int = 0
    models: tuple[str, ...] = (PLANNER, OBVIOUS)
    tell: Callable[[str], None] = lambda _words: None


def measure(case: Case, measuring: Measuring) -> Iterator[Run]:
    """Yield the run of each model on a case.

    Raises
    ------
    BadInput
        If the case is an organisation that cannot be used as it is.
    """
    with tempfile.TemporaryDirectory(prefix="planner-bench-") as temporary:
        room = Path(temporary)
        start = Run(
            problem=case.name,
            kind=case.shape.kind if case.shape else "",
            model=PLANNER,
            time_limit=case.seconds,
            seed=measuring.seed,
            workers=measuring.workers,
        )
        with _organisation(case, measuring, room) as (organisation, trouble):
            for model in measuring.models:
                run = replace(start, model=model, trouble=trouble)
                if trouble:
                    yield run
                    continue
                measuring.tell(f"{case.name}, {model}: up to {case.seconds:g} s")
                yield _solved(run, organisation, room)


@contextmanager
def _organisation(case: Case, measuring: Measuring, room: Path) -> Iterator[tuple[Path, str]]:
    """Yield where the organisation of a case is, and why there is none."""
    if case.shape is None:
        assert case.folder is not None
        yield case.folder.resolve(), ""
        return
    measuring.tell(f"{case.name}: drawing an organisation ({case.shape.kind})")
    folder = room / "organisation"
    job = Job(
        jobs.DRAW,
        str(folder),
        "",
        str(room / "drawn.json"),
        seed=measuring.seed,
        shape=case.shape,
    )
    yield folder, run_apart(job).trouble


def _solved(run: Run, organisation: Path, room: Path) -> Run:
    """Return a run once it is solved and its plan checked."""
    plan = room / f"{run.model}.csv"
    job = Job(
        _TASKS[run.model],
        str(organisation),
        str(plan),
        str(room / f"{run.model}.json"),
        seconds=run.time_limit,
        workers=run.workers,
        seed=run.seed,
    )
    ended = run_apart(job, longest=2 * run.time_limit + PATIENCE)
    run = _filled(run, ended)
    if not run.found:
        return run
    return with_check(run, run_apart(replace(job, task=jobs.SCORE, answer=f"{job.answer}.score")))


def _filled(run: Run, ended: Ended) -> Run:
    peak = None if ended.peak is None else round(ended.peak / 2**20, 1)
    if ended.answer is None:
        return replace(
            run, trouble=ended.trouble, seconds=round(ended.seconds, 3), peak_memory_mb=peak
        )
    answer: dict[str, Any] = {**ended.answer}
    del answer["own_peak"]
    answer["aims"] = tuple(Aim(**aim) for aim in answer["aims"])
    answer["improvements"] = tuple((when, value) for when, value in answer["improvements"])
    return replace(run, peak_memory_mb=peak, **answer)


def with_check(run: Run, ended: Ended) -> Run:
    """Return a run with what the checker says of its plan."""
    if ended.answer is None:
        return replace(run, trouble=f"the check failed: {ended.trouble}")
    told, checked = run.aim("coverage"), ended.answer["coverage"]
    trouble = ""
    if told is not None and abs(told.value - checked) > 1e-6:
        trouble = f"coverage was told as {told.value:.6f}, and is {checked:.6f}"
    if ended.answer["violations"]:
        broken = (f"{rule} ({count})" for rule, count in ended.answer["broken"].items())
        trouble = f"the plan breaks rules: {', '.join(broken)}"
    return replace(
        run,
        violations=ended.answer["violations"],
        check_seconds=ended.answer["check_seconds"],
        trouble=trouble,
    )
