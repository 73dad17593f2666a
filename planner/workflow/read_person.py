"""Read what is known of an employee, and what they wish, as far as it is somebody's to see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from planner.access import Action, Thing, View, may, missing
from planner.access import demand as demand_of
from planner.domain import Employee, Refused
from planner.present.names import Names
from planner.workflow.acting import clock, refuse_outsiders, standing
from planner.workflow.cycles import cycle_of
from planner.workflow.naming import people_called

if TYPE_CHECKING:
    from datetime import datetime

    from planner.domain import Actor, Organisation, User
    from planner.domain.organisation import Id
    from planner.store import Store, Unit


@dataclass(frozen=True, slots=True)
class Details:
    """What an organisation holds of somebody, in names.

    ``manager`` is "" without one; ``starts`` and ``ends`` are the first and last day of their
    employment, None where nothing is entered. ``absences`` are first day, last day and kind;
    ``experience`` is a department and a day; ``required`` a department and the day by which it
    is to be visited, None for the end of the cycle; ``barred`` a department where they cannot
    be placed, and why.
    """

    department: str
    manager: str
    most_placements: int
    mentors: int
    starts: date | None
    ends: date | None
    absences: tuple[tuple[date, date, str], ...]
    experience: tuple[tuple[str, date], ...]
    required: tuple[tuple[str, date | None], ...]
    barred: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """An employee as one person sees them.

    ``user`` is the user they sign in as, "" if none; ``active`` whether they can.
    ``details`` is None for administrators, who see name and sign-in only.
    """

    cycle: str
    name: str
    email: str
    user: str
    active: bool
    details: Details | None


@dataclass(frozen=True, slots=True)
class Wish:
    """How much somebody would like to see a department: -2 rather not, 2 keen."""

    department: str
    score: int


def see_profile(
    store: Store,
    actor: Actor,
    employee: str,
    *,
    cycle: str | None = None,
    now: datetime | None = None,
) -> Profile:
    """Return what an actor may see of an employee.

    Parameters
    ----------
    store, actor
    employee : str
        An id, an e-mail address or a full name.
    cycle : str, optional
        Without it, the one that says who works here today.
    now : datetime, optional

    Raises
    ------
    NotAllowed
        There is no such user, or they were disabled.
    NotFound
        There is no such employee, or none that they may know of.
    Refused
        Several are called like that.
    """
    moment = clock(now)
    with store.read() as unit:
        organisation, id, view = _found(unit, actor, Action.PROFILE_READ, employee, cycle, moment)
        user = _user_of(unit, id)
    person = next(each for each in organisation.employees if each.id == id)
    return Profile(
        organisation.cycle.name,
        person.name,
        person.email if user is None else user.email,
        "" if user is None else user.id,
        user is not None and user.active,
        _details(organisation, person) if view is View.FULL else None,
    )


def see_preferences(
    store: Store,
    actor: Actor,
    employee: str,
    *,
    cycle: str | None = None,
    now: datetime | None = None,
) -> tuple[Wish, ...]:
    """Return which departments an employee would like to visit, the keenest wish first.

    Parameters and what is raised are those of `see_profile`.
    """
    moment = clock(now)
    with store.read() as unit:
        organisation, id, _ = _found(unit, actor, Action.PREFERENCE_READ, employee, cycle, moment)
    names = Names(organisation)
    wishes = [
        Wish(names.department(each.department), each.score)
        for each in organisation.preferences
        if each.employee == id
    ]
    return tuple(sorted(wishes, key=lambda wish: (-wish.score, wish.department.casefold())))


def _user_of(unit: Unit, employee: Id) -> User | None:
    """Return the user who is an employee; one that was disabled if nobody else is."""
    found = unit.people.by_employee(employee)
    if found is not None:
        return found
    return next((u for u in unit.people.everybody(active=False) if u.employee == employee), None)


def _found(
    unit: Unit, actor: Actor, action: Action, employee: str, cycle: str | None, now: datetime
) -> tuple[Organisation, Id, View]:
    """Return who is meant, of those whom somebody may know of, and how much they may see."""
    refuse_outsiders(unit, actor)
    state = cycle_of(unit, now.date(), employee) if cycle is None else None
    name = cycle if state is None else state.cycle.name
    if name is None:
        raise missing(action)
    here = standing(unit, actor, now, cycle=name)
    organisation = unit.organisations.load(name)
    asked = [
        (id, may(here, action, Thing.of_employee(id)))
        for id in people_called(organisation, employee)
    ]
    theirs = [(id, verdict.view) for id, verdict in asked if verdict.allowed]
    if not theirs:
        demand_of(here, action, Thing.of_employee(employee))
        raise missing(action)
    if len(theirs) > 1:
        ids = ", ".join(id for id, _ in theirs)
        raise Refused([f'{len(theirs)} employees are called "{employee}". Give the id: {ids}.'])
    return organisation, *theirs[0]


def _details(organisation: Organisation, person: Employee) -> Details:
    names, who = Names(organisation), person.id
    return Details(
        names.department(person.department),
        "" if person.manager is None else names.employee(person.manager),
        person.max_rotations,
        person.mentors,
        person.starts,
        person.ends,
        tuple(
            (each.first_day, each.last_day, each.kind)
            for each in organisation.absences
            if each.employee == who
        ),
        tuple(
            (names.department(each.department), each.completed_on)
            for each in organisation.experience
            if each.employee == who
        ),
        tuple(
            (names.department(each.department), each.by)
            for each in organisation.requirements
            if each.employee == who
        ),
        tuple(
            (names.department(each.department), each.reason)
            for each in organisation.restrictions
            if each.employee == who
        ),
    )
