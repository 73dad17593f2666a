"""From numbers that were drawn to the rows of an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from planner.bench.draws import WEEK, Calendar
from planner.domain import (
    Absence,
    Closure,
    ClosureKind,
    Department,
    Dependency,
    Employee,
    Experience,
    KeepApart,
    Pin,
    Preference,
    Requirement,
    Restriction,
    WhoVisits,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.bench.draw_links import Desks, Links
    from planner.bench.draw_people import Absences, Staff
    from planner.bench.draw_pins import DrawnPin
    from planner.bench.draw_wishes import Ties
    from planner.bench.draws import Dice, IntArray

T = TypeVar("T")

_WHO = (WhoVisits.CUSTOMER, WhoVisits.PROVIDER, WhoVisits.EITHER)
_CLOSED = (ClosureKind.HOSTING, ClosureKind.RELEASING, ClosureKind.BOTH)
_LEAVE = ("annual leave", "training", "parental leave", "project")
_REASONS = ("clearance missing", "came from there", "family member works there", "conflict")
_SERVICES = (
    "approval",
    "contract review",
    "delivery",
    "fault repair",
    "forecast",
    "monthly report",
    "purchase requests",
    "system support",
    "test results",
    "training",
)
_HOURS = (4.0, 8.0, 24.0, 48.0, 72.0, 120.0)
_SHARES = (0.8, 0.9, 0.95)


class Writer:
    """Gives everybody and everything an id, and every number its meaning."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._calendar = Calendar(-1100, dice.days + 60)
        self._people = _ids("E", dice.shape.people)
        self._departments = _ids("D", dice.shape.departments)

    def departments(self, desks: Desks) -> tuple[Department, ...]:
        """Return the departments."""
        names = [f"Department {number + 1}" for number in range(len(self._departments))]
        columns = (desks.capacity.tolist(), desks.staffing.tolist(), desks.length.tolist())
        return tuple(map(Department, self._departments, names, *columns))

    def employees(self, staff: Staff) -> tuple[Employee, ...]:
        """Return the people; whoever comes first in a department leads, a dozen to a leader."""
        number = np.arange(len(staff.home))
        first = staff.first[staff.home]
        leader = first + (number - first - 1) // 12
        managers = [None if m < f else self._people[m] for m, f in _rows(leader, first)]
        names = [f"Employee {number + 1}" for number in range(len(self._people))]
        emails = [
            f"employee{number + 1}@example.com" if number % 3 else ""
            for number in range(len(self._people))
        ]
        return tuple(
            map(
                Employee,
                self._people,
                names,
                emails,
                _named(self._departments, staff.home),
                managers,
                staff.rotations.tolist(),
                staff.guides.tolist(),
                self._calendar.maybe(staff.starts),
                self._calendar.maybe(staff.ends),
            )
        )

    def dependencies(self, links: Links) -> tuple[Dependency, ...]:
        """Return the dependencies, each with a service and a standard."""
        count, dice = len(links.customer), self._dice
        return tuple(
            map(
                Dependency,
                _named(self._departments, links.customer),
                _named(self._departments, links.provider),
                links.importance.astype(np.float64).tolist(),
                links.target.tolist(),
                _named(_WHO, links.who),
                self._calendar.maybe(links.season_from),
                self._calendar.maybe(links.season_to),
                _named(_SERVICES, dice.whole(0, len(_SERVICES) - 1, count)),
                _named(_HOURS, dice.whole(0, len(_HOURS) - 1, count)),
                _named(_SHARES, dice.whole(0, len(_SHARES) - 1, count)),
            )
        )

    def absences(self, absences: Absences) -> tuple[Absence, ...]:
        """Return the absences."""
        return tuple(
            map(
                Absence,
                _named(self._people, absences.employee),
                self._calendar.dates(absences.first_day),
                self._calendar.dates(absences.last_day),
                _named(_LEAVE, absences.kind),
            )
        )

    def closures(
        self, closures: tuple[IntArray, IntArray, IntArray, IntArray]
    ) -> tuple[Closure, ...]:
        """Return the closures."""
        department, first, last, kind = closures
        dates = self._calendar.dates
        homes = _named(self._departments, department)
        return tuple(map(Closure, homes, dates(first), dates(last), _named(_CLOSED, kind)))

    def experience(self, ties: Ties) -> tuple[Experience, ...]:
        """Return the visits of the past."""
        employee, department, completed = ties.experience
        days = self._calendar.dates(completed)
        return tuple(map(Experience, *self._pair(employee, department), days))

    def preferences(self, ties: Ties) -> tuple[Preference, ...]:
        """Return the wishes."""
        employee, department, score = ties.preferences
        return tuple(map(Preference, *self._pair(employee, department), score.tolist()))

    def restrictions(self, ties: Ties) -> tuple[Restriction, ...]:
        """Return who may not go where."""
        employee, department, reason = ties.restrictions
        return tuple(map(Restriction, *self._pair(employee, department), _named(_REASONS, reason)))

    def requirements(self, ties: Ties) -> tuple[Requirement, ...]:
        """Return who has to go where, and by when."""
        employee, department, due = ties.requirements
        return tuple(map(Requirement, *self._pair(employee, department), self._calendar.maybe(due)))

    def keep_apart(self, ties: Ties) -> tuple[KeepApart, ...]:
        """Return who is never away together."""
        one, other = ties.keep_apart
        return tuple(map(KeepApart, _named(self._people, one), _named(self._people, other)))

    def pins(self, pins: Sequence[DrawnPin]) -> tuple[Pin, ...]:
        """Return the promised placements."""
        starts = self._calendar.dates(np.array([p.start * WEEK for p in pins], dtype=np.int64))
        return tuple(
            Pin(
                self._people[pin.employee],
                self._departments[pin.host],
                start,
                None if pin.mentor < 0 else self._people[pin.mentor],
            )
            for pin, start in zip(pins, starts, strict=True)
        )

    def _pair(self, employee: IntArray, department: IntArray) -> tuple[list[str], list[str]]:
        return _named(self._people, employee), _named(self._departments, department)


def _ids(letter: str, count: int) -> list[str]:
    """Return ids of equal length, so that sorting them keeps their order."""
    width = max(2, len(str(count)))
    return [f"{letter}{number:0{width}d}" for number in range(1, count + 1)]


def _named(names: Sequence[T], numbers: IntArray) -> list[T]:
    return [names[number] for number in numbers.tolist()]


def _rows(*columns: IntArray) -> zip[tuple[int, ...]]:
    return zip(*(column.tolist() for column in columns), strict=True)
