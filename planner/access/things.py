"""What something is done to, told by what permissions look at: whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.access.actions import Action
from planner.domain import ChangeRequest, Role, User
from planner.domain.organisation import Id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.domain import Entry, Placement

_NOBODY: frozenset[Id] = frozenset()


@dataclass(frozen=True, slots=True)
class Thing:
    """Whose something is. Made by the methods below; a bare one is the whole, nobody's own.

    Attributes
    ----------
    employees : frozenset of str
        The employees whose it is.
    departments : frozenset of str
        The departments whose it is, or both ends of a dependency.
    hosts : frozenset of str
        The departments at which it takes place.
    user : str, optional
        The user whose it is.
    account : User, optional
        The user that it is.
    role : Role, optional
        The role that is granted or revoked.
    administrators : int, optional
        How many active users are administrators now.
    request : ChangeRequest, optional
    eligible : bool
        Whether the actor could take what an open request offers.
    group : int, optional
        How many people a figure is about.
    asked_by : str, optional
        The user who asks for agreement.
    recorded : Action, optional
        The action that an entry of the record tells of.
    """

    employees: frozenset[Id] = _NOBODY
    departments: frozenset[Id] = _NOBODY
    hosts: frozenset[Id] = _NOBODY
    user: Id | None = None
    account: User | None = None
    role: Role | None = None
    administrators: int | None = None
    request: ChangeRequest | None = None
    eligible: bool = False
    group: int | None = None
    asked_by: Id | None = None
    recorded: Action | None = None

    @classmethod
    def of_employees(cls, employees: Iterable[Id]) -> Thing:
        """Return something that belongs to these employees, all of them."""
        return cls(employees=frozenset(employees))

    @classmethod
    def of_employee(cls, employee: Id) -> Thing:
        """Return something of one employee: a profile, an absence, a request to be asked."""
        return cls.of_employees((employee,))

    @classmethod
    def of_departments(cls, departments: Iterable[Id]) -> Thing:
        """Return something of these departments: a closure, a dependency by both its ends."""
        return cls(departments=frozenset(departments))

    @classmethod
    def of_placement(cls, placement: Placement) -> Thing:
        """Return a placement of a published plan."""
        return cls(employees=frozenset((placement.employee,)), hosts=frozenset((placement.host,)))

    @classmethod
    def of_request(cls, request: ChangeRequest, *, eligible: bool = False) -> Thing:
        """Return a change request; ``eligible`` if the actor could take what it offers."""
        return cls(employees=frozenset((request.requester,)), request=request, eligible=eligible)

    @classmethod
    def of_user(
        cls, account: User, *, administrators: int | None = None, role: Role | None = None
    ) -> Thing:
        """Return a user, and what is needed to keep the last administrator."""
        own = frozenset((account.employee,)) if account.employee is not None else _NOBODY
        return cls(
            employees=own,
            user=account.id,
            account=account,
            role=role,
            administrators=administrators,
        )

    @classmethod
    def of_group(cls, size: int, departments: Iterable[Id] = ()) -> Thing:
        """Return a figure about a group of people, of these departments if of any."""
        return cls(group=size, departments=frozenset(departments))

    @classmethod
    def of_entry(cls, entry: Entry, employees: Iterable[Id] = ()) -> Thing:
        """Return an entry of the record, and the employees it is about."""
        about = set(employees)
        if entry.on_behalf_of is not None:
            about.add(entry.on_behalf_of)
        recorded = next((each for each in Action if each == entry.action), None)
        return cls(employees=frozenset(about), user=entry.user, recorded=recorded)


EVERYTHING = Thing()
"""The whole: an organisation, a draft, all of a plan."""
