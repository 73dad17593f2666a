"""Scenarios as a table: how each ended, what it reaches, and which one is best."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.cli import screen
from planner.domain import Status
from planner.present.words import aim_name, aim_value, count, number, plain, seconds, share

if TYPE_CHECKING:
    from rich.console import Console

    from planner.workflow.solve_scenarios import Scenario, Scenarios

NOTHING = "-"

ENDED = {
    Status.OPTIMAL: "proven best",
    Status.FEASIBLE: "legal plan",
    Status.IMPOSSIBLE: "no plan possible",
    Status.UNKNOWN: "no plan found",
}

_COLUMNS: list[screen.Column] = [
    ("Scenario", "left"),
    ("Ended", "left"),
    ("Unmet", "right"),
    ("Coverage", "right"),
    ("At most", "right"),
    ("Gap", "right"),
    ("Reach", "right"),
    ("Placements", "right"),
    ("Time", "right"),
    ("", "left"),
]


def ended(scenario: Scenario) -> str:
    """Return in a few words how it ended."""
    if scenario.solution is not None:
        return ENDED[scenario.solution.status]
    if scenario.faults:
        return "bad input"
    return "went wrong" if scenario.trouble else "not planned"


def summary(scenario: Scenario) -> str:
    """Return one line on what became of one."""
    words = [f"{plain(scenario.name)}: {ended(scenario)}"]
    coverage = scenario.aim("coverage")
    if coverage is not None:
        words.append(f"{aim_name('coverage').lower()} {aim_value('coverage', coverage.value)}")
    if scenario.has_plan:
        words.append(count(_placements(scenario), "placement"))
    return ", ".join(words)


def tell_scenarios(console: Console, solved: Scenarios, *, stopped: bool) -> None:
    """Print the table, which one is best, and where everything is."""
    if stopped:
        console.print("Stopped early.")
    best = solved.best
    rows = [(*_row(each), "best" if each is best else "") for each in solved.scenarios]
    screen.print_table(console, _COLUMNS, rows)
    console.print()
    if best is not None:
        console.print(
            "Best: fewest required placements unmet, then the highest coverage, then the most "
            "people reached."
        )
    for each in solved.scenarios:
        if each.plan_file is not None:
            console.print(plain(f"The plan of {each.name} is in {each.plan_file}"))


def _row(scenario: Scenario) -> tuple[str, ...]:
    unmet, coverage, reach = map(scenario.aim, ("requirements", "coverage", "reach"))
    has_gap = coverage is not None and coverage.gap is not None
    return (
        scenario.name,
        ended(scenario),
        number(unmet.value) if unmet else NOTHING,
        aim_value("coverage", coverage.value) if coverage else NOTHING,
        aim_value("coverage", coverage.bound)
        if coverage and coverage.bound is not None
        else NOTHING,
        share(coverage.gap or 0.0, 2) if coverage and has_gap else NOTHING,
        number(reach.value) if reach else NOTHING,
        number(_placements(scenario)) if scenario.has_plan else NOTHING,
        seconds(scenario.solution.wall_seconds) if scenario.solution else NOTHING,
    )


def _placements(scenario: Scenario) -> int:
    if scenario.solution is None or scenario.solution.plan is None:
        return 0
    return len(scenario.solution.plan)
