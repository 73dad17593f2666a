"""Which rows of an organisation are somebody's own, to take out and to bring back changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from planner.access import Action, Thing, may
from planner.domain import NotFound

if TYPE_CHECKING:
    from planner.access import Standing
    from planner.domain import Difference, Employee, Organisation
    from planner.domain.organisation import Id


def own_share(organisation: Organisation, standing: Standing) -> Organisation:
    """Return the rows that somebody may take out of the planner: all of them, or their own.

    Departments and dependencies are for everybody. Of the other tables the share has the rows
    of people, and of departments, that are theirs; where such a row names somebody else, as
    manager or as mentor, that cell is empty.

    Raises
    ------
    NotFound
        Nothing of it is theirs.
    """
    if may(standing, Action.EXPORT_MAKE).allowed:
        return organisation
    near = standing.team | ({standing.employee} if standing.employee else set())
    people = {
        each for each in near if may(standing, Action.EXPORT_MAKE, Thing.of_employee(each)).allowed
    }
    if not people:
        raise NotFound("There is nothing in this organisation that is yours to take out.")
    departments = {
        each.id
        for each in organisation.departments
        if may(standing, Action.EXPORT_MAKE, Thing.of_departments([each.id])).allowed
    }
    return replace(organisation, lines={}, **_share(organisation, people, departments))


def _share(organisation: Organisation, people: set[Id], departments: set[Id]) -> dict[str, Any]:
    def of(name: str) -> tuple[Any, ...]:
        return tuple(row for row in getattr(organisation, name) if row.employee in people)

    return {
        **{
            name: of(name)
            for name in (
                "absences",
                "experience",
                "preferences",
                "restrictions",
                "requirements",
            )
        },
        "employees": tuple(
            row if row.manager in people else replace(row, manager=None)
            for row in organisation.employees
            if row.id in people
        ),
        "closures": tuple(row for row in organisation.closures if row.department in departments),
        "keep_apart": tuple(row for row in of("keep_apart") if row.other in people),
        "pins": tuple(
            row if row.mentor in people else replace(row, mentor=None) for row in of("pins")
        ),
    }


def with_share(whole: Organisation, changes: Difference) -> Organisation:
    """Return an organisation with the changes of a share: mentors, absences and closures."""
    mentors: dict[Id, Employee] = {now.id: now for _, now in changes["employees"].changed}
    return replace(
        whole,
        lines={},
        employees=tuple(
            replace(row, mentors=mentors[row.id].mentors) if row.id in mentors else row
            for row in whole.employees
        ),
        absences=_exchanged(whole.absences, changes, "absences"),
        closures=_exchanged(whole.closures, changes, "closures"),
    )


def _exchanged(rows: tuple[Any, ...], changes: Difference, name: str) -> tuple[Any, ...]:
    going = Counter(changes[name].gone)
    staying = []
    for row in rows:
        if going[row]:
            going[row] -= 1
        else:
            staying.append(row)
    return (*staying, *changes[name].new)
