"""Tables of organisations: the cycles, and one table per table of an organisation folder.

Every row belongs to a cycle, and ``position`` says where it stands among the rows of its
cycle: rows are returned in the order in which they were given.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Date,
    Double,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from planner.store.metadata import Moment, metadata

cycle = Table(
    "cycle",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("published", Integer),
    Column("last_version", Integer, nullable=False, server_default="0"),
    Column("changed_at", Moment, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("periods", Integer, nullable=False),
    Column("period_days", Integer, nullable=False),
    Column("rest_periods", Integer, nullable=False),
    Column("max_from_one_home", Integer),
    Column("experience_valid_days", Integer),
    Column("max_placement_periods", Integer),
    Column("decay", Double, nullable=False),
    Column("aims", JSON, nullable=False),
)
"""``published`` is the number of the published version, None without one; ``last_version``
the highest number that a version of the cycle ever had."""


def _id(name: str, *, empty: bool = False) -> Column[Any]:
    return Column(name, String(100), nullable=empty)


# Rows that name a department or an employee of their cycle need not name the cycle again.
def _belongs(*columns: str, to: str, later: bool = False) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["cycle", *columns],
        [f"{to}.cycle", f"{to}.id"] if columns else [f"{to}.name"],
        ondelete=None if columns else "CASCADE",
        deferrable=True if later else None,
        initially="DEFERRED" if later else None,
    )


def _table(name: str, *parts: Any, key: tuple[str, ...] = ("position",)) -> Table:
    return Table(
        name,
        metadata,
        Column("cycle", String(200), nullable=False),
        Column("position", Integer, nullable=False),
        *parts,
        PrimaryKeyConstraint("cycle", *key),
    )


def _count(name: str) -> Column[Any]:
    return Column(name, Integer, nullable=False)


def _text(name: str) -> Column[Any]:
    return Column(name, Text, nullable=False)


department = _table(
    "department",
    _id("id"),
    _text("name"),
    _count("host_capacity"),
    _count("minimum_staffing"),
    _count("rotation_periods"),
    _belongs(to="cycle"),
    key=("id",),
)

employee = _table(
    "employee",
    _id("id"),
    _text("name"),
    _text("email"),
    _id("department"),
    _id("manager", empty=True),
    _count("max_rotations"),
    _count("mentors"),
    Column("starts", Date),
    Column("ends", Date),
    _belongs(to="cycle"),
    _belongs("department", to="department"),
    # Managers may stand anywhere in the table, so this holds at the end of a transaction.
    _belongs("manager", to="employee", later=True),
    key=("id",),
)
Index("ix_employee_department", employee.c.cycle, employee.c.department)
Index("ix_employee_manager", employee.c.cycle, employee.c.manager)

dependency = _table(
    "dependency",
    _id("customer"),
    _id("provider"),
    Column("importance", Double, nullable=False),
    _count("target"),
    Column("who_visits", String(20), nullable=False),
    Column("season_from", Date),
    Column("season_to", Date),
    _text("service"),
    Column("standard_hours", Double),
    Column("standard_share", Double),
    _belongs("customer", to="department"),
    _belongs("provider", to="department"),
    key=("customer", "provider"),
)

absence = _table(
    "absence",
    _id("employee"),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    _text("kind"),
    _belongs("employee", to="employee"),
)
Index("ix_absence_employee", absence.c.cycle, absence.c.employee)

closure = _table(
    "closure",
    _id("department"),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("kind", String(20), nullable=False),
    _belongs("department", to="department"),
)


def _pairs(name: str, *parts: Any) -> Table:
    return _table(
        name,
        _id("employee"),
        _id("department"),
        *parts,
        _belongs("employee", to="employee"),
        _belongs("department", to="department"),
        key=("employee", "department"),
    )


experience = _pairs("experience", Column("completed_on", Date, nullable=False))
preference = _pairs("preference", _count("score"))
restriction = _pairs("restriction", _text("reason"))
requirement = _pairs("requirement", Column("by", Date))

keep_apart = _table(
    "keep_apart",
    _id("employee"),
    _id("other"),
    _belongs("employee", to="employee"),
    _belongs("other", to="employee"),
    key=("employee", "other"),
)
Index("ix_keep_apart_other", keep_apart.c.cycle, keep_apart.c.other)

pin = _table(
    "pin",
    _id("employee"),
    _id("host"),
    Column("first_day", Date, nullable=False),
    _id("mentor", empty=True),
    _belongs("employee", to="employee"),
    _belongs("host", to="department"),
    _belongs("mentor", to="employee"),
    key=("employee", "host"),
)
Index("ix_pin_mentor", pin.c.cycle, pin.c.mentor)
