"""What a change request would mean: what a manager looks at before deciding, in ids and numbers.

An impact is kept with every step of a request, so it goes to JSON and back without a loss.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from planner.domain.changes import RequestKind
from planner.domain.consequences import AimChange, DependencyChange, Direction
from planner.domain.organisation import Id
from planner.domain.outcome import BrokenRule
from planner.domain.plan import Placement

LOSSES = ("requirements", "coverage")
"""The aims of which a loss has to be seen and accepted by whoever asks and decides."""


@dataclass(frozen=True, slots=True)
class PersonImpact:
    """Somebody who is involved: what they have now and would no longer have, and what instead."""

    employee: Id
    home: Id
    gives: tuple[Placement, ...]
    takes: tuple[Placement, ...]


@dataclass(frozen=True, slots=True)
class Staffing:
    """People of a department on some days that the change is about.

    Both days are included; on all of them the figures are the same.

    Attributes
    ----------
    department : str
    first_day, last_day : date
    present : int
        Own people who are employed and not absent; those on placements are among them.
    away_before, away_after : int
        Own people on placements.
    minimum : int
        Own people who have to be at their desks.
    """

    department: Id
    first_day: date
    last_day: date
    present: int
    away_before: int
    away_after: int
    minimum: int

    @property
    def staying(self) -> int:
        """Own people at their desks after the change."""
        return self.present - self.away_after

    @property
    def spare(self) -> int:
        """People at their desks beyond the minimum after the change; below 0 if too few."""
        return self.staying - self.minimum


@dataclass(frozen=True, slots=True)
class HostLoad:
    """Visitors at a department, and its seats, on some days that the change is about."""

    department: Id
    first_day: date
    last_day: date
    visitors_before: int
    visitors_after: int
    seats: int


@dataclass(frozen=True, slots=True)
class MentorChange:
    """Who would guide a visitor.

    ``before`` guides whoever has the placement now, None where nobody has it or nobody guides
    there. ``free`` tells whether ``after`` is present throughout, not away themselves and has
    room for one more; True where the host needs no mentor.
    """

    employee: Id
    host: Id
    first_day: date
    last_day: date
    before: Id | None
    after: Id | None
    free: bool


@dataclass(frozen=True, slots=True)
class Impact:
    """What it means to take some placements out of a plan and put others in, all at once.

    Attributes
    ----------
    people : tuple of PersonImpact
        Everybody whose placements change, in the order in which the change names them.
    dependencies : tuple of DependencyChange
        Those that more or fewer people would walk.
    aims : tuple of AimChange
        Every aim that counts, coverage and reach among them, the weightiest first.
    staffing : tuple of Staffing
        Each home of somebody involved, on all days on which they leave or would leave.
    hosting : tuple of HostLoad
        Each host, likewise.
    mentoring : tuple of MentorChange
        For each placement that is put in at a host with mentors.
    broken : tuple of BrokenRule
        What would be newly broken: this blocks the change.
    """

    people: tuple[PersonImpact, ...]
    dependencies: tuple[DependencyChange, ...]
    aims: tuple[AimChange, ...]
    staffing: tuple[Staffing, ...]
    hosting: tuple[HostLoad, ...]
    mentoring: tuple[MentorChange, ...]
    broken: tuple[BrokenRule, ...]

    @property
    def blocked(self) -> bool:
        """Whether a rule would be newly broken."""
        return bool(self.broken)

    @property
    def losses(self) -> tuple[AimChange, ...]:
        """What gets worse and has to be accepted before the change can go on."""
        return tuple(
            aim for aim in self.aims if aim.name in LOSSES and aim.direction is Direction.WORSE
        )

    @property
    def lost(self) -> tuple[DependencyChange, ...]:
        """The dependencies that lose credit; one that keeps its target loses nothing."""
        return tuple(d for d in self.dependencies if d.credit_after < d.credit_before)

    @property
    def gained(self) -> tuple[DependencyChange, ...]:
        """The dependencies that gain credit; one that had its target gains nothing."""
        return tuple(d for d in self.dependencies if d.credit_after > d.credit_before)

    def to_json(self) -> dict[str, object]:
        """Return the impact as what JSON knows: objects, lists, text, numbers."""
        told: dict[str, object] = _adapter().dump_python(self, mode="json")
        return told

    @classmethod
    def from_json(cls, told: object) -> Impact:
        """Return the impact that `to_json` told.

        Raises
        ------
        ValueError
            If it is none; the message names what is missing or wrong.
        """
        impact: Impact = _adapter().validate_python(told)
        return impact


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody for whom a swap or give would be legal, with what it would do to the aims.

    ``gives`` and ``takes`` are the whole change as a request states it, mentors found;
    ``offers`` is the partner's own placement in a swap, None in a give.
    """

    employee: Id
    offers: Placement | None
    gives: tuple[Placement, ...]
    takes: tuple[Placement, ...]
    aims: tuple[AimChange, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way that loses less, and keeps every rule.

    Attributes
    ----------
    kind : RequestKind
        What the one who asks would do with their placement.
    gives, takes : tuple of Placement
        The whole change, mentors found.
    partner : str, optional
        The other employee whose placements change.
    by_request : bool
        Whether a change request can say it. Else HR can do it, by editing a draft.
    dependencies : tuple of DependencyChange
    aims : tuple of AimChange
    sentence : str
        The change and what it costs, in plain words.
    """

    kind: RequestKind
    gives: tuple[Placement, ...]
    takes: tuple[Placement, ...]
    partner: Id | None
    by_request: bool
    dependencies: tuple[DependencyChange, ...]
    aims: tuple[AimChange, ...]
    sentence: str


@cache
def _adapter() -> TypeAdapter[Any]:
    return TypeAdapter(Impact)
