"""How the rows of an organisation become rows of tables, and back."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Double, Table

from planner.domain import (
    Absence,
    Closure,
    ClosureKind,
    Cycle,
    Department,
    Dependency,
    Employee,
    Experience,
    KeepApart,
    Pin,
    Preference,
    Requirement,
    Restriction,
    Rules,
    WhoVisits,
)
from planner.store import organisation_tables as tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from enum import StrEnum

    from sqlalchemy import Row

_ENUMS: dict[tuple[type, str], type[StrEnum]] = {
    (Dependency, "who_visits"): WhoVisits,
    (Closure, "kind"): ClosureKind,
}


@dataclass(frozen=True)
class Kind:
    """One table of an organisation: ``name`` is its field there, ``key`` what a row is known by.

    Without a key a row has no identity but what it says. ``refers`` holds fields that name a
    row of another table, and the name of that table.
    """

    name: str
    row: type
    table: Table
    key: tuple[str, ...]
    refers: Mapping[str, str]

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of a row's fields, which are those of its columns too."""
        return tuple(field.name for field in dataclasses.fields(self.row))

    def values(self, rows: Iterable[Any]) -> list[tuple[Any, ...]]:
        """Return the values of rows, in the order of the fields, as the database keeps them."""
        found = list(map(attrgetter(*self.fields), rows))
        for at, field in enumerate(self.fields):
            convert: Callable[[Any], Any] | None = None
            if (self.row, field) in _ENUMS:
                convert = str
            elif isinstance(self.table.c[field].type, Double):
                convert = _as_float
            if convert is not None:
                found = [(*row[:at], convert(row[at]), *row[at + 1 :]) for row in found]
        return found

    def rows(self, found: Iterable[Sequence[Any]]) -> tuple[Any, ...]:
        """Return the rows that values of the database stand for."""
        make = self.row
        for at, field in enumerate(self.fields):
            enum = _ENUMS.get((self.row, field))
            if enum is not None:
                members = {member.value: member for member in enum}
                found = [(*row[:at], members[row[at]], *row[at + 1 :]) for row in found]
        return tuple(make(*row) for row in found)

    def key_of(self, row: Any) -> Any:
        """Return what a row is known by."""
        return attrgetter(*self.key)(row) if self.key else row


def _as_float(value: float | None) -> float | None:
    return None if value is None else float(value)


_PAIR = ("employee", "department")
_WHO = {"employee": "employees"}
_WHERE = {"department": "departments"}
_BOTH = {**_WHO, **_WHERE}
_ENDS = {"customer": "departments", "provider": "departments"}
_CHIEF = {**_WHERE, "manager": "employees"}
_GUIDED = {**_WHO, "host": "departments", "mentor": "employees"}

KINDS = (
    Kind("departments", Department, tables.department, ("id",), {}),
    Kind("employees", Employee, tables.employee, ("id",), _CHIEF),
    Kind("dependencies", Dependency, tables.dependency, ("customer", "provider"), _ENDS),
    Kind("absences", Absence, tables.absence, (), _WHO),
    Kind("closures", Closure, tables.closure, (), _WHERE),
    Kind("experience", Experience, tables.experience, _PAIR, _BOTH),
    Kind("preferences", Preference, tables.preference, _PAIR, _BOTH),
    Kind("restrictions", Restriction, tables.restriction, _PAIR, _BOTH),
    Kind(
        "keep_apart",
        KeepApart,
        tables.keep_apart,
        ("employee", "other"),
        _WHO | {"other": "employees"},
    ),
    Kind("requirements", Requirement, tables.requirement, _PAIR, _BOTH),
    Kind("pins", Pin, tables.pin, ("employee", "host"), _GUIDED),
)
"""Every table of an organisation; what others refer to comes first."""


def cycle_values(cycle: Cycle) -> dict[str, Any]:
    """Return the settings of a cycle, one column each."""
    rules = {name: getattr(cycle.rules, name) for name in Rules.__slots__}
    return {
        "name": cycle.name,
        "first_day": cycle.first_day,
        "periods": cycle.periods,
        "period_days": cycle.period_days,
        "decay": float(cycle.decay),
        "aims": list(cycle.aims),
        **rules,
    }


def cycle_of(row: Row[Any]) -> Cycle:
    """Return the cycle that a row of the table of cycles stands for."""
    rules = Rules(**{name: getattr(row, name) for name in Rules.__slots__})
    return Cycle(
        row.name, row.first_day, row.periods, row.period_days, rules, row.decay, tuple(row.aims)
    )
