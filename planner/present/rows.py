"""What the calendar shows of one person, or of one department, period by period."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stretch:
    """Periods of a row that look the same: a placement, an absence, or nothing ("").

    ``kind`` is "placement", "absent" or "home"; ``host`` is the number of the host among
    the departments, -1 where there is none.
    """

    kind: str
    first: int
    periods: int
    text: str = ""
    title: str = ""
    look: str = ""
    host: int = -1


@dataclass(frozen=True, slots=True)
class Row:
    """One person, or one department: the stretches fill every period, first to last."""

    name: str
    home: str
    stretches: tuple[Stretch, ...]
