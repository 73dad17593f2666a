"""Rows of an organisation in plain words, and what changes among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from planner.present.words import count, day, days, listed, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planner.domain import Department, Difference, Employee, Organisation, TableDifference

AT_MOST = 5
"""How many rows of one table are named where nobody asked for more."""

TABLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "departments": ("department", "departments"),
        "employees": ("person", "people"),
        "dependencies": ("dependency", "dependencies"),
        "absences": ("absence", "absences"),
        "closures": ("closure", "closures"),
        "experience": ("past visit", "past visits"),
        "preferences": ("wish", "wishes"),
        "restrictions": ("restriction", "restrictions"),
        "keep_apart": ("pair kept apart", "pairs kept apart"),
        "requirements": ("requirement", "requirements"),
        "pins": ("promised placement", "promised placements"),
    }
)
"""What people call one row, and several rows, of each table."""

WISHES = {-2: "would rather not", -1: "not keen", 0: "no matter", 1: "likes to", 2: "keen"}
_CLOSED = {
    "hosting": "receives nobody",
    "releasing": "lets nobody go",
    "both": "receives nobody and lets nobody go",
}
_SAID = {
    "host_capacity": "visitors at once",
    "minimum_staffing": "people who must stay",
    "rotation_periods": "periods a visit lasts",
    "max_rotations": "placements at most",
    "mentors": "visitors guided at once",
    "starts": "first day here",
    "ends": "last day here",
    "who_visits": "who visits",
    "season_from": "season begins",
    "season_to": "season ends",
    "standard_hours": "hours agreed",
    "standard_share": "share agreed",
    "completed_on": "completed on",
    "first_day": "first day",
    "period_days": "days a period",
    "decay": "worth of each further visitor",
    "rest_periods": "periods of rest",
    "max_from_one_home": "most visitors from one home",
    "experience_valid_days": "days that experience counts",
    "max_placement_periods": "most periods away in all",
    "aims": "order of aims",
}


@dataclass(frozen=True, slots=True)
class RowNames:
    """What to call people and departments by their ids; an id that is not here stands alone."""

    people: Mapping[str, str]
    departments: Mapping[str, str]

    @classmethod
    def of(cls, *organisations: Organisation | None) -> RowNames:
        """Return the names in some organisations; where they differ, those of the last."""
        known = [each for each in organisations if each is not None]
        return cls(
            _names(row for each in known for row in each.employees),
            _names(row for each in known for row in each.departments),
        )

    def person(self, employee: str | None) -> str:
        """Return the name of an employee; "nobody" for None."""
        return "nobody" if employee is None else self.people.get(employee, employee)

    def department(self, department: str) -> str:
        """Return the name of a department."""
        return self.departments.get(department, department)


def _names(rows: Iterable[Employee | Department]) -> dict[str, str]:
    found = {row.id: row.name for row in rows}
    shared = Counter(found.values())
    return {
        each: (f"{name} ({each})" if shared[name] > 1 else name) if name else each
        for each, name in found.items()
    }


def row_text(table: str, row: Any, names: RowNames) -> str:
    """Return one row of a table in a few words: "Ada Berg, 4 to 8 Jan 2027 (leave)"."""
    match table:
        case "departments":
            return names.department(row.id)
        case "employees":
            return names.person(row.id)
        case "dependencies":
            return f"{names.department(row.customer)} depends on {names.department(row.provider)}"
        case "absences":
            kind = f" ({row.kind})" if row.kind else ""
            return f"{names.person(row.employee)}, {days(row.first_day, row.last_day)}{kind}"
        case "closures":
            when = days(row.first_day, row.last_day)
            return f"{names.department(row.department)} {_CLOSED[row.kind.value]}, {when}"
        case "keep_apart":
            return f"{names.person(row.employee)} and {names.person(row.other)}"
        case _:
            return _of_a_person(table, row, names)


def _of_a_person(table: str, row: Any, names: RowNames) -> str:
    where = names.department(row.host if table == "pins" else row.department)
    told = f"{names.person(row.employee)} at {where}"
    match table:
        case "experience":
            return f"{told}, until {day(row.completed_on)}"
        case "preferences":
            return f"{told}: {WISHES[row.score]}"
        case "restrictions":
            return f"{told}: {row.reason}" if row.reason else told
        case "requirements":
            return f"{told}, by {day(row.by)}" if row.by else told
        case _:
            return f"{told} from {day(row.first_day)}"


def difference_lines(
    changes: Difference, names: RowNames, at_most: int = AT_MOST
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what changes: a heading for the settings and each table, and lines below it.

    Parameters
    ----------
    changes : Difference
    names : RowNames
    at_most : int, default 5
        How many rows that are new, changed or gone are named of each table. With 0 there are
        no lines but headings, and none for the settings of a cycle that is new.
    """
    if changes.settings and not (at_most == 0 and changes.settings[0][1] is None):
        lines = (
            f"{_said(name)}: {_shown(now)}" if was is None else _turned(name, was, now, names)
            for name, was, now in changes.settings
        )
        yield "Settings of the cycle", tuple(lines)
    for table in changes.tables:
        if table:
            yield _heading(table), tuple(_lines(table, names, at_most)) if at_most else ()
    same = [
        f"{TABLES[table.name][1]} ({table.unchanged:,})"
        for table in changes.tables
        if table.unchanged and not table
    ]
    if same:
        yield f"Unchanged: {', '.join(same)}", ()


def _heading(table: TableDifference) -> str:
    told = [
        f"{amount:,} {word}"
        for amount, word in (
            (len(table.new), "new"),
            (len(table.changed), "changed"),
            (len(table.gone), "gone"),
            (table.unchanged, "unchanged"),
        )
        if amount
    ]
    if table.moved:
        told.append("in another order")
    return f"{TABLES[table.name][1].capitalize()}: {', '.join(told)}"


def _lines(table: TableDifference, names: RowNames, at_most: int) -> Iterator[str]:
    for word, rows in (("new", table.new), ("gone", table.gone)):
        for row in rows[:at_most]:
            yield f"{word}: {row_text(table.name, row, names)}"
        yield from _more(len(rows) - at_most, word)
    for before, after in table.changed[:at_most]:
        what = listed(tuple(_changes(before, after, names)), at_most=6)
        yield f"changed: {row_text(table.name, after, names)}: {what}"
    yield from _more(len(table.changed) - at_most, "changed")


def _more(amount: int, word: str) -> Iterator[str]:
    if amount > 0:
        yield f"{word}: {count(amount, 'row')} more"


def _changes(before: Any, after: Any, names: RowNames) -> Iterator[str]:
    for name in (each.name for each in fields(before)):
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            yield _turned(name, was, now, names)


def _turned(name: str, was: object, now: object, names: RowNames) -> str:
    return f"{_said(name)} {_shown(was, name, names)} becomes {_shown(now, name, names)}"


def _said(name: str) -> str:
    return _SAID.get(name, name)


def _shown(value: object, name: str = "", names: RowNames | None = None) -> str:
    if names is not None and isinstance(value, str) and name in ("manager", "mentor"):
        return names.person(value)
    if names is not None and isinstance(value, str) and name == "department":
        return names.department(value)
    if value is None or value == "":
        return "nobody" if name in ("manager", "mentor") else "nothing"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, list | tuple):
        return listed(tuple(map(str, value)), at_most=len(value))
    return number(value) if isinstance(value, int | float) else f'"{value}"'
