"""Organisations and plans as files, for what reads and writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.domain import Solution, Status
from planner.exchange import write_organisation, write_plan
from tests.builders import a_cycle, a_department, a_plan, an_employee, an_organisation

if TYPE_CHECKING:
    from pathlib import Path

    from planner.domain import Organisation


def a_small_one(**changes: object) -> Organisation:
    """Return two departments, A depending on B, with two people in each."""
    return an_organisation(**changes)  # type: ignore[arg-type]


def a_folder(where: Path, organisation: Organisation | None = None) -> Path:
    """Write an organisation into a folder and return the folder."""
    folder = where / "organisation"
    write_organisation(organisation or a_small_one(), folder)
    return folder


def a_plan_file(where: Path, *placements: tuple[object, ...]) -> Path:
    """Write a plan of placements (employee, host, period) and return its file."""
    file = where / "plan.csv"
    write_plan(a_plan(a_small_one(), *placements), file)
    return file


def impossible() -> Organisation:
    """Return an organisation in which two people are promised the one seat of B at once."""
    from planner.domain import Pin

    cycle = a_cycle()
    return an_organisation(
        cycle=cycle,
        departments=[a_department("A"), a_department("B", host_capacity=1)],
        employees=[an_employee("a1"), an_employee("a2"), an_employee("b1", "B")],
        pins=[Pin("a1", "B", cycle.first_day), Pin("a2", "B", cycle.first_day)],
    )


def a_solution(**changes: Any) -> Solution:
    """Return an answer of the solver for the small organisation, changed as given."""
    defaults: dict[str, Any] = {
        "status": Status.FEASIBLE,
        "plan": a_plan(a_small_one(), ("a1", "B", 0)),
        "aims": (),
        "dependencies": (),
        "stages": (),
        "seed": 0,
        "workers": 1,
        "wall_seconds": 0.1,
    }
    return Solution(**{**defaults, **changes})
