"""What was measured, and the file it is kept in; docs/performance.md describes it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any

FORMAT = 1
"""Grows by one whenever a reader of the file before could misread the new one."""

PLANNER, OBVIOUS = "planner", "obvious"
"""The two ways to solve that are measured."""

NEAR = 0.005
"""How close to the bound is near."""

FOUND = ("optimal", "feasible")
"""How a run ends that found a plan."""


class NotARecordingError(ValueError):
    """A document is no recording, or one of another format."""


@dataclass(frozen=True, slots=True)
class Aim:
    """One aim of a plan; ``bound`` and ``gap`` are None where nothing is proven."""

    name: str
    value: float
    bound: float | None = None
    gap: float | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One problem, solved one way.

    Attributes
    ----------
    problem, kind : str
        Its name; what it has in common with problems of other sizes ("" for a folder).
    model : str
        "planner" or "obvious".
    seed, workers : int
    time_limit : float
        Seconds, from the start of the process until the plan is written.
    status : str
        "optimal", "feasible", "impossible", "unknown" or "failed".
    trouble : str
        What went wrong, in words; "" if nothing did.
    people, departments, periods, dependencies, placements : int
    violations : int, optional
        Breaches that the checker found in the plan that was written.
    stages : dict of str to float
        Seconds by stage.
    seconds, first_plan, check_seconds : float, optional
        Until the plan was written; until the first legal plan; for the check afterwards.
    peak_memory_mb : float, optional
        Of all processes of the run together.
    aims : tuple of Aim
        The weightiest first.
    improvements : tuple of (float, float)
        When coverage rose (seconds), and to what.
    """

    problem: str
    kind: str
    model: str
    time_limit: float
    seed: int = 0
    workers: int | None = None
    status: str = "failed"
    trouble: str = ""
    people: int = 0
    departments: int = 0
    periods: int = 0
    dependencies: int = 0
    placements: int = 0
    violations: int | None = None
    stages: dict[str, float] = field(default_factory=dict)
    seconds: float | None = None
    first_plan: float | None = None
    check_seconds: float | None = None
    peak_memory_mb: float | None = None
    aims: tuple[Aim, ...] = ()
    improvements: tuple[tuple[float, float], ...] = ()

    def aim(self, name: str) -> Aim | None:
        """Return what was reached in an aim, None without a plan."""
        return next((aim for aim in self.aims if aim.name == name), None)

    @property
    def found(self) -> bool:
        """Whether there is a plan."""
        return self.status in FOUND

    @property
    def last_improvement(self) -> float | None:
        """Seconds until coverage rose for the last time."""
        return self.improvements[-1][0] if self.improvements else self.first_plan

    @property
    def near_bound(self) -> float | None:
        """Seconds until coverage was within `NEAR` of the final bound, None if it never was."""
        coverage = self.aim("coverage")
        if coverage is None or coverage.bound is None:
            return None
        enough = coverage.bound * (1 - NEAR)
        return next((when for when, value in self.improvements if value >= enough), None)


@dataclass(frozen=True, slots=True)
class Recording:
    """Everything that was measured in one go.

    Attributes
    ----------
    made_on : str
        The day, YYYY-MM-DD.
    machine : dict
        Cores, memory, system, Python and the versions of libraries; no names, no paths.
    runs : tuple of Run
    """

    made_on: str
    machine: dict[str, Any]
    runs: tuple[Run, ...] = ()


def to_document(recording: Recording) -> dict[str, Any]:
    """Return a recording as nested dicts and lists, ready for ``json.dump``."""
    return {
        "format": FORMAT,
        "made_on": recording.made_on,
        "machine": recording.machine,
        "runs": [
            {
                **asdict(run),
                "last_improvement": run.last_improvement,
                "near_bound": run.near_bound,
            }
            for run in recording.runs
        ],
    }


def from_document(document: Any) -> Recording:
    """Return the recording that a document holds; keys that nobody knows are passed over.

    Raises
    ------
    NotARecordingError
        If it holds none, or one of another format.
    """
    if not isinstance(document, dict) or "format" not in document:
        raise NotARecordingError("it holds no measurements")
    if document["format"] != FORMAT:
        raise NotARecordingError(f"its format is {document['format']}, and {FORMAT} is needed")
    try:
        return Recording(
            made_on=str(document["made_on"]),
            machine=dict(document["machine"]),
            runs=tuple(_run(each) for each in document["runs"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise NotARecordingError("a part of it is missing or has the wrong form") from error


def _run(document: dict[str, Any]) -> Run:
    known = {each.name: document[each.name] for each in fields(Run) if each.name in document}
    known["aims"] = tuple(Aim(**aim) for aim in document["aims"])
    known["improvements"] = tuple((float(s), float(v)) for s, v in document["improvements"])
    known["stages"] = {str(name): float(value) for name, value in document["stages"].items()}
    return Run(**known)
