"""What a user is: their roles, granted and derived, and for whom they decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.access import Action
from planner.domain import Role, User
from planner.workflow.acting import clock, standing_of
from planner.workflow.cycles import cycle_of
from planner.workflow.user_facts import existing
from planner.workflow.who_acts import find_user

if TYPE_CHECKING:
    from datetime import datetime

    from planner.domain import Actor
    from planner.domain.organisation import Id
    from planner.store import Store


@dataclass(frozen=True, slots=True)
class UserCard:
    """A user as administrators see them.

    ``employee`` and ``department`` are names, "" where there is none. ``roles`` holds those
    that follow from the organisation too. ``team`` counts the people whose manager they are;
    ``stands_in_for`` names the managers whose deputy they are today.
    """

    user: User
    roles: frozenset[Role]
    employee: str
    department: str
    team: int
    stands_in_for: tuple[str, ...]


def show_user(store: Store, actor: Actor, user_id: Id, *, now: datetime | None = None) -> UserCard:
    """Return what a user is today.

    Raises
    ------
    NotFound
        The actor is no administrator, or there is no such user.
    """
    now = clock(now)
    with store.read() as unit:
        user = existing(unit, actor, Action.USER_READ, user_id, now)
        here = standing_of(unit, user, now)
        state = cycle_of(unit, now.date(), user.employee)
        names: dict[str, str] = {}
        department = ""
        if state is not None:
            asked = sorted(here.stands_in_for | ({user.employee} if user.employee else set()))
            people = unit.organisations.employees(state.cycle.name, ids=asked)
            names = {each.id: each.name for each in people}
            departments = unit.organisations.load(state.cycle.name).departments
            department = next((d.name for d in departments if d.id == here.home), "")
        return UserCard(
            user,
            here.roles if user.active else frozenset(),
            names.get(user.employee or "", user.employee or ""),
            department,
            len(here.team),
            tuple(names.get(each, each) for each in sorted(here.stands_in_for)),
        )


def id_of_user(store: Store, named: str) -> Id:
    """Return the id of the user that is meant; what was typed, if there is none.

    So whoever may not know who there is learns nothing from it: what is done with the id is
    refused in the same way.
    """
    with store.read() as unit:
        found = find_user(unit, named)
    return found.id if found is not None else named
