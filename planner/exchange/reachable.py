"""Who could ever visit whom: what can be said before anything is planned."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from planner.domain import Department, Dependency, Employee, Organisation

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class Facts:
    """An organisation with the look-ups that its oddities need.

    ``movers`` counts, by home, the employees who could be placed at all. ``blocked``
    counts those among them who may not visit a host (restricted there and without valid
    experience of it). ``settled`` counts those who could not be placed at all, but whose
    valid experience of a host counts. Both are by home and host.
    """

    organisation: Organisation
    departments: dict[str, Department]
    employees: dict[str, Employee]
    links: frozenset[tuple[str, str]]
    experienced: frozenset[tuple[str, str]]
    restricted: frozenset[tuple[str, str]]
    movers: Counter[str]
    experience_by_pair: Counter[tuple[str, str]]
    blocked: Counter[tuple[str, str]]
    settled: Counter[tuple[str, str]]

    @classmethod
    def of(cls, organisation: Organisation) -> Facts:
        """Return the facts of an organisation in which every id exists."""
        employees = {employee.id: employee for employee in organisation.employees}
        moving = {e.id for e in organisation.employees if could_move(organisation, e)}
        experienced = frozenset(
            (visit.employee, visit.department)
            for visit in organisation.experience
            if is_valid(organisation, visit.completed_on)
        )
        restricted = frozenset((r.employee, r.department) for r in organisation.restrictions)
        return cls(
            organisation=organisation,
            departments={d.id: d for d in organisation.departments},
            employees=employees,
            links=frozenset(links(organisation.dependencies)),
            experienced=experienced,
            restricted=restricted,
            movers=Counter(employees[i].department for i in moving),
            experience_by_pair=Counter((employees[i].department, host) for i, host in experienced),
            blocked=Counter(
                (employees[i].department, host)
                for i, host in restricted - experienced
                if i in moving
            ),
            settled=Counter(
                (employees[i].department, host) for i, host in experienced if i not in moving
            ),
        )

    def hosts(self, department: str, periods: int | None = None) -> bool:
        """Tell whether a department could seat anybody, in that many periods (all of them)."""
        host = self.departments[department]
        room = self.organisation.cycle.periods if periods is None else periods
        return host.host_capacity > 0 and host.rotation_periods <= room

    def walkers(self, dependency: Dependency) -> int:
        """Return how many people could ever have walked a dependency."""
        periods = season_periods(self.organisation, dependency)
        return sum(
            self._visitors(home, host, open_to_visits=self.hosts(host, periods))
            for home, host in links([dependency])
        )

    def _visitors(self, home: str, host: str, *, open_to_visits: bool) -> int:
        if not open_to_visits:
            return self.experience_by_pair[home, host]
        pair = (home, host)
        return self.movers[home] - self.blocked[pair] + self.settled[pair]


def links(dependencies: tuple[Dependency, ...] | list[Dependency]) -> list[tuple[str, str]]:
    """Return every home and host between which some dependency sends people."""
    return [
        (home, host)
        for d in dependencies
        for home, host in ((d.customer, d.provider), (d.provider, d.customer))
        if d.walked_by(home, host)
    ]


def could_move(organisation: Organisation, employee: Employee) -> bool:
    """Tell whether an employee may be placed at all and is employed during the cycle."""
    cycle = organisation.cycle
    return (
        employee.max_rotations > 0
        and (employee.starts is None or employee.starts <= cycle.last_day)
        and (employee.ends is None or employee.ends >= cycle.first_day)
    )


def is_valid(organisation: Organisation, completed_on: date) -> bool:
    """Tell whether a visit completed on a day still counts when the cycle begins."""
    cycle = organisation.cycle
    days = cycle.rules.experience_valid_days
    if completed_on > cycle.first_day:
        return False
    return days is None or completed_on + timedelta(days=days) >= cycle.first_day


def season_periods(organisation: Organisation, dependency: Dependency) -> int:
    """Return how many whole periods of the cycle lie inside a dependency's season."""
    cycle = organisation.cycle
    first, last = 0, cycle.periods - 1
    if dependency.season_from is not None:
        before = (dependency.season_from - cycle.first_day).days
        first = max(0, -(-before // cycle.period_days))
    if dependency.season_to is not None:
        after = (dependency.season_to - cycle.first_day).days + 1
        last = min(last, after // cycle.period_days - 1)
    return max(0, last - first + 1)
