"""Two recordings side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.bench.record import Recording, Run


@dataclass(frozen=True, slots=True)
class Change:
    """One figure of one row, before and after; ``ratio`` is new / old, None where there is none."""

    problem: str
    model: str
    what: str
    old: float | None
    new: float | None
    ratio: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed; rows that only one of the two has; what makes the two hard to compare."""

    changes: tuple[Change, ...]
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]
    remarks: tuple[str, ...]


def compare(old: Recording, new: Recording) -> Comparison:
    """Compare the rows that two recordings have in common, stage by stage."""
    before, after = _by_key(old), _by_key(new)
    common = [key for key in before if key in after]
    return Comparison(
        changes=tuple(change for key in common for change in _changes(before[key], after[key])),
        only_old=tuple(_label(before[key]) for key in before if key not in after),
        only_new=tuple(_label(after[key]) for key in after if key not in before),
        remarks=tuple(_remarks(old, new, [(before[key], after[key]) for key in common])),
    )


def _by_key(recording: Recording) -> dict[tuple[str, str, int, str], Run]:
    return {(run.problem, run.kind, run.seed, run.model): run for run in recording.runs}


def _label(run: Run) -> str:
    kind = f" ({run.kind})" if run.kind else ""
    return f"{run.problem}{kind}, {run.model}"


def _changes(old: Run, new: Run) -> Iterator[Change]:
    before, after = figures(old), figures(new)
    for what in dict.fromkeys([*before, *after]):
        one, other = before.get(what), after.get(what)
        if one is None and other is None:
            continue
        ratio = other / one if one and other is not None else None
        yield Change(new.problem, new.model, what, one, other, ratio)


def figures(run: Run) -> dict[str, float | None]:
    """Return everything about a run that can be compared, by name."""
    coverage, reach = run.aim("coverage"), run.aim("reach")
    return {
        **{f"{stage}, s": seconds for stage, seconds in run.stages.items()},
        "total, s": run.seconds,
        "first plan, s": run.first_plan,
        "last improvement, s": run.last_improvement,
        "within 0.5 %, s": run.near_bound,
        "check, s": run.check_seconds,
        "memory, MB": run.peak_memory_mb,
        "coverage": coverage.value if coverage else None,
        "bound": coverage.bound if coverage else None,
        "gap": coverage.gap if coverage else None,
        "reach": reach.value if reach else None,
        "placements": float(run.placements),
        "violations": None if run.violations is None else float(run.violations),
    }


def _remarks(old: Recording, new: Recording, common: list[tuple[Run, Run]]) -> Iterator[str]:
    for fact in sorted({*old.machine, *new.machine}):
        one, other = old.machine.get(fact), new.machine.get(fact)
        if isinstance(one, dict) and isinstance(other, dict):
            for name in sorted({*one, *other}):
                if one.get(name) != other.get(name):
                    yield f"{name}: {one.get(name)} before, {other.get(name)} now"
        elif one != other:
            yield f"{fact}: {one} before, {other} now"
    for before, after in common:
        if before.time_limit != after.time_limit:
            yield (
                f"{_label(after)}: {before.time_limit:g} s were given before, "
                f"{after.time_limit:g} s now"
            )
        if before.workers != after.workers:
            yield f"{_label(after)}: {before.workers} workers before, {after.workers} now"
