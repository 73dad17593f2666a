"""What is odd about ids, managers and the rows that name an employee and a department."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exchange.references import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planner.domain import Pin, Requirement
    from planner.exchange.faults import Ledger
    from planner.exchange.reachable import Facts


def odd_ids(facts: Facts, files: Mapping[str, str], ledger: Ledger) -> None:
    """Warn of ids that people will take for one another."""
    organisation = facts.organisation
    ids = {
        "departments": [department.id for department in organisation.departments],
        "employees": [employee.id for employee in organisation.employees],
    }
    for table, names in ids.items():
        seen: dict[str, str] = {}
        for row, name in enumerate(names):
            twin = seen.setdefault(folded(name), name)
            if twin != name:
                ledger.warn(
                    files[table],
                    f'the id looks the same as "{twin}", which is another one',
                    "Rename one of the two, so that nobody mixes them up",
                    row=organisation.line(table, row),
                    column="id",
                    value=name,
                )


def odd_managers(facts: Facts, files: Mapping[str, str], ledger: Ledger) -> None:
    """Warn of every circle of managers, once, at the first row that is part of it."""
    rows = {employee.id: row for row, employee in enumerate(facts.organisation.employees)}
    for circle in _circles(facts):
        first = min(circle, key=rows.__getitem__)
        turn = circle.index(first)
        path = [*circle[turn:], *circle[:turn], first]
        ledger.warn(
            files["employees"],
            f"the managers go round in a circle: {' - '.join(path[:20])}",
            "Leave the manager of one of them empty, or correct it",
            row=facts.organisation.line("employees", rows[first]),
            column="manager",
            value=facts.employees[first].manager or "",
        )


def _circles(facts: Facts) -> Iterator[list[str]]:
    finished: set[str] = set()
    for start in facts.employees:
        path: dict[str, None] = {}
        person: str | None = start
        while person is not None and person not in finished and person not in path:
            path[person] = None
            person = facts.employees[person].manager
        if person is not None and person in path:
            walked = list(path)
            yield walked[walked.index(person) :]
        finished.update(path)


def odd_experience(facts: Facts, files: Mapping[str, str], ledger: Ledger) -> None:
    """Warn of visits that end after the cycle has begun, since they do not count."""
    organisation = facts.organisation
    for row, visit in enumerate(organisation.experience):
        if visit.completed_on > organisation.cycle.first_day:
            ledger.warn(
                files["experience"],
                f"lies after the first day of the cycle ({organisation.cycle.first_day}), "
                "so the visit does not count",
                "Correct the day; a visit of this cycle belongs into pins",
                row=organisation.line("experience", row),
                column="completed_on",
                value=visit.completed_on,
            )


def odd_preferences(facts: Facts, files: Mapping[str, str], ledger: Ledger) -> None:
    """Warn of wishes for a department to which no dependency sends the person."""
    organisation = facts.organisation
    for row, wish in enumerate(organisation.preferences):
        home = facts.employees[wish.employee].department
        if (home, wish.department) not in facts.links:
            ledger.warn(
                files["preferences"],
                f"no dependency sends {wish.employee} of {home} there, "
                "so the preference changes nothing",
                "Delete the row, or add a dependency between the two departments",
                row=organisation.line("preferences", row),
                column="department",
                value=wish.department,
            )


def odd_requirements(facts: Facts, files: Mapping[str, str], ledger: Ledger) -> None:
    """Warn of visits that are asked for and can never be made."""
    for row, requirement in enumerate(facts.organisation.requirements):
        column, message, remedy = _requirement_oddity(facts, requirement)
        if column:
            ledger.warn(
                files["requirements"],
                message,
                remedy,
                row=facts.organisation.line("requirements", row),
                column=column,
                value=requirement.by if column == "by" else requirement.department,
            )


def _requirement_oddity(facts: Facts, requirement: Requirement) -> tuple[str, str, str]:
    """Return column, message and remedy; an empty column where nothing is odd."""
    person, place = requirement.employee, requirement.department
    employee, cycle = facts.employees[person], facts.organisation.cycle
    pair = (person, place)
    if pair in facts.experienced:
        return (
            "department",
            f"{person} has valid experience of {place}, and nobody visits a department twice",
            "Delete the row, or the visit from experience if it shall be made again",
        )
    if pair in facts.restricted:
        return (
            "department",
            f"{person} may not be placed at {place}, it is in restrictions",
            "Delete this row or the restriction",
        )
    if (employee.department, place) not in facts.links:
        return (
            "department",
            f"no dependency sends people of {employee.department} to {place}",
            "Delete the row, or add a dependency between the two departments",
        )
    if not facts.hosts(place):
        return (
            "department",
            f"{place} hosts nobody in this cycle",
            "Raise its host_capacity or shorten its rotation_periods, or delete the row",
        )
    if employee.max_rotations == 0:
        return (
            "department",
            f"the max_rotations of {person} is 0, so no visit can be made",
            "Raise max_rotations, or delete the row",
        )
    earliest = cycle.last_day_of(facts.departments[place].rotation_periods - 1)
    if requirement.by is not None and requirement.by < earliest:
        return (
            "by",
            f"no placement at {place} can end before {earliest}",
            f"Write {earliest} or a later day, or leave the cell empty",
        )
    return "", "", ""


def odd_pins(facts: Facts, files: Mapping[str, str], ledger: Ledger) -> None:
    """Warn of promised placements whose mentor cannot be the guide."""
    for row, pin in enumerate(facts.organisation.pins):
        reason = _mentor_oddity(facts, pin)
        if reason:
            ledger.warn(
                files["pins"],
                f"this mentor cannot guide the placement: {reason}",
                f"Name a mentor of {pin.host}, or leave the cell empty",
                row=facts.organisation.line("pins", row),
                column="mentor",
                value=pin.mentor,
            )


def _mentor_oddity(facts: Facts, pin: Pin) -> str:
    if pin.mentor is None:
        return ""
    mentor = facts.employees[pin.mentor]
    if mentor.department != pin.host:
        return f"{mentor.id} works in {mentor.department}, not in {pin.host}"
    return "" if mentor.mentors > 0 else f"the mentors of {mentor.id} is 0 or empty"
