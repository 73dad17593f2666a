"""The process of one measured run: a job on standard input, the answer in a file.

What it reads, plans and writes, it does as `planner solve` does. Nothing else runs in it, so
that its start-up and its memory are those of the run.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner import planning
from planner.bench.generate import generate
from planner.bench.job import DRAW, PLAN, SCORE, Job
from planner.domain import BadInput
from planner.exchange import read_organisation, read_plan, write_organisation, write_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.domain import Progress, Solution


class Track:
    """When plans came, and how good they were."""

    def __init__(self, started: float) -> None:
        self._started = started
        self.first: float | None = None
        self.points: list[tuple[float, float]] = []

    def tell(self, step: Progress) -> None:
        """Note a step of the search."""
        if step.incumbent is None:
            return
        now = time.monotonic() - self._started
        if self.first is None:
            self.first = now
        better = step.aim == "coverage" and (
            not self.points or step.incumbent > self.points[-1][1] + 1e-9
        )
        if better:
            self.points.append((round(now, 3), round(step.incumbent, 9)))


class Stages:
    """How long each stage took, in seconds."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def add(self, name: str, seconds: float) -> None:
        """Add to a stage."""
        self.seconds[name] = round(self.seconds.get(name, 0.0) + seconds, 4)

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Note how long something takes."""
        begun = time.monotonic()
        yield
        self.add(name, time.monotonic() - begun)


def do(job: Job) -> dict[str, Any]:
    """Do a job and return the answer.

    Raises
    ------
    BadInput
        If the organisation cannot be used as it is.
    """
    if job.task == DRAW:
        return _draw(job)
    return _score(job) if job.task == SCORE else _plan(job)


def _draw(job: Job) -> dict[str, Any]:
    assert job.shape is not None
    write_organisation(generate(job.shape, job.seed), Path(job.organisation))
    return {}


def _plan(job: Job) -> dict[str, Any]:
    stages, track = Stages(), Track(job.started)
    stages.add("start", time.monotonic() - job.started)
    with stages.timed("read"):
        organisation = read_organisation(Path(job.organisation)).organisation
    solve = planning.solve if job.task == PLAN else planning.solve_obvious
    solution = solve(
        organisation,
        time_limit=planning.seconds_to_search(
            job.seconds, job.started, len(organisation.employees)
        ),
        workers=job.workers,
        seed=job.seed,
        progress=track.tell,
    )
    for stage in solution.stages:
        stages.add(stage.name, stage.seconds)
    if solution.plan is not None:
        with stages.timed("write"):
            write_plan(solution.plan, Path(job.plan))
    total = time.monotonic() - job.started
    stages.add("other", total - sum(stages.seconds.values()))
    return {
        "people": len(organisation.employees),
        "departments": len(organisation.departments),
        "periods": organisation.cycle.periods,
        "dependencies": len(organisation.dependencies),
        "stages": stages.seconds,
        "seconds": round(total, 3),
        "own_peak": _own_peak(),
        **_outcome(solution, track),
    }


def _outcome(solution: Solution, track: Track) -> dict[str, Any]:
    found = solution.plan is not None
    return {
        "status": solution.status.value,
        "workers": solution.workers,
        "placements": len(solution.plan) if solution.plan is not None else 0,
        "aims": [asdict(aim) for aim in solution.aims],
        "first_plan": round(track.first, 3) if found and track.first is not None else None,
        "improvements": track.points if found else [],
    }


def _score(job: Job) -> dict[str, Any]:
    stages = Stages()
    organisation = read_organisation(Path(job.organisation)).organisation
    plan = read_plan(Path(job.plan), organisation)
    with stages.timed("check"):
        score = planning.score(organisation, plan)
    coverage = next((aim.value for aim in score.aims if aim.name == "coverage"), None)
    return {
        "violations": len(score.violations),
        "broken": dict(Counter(violation.rule for violation in score.violations)),
        "coverage": coverage,
        "check_seconds": stages.seconds["check"],
    }


def _own_peak() -> int | None:
    """Return the most memory that this process or one that it started ever held, in bytes."""
    try:
        import resource
    except ImportError:
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(who).ru_maxrss for who in whose) * unit


def main() -> None:
    """Do the job on standard input and write its answer."""
    job = Job.from_json(sys.stdin.read())
    try:
        answer = do(job)
    except BadInput as bad:
        answer = {"refused": [asdict(finding) for finding in bad.findings]}
    except MemoryError:
        answer = {"trouble": "it ran out of memory"}
    Path(job.answer).write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main()
