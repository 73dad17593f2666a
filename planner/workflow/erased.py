"""An organisation without somebody: their place stays, and nothing says whose it was."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from planner.domain import Employee, Organisation
    from planner.domain.organisation import Id

NAME = "Erased person"

_DROPPED = ("absences", "preferences", "restrictions", "keep_apart", "requirements")
"""Tables that say something about a person, and nothing that plans of the past rest on."""

_NAMING = ("employee", "other", "mentor", "manager")


def without(organisation: Organisation, employee: Id, stand_in: Id, day: date) -> Organisation:
    """Return an organisation in which a stand-in takes somebody's place.

    The stand-in keeps the department, the manager, and what plans of the past need to be
    checked: visits made and placements promised. Absences, wishes, restrictions, whom they
    are kept apart from, and what was required of them are left out. They count as having left
    before ``day``, so that others decide what was theirs to decide.
    """

    def named(row: Any) -> Any:
        changes = {
            each.name: stand_in
            for each in fields(row)
            if each.name in _NAMING and getattr(row, each.name) == employee
        }
        return replace(row, **changes) if changes else row

    tables: dict[str, Any] = {
        "employees": tuple(
            _stand_in(named(each), stand_in, day) if each.id == employee else named(each)
            for each in organisation.employees
        )
    }
    for name in ("experience", "pins"):
        tables[name] = tuple(named(each) for each in getattr(organisation, name))
    for name in _DROPPED:
        tables[name] = _others(getattr(organisation, name), lambda row: named(row) is row)
    return replace(organisation, lines={}, **tables)


def _stand_in(person: Employee, stand_in: Id, day: date) -> Employee:
    gone = day - timedelta(days=1)
    ends = gone if person.ends is None else min(person.ends, gone)
    starts = person.starts if person.starts is not None and person.starts <= ends else None
    return replace(person, id=stand_in, name=NAME, email="", starts=starts, ends=ends)


def _others(rows: tuple[Any, ...], about_others: Callable[[Any], bool]) -> tuple[Any, ...]:
    return tuple(row for row in rows if about_others(row))
