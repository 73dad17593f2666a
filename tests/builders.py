"""Things to test with: sensible defaults, ids made up when left out, everything overridable."""

from __future__ import annotations

from datetime import date
from itertools import count, pairwise
from typing import TYPE_CHECKING, Any

from planner.domain import (
    Cycle,
    Department,
    Dependency,
    Employee,
    Organisation,
    Placement,
    Plan,
    Rules,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FIRST_DAY = date(2027, 1, 4)
"""A Monday, on which every cycle made here begins unless told otherwise."""

_numbers = count(1)


def a_cycle(**changes: Any) -> Cycle:
    """Return a cycle of four weeks; rules may be given by their own names beside the rest."""
    rules = {name: changes.pop(name) for name in Rules.__slots__ if name in changes}
    defaults = {"name": "Spring", "first_day": FIRST_DAY, "periods": 4, "period_days": 7}
    if rules:
        defaults["rules"] = Rules(**rules)
    return Cycle(**{**defaults, **changes})


def a_department(id: str | None = None, **changes: Any) -> Department:
    """Return a department that seats two visitors for a period each and needs nobody to stay."""
    id = id or f"D{next(_numbers)}"
    defaults = {"name": f"Department {id}", "host_capacity": 2, "minimum_staffing": 0}
    return Department(**{"id": id, **defaults, "rotation_periods": 1, **changes})


def an_employee(id: str | None = None, department: str = "A", **changes: Any) -> Employee:
    """Return an employee who may go on two placements and guides nobody."""
    id = id or f"e{next(_numbers)}"
    defaults: dict[str, Any] = {"name": f"Employee {id}", "email": "", "manager": None}
    return Employee(
        **{"id": id, "department": department, **defaults, "max_rotations": 2, **changes}
    )


def a_dependency(customer: str = "A", provider: str = "B", **changes: Any) -> Dependency:
    """Return a dependency of importance 1 that two people of either end should have walked."""
    return Dependency(
        **{"customer": customer, "provider": provider, "importance": 1.0, "target": 2, **changes}
    )


def an_organisation(
    *,
    departments: Sequence[Department] | None = None,
    employees: Sequence[Employee] | None = None,
    dependencies: Sequence[Dependency] | None = None,
    cycle: Cycle | None = None,
    **tables: Any,
) -> Organisation:
    """Return an organisation; what is left out fits what is given.

    Without dependencies A depends on B, unless departments are given: then each depends on
    the next. Departments left out are those that the other tables name. Employees left out
    are two people a department: a1 and a2 in A.
    """
    if dependencies is None:
        ids = [each.id for each in departments] if departments is not None else ["A", "B"]
        dependencies = [a_dependency(*pair) for pair in pairwise(ids)]
    if departments is None:
        named = {end for each in dependencies for end in (each.customer, each.provider)}
        named |= {each.department for each in employees or ()}
        departments = [a_department(id) for id in sorted(named)]
    if employees is None:
        employees = [
            an_employee(f"{each.id.lower()}{number}", each.id)
            for each in departments
            for number in (1, 2)
        ]
    return Organisation(
        cycle=cycle or a_cycle(),
        departments=tuple(departments),
        employees=tuple(employees),
        dependencies=tuple(dependencies),
        **_as_tuples(tables),
    )


def _as_tuples(tables: dict[str, Iterable[Any]]) -> dict[str, Any]:
    return {name: tuple(rows) for name, rows in tables.items()}


def a_placement(
    organisation: Organisation, employee: str, host: str, period: int, mentor: str | None = None
) -> Placement:
    """Return a placement that begins in ``period`` (from 0) and lasts as long as its host says."""
    length = next(each.rotation_periods for each in organisation.departments if each.id == host)
    cycle = organisation.cycle
    first, last = cycle.first_day_of(period), cycle.last_day_of(period + length - 1)
    return Placement(employee, host, first, last, mentor)


def a_plan(organisation: Organisation, *placements: tuple[Any, ...]) -> Plan:
    """Return a plan of placements given as (employee, host, period) or with a mentor behind."""
    return Plan.of(a_placement(organisation, *placement) for placement in placements)
