"""A company with names, so that sentences about it can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.builders import a_cycle, a_department, a_dependency, an_employee, an_organisation

if TYPE_CHECKING:
    from planner.domain import Organisation


def a_company(**changes: Any) -> Organisation:
    """Return Sales, three people, which depends on Payroll, two, and on Legal, one."""
    cycle = {"periods": 8} | changes.pop("cycle", {})
    sales = {"name": "Sales"} | changes.pop("sales", {})
    payroll = {"name": "Payroll", "rotation_periods": 2} | changes.pop("payroll", {})
    ada = {"name": "Ada"} | changes.pop("ada", {})
    dan = {"name": "Dan"} | changes.pop("dan", {})
    defaults: dict[str, Any] = {
        "cycle": a_cycle(**cycle),
        "departments": [
            a_department("S", **sales),
            a_department("P", **payroll),
            a_department("L", name="Legal"),
        ],
        "employees": [
            an_employee("ada", "S", **ada),
            an_employee("bob", "S", name="Bob"),
            an_employee("cyd", "S", name="Cyd"),
            an_employee("dan", "P", **dan),
            an_employee("eve", "P", name="Eve"),
            an_employee("fay", "L", name="Fay"),
        ],
        "dependencies": [a_dependency("S", "P"), a_dependency("S", "L")],
    }
    return an_organisation(**{**defaults, **changes})
