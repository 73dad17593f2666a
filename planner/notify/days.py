"""Days as notices keep them: ISO 8601, so that every language can write them its own way."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from planner.domain.plan import Placement


def days_of(placement: Placement) -> str:
    """Return the days of a placement, such as ``2027-03-01/2027-03-14``."""
    return run(placement.first_day, placement.last_day)


def run(first: date, last: date) -> str:
    """Return a run of days, both included."""
    return f"{first.isoformat()}/{last.isoformat()}"
