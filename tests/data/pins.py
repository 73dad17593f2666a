"""The rules that one placement alone can break, read from model.md once more, by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain import ClosureKind, Organisation, Pin, Placement
from planner.graph import is_valid


def promised(organisation: Organisation, pin: Pin) -> Promise:
    (host,) = [d for d in organisation.departments if d.id == pin.host]
    days = host.rotation_periods * organisation.cycle.period_days
    last_day = pin.first_day + timedelta(days=days - 1)
    return Promise(Placement(pin.employee, pin.host, pin.first_day, last_day, pin.mentor))


@dataclass(frozen=True)
class Promise:
    placement: Placement

    @property
    def employee(self) -> str:
        return self.placement.employee

    @property
    def host(self) -> str:
        return self.placement.host

    @property
    def mentor(self) -> str | None:
        return self.placement.mentor

    @property
    def first_day(self) -> date:
        return self.placement.first_day

    @property
    def last_day(self) -> date:
        return self.placement.last_day

    def faults(self, organisation: Organisation) -> list[str]:
        """Return what is wrong with it, taken alone. A period is a week from Monday on."""
        people = {employee.id: employee for employee in organisation.employees}
        home = people[self.employee].department
        visit = (self.employee, self.host)
        cycle = organisation.cycle
        guides = [e.id for e in organisation.employees if e.department == self.host and e.mentors]
        checks = {
            "horizon": cycle.starts_period(self.first_day)
            and cycle.first_day <= self.first_day
            and self.last_day <= cycle.last_day,
            "availability": self._there(organisation, self.employee),
            "linked": any(d.walked_by(home, self.host) for d in organisation.dependencies),
            "host closed": self._open(organisation, self.host, ClosureKind.HOSTING),
            "home closed": self._open(organisation, home, ClosureKind.RELEASING),
            "staffing": all(
                self._present(organisation, home, week) > _minimum(organisation, home)
                for week in self._weeks()
            ),
            "rotations": people[self.employee].max_rotations >= 1,
            "repeat": visit
            not in {
                (past.employee, past.department)
                for past in organisation.experience
                if is_valid(past, cycle)
            },
            "restriction": visit
            not in {(one.employee, one.department) for one in organisation.restrictions},
            "mentor": any(
                self._there(organisation, guide) for guide in guides if self.mentor in (None, guide)
            ),
        }
        return [name for name, kept in checks.items() if not kept]

    def _weeks(self) -> list[date]:
        weeks = ((self.last_day - self.first_day).days + 1) // 7
        return [self.first_day + timedelta(days=7 * week) for week in range(weeks)]

    def _there(self, organisation: Organisation, employee: str) -> bool:
        return all(_works(organisation, employee, week) for week in self._weeks())

    def _present(self, organisation: Organisation, home: str, week: date) -> int:
        team = (e.id for e in organisation.employees if e.department == home)
        return sum(_works(organisation, employee, week) for employee in team)

    def _open(self, organisation: Organisation, department: str, kind: ClosureKind) -> bool:
        return not any(
            closure.department == department
            and closure.kind in (kind, ClosureKind.BOTH)
            and closure.first_day <= self.last_day
            and self.first_day <= closure.last_day
            for closure in organisation.closures
        )


def _works(organisation: Organisation, employee: str, week: date) -> bool:
    (person,) = [e for e in organisation.employees if e.id == employee]
    sunday = week + timedelta(days=6)
    if (person.starts or week) > week or (person.ends or sunday) < sunday:
        return False
    return not any(
        absence.employee == employee and absence.first_day <= sunday and week <= absence.last_day
        for absence in organisation.absences
    )


def _minimum(organisation: Organisation, department: str) -> int:
    (found,) = [d.minimum_staffing for d in organisation.departments if d.id == department]
    return found
