"""Which user somebody means, and who acts where nobody was named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain import Actor, NotFound, Refused

if TYPE_CHECKING:
    from planner.domain import User
    from planner.store import Store, Unit

NOBODY_YET = (
    "Nobody uses this database yet. Add the first user, who becomes its administrator: "
    "planner user add NAME --email ADDRESS"
)


def find_user(unit: Unit, named: str) -> User | None:
    """Return the user that is meant by a user id, an e-mail address or an employee id.

    Ids count before addresses, and these before employees. Only ids find users who were
    disabled.
    """
    people = unit.people
    return people.find(named) or people.by_email(named) or people.by_employee(named)


def the_user(unit: Unit, named: str) -> User:
    """Return the user that is meant (`find_user`). Raises NotFound if there is none."""
    found = find_user(unit, named)
    if found is None:
        raise NotFound(
            f'There is no user "{named}". Give the id of a user, such as u1, an e-mail address, '
            "or the id of an employee."
        )
    return found


def who_acts(store: Store, named: str | None = None) -> Actor:
    """Return who acts.

    Parameters
    ----------
    store : Store
    named : str, optional
        The id of a user, an e-mail address, or the id of an employee. Without it the only
        active user acts.

    Raises
    ------
    NotFound
        There is no such user.
    Refused
        There are no users yet, or several, and none was named.
    """
    with store.read() as unit:
        if named:
            return Actor(the_user(unit, named).id)
        active = unit.people.everybody(active=True)
        if len(active) == 1:
            return Actor(active[0].id)
        if not unit.people.everybody():
            raise Refused([NOBODY_YET])
        raise Refused(
            [
                f"There are {len(active)} users here. Say who you are with --as USER, or set "
                "PLANNER_USER."
            ]
        )
