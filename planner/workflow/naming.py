"""Whom and what somebody means: people, departments and placements named by id or in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain import Refused
from planner.domain.days import in_words
from planner.exchange.near_names import near_name
from planner.present.names import Names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.domain import Organisation, Placement
    from planner.domain.organisation import Id

ID_LETTERS = 8
"""How many letters of a placement's id people are shown: enough to name it by."""


def person_of(organisation: Organisation, wanted: str) -> Id:
    """Return the id of an employee who is named by id, e-mail address or full name.

    Raises
    ------
    Refused
        There is nobody of that name, or there are several.
    """
    return _only(people_called(organisation, wanted), wanted, "employee")


def department_of(organisation: Organisation, wanted: str) -> Id:
    """Return the id of a department that is named by id or name. Raises Refused."""
    if any(each.id == wanted for each in organisation.departments):
        return wanted
    key = wanted.strip().casefold()
    found = [
        each.id for each in organisation.departments if key and each.name.strip().casefold() == key
    ]
    near = near_name(wanted, (each.name for each in organisation.departments), cutoff=0.6)
    return _only(found, wanted, "department", f' Did you mean "{near}"?' if near else "")


def find_placement(
    organisation: Organisation, placements: Mapping[str, Placement], wanted: str
) -> str:
    """Return the id of a placement, of which somebody gives the beginning or says whose it is.

    Parameters
    ----------
    organisation : Organisation
    placements : mapping of str to Placement
        Those that may be meant, by id.
    wanted : str
        An id or the beginning of one; or the id, name or e-mail address of an employee who
        has but one of them.

    Raises
    ------
    Refused
        It fits none of them, or several.
    """
    if wanted in placements:
        return wanted
    people = set(people_called(organisation, wanted))
    found = [id for id, each in placements.items() if each.employee in people]
    found = found or [id for id in placements if wanted and id.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refused(
            [
                f'No placement of the plan fits "{wanted}". Give its id or the beginning of it, '
                "or the name of somebody who has but one; planner plan show lists them."
            ]
        )
    names = Names(organisation)
    told = (f"{id[:ID_LETTERS]}: {visit_of(names, placements[id])}." for id in found[:ID_LETTERS])
    raise Refused([f'{len(found)} placements fit "{wanted}". Give the id of one:', *told])


def visit_of(names: Names, placement: Placement) -> str:
    """Return what to call a placement: "Ada's visit to Payroll from 4 January 2027"."""
    who, where = names.employee(placement.employee), names.department(placement.host)
    return f"{who}'s visit to {where} from {in_words(placement.first_day)}"


def people_called(organisation: Organisation, wanted: str) -> list[Id]:
    """Return the ids of all employees whose id, e-mail address or full name somebody gives."""
    if any(each.id == wanted for each in organisation.employees):
        return [wanted]
    key = wanted.strip().casefold()
    return [
        each.id
        for each in organisation.employees
        if key and key in (each.email.strip().casefold(), each.name.strip().casefold())
    ]


def _only(found: list[Id], wanted: str, noun: str, hint: str = "") -> Id:
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(found)
        raise Refused([f'{len(found)} {noun}s are called "{wanted}". Give the id: {ids}.'])
    raise Refused([f'There is no {noun} "{wanted}" in this cycle.{hint} Give the id or the name.'])
