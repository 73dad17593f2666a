"""What is odd about departments, mentors and dependencies."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from planner.exchange.reachable import links, season_periods

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.domain import Dependency
    from planner.exchange.faults import Ledger
    from planner.exchange.reachable import Facts


def odd_departments(facts: Facts, files: Mapping[str, str], ledger: Ledger) -> None:
    """Warn of departments in no dependency and of staffing that nobody can keep."""
    organisation = facts.organisation
    headcount = Counter(employee.department for employee in organisation.employees)
    joined = {end for d in organisation.dependencies for end in (d.customer, d.provider)}
    for row, department in enumerate(organisation.departments):
        line = organisation.line("departments", row)
        if department.id not in joined:
            ledger.warn(
                files["departments"],
                "the department is in no dependency, so nobody visits it or leaves it",
                "Add a dependency to dependencies if somebody relies on it",
                row=line,
                column="id",
                value=department.id,
            )
        people = headcount[department.id]
        if department.minimum_staffing > people:
            ledger.warn(
                files["departments"],
                f"more people must stay than the department has ({people}), "
                "so nobody can ever leave",
                f"Lower minimum_staffing to less than {people}, if somebody is to go"
                if people
                else "Write 0, or add the people of this department to employees",
                row=line,
                column="minimum_staffing",
                value=department.minimum_staffing,
            )


def odd_mentors(facts: Facts, files: Mapping[str, str], ledger: Ledger) -> None:
    """Warn of mentors whom nobody can ever visit."""
    organisation = facts.organisation
    visited = {host for _, host in facts.links}
    for row, employee in enumerate(organisation.employees):
        if employee.mentors == 0:
            continue
        home = employee.department
        if facts.hosts(home) and home in visited:
            continue
        reason = (
            f"no dependency sends anybody to {home}"
            if home not in visited
            else _cannot_host(facts, home, facts.organisation.cycle.periods, "the cycle")
        )
        ledger.warn(
            files["employees"],
            f"is a mentor in a department that hosts nobody: {reason}",
            "Leave mentors empty, or let the department host visitors",
            row=organisation.line("employees", row),
            column="mentors",
            value=employee.mentors,
        )


def odd_dependencies(facts: Facts, files: Mapping[str, str], ledger: Ledger) -> None:
    """Warn of dependencies that nobody may walk, or too few people for their target."""
    organisation = facts.organisation
    for row, dependency in enumerate(organisation.dependencies):
        people = facts.walkers(dependency)
        if people >= dependency.target:
            continue
        line = organisation.line("dependencies", row)
        if people == 0:
            ledger.warn(
                files["dependencies"],
                f"nobody may walk this dependency: {_obstacle(facts, dependency)}",
                "Change what stands in the way, or delete the dependency",
                row=line,
                column="customer, provider",
                value=f"{dependency.customer}, {dependency.provider}",
            )
        else:
            ledger.warn(
                files["dependencies"],
                f"the target is larger than the number of people who could ever walk "
                f"this dependency ({people})",
                f"Lower it to {people}, or let more people go",
                row=line,
                column="target",
                value=dependency.target,
            )


def _obstacle(facts: Facts, dependency: Dependency) -> str:
    """Return why nobody may walk a dependency, for each direction that it allows."""
    periods = season_periods(facts.organisation, dependency)
    span = "its season" if dependency.season_from or dependency.season_to else "the cycle"
    reasons = []
    for home, host in links([dependency]):
        if not facts.hosts(host, periods):
            reasons.append(_cannot_host(facts, host, periods, span))
        elif not facts.movers[home]:
            reasons.append(f"nobody of {home} may go anywhere in this cycle")
        else:
            reasons.append(f"everybody of {home} who may go is restricted from {host}")
    return "; ".join(dict.fromkeys(reasons))


def _cannot_host(facts: Facts, department: str, periods: int, span: str) -> str:
    host = facts.departments[department]
    if host.host_capacity == 0:
        return f"the host_capacity of {department} is 0"
    return (
        f"a placement at {department} takes {host.rotation_periods} periods "
        f"and {span} holds {periods}"
    )
