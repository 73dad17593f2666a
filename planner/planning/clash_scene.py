"""What a clash is told with: the organisation, its names, and promises with their dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from planner.domain import InputRow, Pin
from planner.domain.days import during, in_words
from planner.planning.numbers import Numbers
from planner.planning.words import Count, Names, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.domain import Department, Employee, Organisation


@dataclass(frozen=True)
class Telling:
    """A fact in words; ``remedy`` is empty where nothing about it can be changed."""

    rows: tuple[InputRow, ...]
    clause: str
    remedy: str


@dataclass(frozen=True)
class Promise:
    """A pin with names and days; ``periods`` are those it covers, also beyond the cycle."""

    pin: Pin
    who: str
    where: str
    home: str
    first_day: date
    last_day: date
    periods: range

    @property
    def when(self) -> str:
        """When it takes place: "from 18 to 31 January 2027"."""
        return during(self.first_day, self.last_day)

    def overlaps(self, other: Promise) -> bool:
        """Tell whether the two share a day."""
        return self.first_day <= other.last_day and other.first_day <= self.last_day


class Scene:
    """Answers the questions that sentences about a clash have."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self.names = Names(organisation)

    @cached_property
    def _numbers(self) -> Numbers:
        return Numbers.of(self.organisation)

    def person(self, employee: str) -> str:
        """Return the name of the employee with this id."""
        return self.names.employee(self._numbers.employees[employee])

    def department(self, department: str) -> str:
        """Return the name of the department with this id."""
        return self.names.department(self._numbers.departments[department])

    def employee(self, employee: str) -> Employee:
        """Return the employee with this id."""
        return self.organisation.employees[self._numbers.employees[employee]]

    def promise(self, row: int) -> Promise:
        """Return a row of the pins, counted from 0, as a promise."""
        cycle, pin = self.organisation.cycle, self.organisation.pins[row]
        host = self.organisation.departments[self._numbers.departments[pin.host]]
        start = cycle.period_of(pin.first_day)
        periods = range(start, start + host.rotation_periods)
        return Promise(
            pin=pin,
            who=self.person(pin.employee),
            where=self.department(pin.host),
            home=self.department(self.employee(pin.employee).department),
            first_day=pin.first_day,
            last_day=cycle.last_day_of(periods.stop - 1),
            periods=periods,
        )

    def mentors(self, department: int) -> list[int]:
        """Return the numbers of the people of a department who guide visitors."""
        home = self.organisation.departments[department].id
        return [
            number
            for number, employee in enumerate(self.organisation.employees)
            if employee.department == home and employee.mentors > 0
        ]

    def guide(self, employee: int) -> str:
        """Return a mentor and how many they guide: "Ada (2 visitors at once)"."""
        visitors = Count(self.organisation.employees[employee].mentors)
        return f"{self.names.employee(employee)} ({visitors:visitor} at once)"

    def guide_of(self, promise: Promise) -> str:
        """Return " with Ada as mentor" where a mentor was promised too."""
        mentor = promise.pin.mentor
        return "" if mentor is None else f" with {self.person(mentor)} as mentor"

    def seats(self, department: Department) -> str:
        """Return how many a department seats: "no visitors", "2 visitors"."""
        capacity = Count(department.host_capacity)
        return f"{capacity:visitor}" if department.host_capacity else "no visitors"

    def deadline(self, by: date | None) -> str:
        """Return until when something must happen: "by 30 January 2027"."""
        return "within the cycle" if by is None else f"by {in_words(by)}"

    def aside(self, text: str) -> str:
        """Return free text from a file in brackets behind a space, or nothing."""
        return f" ({text.strip()})" if text.strip() else ""

    def row(self, table: str, row: int, key: str) -> InputRow:
        """Return a row of a table, counted from 0, with the line it stood in."""
        return InputRow(f"{table}.csv", self.organisation.line(table, row), key)

    def key(self, key: str) -> InputRow:
        """Return a key of the cycle's file."""
        return InputRow("cycle.toml", None, key)

    def place(self, row: InputRow) -> str:
        """Return where a row is found: "pins.csv, row 2"."""
        return f"{row.table}, row {row.line}"

    def places(self, rows: Iterable[InputRow]) -> str:
        """Return where rows of one table are found: "absences.csv, rows 2 and 5"."""
        rows = list(rows)
        if not rows:
            return "no row"
        word = "row" if len(rows) == 1 else "rows"
        return f"{rows[0].table}, {word} {listed(str(row.line) for row in rows)}"
