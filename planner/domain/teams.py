"""Who manages whom, read off an organisation once and asked often."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from planner.domain.organisation import Id, Organisation

_NOBODY: frozenset[Id] = frozenset()


class Teams:
    """Managers, their teams, and the departments they manage.

    A team is direct: the people whose manager somebody is, not the people of these. A
    department is managed by the employee who is manager of most of its people; of several,
    by the one with the smallest id. If none of its people has a manager, nobody manages it.
    People manage nobody once their employment has ended, but they stay in the rows: who takes
    their place is for HR to enter, and until then HR answers for them.

    Examples
    --------
    >>> teams = Teams.from_rows([("anna", "P", None, None), ("ben", "P", "anna", None)])
    >>> teams.manager_of("ben"), sorted(teams.team_of("anna")), teams.manager_of_department("P")
    ('anna', ['ben'], 'anna')
    """

    __slots__ = ("_departments", "_ends", "_heads", "_home", "_manager", "_team")

    def __init__(
        self, manager: dict[Id, Id], home: dict[Id, Id], ends: dict[Id, date] | None = None
    ) -> None:
        self._home = home
        self._ends = ends or {}
        # Files are checked for these two; rows of a database in the middle of a repair may not be.
        self._manager = {
            employee: head
            for employee, head in manager.items()
            if head in home and head != employee
        }
        team: defaultdict[Id, list[Id]] = defaultdict(list)
        votes: defaultdict[Id, Counter[Id]] = defaultdict(Counter)
        for employee, head in self._manager.items():
            team[head].append(employee)
            votes[home[employee]][head] += 1
        self._team = {head: frozenset(members) for head, members in team.items()}
        self._heads = {
            department: min(counts, key=lambda head: (-counts[head], head))
            for department, counts in votes.items()
        }
        managed: defaultdict[Id, list[Id]] = defaultdict(list)
        for department, head in self._heads.items():
            managed[head].append(department)
        self._departments = {head: frozenset(them) for head, them in managed.items()}

    @classmethod
    def of(cls, organisation: Organisation) -> Teams:
        """Return the teams of an organisation."""
        return cls.from_rows(
            (e.id, e.department, e.manager, e.ends) for e in organisation.employees
        )

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[Id, Id, Id | None, date | None]]) -> Teams:
        """Return the teams of people given as (id, department, manager, last day or None)."""
        manager: dict[Id, Id] = {}
        home: dict[Id, Id] = {}
        ends: dict[Id, date] = {}
        for employee, department, head, last_day in rows:
            home[employee] = department
            if head is not None:
                manager[employee] = head
            if last_day is not None:
                ends[employee] = last_day
        return cls(manager, home, ends)

    def knows(self, employee: Id) -> bool:
        """Tell whether there is such an employee, whether or not they have left."""
        return employee in self._home

    def home_of(self, employee: Id) -> Id | None:
        """Return the home department of an employee; None for a stranger."""
        return self._home.get(employee)

    def has_left(self, employee: Id, day: date) -> bool:
        """Tell whether somebody's employment ended before a day."""
        ends = self._ends.get(employee)
        return ends is not None and ends < day

    def manager_of(self, employee: Id) -> Id | None:
        """Return the manager of an employee, who may have left; None without one."""
        return self._manager.get(employee)

    def team_of(self, employee: Id) -> frozenset[Id]:
        """Return the people whose manager somebody is; empty for most."""
        return self._team.get(employee, _NOBODY)

    def manager_of_department(self, department: Id) -> Id | None:
        """Return who manages a department; None where nobody does."""
        return self._heads.get(department)

    def departments_of(self, employee: Id) -> frozenset[Id]:
        """Return the departments that somebody manages."""
        return self._departments.get(employee, _NOBODY)

    def is_manager(self, employee: Id) -> bool:
        """Tell whether somebody manages anybody; whoever manages a department does."""
        return employee in self._team
