"""Who is where in which period, as rows that are ready to be drawn."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from planner.present.colours import look
from planner.present.crowd import PEOPLE, departments_away
from planner.present.names import in_order
from planner.present.rows import Row, Stretch
from planner.present.words import day, days

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.domain import Cycle, Organisation, Placement, Plan
    from planner.present.names import Names


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading above ``periods`` periods: a month or the first day of a period."""

    text: str
    periods: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class HostKey:
    """One host of the legend."""

    short: str
    name: str
    look: str
    number: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """People with placements, by home department and name, and the periods they are away.

    ``people`` counts them. Where they are too many, ``rows`` are departments, and tell how
    many of each are away.
    """

    periods: int
    months: tuple[Heading, ...]
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    hosts: tuple[HostKey, ...]
    people: int

    @property
    def by_department(self) -> bool:
        """Whether the rows are departments."""
        return self.people > PEOPLE

    @property
    def homes(self) -> tuple[tuple[str, tuple[Row, ...]], ...]:
        """The rows of each home department, under its name."""
        grouped = groupby(self.rows, key=lambda row: row.home)
        return tuple((home, tuple(rows)) for home, rows in grouped)


def calendar(organisation: Organisation, plan: Plan, names: Names) -> Calendar:
    """Return the calendar of a plan; placements that lie outside the cycle are left out."""
    cycle = organisation.cycle
    homes = {e.id: e.department for e in organisation.employees}
    rotations: dict[str, list[Placement]] = defaultdict(list)
    for placement in plan:
        if cycle.first_day <= placement.first_day and placement.last_day <= cycle.last_day:
            rotations[placement.employee].append(placement)
    crowded = len(rotations) > PEOPLE
    rows = departments_away(cycle, rotations, homes, names) if crowded else ()
    return Calendar(
        cycle.periods,
        _months(cycle),
        tuple(_heading(cycle, period) for period in range(cycle.periods)),
        rows or _people(organisation, rotations, homes, names),
        () if crowded else _hosts(rotations, organisation, names),
        len(rotations),
    )


def _people(
    organisation: Organisation,
    rotations: Mapping[str, list[Placement]],
    homes: Mapping[str, str],
    names: Names,
) -> tuple[Row, ...]:
    numbers = _numbers(organisation)
    absent = _absent_periods(organisation, set(rotations))
    rows = [
        Row(
            names.employee(employee),
            names.department(homes.get(employee, "")),
            _stretches(organisation.cycle, placements, absent[employee], names, numbers),
        )
        for employee, placements in rotations.items()
    ]
    return tuple(sorted(rows, key=lambda row: (in_order(row.home), in_order(row.name))))


def _hosts(
    rotations: Mapping[str, list[Placement]], organisation: Organisation, names: Names
) -> tuple[HostKey, ...]:
    numbers = _numbers(organisation)
    hosted = {placement.host for placements in rotations.values() for placement in placements}
    keys = (
        HostKey(names.short(h), names.department(h), look(numbers.get(h, 0)), numbers.get(h, 0))
        for h in hosted
    )
    return tuple(sorted(keys, key=lambda host: in_order(host.name)))


def _numbers(organisation: Organisation) -> dict[str, int]:
    return {d.id: number for number, d in enumerate(organisation.departments)}


def _heading(cycle: Cycle, period: int) -> Heading:
    first = cycle.first_day_of(period)
    return Heading(str(first.day), 1, days(first, cycle.last_day_of(period)))


def _months(cycle: Cycle) -> tuple[Heading, ...]:
    headings: list[Heading] = []
    for period in range(cycle.periods):
        text = day(cycle.first_day_of(period)).split(" ", 1)[1]
        if headings and headings[-1].text == text:
            headings[-1] = Heading(text, headings[-1].periods + 1)
        else:
            headings.append(Heading(text, 1))
    return tuple(headings)


def _absent_periods(organisation: Organisation, employees: set[str]) -> dict[str, set[int]]:
    cycle = organisation.cycle
    absent: dict[str, set[int]] = {employee: set() for employee in employees}
    for absence in organisation.absences:
        if absence.employee in absent:
            first = max(0, cycle.period_of(absence.first_day))
            last = min(cycle.periods - 1, cycle.period_of(absence.last_day))
            absent[absence.employee].update(range(first, last + 1))
    return absent


def _stretches(
    cycle: Cycle,
    placements: list[Placement],
    absent: set[int],
    names: Names,
    numbers: dict[str, int],
) -> tuple[Stretch, ...]:
    stretches: list[Stretch] = []
    free = 0
    for placement in sorted(placements, key=lambda p: (p.first_day, p.last_day)):
        first = max(free, cycle.period_of(placement.first_day))
        last = cycle.period_of(placement.last_day)
        if last < first:
            continue
        stretches += _at_home(free, first, absent)
        stretches.append(_visit(placement, first, last, names, numbers.get(placement.host, 0)))
        free = last + 1
    return tuple(stretches + _at_home(free, cycle.periods, absent))


def _visit(placement: Placement, first: int, last: int, names: Names, number: int) -> Stretch:
    mentor = f", guided by {names.employee(placement.mentor)}" if placement.mentor else ""
    title = (
        f"{names.employee(placement.employee)} visits {names.department(placement.host)}, "
        f"{days(placement.first_day, placement.last_day)}{mentor}"
    )
    return Stretch(
        "placement",
        first,
        last - first + 1,
        names.short(placement.host),
        title,
        look(number),
        number,
    )


def _at_home(first: int, until: int, absent: set[int]) -> list[Stretch]:
    stretches: list[Stretch] = []
    for period in range(first, until):
        kind = "absent" if period in absent else "home"
        if stretches and stretches[-1].kind == kind:
            before = stretches.pop()
            stretches.append(Stretch(kind, before.first, before.periods + 1, title=before.title))
        else:
            title = "absent on some day" if kind == "absent" else ""
            stretches.append(Stretch(kind, period, 1, title=title))
    return stretches
