"""How the time grows with the number of people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.bench.record import PLANNER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from planner.bench.record import Run


@dataclass(frozen=True, slots=True)
class Growth:
    """The fit seconds = c x (people x log(people)) ^ exponent over the rows of one kind.

    ``fit`` is the share of the variance of log(seconds) that it explains. An exponent of 1 or
    less means that the time grows no faster than people x log(people).
    """

    kind: str
    what: str
    rows: int
    exponent: float
    fit: float


def growth(runs: Iterable[Run]) -> list[Growth]:
    """Return the fits over the planner's rows, for every kind that has two sizes or more."""
    kinds: dict[str, list[Run]] = {}
    for run in runs:
        if run.model == PLANNER and run.kind and run.found:
            kinds.setdefault(run.kind, []).append(run)
    return [
        found
        for kind, rows in kinds.items()
        for what, value in _measures(rows).items()
        if (found := _fit(kind, what, rows, value)) is not None
    ]


def _measures(rows: list[Run]) -> dict[str, Callable[[Run], float | None]]:
    stages = dict.fromkeys(name for run in rows for name in run.stages)
    measures: dict[str, Callable[[Run], float | None]] = {
        "first plan": lambda run: run.first_plan,
        "within 0.5 %": lambda run: run.near_bound,
        "total": lambda run: run.seconds,
    }
    for stage in stages:
        measures[stage] = _of_stage(stage)
    return measures


def _of_stage(stage: str) -> Callable[[Run], float | None]:
    return lambda run: run.stages.get(stage)


def _fit(
    kind: str, what: str, rows: list[Run], value: Callable[[Run], float | None]
) -> Growth | None:
    points = [(run.people, seconds) for run in rows if (seconds := value(run)) and seconds > 0]
    if len({people for people, _ in points}) < 2:
        return None
    people, seconds = np.array(points, dtype=np.float64).T
    size, time = np.log(people * np.log(people)), np.log(seconds)
    exponent, offset = np.polyfit(size, time, 1)
    spread = float(np.sum((time - time.mean()) ** 2))
    missed = float(np.sum((time - exponent * size - offset) ** 2))
    explained = 1.0 if spread < 1e-12 else 1 - missed / spread
    return Growth(kind, what, len(points), float(exponent), explained)
