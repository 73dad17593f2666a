"""One fact of a clash: the rows that state it, a clause that tells it, what to change.

Each kind of fact is one function here, found by its name in ``_KINDS``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.days import during, in_words
from planner.planning.clash_limits import budget, one_home, rest
from planner.planning.clash_scene import Telling
from planner.planning.periods import touched_periods
from planner.planning.words import Count, listed

if TYPE_CHECKING:
    from collections.abc import Callable

    import solver
    from planner.domain import Closure
    from planner.planning.clash_scene import Scene


def tell(fact: solver.Fact, scene: Scene) -> Telling:
    """Return a fact in words; a fact of an unknown kind tells its kind alone."""
    kind = _KINDS.get(fact.kind)
    return kind(fact, scene) if kind else Telling((), fact.kind.replace("_", " "), "")


def _pin(fact: solver.Fact, scene: Scene) -> Telling:
    promise = scene.promise(fact.row)
    row = scene.row("pins", fact.row, f"{promise.pin.employee} at {promise.pin.host}")
    guide = scene.guide_of(promise)
    return Telling(
        (row,),
        f"{promise.who} is promised {promise.where} {promise.when}{guide}",
        f"Move or drop the promise of {promise.who} at {promise.where} ({scene.place(row)}).",
    )


def _requirement(fact: solver.Fact, scene: Scene) -> Telling:
    required = scene.organisation.requirements[fact.row]
    who, where = scene.person(required.employee), scene.department(required.department)
    row = scene.row("requirements", fact.row, f"{required.employee} at {required.department}")
    later = "Give {} more time for the visit to {}, or drop the requirement ({})."
    return Telling(
        (row,),
        f"{who} must visit {where} {scene.deadline(required.by)}",
        later.format(who, where, scene.place(row)),
    )


def _desks(fact: solver.Fact, scene: Scene) -> Telling:
    department = scene.organisation.departments[fact.department]
    row = scene.row("departments", fact.department, department.id)
    name = scene.names.department(fact.department)
    return Telling(
        (row,),
        f"{name} seats {scene.seats(department)} at once",
        f"Raise the host_capacity of {name} above {department.host_capacity} ({scene.place(row)}).",
    )


def _staffing(fact: solver.Fact, scene: Scene) -> Telling:
    department = scene.organisation.departments[fact.department]
    row = scene.row("departments", fact.department, department.id)
    name, least = scene.names.department(fact.department), department.minimum_staffing
    return Telling(
        (row,),
        f"{name} needs {Count(least):person} of its own at their desks",
        f"Lower the minimum_staffing of {name} below {least} ({scene.place(row)}).",
    )


def _unavailable(fact: solver.Fact, scene: Scene) -> Telling:
    employee = scene.organisation.employees[fact.employee]
    cycle, who = scene.organisation.cycle, scene.names.employee(fact.employee)
    first, last = cycle.first_day_of(fact.period), cycle.last_day_of(fact.period)
    starts_late = employee.starts is not None and employee.starts > first
    ends_early = employee.ends is not None and employee.ends < last
    if starts_late or ends_early:
        row = scene.row("employees", fact.employee, employee.id)
        what = (
            f"only starts on {in_words(employee.starts)}"
            if employee.starts is not None and starts_late
            else f"leaves on {in_words(employee.ends)}"
            if employee.ends is not None
            else ""
        )
        remedy = f"Check the employment dates of {who} ({scene.place(row)})."
        return Telling((row,), f"{who} {what}", remedy)
    absences = [
        (row, absence)
        for row, absence in enumerate(scene.organisation.absences)
        if absence.employee == employee.id
        and fact.period in touched_periods(cycle, absence.first_day, absence.last_day)
    ]
    rows = tuple(
        scene.row("absences", row, f"{absence.employee} {absence.first_day.isoformat()}")
        for row, absence in absences
    )
    runs = [(during(absence.first_day, absence.last_day), absence.kind) for _, absence in absences]
    told = listed(when + scene.aside(kind) for when, kind in runs)
    remedy = f"Move the absence of {who} {listed(when for when, _ in runs)}"
    return Telling(rows, f"{who} is away {told}", f"{remedy} ({scene.places(rows)}).")


def _mentors(fact: solver.Fact, scene: Scene) -> Telling:
    name, mentors = scene.names.department(fact.department), scene.mentors(fact.department)
    rows = tuple(
        scene.row("employees", number, scene.organisation.employees[number].id)
        for number in mentors
    )
    clause = (
        f"{scene.names.employee(mentors[0])} is the only mentor of {name}"
        if len(mentors) == 1
        else f"{name} has {listed(map(scene.guide, mentors))} as its only mentors"
        if mentors
        else f"{name} has no mentors"
    )
    remedy = (
        f"Make somebody else of {name} a mentor, or let a mentor guide more visitors at once "
        f"(column mentors, {scene.places(rows)})."
    )
    return Telling(rows, clause, remedy)


def _rotations(fact: solver.Fact, scene: Scene) -> Telling:
    employee = scene.organisation.employees[fact.employee]
    row, who = scene.row("employees", fact.employee, employee.id), scene.person(employee.id)
    most = Count(employee.max_rotations)
    return Telling(
        (row,),
        f"{who} may go on {most:placement} at most",
        f"Raise the max_rotations of {who} above {most} ({scene.place(row)}).",
    )


def _restriction(fact: solver.Fact, scene: Scene) -> Telling:
    restriction = scene.organisation.restrictions[fact.row]
    who, where = scene.person(restriction.employee), scene.department(restriction.department)
    row = scene.row("restrictions", fact.row, f"{restriction.employee} at {restriction.department}")
    return Telling(
        (row,),
        f"{who} may not be placed at {where}{scene.aside(restriction.reason)}",
        f"Lift the restriction of {who} at {where} ({scene.place(row)}).",
    )


def _keep_apart(fact: solver.Fact, scene: Scene) -> Telling:
    pair = scene.organisation.keep_apart[fact.row]
    row = scene.row("keep_apart", fact.row, f"{pair.employee} and {pair.other}")
    both = f"{scene.person(pair.employee)} and {scene.person(pair.other)}"
    return Telling(
        (row,),
        f"{both} are never to be away at the same time",
        f"Let {both} be away at the same time ({scene.place(row)}).",
    )


def _experience(fact: solver.Fact, scene: Scene) -> Telling:
    who, where = scene.names.employee(fact.employee), scene.names.department(fact.department)
    ids = (
        scene.organisation.employees[fact.employee].id,
        scene.organisation.departments[fact.department].id,
    )
    number, visit = next(
        (number, visit)
        for number, visit in enumerate(scene.organisation.experience)
        if (visit.employee, visit.department) == ids
    )
    row = scene.row("experience", number, f"{ids[0]} at {ids[1]}")
    return Telling(
        (row,),
        f"{who} has been at {where} already, until {in_words(visit.completed_on)}",
        f"Correct the visit of {who} to {where} if it is wrong ({scene.place(row)}).",
    )


def _no_hosting(fact: solver.Fact, scene: Scene) -> Telling:
    return _closed(fact, scene, "receives nobody", "releasing")


def _no_releasing(fact: solver.Fact, scene: Scene) -> Telling:
    return _closed(fact, scene, "lets nobody go", "hosting")


def _closed(fact: solver.Fact, scene: Scene, what: str, other_kind: str) -> Telling:
    department = scene.organisation.departments[fact.department].id
    closures: list[tuple[int, Closure]] = [
        (row, closure)
        for row, closure in enumerate(scene.organisation.closures)
        if closure.department == department
        and closure.kind.value != other_kind
        and fact.period
        in touched_periods(scene.organisation.cycle, closure.first_day, closure.last_day)
    ]
    rows = tuple(
        scene.row("closures", row, f"{department} {closure.first_day.isoformat()}")
        for row, closure in closures
    )
    name = scene.names.department(fact.department)
    when = listed(during(closure.first_day, closure.last_day) for _, closure in closures)
    remedy = f"Move the closure of {name} {when} ({scene.places(rows)})."
    return Telling(rows, f"{name} {what} {when}", remedy)


_KINDS: dict[str, Callable[[solver.Fact, Scene], Telling]] = {
    "pin": _pin,
    "requirement": _requirement,
    "desks": _desks,
    "staffing": _staffing,
    "unavailable": _unavailable,
    "mentors": _mentors,
    "rotations": _rotations,
    "restriction": _restriction,
    "keep_apart": _keep_apart,
    "experience": _experience,
    "no_hosting": _no_hosting,
    "no_releasing": _no_releasing,
    "rest": rest,
    "one_home": one_home,
    "budget": budget,
}
