"""Read the published plan, as far as it is somebody's to see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from planner.access import Action, Scope, Standing, Thing, View, may, missing, scopes
from planner.access import demand as demand_of
from planner.domain import NotFound, id_of
from planner.present.names import Names
from planner.workflow.acting import clock, refuse_outsiders, standing
from planner.workflow.cycles import cycle_of
from planner.workflow.naming import department_of, people_called, person_of
from planner.workflow.plan_in_force import kept_plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from planner.domain import Actor, CycleState, Organisation, Placement, Plan
    from planner.domain.organisation import Id
    from planner.store import Store, Unit


class Known(StrEnum):
    """Why somebody may see a placement."""

    OWN = "own"
    TEAM = "team"
    """Of a person whose manager they are."""
    VISITOR = "visitor"
    """At a department that they manage."""
    NAME_ONLY = "name only"
    """Where they work or go themselves: who comes, and no more."""
    HR = "hr"


_WHY = {
    Scope.OWN: Known.OWN,
    Scope.TEAM: Known.TEAM,
    Scope.VISITORS: Known.VISITOR,
    Scope.VISITOR_NAMES: Known.NAME_ONLY,
    Scope.ALL: Known.HR,
}


@dataclass(frozen=True, slots=True)
class SeenPlacement:
    """A placement in names, as far as it may be seen.

    Of one that is known by name only, days are None and mentor and id are "", and somebody who
    comes to a department twice is there once. ``mentor`` is "" where nobody guides the visit,
    too.
    """

    person: str
    host: str
    first_day: date | None
    last_day: date | None
    mentor: str
    id: str
    known: Known


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """How much there is in a whole plan."""

    placements: int
    people: int
    hosts: int


@dataclass(frozen=True, slots=True)
class SeenPlan:
    """The published plan of a cycle as one person sees it.

    ``placements`` come by first day, those known by name only at the end; ``counts`` are those
    of the whole plan, for HR and administrators, and None for all others.
    """

    cycle: str
    version: int
    placements: tuple[SeenPlacement, ...]
    counts: PlanCounts | None


def view_plan(
    store: Store,
    actor: Actor,
    *,
    cycle: str | None = None,
    employee: str | None = None,
    host: str | None = None,
    now: datetime | None = None,
) -> SeenPlan:
    """Return what an actor may see of the published plan.

    Employees see their own placements, and the names of those who visit where they work or
    go; managers those of their team, and the visitors of departments that they manage; HR all
    of it; administrators counts.

    Parameters
    ----------
    store, actor
    cycle : str, optional
        Without it, the one that says who works here today.
    employee, host : str, optional
        Only the placements of this person, at this department: an id or a name.
    now : datetime, optional

    Raises
    ------
    NotAllowed
        There is no such user, or they were disabled.
    NotFound
        They may see nothing of it, or nothing of this person; nothing is published.
    Refused
        There is no such department; or, for those who may see everybody, no such person.
    """
    moment = clock(now)
    with store.read() as unit:
        state = _state(unit, actor, cycle, moment)
        name = state.cycle.name
        here = standing(unit, actor, moment, cycle=name, placed=True)
        if not scopes(here, Action.PLAN_READ):
            demand_of(here, Action.PLAN_READ)
        version = unit.versions.published(name)
        if version is None:
            raise NotFound(f'No plan of "{name}" is published yet.')
        ready = kept_plan(unit, state)
        organisation = unit.organisations.load(name) if ready is None else ready.organisation
        plan = unit.versions.plan(name, version.number) if ready is None else ready.plan
    names = Names(organisation) if ready is None else ready.names
    where = None if host is None else department_of(organisation, host)
    seen = list(_seen(here, plan))
    if employee is not None:
        wanted = _wanted(organisation, here, {each.employee for each, _ in seen}, employee)
        seen = [(p, known) for p, known in seen if p.employee in wanted]
    there = ((p, known) for p, known in seen if where in (None, p.host))
    told = dict.fromkeys(_told(names, placement, known) for placement, known in there)
    return SeenPlan(name, version.number, tuple(sorted(told, key=_order)), _counts(here, plan))


def _state(unit: Unit, actor: Actor, cycle: str | None, now: datetime) -> CycleState:
    refuse_outsiders(unit, actor)
    if cycle is not None:
        return unit.organisations.state(cycle)
    found = cycle_of(unit, now.date())
    if found is None:
        raise NotFound("There is no cycle yet, and so no plan.")
    return found


def _seen(here: Standing, plan: Plan) -> Iterator[tuple[Placement, Known]]:
    for each in plan:
        verdict = may(here, Action.PLAN_READ, Thing.of_placement(each))
        if verdict.allowed and verdict.scope is not None:
            yield each, _WHY[verdict.scope]


def _wanted(
    organisation: Organisation, here: Standing, seen: set[Id], employee: str
) -> frozenset[Id]:
    """Return who is meant, of those whom somebody may know to have placements."""
    if Scope.ALL in scopes(here, Action.PLAN_READ):
        return frozenset((person_of(organisation, employee),))
    found = frozenset(people_called(organisation, employee))
    # Of their own people they may know that these have none.
    found &= seen | here.team | {here.employee}
    if not found:
        raise missing(Action.PLAN_READ)
    return found


def _told(names: Names, placement: Placement, known: Known) -> SeenPlacement:
    who, where = names.employee(placement.employee), names.department(placement.host)
    if known is Known.NAME_ONLY:
        return SeenPlacement(who, where, None, None, "", "", known)
    mentor = "" if placement.mentor is None else names.employee(placement.mentor)
    first, last = placement.first_day, placement.last_day
    return SeenPlacement(who, where, first, last, mentor, id_of(placement), known)


def _order(seen: SeenPlacement) -> tuple[bool, date, str, str]:
    first = seen.first_day
    return first is None, first or date.min, seen.person.casefold(), seen.host.casefold()


def _counts(here: Standing, plan: Plan) -> PlanCounts | None:
    if may(here, Action.PLAN_READ).view < View.COUNTS:
        return None
    return PlanCounts(len(plan), len({p.employee for p in plan}), len({p.host for p in plan}))
