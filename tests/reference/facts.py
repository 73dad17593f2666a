"""What an organisation says, day by day, and where a plan puts people on those days."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.domain import Dependency, Organisation, Placement


class Stay(NamedTuple):
    """A placement that takes part: it starts on a first day and ends inside the horizon."""

    employee: str
    home: str
    host: str
    first: date
    last: date
    mentor: str | None

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


def exact(number: float) -> Fraction:
    """Return the fraction that people mean when they write a decimal number."""
    return Fraction(str(number))


def days_between(first: date, last: date) -> list[date]:
    """Return every day from ``first`` to ``last``, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


class Facts:
    """An organisation's tables, asked about single days."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self.rules = organisation.cycle.rules
        self.department = {each.id: each for each in organisation.departments}
        self.employee = {each.id: each for each in organisation.employees}
        cycle = organisation.cycle
        starts = [
            cycle.first_day + timedelta(days=n * cycle.period_days) for n in range(cycle.periods)
        ]
        tail = timedelta(days=cycle.period_days - 1)
        self.period = {start: days_between(start, start + tail) for start in starts}
        """The days of each period by its first day."""
        self.days = [day for days in self.period.values() for day in days]
        self.free = {
            each.id: {day for day in self.days if self._is_free(each.id, day)}
            for each in organisation.employees
        }
        """The days on which each employee is employed and not absent."""
        self.present = cache(self._present)

    def _is_free(self, employee: str, day: date) -> bool:
        person = self.employee[employee]
        if person.starts is not None and day < person.starts:
            return False
        if person.ends is not None and day > person.ends:
            return False
        return not any(
            absence.employee == employee and absence.first_day <= day <= absence.last_day
            for absence in self.organisation.absences
        )

    def is_free_throughout(self, employee: str, days: Iterable[date]) -> bool:
        return all(day in self.free[employee] for day in days)

    def _present(self, department: str, start: date) -> int:
        """Count the people of a department who are free on every day of a period."""
        return sum(
            each.department == department and self.is_free_throughout(each.id, self.period[start])
            for each in self.organisation.employees
        )

    def last_day(self, host: str, first: date) -> date:
        """Return the last day of a placement at ``host`` that begins on ``first``."""
        periods = self.department[host].rotation_periods
        days = periods * self.organisation.cycle.period_days
        return first + timedelta(days=days - 1)

    def stay(self, placement: Placement) -> Stay | None:
        """Return the stay a placement makes, or None where it starts or ends outside."""
        last = self.last_day(placement.host, placement.first_day)
        if placement.first_day not in self.period or last > self.days[-1]:
            return None
        home = self.employee[placement.employee].department
        return Stay(
            placement.employee, home, placement.host, placement.first_day, last, placement.mentor
        )

    def stays(self, placements: Iterable[Placement]) -> list[Stay]:
        found = [self.stay(placement) for placement in placements]
        return [stay for stay in found if stay is not None]

    @property
    def experience(self) -> set[tuple[str, str]]:
        """Employees and departments of the visits in the past that are still valid."""
        first_day = self.organisation.cycle.first_day
        valid = self.rules.experience_valid_days
        return {
            (each.employee, each.department)
            for each in self.organisation.experience
            if each.completed_on <= first_day
            and (valid is None or each.completed_on + timedelta(days=valid) >= first_day)
        }

    def mentors_of(self, department: str) -> list[str]:
        return [
            each.id
            for each in self.organisation.employees
            if each.department == department and each.mentors > 0
        ]


def walks(dependency: Dependency, home: str, host: str) -> bool:
    """Tell whether somebody from ``home`` who is at ``host`` walks the dependency, season aside."""
    as_customer = (home, host) == (dependency.customer, dependency.provider)
    as_provider = (home, host) == (dependency.provider, dependency.customer)
    return (as_customer and dependency.who_visits in ("customer", "either")) or (
        as_provider and dependency.who_visits in ("provider", "either")
    )
