"""What users may act as: roles granted and taken away, users shut out and let in again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.access import Action, Thing
from planner.domain import GRANTED, Refused, Role
from planner.workflow.acting import clock, demand, record
from planner.workflow.pass_on_requests import pass_on_slots
from planner.workflow.user_facts import existing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from planner.domain import Actor
    from planner.domain.organisation import Id
    from planner.store import Store, Unit


def grant_role(
    store: Store, actor: Actor, user_id: Id, role: Role, *, now: datetime | None = None
) -> bool:
    """Grant a role to somebody else; return whether that changed anything.

    Raises
    ------
    NotAllowed, NotFound
        The actor is no administrator or is this user, or there is no such user.
    Refused
        The role follows from the organisation.
    """
    now = clock(now)

    def work(unit: Unit) -> bool:
        _may(unit, actor, Action.ROLE_GRANT, user_id, role, now)
        if not unit.people.grant(user_id, role, by=actor.user, at=now):
            return False
        _note(unit, actor, Action.ROLE_GRANT, user_id, {"role": role.value}, now)
        return True

    return store.write(work)


def revoke_role(
    store: Store, actor: Actor, user_id: Id, role: Role, *, now: datetime | None = None
) -> bool:
    """Take a role away from somebody else; return whether that changed anything.

    Raises
    ------
    NotAllowed, NotFound
        The actor is no administrator or is this user, this is the last administrator, or
        there is no such user.
    Refused
        The role follows from the organisation.
    """
    now = clock(now)

    def work(unit: Unit) -> bool:
        _may(unit, actor, Action.ROLE_REVOKE, user_id, role, now)
        if not unit.people.revoke(user_id, role):
            return False
        _note(unit, actor, Action.ROLE_REVOKE, user_id, {"role": role.value}, now)
        return True

    return store.write(work)


def disable_user(store: Store, actor: Actor, user_id: Id, *, now: datetime | None = None) -> bool:
    """Shut somebody out at once; return whether that changed anything.

    Their calendar address stops working, and nobody's requests are theirs to decide any more:
    what waits for them goes to the next in line.

    Raises
    ------
    NotAllowed, NotFound
        The actor is no administrator, this is the last administrator, or there is no such
        user.
    """
    now = clock(now)

    def work(unit: Unit) -> bool:
        user = existing(unit, actor, Action.USER_DISABLE, user_id, now)
        if not unit.people.disable(user_id):
            return False
        if user.employee is not None:
            unit.feeds.revoke(user.employee, now)
            for each in unit.people.delegations.of(user.employee):
                if each.deputy == user.employee:
                    unit.people.delegations.end(each.holder, each.deputy, now.date())
        passed = () if user.employee is None else pass_on_slots(unit, user.employee, now)
        facts = {"requests passed on": " ".join(passed)} if passed else {}
        _note(unit, actor, Action.USER_DISABLE, user_id, facts, now)
        return True

    return store.write(work)


def enable_user(store: Store, actor: Actor, user_id: Id, *, now: datetime | None = None) -> bool:
    """Let somebody in again; return whether that changed anything.

    Raises
    ------
    NotAllowed, NotFound
        The actor is no administrator, or there is no such user.
    Refused
        They were erased.
    Conflict
        Their address, or the employee they were, is another user's now.
    """
    now = clock(now)

    def work(unit: Unit) -> bool:
        user = existing(unit, actor, Action.USER_ENABLE, user_id, now)
        if not user.name:
            raise Refused([f"{user.id} was erased. Add a new user."])
        if not unit.people.enable(user_id):
            return False
        _note(unit, actor, Action.USER_ENABLE, user_id, {}, now)
        return True

    return store.write(work)


def _may(unit: Unit, actor: Actor, action: Action, user_id: Id, role: Role, now: datetime) -> None:
    if role not in GRANTED:
        raise Refused(
            [
                f'"{role.value}" follows from the organisation: say whom a user is (planner user '
                "link), and the rest is known from the employees. Granted are hr and "
                "administrator."
            ]
        )
    admins = len(unit.people.with_role(Role.ADMINISTRATOR))
    user = unit.people.find(user_id)
    thing = (
        Thing(user=user_id, role=role)
        if user is None
        else Thing.of_user(user, administrators=admins, role=role)
    )
    demand(unit, actor, action, thing, now)
    unit.people.get(user_id)


def _note(
    unit: Unit,
    actor: Actor,
    action: Action,
    user_id: Id,
    facts: Mapping[str, str],
    now: datetime,
) -> None:
    record(unit, actor, action, "", f"user {user_id}", facts, now)
