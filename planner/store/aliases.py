"""Pseudonyms of employees: the record speaks of these, and this table says who they are.

An entry of the record can never be changed. So that a person can be erased all the same, it
holds no more of them than a pseudonym; without its row here nobody can tell whose it was.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from planner.store.alias_tables import alias
from planner.store.chunks import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from planner.domain.organisation import Id

PATTERN = re.compile(r"person-[0-9a-f]{12}")
"""What a pseudonym looks like."""


class Aliases:
    """The pseudonyms of one organisation; an employee has one at most."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, employee: Id) -> str:
        """Return the pseudonym of an employee; it is drawn when it is first asked for."""
        found = self.find(employee)
        if found is None:
            found = f"person-{secrets.token_hex(6)}"
            self._connection.execute(insert(alias).values(alias=found, employee=employee))
        return found

    def find(self, employee: Id) -> str | None:
        """Return the pseudonym of an employee, or None if the record never spoke of them."""
        return self._connection.scalar(select(alias.c.alias).where(alias.c.employee == employee))

    def find_all(self, employees: Iterable[Id]) -> dict[Id, str]:
        """Return the pseudonyms of those employees who have one."""
        found: dict[Id, str] = {}
        for some in chunks(sorted(set(employees))):
            rows = self._connection.execute(select(alias).where(alias.c.employee.in_(some)))
            found |= {row.employee: row.alias for row in rows}
        return found

    def behind(self, aliases: Iterable[str]) -> dict[str, Id]:
        """Return who is behind pseudonyms; those of people who were erased are left out."""
        found: dict[str, Id] = {}
        for some in chunks(sorted(set(aliases))):
            rows = self._connection.execute(select(alias).where(alias.c.alias.in_(some)))
            found |= {row.alias: row.employee for row in rows}
        return found

    def forget(self, employee: Id) -> bool:
        """Cut the tie between an employee and the record for ever; return whether there was one."""
        gone = self._connection.execute(delete(alias).where(alias.c.employee == employee))
        return gone.rowcount > 0
