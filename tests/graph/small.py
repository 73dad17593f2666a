"""Organisations small enough to check by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from planner.domain import (
    Cycle,
    Department,
    Dependency,
    Employee,
    Experience,
    Organisation,
    Placement,
    Rules,
)

FIRST_DAY = date(2027, 1, 4)


def a_dependency(
    customer: str, provider: str, importance: float = 1, target: int = 2, **more: Any
) -> Dependency:
    return Dependency(customer, provider, importance, target, **more)


def an_organisation(
    *dependencies: Dependency,
    departments: str = "ABC",
    experience: tuple[Experience, ...] = (),
    valid_days: int | None = 730,
    decay: float = 0.5,
) -> Organisation:
    """Two people a department: a1 and a2 at home in A, and so on."""
    return Organisation(
        Cycle("c", FIRST_DAY, 12, 7, Rules(experience_valid_days=valid_days), decay),
        tuple(Department(d, f"Department {d}", 2, 0, 2) for d in departments),
        tuple(
            Employee(f"{d.lower()}{n}", f"Person {d}{n}", "", d, None, 1)
            for d in departments
            for n in (1, 2)
        ),
        dependencies,
        experience=experience,
    )


def a_placement(employee: str, host: str, period: int = 0, periods: int = 2) -> Placement:
    first_day = FIRST_DAY + timedelta(days=7 * period)
    return Placement(employee, host, first_day, first_day + timedelta(days=7 * periods - 1))
