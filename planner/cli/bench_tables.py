"""Measurements as tables: what came out, where the time went, how it grows, what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.cli import screen
from planner.present.words import count, plain, share

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from planner.workflow.bench_planner import Benched, Comparison, Run

NOTHING = "-"

_MODELS = {"planner": "planner", "obvious": "obvious"}

_OUTCOMES: list[screen.Column] = [
    ("Problem", "left"),
    ("By", "left"),
    ("Ended", "left"),
    ("Coverage", "right"),
    ("Bound", "right"),
    ("Gap", "right"),
    ("Reach", "right"),
    ("Bound", "right"),
    ("Placements", "right"),
    ("Breaches", "right"),
]
_COSTS: list[screen.Column] = [
    ("Problem", "left"),
    ("People", "right"),
    ("Departments", "right"),
    ("Periods", "right"),
    ("By", "left"),
    ("First plan", "right"),
    ("Last better", "right"),
    ("Within 0.5 %", "right"),
    ("Total", "right"),
    ("MB", "right"),
]


def tell_runs(console: Console, benched: Benched) -> None:
    """Print everything that was measured."""
    runs = benched.recording.runs
    screen.heading(console, "What came out")
    screen.print_table(console, _OUTCOMES, map(_outcome, runs))
    screen.heading(console, "What it took: seconds, and memory of all processes together")
    screen.print_table(console, _COSTS, map(_cost, runs))
    screen.heading(console, "Where the time went, in seconds")
    _tell_stages(console, runs)
    for run in runs:
        if run.trouble:
            console.print(plain(f"{run.problem}, {_MODELS[run.model]}: {run.trouble}."))
    if benched.growth:
        screen.heading(console, "How the time grows: seconds = c x (people x log(people)) ^ k")
        columns: list[screen.Column] = [
            ("Problems of", "left"),
            ("Stage", "left"),
            ("Rows", "right"),
            ("k", "right"),
            ("Fit", "right"),
        ]
        rows = (
            (g.kind, g.what, str(g.rows), f"{g.exponent:.2f}", f"{g.fit:.3f}")
            for g in benched.growth
        )
        screen.print_table(console, columns, rows)


def summary(run: Run) -> str:
    """Return what came of a run in a line."""
    words = [f"{run.problem}, {_MODELS[run.model]}: {_ending(run)}"]
    coverage = run.aim("coverage")
    if coverage is not None:
        words.append(f"coverage {_decimals(coverage.value, 4)} of {_decimals(coverage.bound, 4)}")
    words.append(f"{_decimals(run.seconds, 1)} s, {_decimals(run.peak_memory_mb, 0)} MB")
    return plain(", ".join(words))


def _outcome(run: Run) -> Sequence[str]:
    coverage, reach = run.aim("coverage"), run.aim("reach")
    return (
        run.problem,
        _MODELS[run.model],
        _ending(run),
        _decimals(coverage.value if coverage else None, 4),
        _decimals(coverage.bound if coverage else None, 4),
        share(coverage.gap, 2) if coverage and coverage.gap is not None else NOTHING,
        _decimals(reach.value if reach else None, 0),
        _decimals(reach.bound if reach else None, 0),
        f"{run.placements:,}" if run.found else NOTHING,
        _decimals(run.violations, 0),
    )


def _cost(run: Run) -> Sequence[str]:
    return (
        run.problem,
        f"{run.people:,}" if run.people else NOTHING,
        f"{run.departments:,}" if run.departments else NOTHING,
        f"{run.periods:,}" if run.periods else NOTHING,
        _MODELS[run.model],
        _decimals(run.first_plan, 1),
        _decimals(run.last_improvement, 1),
        _decimals(run.near_bound, 1),
        _decimals(run.seconds, 1),
        _decimals(run.peak_memory_mb, 0),
    )


def _ending(run: Run) -> str:
    return {"unknown": "no plan", "feasible": "legal plan", "optimal": "proven best"}.get(
        run.status, run.status
    )


def _tell_stages(console: Console, runs: Iterable[Run]) -> None:
    told = [run for run in runs if run.stages]
    stages = list(dict.fromkeys(stage for run in told for stage in run.stages))
    stages = [stage for stage in stages if any(_felt(run, stage) for run in told)]
    stages.sort(key=lambda stage: stage in ("write", "other"))
    columns: list[screen.Column] = [("Problem", "left"), ("By", "left")]
    columns += [(stage.capitalize(), "right") for stage in stages]
    columns += [("Total", "right"), ("Check", "right")]
    rows = [
        (
            run.problem,
            _MODELS[run.model],
            *(_decimals(run.stages.get(stage), 1) for stage in stages),
            _decimals(run.seconds, 1),
            _decimals(run.check_seconds, 1),
        )
        for run in told
    ]
    screen.print_table(console, columns, rows)


def _felt(run: Run, stage: str) -> bool:
    """Tell whether a stage shows with the digits that are printed."""
    return run.stages.get(stage, 0.0) >= 0.05


def tell_comparison(console: Console, comparison: Comparison) -> None:
    """Print what changed between two recordings, row by row."""
    columns: list[screen.Column] = [
        ("Problem", "left"),
        ("By", "left"),
        ("Figure", "left"),
        ("Before", "right"),
        ("Now", "right"),
        ("Now / before", "right"),
    ]
    rows = (
        (
            change.problem,
            _MODELS[change.model],
            change.what,
            _figure(change.old),
            _figure(change.new),
            NOTHING if change.ratio is None else f"{change.ratio:.3f}",
        )
        for change in comparison.changes
    )
    screen.print_table(console, columns, rows)
    for label in comparison.only_old:
        console.print(plain(f"Only before: {label}."))
    for label in comparison.only_new:
        console.print(plain(f"Only now: {label}."))
    if comparison.remarks:
        differences = count(len(comparison.remarks), "difference")
        screen.heading(console, f"Measured in other circumstances: {differences}")
        for remark in comparison.remarks:
            console.print(plain(f"- {remark}"))


def _decimals(value: float | None, digits: int) -> str:
    return NOTHING if value is None else f"{value:,.{digits}f}"


def _figure(value: float | None) -> str:
    if value is None:
        return NOTHING
    return f"{value:,.0f}" if value == round(value) or abs(value) >= 1000 else f"{value:,.4g}"
