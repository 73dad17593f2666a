"""A run as a document that other programs can read; docs/report.md describes it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.domain import Organisation, Placement, Solution

REPORT_FORMAT = 1
"""Grows by one whenever a reader of the report before could misread the new one."""


def to_report(solution: Solution, organisation: Organisation) -> dict[str, Any]:
    """Return a run as nested dicts and lists, ready for ``json.dump``.

    Parameters
    ----------
    solution : Solution
        What was found.
    organisation : Organisation
        What it was found for.
    """
    cycle = organisation.cycle
    placements = [] if solution.plan is None else list(solution.plan)
    return {
        "format": REPORT_FORMAT,
        "status": solution.status.value,
        "stopped": solution.stopped,
        "cycle": {
            "name": cycle.name,
            "first_day": cycle.first_day.isoformat(),
            "last_day": cycle.last_day.isoformat(),
            "periods": cycle.periods,
            "period_days": cycle.period_days,
        },
        "size": {
            "employees": len(organisation.employees),
            "departments": len(organisation.departments),
            "dependencies": len(organisation.dependencies),
            "placements": len(placements),
            "people_placed": len({placement.employee for placement in placements}),
        },
        "aims": [asdict(aim) for aim in solution.aims],
        "placements": [_placement(placement) for placement in placements],
        "dependencies": [asdict(dependency) for dependency in solution.dependencies],
        "stages": [asdict(stage) for stage in solution.stages],
        "seed": solution.seed,
        "workers": solution.workers,
        "wall_seconds": solution.wall_seconds,
    }


def _placement(placement: Placement) -> dict[str, str | None]:
    return {
        "employee": placement.employee,
        "host": placement.host,
        "first_day": placement.first_day.isoformat(),
        "last_day": placement.last_day.isoformat(),
        "mentor": placement.mentor,
    }
