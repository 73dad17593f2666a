"""Users and the roles they were granted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, update

from planner.domain import GRANTED, Conflict, Refused, Role, User
from planner.store.delegations import Delegations
from planner.store.people_reading import PeopleReading, email_key
from planner.store.people_tables import granted_role, user_account

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from planner.domain.organisation import Id


class People(PeopleReading):
    """The users of one organisation; ``delegations`` says who stands in for whom.

    E-mail addresses are compared without regard to case. An address, and an employee, belongs
    to one active user at most. There is always an active administrator once there was one.
    """

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.delegations = Delegations(connection)

    def add(self, user: User, *, by: Id, at: datetime) -> None:
        """Keep a new user with the roles that ``by`` grants them.

        Raises
        ------
        Conflict
            If the id, the e-mail address or the employee is somebody's already.
        """
        if self.find(user.id) is not None:
            raise Conflict(f'There is a user "{user.id}" already. Choose another user name.')
        if user.active:
            self._free(user)
        self._connection.execute(
            insert(user_account).values(id=user.id, active=user.active, revision=1, **_texts(user))
        )
        for role in sorted(user.granted):
            self._give(user.id, role, by, at)

    def change(self, user: User, *, expected: int | None = None) -> int:
        """Write a user's name, e-mail address and employee; return the new revision.

        Whether they are active and what they were granted stays as it is.

        Raises
        ------
        NotFound
            If there is no such user.
        Conflict
            If the revision is not ``expected``, or the address or employee is another's.
        """
        stored = self.get(user.id)
        if expected is not None and self.revision(user.id) != expected:
            raise Conflict(f"{stored.name} was changed by somebody else meanwhile. Look again.")
        if stored.active:
            self._free(user)
        return self._raise(user.id, **_texts(user))

    def disable(self, user_id: Id) -> bool:
        """Let a user do nothing any more; return whether that changed anything.

        Raises
        ------
        NotFound
            If there is no such user.
        Refused
            If they are the last active administrator.
        """
        user = self.get(user_id)
        if not user.active:
            return False
        if Role.ADMINISTRATOR in user.granted:
            self._keep_an_administrator(user)
        self._raise(user_id, active=False)
        return True

    def enable(self, user_id: Id) -> bool:
        """Let a disabled user in again; return whether that changed anything.

        Raises
        ------
        NotFound
            If there is no such user.
        Conflict
            If their e-mail address or employee is another's now.
        """
        user = self.get(user_id)
        if user.active:
            return False
        self._free(user)
        self._raise(user_id, active=True)
        return True

    def grant(self, user_id: Id, role: Role, *, by: Id, at: datetime) -> bool:
        """Grant a role; return whether that changed anything. Raises NotFound."""
        if role in self.get(user_id).granted:
            return False
        self._give(user_id, role, by, at)
        self._raise(user_id)
        return True

    def revoke(self, user_id: Id, role: Role) -> bool:
        """Take a role away; return whether that changed anything.

        Raises
        ------
        NotFound
            If there is no such user.
        Refused
            If they are the last active administrator and this is that role.
        """
        user = self.get(user_id)
        if role not in user.granted:
            return False
        if role is Role.ADMINISTRATOR and user.active:
            self._keep_an_administrator(user)
        self._connection.execute(
            delete(granted_role).where(
                granted_role.c.user_id == user_id, granted_role.c.role == role.value
            )
        )
        self._raise(user_id)
        return True

    def forget(self, user_id: Id) -> None:
        """Erase who a user is: nothing but the disabled id stays, which the record names.

        Raises
        ------
        NotFound
            If there is no such user.
        Refused
            If they are the last active administrator.
        """
        self.disable(user_id)
        self._connection.execute(delete(granted_role).where(granted_role.c.user_id == user_id))
        self._raise(user_id, name="", email="", email_key=None, employee=None)

    def _keep_an_administrator(self, leaving: User) -> None:
        if all(each.id == leaving.id for each in self.with_role(Role.ADMINISTRATOR)):
            raise Refused(
                [
                    f"{leaving.name} is the last administrator, and somebody has to be one.",
                    "Make somebody else an administrator first.",
                ]
            )

    def _give(self, user_id: Id, role: Role, by: Id, at: datetime) -> None:
        if role not in GRANTED:
            raise ValueError(f"{role.value} follows from the organisation and is not granted")
        self._connection.execute(
            insert(granted_role).values(
                user_id=user_id, role=role.value, granted_by=by, granted_at=at
            )
        )

    def _free(self, user: User) -> None:
        """Raise Conflict if another active user has the address or is the employee."""
        owner = self.by_email(user.email) if user.email else None
        if owner is not None and owner.id != user.id:
            raise Conflict(
                f"{user.email} is the e-mail address of {owner.name}. "
                "Give another address, or disable that user first."
            )
        owner = self.by_employee(user.employee) if user.employee is not None else None
        if owner is not None and owner.id != user.id:
            raise Conflict(
                f"Employee {user.employee} is the user {owner.name} already. "
                "Disable that user first, or name another employee."
            )

    def _raise(self, user_id: Id, **values: object) -> int:
        self._connection.execute(
            update(user_account)
            .where(user_account.c.id == user_id)
            .values(revision=user_account.c.revision + 1, **values)
        )
        return self.revision(user_id)


def _texts(user: User) -> dict[str, str | None]:
    return {
        "name": user.name,
        "email": user.email,
        "email_key": email_key(user.email),
        "employee": user.employee,
    }
