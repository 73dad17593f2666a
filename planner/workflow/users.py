"""Users: adding them, looking at them, and who of the organisation they are."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.access import Action, Thing
from planner.domain import Actor, NotAllowed, Role, User
from planner.workflow.acting import clock, demand, record
from planner.workflow.pass_on_requests import pass_on_slots
from planner.workflow.user_facts import email_from, existing, known_employee, name_from

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from planner.domain.organisation import Id
    from planner.store import Store, Unit


def add_user(
    store: Store,
    actor: Actor | None,
    *,
    name: str = "",
    email: str | None = None,
    employee: Id | None = None,
    roles: Collection[Role] = (),
    now: datetime | None = None,
) -> User:
    """Let somebody use the planner; the first user of all becomes administrator.

    Parameters
    ----------
    store : Store
    actor : Actor, optional
        Not needed for the first user, who adds themselves.
    name : str, default ""
        At most 200 characters; needed unless there is an employee to take it from.
    email : str, optional
        An address, or "" for none; left out, that of the employee.
    employee : str, optional
        Whom of the organisation they are. As long as there is no cycle, this is not checked.
    roles : collection of Role
        Granted at once: HR, administrator.
    now : datetime, optional

    Returns
    -------
    User
        With an id of the planner's choosing, such as ``u7``, which tells nothing about them.

    Raises
    ------
    NotAllowed, NotFound
        The actor is no administrator.
    Refused
        Name or address cannot be used, or there is no such employee.
    Conflict
        Address or employee are somebody's already.
    """
    now = clock(now)

    def work(unit: Unit) -> User:
        first = not unit.people.everybody()
        granted = frozenset(roles) | (frozenset({Role.ADMINISTRATOR}) if first else frozenset())
        person = known_employee(unit, employee, now.date())
        user = User(
            f"u{next_number(unit)}",
            name_from(name or (person.name if person else "")),
            email_from((person.email if person else "") if email is None else email),
            employee,
            granted,
        )
        by = _adder(unit, actor, user, now, first=first)
        unit.people.add(user, by=by.user, at=now)
        facts = {"roles": _listed(granted), "first": "yes" if first else "", "employee": employee}
        told = {fact: value for fact, value in facts.items() if value}
        record(unit, by, Action.USER_CREATE, "", f"user {user.id}", told, now)
        return user

    return store.write(work)


def _adder(unit: Unit, actor: Actor | None, user: User, now: datetime, *, first: bool) -> Actor:
    """Return who adds a user, if they may."""
    if first:
        return Actor(user.id)
    if actor is None:
        raise NotAllowed("There are users already. An administrator can add others.")
    demand(unit, actor, Action.USER_CREATE, Thing.of_user(user), now)
    if user.granted:
        demand(unit, actor, Action.ROLE_GRANT, Thing.of_user(user), now)
    return actor


def change_user(
    store: Store,
    actor: Actor,
    user_id: Id,
    *,
    name: str | None = None,
    email: str | None = None,
    now: datetime | None = None,
) -> User:
    """Change what somebody is called, and where mail reaches them; None leaves it as it is.

    Raises
    ------
    NotAllowed, NotFound
        The actor is no administrator, or there is no such user.
    Refused
        Name or address cannot be used.
    Conflict
        The address is somebody's already.
    """
    now = clock(now)

    def work(unit: Unit) -> User:
        user = existing(unit, actor, Action.USER_EDIT, user_id, now)
        changed = replace(
            user,
            name=user.name if name is None else name_from(name),
            email=user.email if email is None else email_from(email),
        )
        return _write(unit, actor, user, changed, now)

    return store.write(work)


def link_user(
    store: Store,
    actor: Actor,
    user_id: Id,
    employee: Id | None,
    *,
    now: datetime | None = None,
) -> User:
    """Say whom of the organisation a user is; None: nobody.

    Because it can make somebody a manager, nobody does it for themselves.

    Raises
    ------
    NotAllowed, NotFound
        The actor is no administrator or is this user, or there is no such user.
    Refused
        There is no such employee.
    Conflict
        The employee is another user already.
    """
    now = clock(now)

    def work(unit: Unit) -> User:
        user = existing(unit, actor, Action.USER_EDIT, user_id, now)
        if user.employee == employee:
            return user
        if user.id == actor.user:
            raise NotAllowed(
                "Whom of the organisation you are, another administrator has to say: it can "
                "make you a manager."
            )
        known_employee(unit, employee, now.date())
        return _write(unit, actor, user, replace(user, employee=employee), now)

    return store.write(work)


def _write(unit: Unit, actor: Actor, user: User, changed: User, now: datetime) -> User:
    if changed == user:
        return user
    unit.people.change(changed)
    if changed.employee != user.employee and user.employee is not None:
        unit.feeds.revoke(user.employee, now)
        pass_on_slots(unit, user.employee, now)  # until somebody is this employee again
    what = [each for each in ("name", "email", "employee") if _differs(each, user, changed)]
    facts = {"changed": ", ".join(what), "employee": changed.employee or ""}
    record(unit, actor, Action.USER_EDIT, "", f"user {user.id}", facts, now)
    return changed


def _differs(field: str, one: User, other: User) -> bool:
    return bool(getattr(one, field) != getattr(other, field))


def list_users(store: Store, actor: Actor, *, now: datetime | None = None) -> tuple[User, ...]:
    """Return all users by name, those who were disabled among them.

    Raises
    ------
    NotFound
        The actor is no administrator.
    """
    with store.read() as unit:
        demand(unit, actor, Action.USER_READ, now=clock(now))
        return unit.people.everybody()


def next_number(unit: Unit) -> int:
    """Return what to number a user with: nobody has or had it, as the record may speak of them."""
    numbers = (re.fullmatch(r"u([0-9]{1,9})", each.id) for each in unit.people.everybody())
    return max((int(found[1]) for found in numbers if found), default=0) + 1


def _listed(roles: Collection[Role]) -> str:
    return ", ".join(sorted(role.value for role in roles))
