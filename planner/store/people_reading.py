"""Finding users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from planner.domain import NotFound, Role, User
from planner.store.chunks import chunks
from planner.store.people_tables import granted_role, user_account

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Connection

    from planner.domain.organisation import Id


class PeopleReading:
    """The users of one organisation, to be looked at."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, user_id: Id) -> User:
        """Return a user, active or not. Raises NotFound if there is none."""
        found = self.find(user_id)
        if found is None:
            raise NotFound(f'There is no user "{user_id}".')
        return found

    def find(self, user_id: Id) -> User | None:
        """Return a user, active or not; None if there is none."""
        return self._one(user_account.c.id == user_id)

    def by_email(self, email: str) -> User | None:
        """Return the active user with this e-mail address, however it is capitalised."""
        key = email_key(email)
        if key is None:
            return None
        return self._one(user_account.c.email_key == key, user_account.c.active.is_(True))

    def by_employee(self, employee: Id) -> User | None:
        """Return the active user who is this employee."""
        return self._one(user_account.c.employee == employee, user_account.c.active.is_(True))

    def by_employees(self, employees: Iterable[Id]) -> dict[Id, User]:
        """Return the active users who are these employees, by employee; who is none is left out."""
        found: dict[Id, User] = {}
        for some in chunks(sorted(set(employees))):
            users = self._all(user_account.c.employee.in_(some), user_account.c.active.is_(True))
            found |= {user.employee: user for user in users if user.employee is not None}
        return found

    def everybody(self, *, active: bool | None = None) -> tuple[User, ...]:
        """Return all users by name and id, or only those who are active, or who are not."""
        return self._all(*([] if active is None else [user_account.c.active.is_(active)]))

    def with_role(self, role: Role) -> tuple[User, ...]:
        """Return the active users who were granted a role, by name and id."""
        holders = select(granted_role.c.user_id).where(granted_role.c.role == role.value)
        return self._all(user_account.c.active.is_(True), user_account.c.id.in_(holders))

    def revision(self, user_id: Id) -> int:
        """Return how often a user was written, beginning with 1. Raises NotFound."""
        query = select(user_account.c.revision).where(user_account.c.id == user_id)
        found = self._connection.execute(query).scalar()
        if found is None:
            raise NotFound(f'There is no user "{user_id}".')
        return int(found)

    def _one(self, *where: ColumnElement[bool]) -> User | None:
        return next(iter(self._all(*where)), None)

    def _all(self, *where: ColumnElement[bool]) -> tuple[User, ...]:
        ids = select(user_account.c.id).where(*where)
        granted: dict[Id, set[Role]] = {}
        for row in self._connection.execute(
            select(granted_role.c.user_id, granted_role.c.role).where(
                granted_role.c.user_id.in_(ids)
            )
        ):
            granted.setdefault(row.user_id, set()).add(Role(row.role))
        order = (func.lower(user_account.c.name), user_account.c.id)
        return tuple(
            User(
                id=row.id,
                name=row.name,
                email=row.email,
                employee=row.employee,
                granted=frozenset(granted.get(row.id, ())),
                active=row.active,
            )
            for row in self._connection.execute(select(user_account).where(*where).order_by(*order))
        )


def email_key(email: str) -> str | None:
    """Return what two spellings of one address have in common; None for no address."""
    return email.strip().casefold() or None
