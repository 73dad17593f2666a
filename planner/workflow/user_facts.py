"""What users are made of, checked before it is kept; and users looked up to be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.access import Action, Thing, missing
from planner.domain import Refused, Role
from planner.domain.texts import one_line
from planner.notify import address_of
from planner.workflow.acting import demand
from planner.workflow.cycles import cycle_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from planner.domain import Actor, Employee, User
    from planner.domain.organisation import Id
    from planner.store import Unit

_LONGEST_NAME = 200


def existing(unit: Unit, actor: Actor, action: Action, user_id: Id, now: datetime) -> User:
    """Return a user to whom an actor may do something.

    Raises
    ------
    NotAllowed, NotFound
        They may not, or there is no such user: told alike to those who may not know.
    """
    user = unit.people.find(user_id)
    admins = len(unit.people.with_role(Role.ADMINISTRATOR))
    thing = Thing(user=user_id) if user is None else Thing.of_user(user, administrators=admins)
    demand(unit, actor, action, thing, now)
    if user is None:
        raise missing(action)
    return user


def name_from(text: str) -> str:
    """Return a name as it is kept. Raises Refused if there is none, or it is too long."""
    name = one_line(text)
    if not name:
        raise Refused(["A user needs a name, such as Hana Novak."])
    if len(name) > _LONGEST_NAME:
        raise Refused(
            [f"The name has {len(name)} characters; at most {_LONGEST_NAME} can be kept."]
        )
    return name


def email_from(text: str) -> str:
    """Return a mail address as it is kept, "" for none. Raises Refused if it is none."""
    return address_of(text) if text.strip() else ""


def known_employee(unit: Unit, employee: Id | None, day: date) -> Employee | None:
    """Return an employee as the cycle of a day knows them; None while there is no cycle.

    Raises
    ------
    Refused
        There is no such employee.
    """
    if employee is None:
        return None
    state = cycle_of(unit, day, employee)
    if state is None:
        return None
    found = unit.organisations.employees(state.cycle.name, ids=[employee])
    if not found:
        raise Refused(
            [
                f'There is no employee "{employee}" in the cycle "{state.cycle.name}". Look at the '
                "id in the table of employees."
            ]
        )
    return found[0]
