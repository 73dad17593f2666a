"""What is said of a plan when the search is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.cli import screen
from planner.present.coverage import coverage_before, coverage_lines, weakest
from planner.present.names import Names
from planner.present.words import (
    STATUS,
    aim_name,
    aim_proof,
    aim_value,
    count,
    coverage_sentence,
    number,
    plain,
    seconds,
)

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from planner.workflow.solve_plan import Solved

WEAKEST = 5


def tell_nothing_found(console: Console, *, stopped: bool) -> None:
    """Say that there is no plan to write."""
    if stopped:
        console.print("Stopped before there was a plan; nothing was written.")
        return
    console.print(
        "No plan was found in the time, and none was ruled out; nothing was written. "
        "Give it longer with --time-limit, or see what binds with planner why."
    )


def tell_warnings(console: Console, solved: Solved, source: Path) -> None:
    """Say that there is something odd in the input, and where to read it."""
    if solved.warnings:
        what = count(len(solved.warnings), "warning")
        console.print(f"{what} about the organisation: planner check {source}")


def tell_plan(console: Console, solved: Solved, source: Path, *, stopped: bool) -> None:
    """Say how good a plan is, where it is weak, and where it was written."""
    solution = solved.solution
    names = Names(solved.organisation)
    before = "Stopped early. " if stopped else ""
    console.print(f"{before}{STATUS[solution.status]}")
    placements = solution.plan.placements if solution.plan is not None else ()
    people = len({placement.employee for placement in placements})
    console.print(
        f"{count(len(placements), 'placement')} for {count(people, 'person', 'people')}, "
        f"in {seconds(solution.wall_seconds)}."
    )
    for aim in solution.aims:
        if aim.name == "coverage":
            decay = solved.organisation.cycle.decay
            console.print(coverage_sentence(aim, coverage_before(solution.dependencies, decay)))
    screen.heading(console, "Aims, the most important first")
    columns: list[screen.Column] = [("Aim", "left"), ("Reached", "right"), ("Proven", "left")]
    screen.print_table(
        console,
        columns,
        [
            (aim_name(aim.name), aim_value(aim.name, aim.value), aim_proof(aim))
            for aim in solution.aims
        ],
    )
    if len(solution.aims) > 1:
        console.print("What is proven of an aim holds for the values reached above it.")
    lines = weakest(coverage_lines(solution.dependencies, names), WEAKEST)
    if lines:
        screen.heading(console, "Weakest links")
        for line in lines:
            console.print(f"- {line.sentence} (weight {number(line.importance)})")
    console.print()
    console.print(f"The plan is in {solved.plan_file}")
    if solved.report_file is not None:
        console.print(f"The report is in {solved.report_file}")
    console.print(plain(f"Look at it: planner show {source} {solved.plan_file}"))
