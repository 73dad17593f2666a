"""What an organisation is made of. Each class is one row of the table of the same name.

Rows carry the bounds of single fields as annotations, so that whoever reads a file can
check them. What ties rows together (an id that must exist, a pair that appears once) is
checked where files are read, because only there can a message name file and row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from planner.domain.cycle import Count, Cycle, Day

Id = Annotated[str, Field(min_length=1, max_length=100)]
Text = Annotated[str, Field(max_length=32_000)]


class WhoVisits(StrEnum):
    """Whose people walk a dependency."""

    CUSTOMER = "customer"
    PROVIDER = "provider"
    EITHER = "either"


class ClosureKind(StrEnum):
    """What a department does not do while it is closed."""

    HOSTING = "hosting"
    RELEASING = "releasing"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Department:
    """A part of the organisation that hosts visitors and sends its own people."""

    id: Id
    name: Text
    host_capacity: Count
    minimum_staffing: Count
    rotation_periods: Annotated[int, Field(ge=1, le=1_000_000)]


@dataclass(frozen=True, slots=True)
class Employee:
    """Somebody who may go on placements and, with ``mentors`` > 0, guide visitors."""

    id: Id
    name: Text
    email: Text
    department: Id
    manager: Id | None
    max_rotations: Count
    mentors: Count = 0
    starts: Day | None = None
    ends: Day | None = None


@dataclass(frozen=True, slots=True)
class ServiceStandard:
    """The promise on a dependency: a share of requests answered within some hours."""

    service: str
    hours: float | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Dependency:
    """``customer`` depends on ``provider``: an edge of the internal dependency graph."""

    customer: Id
    provider: Id
    importance: Annotated[float, Field(gt=0, le=1e9, allow_inf_nan=False)]
    target: Annotated[int, Field(ge=1, le=1_000_000_000)]
    who_visits: WhoVisits = WhoVisits.EITHER
    season_from: Day | None = None
    season_to: Day | None = None
    service: Text = ""
    standard_hours: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    standard_share: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None = None

    @property
    def standard(self) -> ServiceStandard | None:
        """The agreed service standard, or None where nothing was agreed."""
        if not (self.service or self.standard_hours or self.standard_share):
            return None
        return ServiceStandard(self.service, self.standard_hours, self.standard_share)

    def walked_by(self, home: str, host: str) -> bool:
        """Tell whether somebody from ``home`` who visits ``host`` walks this dependency."""
        if (home, host) == (self.customer, self.provider):
            return self.who_visits is not WhoVisits.PROVIDER
        if (home, host) == (self.provider, self.customer):
            return self.who_visits is not WhoVisits.CUSTOMER
        return False


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which an employee is away, both ends included."""

    employee: Id
    first_day: Day
    last_day: Day
    kind: Text = ""


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which a department receives nobody, lets nobody go, or both."""

    department: Id
    first_day: Day
    last_day: Day
    kind: ClosureKind


@dataclass(frozen=True, slots=True)
class Experience:
    """A visit that was made in the past."""

    employee: Id
    department: Id
    completed_on: Day


@dataclass(frozen=True, slots=True)
class Preference:
    """How much an employee would like to see a department: -2 rather not, 2 keen."""

    employee: Id
    department: Id
    score: Annotated[int, Field(ge=-2, le=2)]


@dataclass(frozen=True, slots=True)
class Restriction:
    """A department at which an employee may not be placed."""

    employee: Id
    department: Id
    reason: Text = ""


@dataclass(frozen=True, slots=True)
class KeepApart:
    """Two employees who are never away in the same period."""

    employee: Id
    other: Id


@dataclass(frozen=True, slots=True)
class Requirement:
    """A placement that must end on or before ``by``, or within the cycle."""

    employee: Id
    department: Id
    by: Day | None = None


@dataclass(frozen=True, slots=True)
class Pin:
    """A placement that is promised already."""

    employee: Id
    host: Id
    first_day: Day
    mentor: Id | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """Everything that is planned with: one cycle and the tables around it.

    ``lines`` holds, per table, the line each row stood in when it came from a file (the
    header is line 1), so that later messages can point at it. It is no part of what the
    organisation is, and two organisations that differ in it alone are equal.
    """

    cycle: Cycle
    departments: tuple[Department, ...]
    employees: tuple[Employee, ...]
    dependencies: tuple[Dependency, ...]
    absences: tuple[Absence, ...] = ()
    closures: tuple[Closure, ...] = ()
    experience: tuple[Experience, ...] = ()
    preferences: tuple[Preference, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    keep_apart: tuple[KeepApart, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    pins: tuple[Pin, ...] = ()
    lines: Mapping[str, tuple[int, ...]] = field(default_factory=dict, compare=False, repr=False)

    def line(self, table: str, row: int) -> int:
        """Return the line of a table's row (counted from 0) in the file it came from."""
        known = self.lines.get(table)
        return known[row] if known else row + 2
