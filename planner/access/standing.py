"""What an actor is at this moment: made anew for each action, never kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain import GRANTED, SYSTEM, Actor, Role
from planner.domain.organisation import Id
from planner.domain.request_table import CLOCKWORK, Doer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from planner.domain import Delegation, User
    from planner.domain.teams import Teams

_NOBODY: frozenset[Id] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """An actor, and all that permissions depend on.

    Attributes
    ----------
    user : str
    active : bool
        A user who is not may do nothing.
    employee : str, optional
        Whom of the organisation they are; None for strangers and for those who have left.
    roles : frozenset of Role
        Granted and derived ones. Who stands in for a manager is one, without a team.
    team : frozenset of str
        The employees whose manager they are.
    departments : frozenset of str
        The departments they manage.
    home : str, optional
        Their own department.
    hosts : frozenset of str
        The departments at which they are placed in the published plan.
    stands_in_for : frozenset of str
        The managers whose delegate they are today.
    system : bool
        Whether it is the planner itself.
    """

    user: Id
    active: bool = True
    employee: Id | None = None
    roles: frozenset[Role] = frozenset()
    team: frozenset[Id] = _NOBODY
    departments: frozenset[Id] = _NOBODY
    home: Id | None = None
    hosts: frozenset[Id] = _NOBODY
    stands_in_for: frozenset[Id] = _NOBODY
    system: bool = False

    @classmethod
    def of(
        cls,
        user: User,
        teams: Teams,
        delegations: Iterable[Delegation],
        day: date,
        *,
        hosts: Iterable[Id] = (),
    ) -> Standing:
        """Return what a user is on a day.

        Parameters
        ----------
        user : User
            As the database has them now.
        teams : Teams
            Of the cycle that is acted on.
        delegations : iterable of Delegation
            Any; those to somebody else, of other days, or of people who manage nobody any
            more are passed over.
        day : date
            Today.
        hosts : iterable of str
            The departments at which they are placed, if what is asked depends on it.
        """
        me = user.employee
        if me is not None and (not teams.knows(me) or teams.has_left(me, day)):
            me = None
        granted = user.granted & GRANTED
        if me is None:
            return cls(user.id, user.active, roles=granted)
        others = _stood_in_for(me, delegations, teams, day)
        roles = {Role.EMPLOYEE, *granted}
        if teams.is_manager(me) or others:
            roles.add(Role.MANAGER)
        return cls(
            user.id,
            user.active,
            me,
            frozenset(roles),
            teams.team_of(me),
            teams.departments_of(me),
            teams.home_of(me),
            frozenset(hosts),
            others,
        )

    def doer(self, on_behalf_of: Id | None = None) -> Doer:
        """Return the actor as the steps of a change request want to know them."""
        if self.system:
            return CLOCKWORK
        return Doer(
            Actor(self.user, on_behalf_of),
            self.employee,
            Role.HR in self.roles,
            self.team,
            self.stands_in_for,
        )


PLANNER = Standing(SYSTEM.user, system=True)
"""The planner itself: it may do what the clock and the workers do, and nothing else."""


def _stood_in_for(
    me: Id, delegations: Iterable[Delegation], teams: Teams, day: date
) -> frozenset[Id]:
    return frozenset(
        each.holder
        for each in delegations
        if each.deputy == me
        and each.holder != me
        and each.first_day <= day <= each.last_day
        and teams.is_manager(each.holder)
    )
