"""The tables of an organisation as data: columns, keys and what they refer to.

Reading, writing, folders and workbooks all follow this description.
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain import (
    Absence,
    Closure,
    Department,
    Dependency,
    Employee,
    Experience,
    KeepApart,
    Pin,
    Placement,
    Preference,
    Requirement,
    Restriction,
)
from planner.exchange.columns import Column, columns_of

CYCLE = "cycle"
"""Name of the settings: cycle.toml in a folder, the sheet cycle in a workbook."""

_EMPLOYEE = {"employee": "employees"}
_PAIR = {"employee": "employees", "department": "departments"}


@dataclass(frozen=True)
class Table:
    """One table: its columns and what must hold among its rows.

    ``key`` names the columns that no two rows share; ``either_order`` says that the two
    columns of the key may be swapped. ``different`` names columns that must differ within
    a row, ``spans`` pairs of first and last day. A table that is not ``mandatory`` may be
    missing or empty.
    """

    name: str
    row: type
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    either_order: bool = False
    different: tuple[str, str] | None = None
    spans: tuple[tuple[str, str], ...] = ()
    mandatory: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns in their order."""
        return tuple(column.name for column in self.columns)


TABLES = (
    Table(
        "departments",
        Department,
        columns_of(Department, (), {}),
        key=("id",),
        mandatory=True,
    ),
    Table(
        "employees",
        Employee,
        columns_of(Employee, (), {"department": "departments", "manager": "employees"}),
        key=("id",),
        different=("id", "manager"),
        spans=(("starts", "ends"),),
        mandatory=True,
    ),
    Table(
        "dependencies",
        Dependency,
        columns_of(
            Dependency,
            ("season_from", "season_to", "service", "standard_hours", "standard_share"),
            {"customer": "departments", "provider": "departments"},
        ),
        key=("customer", "provider"),
        different=("customer", "provider"),
        spans=(("season_from", "season_to"),),
        mandatory=True,
    ),
    Table(
        "absences",
        Absence,
        columns_of(Absence, (), _EMPLOYEE),
        spans=(("first_day", "last_day"),),
    ),
    Table(
        "closures",
        Closure,
        columns_of(Closure, (), {"department": "departments"}),
        spans=(("first_day", "last_day"),),
    ),
    Table(
        "experience",
        Experience,
        columns_of(Experience, (), _PAIR),
        key=("employee", "department"),
    ),
    Table(
        "preferences",
        Preference,
        columns_of(Preference, (), _PAIR),
        key=("employee", "department"),
    ),
    Table(
        "restrictions",
        Restriction,
        columns_of(Restriction, (), _PAIR),
        key=("employee", "department"),
    ),
    Table(
        "keep_apart",
        KeepApart,
        columns_of(KeepApart, (), {**_EMPLOYEE, "other": "employees"}),
        key=("employee", "other"),
        either_order=True,
        different=("employee", "other"),
    ),
    Table(
        "requirements",
        Requirement,
        columns_of(Requirement, (), _PAIR),
        key=("employee", "department"),
    ),
    Table(
        "pins",
        Pin,
        columns_of(Pin, ("mentor",), {**_EMPLOYEE, "host": "departments", "mentor": "employees"}),
        key=("employee", "host"),
    ),
)
"""Every table of an organisation, in the order in which they are read and written."""

PLAN = Table(
    "plan",
    Placement,
    columns_of(Placement, ("mentor",), {**_EMPLOYEE, "host": "departments", "mentor": "employees"}),
    key=("employee", "host", "first_day"),
)
"""The table of an answer, plan.csv."""
