"""Who uses the planner: users, what they may act as, and who stands in for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from planner.domain.organisation import Id


class Role(StrEnum):
    """What somebody acts as; one person may be several of them.

    ``HR`` and ``ADMINISTRATOR`` are granted to a user. ``EMPLOYEE`` follows from the employee
    that a user stands for, ``MANAGER`` from being the manager of somebody or of a department.
    """

    EMPLOYEE = "employee"
    MANAGER = "manager"
    HR = "hr"
    ADMINISTRATOR = "administrator"


GRANTED = frozenset({Role.HR, Role.ADMINISTRATOR})
"""The roles that an administrator grants; the others follow from the organisation."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in. ``employee`` is whom of the organisation they are, if anybody."""

    id: Id
    name: str
    email: str
    employee: Id | None
    granted: frozenset[Role]
    active: bool = True


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: always a user. ``on_behalf_of`` is the employee it is done for."""

    user: Id
    on_behalf_of: Id | None = None


SYSTEM = Actor("system")
"""The planner itself: the clock that lets requests expire, the worker that ends a job."""


@dataclass(frozen=True, slots=True)
class Delegation:
    """``deputy`` decides for ``holder`` (both employees) on these days, both included."""

    holder: Id
    deputy: Id
    first_day: date
    last_day: date
    made_by: Id
    made_at: datetime
