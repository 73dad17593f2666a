"""An answer: who goes where, from when to when, guided by whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from planner.domain.organisation import Id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Placement:
    """One employee at one host for one run of periods; ``mentor`` is None without one."""

    employee: Id
    host: Id
    first_day: date
    last_day: date
    mentor: Id | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Placements, sorted by first day and employee whatever order they came in."""

    placements: tuple[Placement, ...] = field(default=())

    @classmethod
    def of(cls, placements: Iterable[Placement]) -> Plan:
        """Return a plan of these placements in their standard order."""
        return cls(tuple(sorted(placements, key=lambda p: (p.first_day, p.employee, p.host))))

    def __iter__(self) -> Iterator[Placement]:
        return iter(self.placements)

    def __len__(self) -> int:
        return len(self.placements)
