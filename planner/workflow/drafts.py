"""What the verbs about drafts have in common: which cycle, which draft, what a search is for."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.domain import (
    Conflict,
    JobState,
    NotFound,
    Organisation,
    Pin,
    Plan,
    Refused,
    VersionState,
)
from planner.workflow.search_process import Order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.domain import CycleState, Job, Placement, PlanVersion, Search
    from planner.store import Unit

WAITING = (JobState.QUEUED, JobState.RUNNING)
"""The states of a job that has not ended."""

_ONCE_PUBLISHED = (VersionState.PUBLISHED, VersionState.SUPERSEDED)


def chosen_cycle(unit: Unit, name: str | None) -> CycleState:
    """Return the cycle of a name; without a name, the only one there is.

    Raises
    ------
    NotFound
        There is no such cycle, or none at all.
    Refused
        There are several to choose from.
    """
    if name is not None:
        return unit.organisations.state(name)
    cycles = unit.organisations.cycles()
    if not cycles:
        raise NotFound("There is no cycle yet. Bring one in first: planner import ORG")
    if len(cycles) > 1:
        names = ", ".join(f'"{each.cycle.name}"' for each in cycles)
        raise Refused([f"There are several cycles: {names}. Say which one, with --cycle."])
    return cycles[0]


def thing_of(number: int) -> str:
    """Return what a version is called in the record."""
    return f"version {number}"


def the_draft(unit: Unit, cycle: str, number: int, expected: int | None = None) -> PlanVersion:
    """Return a draft that may be changed now.

    Parameters
    ----------
    unit, cycle, number
    expected : int, optional
        The revision that was looked at, if any was.

    Raises
    ------
    NotFound
        There is no such version.
    Refused
        It is no draft.
    Conflict
        It has another revision.
    """
    version = unit.versions.get(cycle, number)
    if version.state is not VersionState.DRAFT:
        raise Refused(
            [
                f"Version {number} is {version.state.value}; only a draft can be changed. "
                f"Make one from it: planner plan build --from {number}"
            ]
        )
    if expected is not None and version.revision != expected:
        raise Conflict(f"Somebody else has changed draft {number} meanwhile. Look at it again.")
    return version


def job_of(unit: Unit, cycle: str, number: int, *, live: bool = False) -> Job | None:
    """Return the job of a version that was asked for last; only one that goes on, if ``live``."""
    states = WAITING if live else None
    found = unit.jobs.matching(cycle=cycle, version=number, states=states, limit=1)
    return next(iter(found), None)


def input_hash(state: CycleState, version: PlanVersion) -> str:
    """Return what a search begins with as a SHA-256: the organisation, and the draft as it is."""
    text = f"{state.digest} {version.cycle} {version.number} {version.revision}"
    return hashlib.sha256(text.encode()).hexdigest()


def known_before(unit: Unit, version: PlanVersion) -> int | None:
    """Return the version that people knew before a draft: the published one it goes back to."""
    seen: set[int] = set()
    base = version.base
    while base is not None and base not in seen:
        seen.add(base)
        found = unit.versions.find(version.cycle, base)
        if found is None:
            return None
        if found.state in _ONCE_PUBLISHED:
            return base
        base = found.base
    return None


def plan_before(unit: Unit, version: PlanVersion) -> Plan | None:
    """Return the plan that people knew before a draft; None where there was none."""
    number = known_before(unit, version)
    return None if number is None else unit.versions.plan(version.cycle, number)


def order_for(unit: Unit, version: PlanVersion, search: Search) -> Order:
    """Return what a search for a draft is given: its pins are promises like any other.

    The search begins with what the draft holds: at first that of the version it was made from.
    """
    organisation = unit.organisations.load(version.cycle)
    pinned = unit.versions.pins(version.cycle, version.number)
    start = known_part(organisation, unit.versions.plan(version.cycle, version.number))
    return Order(with_pins(organisation, pinned), search, plan_before(unit, version), start)


def with_pins(organisation: Organisation, pinned: Plan) -> Organisation:
    """Return an organisation in which some placements are promised as well.

    What it promises itself stays as it is, with the mentor it names. Nobody can be held to a
    promise that names somebody who has left, or a mentor who has.
    """
    known = {(pin.employee, pin.host, pin.first_day) for pin in organisation.pins}
    people = {each.id for each in organisation.employees}
    more = tuple(
        Pin(e.employee, e.host, e.first_day, e.mentor if e.mentor in people else None)
        for e in _of_those_here(organisation, pinned)
        if (e.employee, e.host, e.first_day) not in known
    )
    return replace(organisation, pins=(*organisation.pins, *more)) if more else organisation


def known_part(organisation: Organisation, plan: Plan) -> Plan:
    """Return the placements of which an organisation still knows everybody and everything."""
    people = {each.id for each in organisation.employees}
    here = _of_those_here(organisation, plan)
    return Plan(tuple(each for each in here if each.mentor is None or each.mentor in people))


def _of_those_here(organisation: Organisation, plan: Plan) -> Iterator[Placement]:
    """Yield the placements of people and at departments that an organisation has."""
    people = {each.id for each in organisation.employees}
    hosts = {each.id for each in organisation.departments}
    return (each for each in plan if each.employee in people and each.host in hosts)
