"""Who decides for whom while they are away."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, or_, select, update

from planner.domain import Delegation
from planner.store.people_tables import delegation

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection, Select

    from planner.domain.organisation import Id


class Delegations:
    """The delegations of one organisation; holders and deputies are employees."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, made: Delegation) -> None:
        """Keep a delegation.

        Raises
        ------
        ValueError
            If it ends before it begins, or somebody would stand in for themselves.
        """
        if made.last_day < made.first_day:
            raise ValueError(f"a delegation from {made.first_day} cannot end on {made.last_day}")
        if made.holder == made.deputy:
            raise ValueError(f"{made.holder} cannot stand in for themselves")
        self._connection.execute(
            insert(delegation).values(
                holder=made.holder,
                deputy=made.deputy,
                first_day=made.first_day,
                last_day=made.last_day,
                made_by=made.made_by,
                made_at=made.made_at,
            )
        )

    def in_force(
        self, day: date, *, holder: Id | None = None, deputy: Id | None = None
    ) -> tuple[Delegation, ...]:
        """Return the delegations in force on a day, of everybody or of one holder or deputy."""
        query = select(delegation).where(
            delegation.c.first_day <= day, delegation.c.last_day >= day
        )
        if holder is not None:
            query = query.where(delegation.c.holder == holder)
        if deputy is not None:
            query = query.where(delegation.c.deputy == deputy)
        return self._of(query)

    def deputies_of(self, holder: Id, day: date) -> frozenset[Id]:
        """Return who decides for an employee on a day."""
        return frozenset(each.deputy for each in self.in_force(day, holder=holder))

    def holders_of(self, deputy: Id, day: date) -> frozenset[Id]:
        """Return for whom an employee decides on a day."""
        return frozenset(each.holder for each in self.in_force(day, deputy=deputy))

    def of(self, employee: Id) -> tuple[Delegation, ...]:
        """Return every delegation, past and coming, in which an employee has a part."""
        part = or_(delegation.c.holder == employee, delegation.c.deputy == employee)
        return self._of(select(delegation).where(part))

    def end(self, holder: Id, deputy: Id, day: date) -> int:
        """End what ``deputy`` decides for ``holder``: from ``day`` on, nothing any more.

        Returns
        -------
        int
            How many delegations were cut short or taken back; 0 if none reached that day.
        """
        both = (delegation.c.holder == holder, delegation.c.deputy == deputy)
        gone = self._connection.execute(
            delete(delegation).where(*both, delegation.c.first_day >= day)
        ).rowcount
        cut = self._connection.execute(
            update(delegation)
            .where(*both, delegation.c.last_day >= day)
            .values(last_day=day - timedelta(days=1))
        ).rowcount
        return gone + cut

    def forget(self, employee: Id) -> int:
        """Delete every delegation in which an employee has a part; return how many."""
        part = or_(delegation.c.holder == employee, delegation.c.deputy == employee)
        return self._connection.execute(delete(delegation).where(part)).rowcount

    def _of(self, query: Select[tuple[object, ...]]) -> tuple[Delegation, ...]:
        order = (delegation.c.first_day, delegation.c.number)
        return tuple(
            Delegation(
                row.holder, row.deputy, row.first_day, row.last_day, row.made_by, row.made_at
            )
            for row in self._connection.execute(query.order_by(*order))
        )
