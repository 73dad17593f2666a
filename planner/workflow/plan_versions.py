"""Look at the versions of a plan: which there are, and what each is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.access import Action
from planner.domain import (
    BrokenRule,
    Edit,
    Job,
    NotFound,
    Organisation,
    Placement,
    Plan,
    PlanVersion,
    VersionState,
    id_of,
)
from planner.domain.organisation import Id
from planner.present.names import Names
from planner.workflow.acting import clock, demand
from planner.workflow.drafts import chosen_cycle, job_of, known_part, plan_before
from planner.workflow.ended_jobs import find_lost_jobs
from planner.workflow.naming import department_of, person_of, visit_of

if TYPE_CHECKING:
    from datetime import datetime

    from planner.domain import Actor
    from planner.store import Store, Unit


@dataclass(frozen=True, slots=True)
class Listed:
    """A version as it stands in a list, with its last job if it had any."""

    version: PlanVersion
    placements: int
    job: Job | None


@dataclass(frozen=True, slots=True)
class Shown:
    """One version with all that is known of it.

    ``broken`` is what it breaks now; None if it was not looked at. ``placements`` are those
    that were asked for, each with its id and whether it is pinned. ``users`` says what those
    are called who made, published and waived it, by user id.
    """

    organisation: Organisation
    version: PlanVersion
    total: int
    placements: tuple[tuple[str, Placement, bool], ...]
    broken: tuple[BrokenRule, ...] | None
    edits: tuple[Edit, ...]
    job: Job | None
    users: Mapping[Id, str]


def list_plans(
    store: Store,
    actor: Actor,
    *,
    cycle: str | None = None,
    discarded: bool = False,
    now: datetime | None = None,
) -> tuple[Listed, ...]:
    """Return the versions of a cycle, the newest first; drafts thrown away only if asked for.

    Raises
    ------
    NotAllowed, NotFound
        The actor may not; there is no such cycle.
    """
    moment = clock(now)
    find_lost_jobs(store, now=now)
    with store.read() as unit:
        name = chosen_cycle(unit, cycle).cycle.name
        demand(unit, actor, Action.DRAFT_READ, now=moment, cycle=name)
        return tuple(
            Listed(each, unit.versions.count(name, each.number), job_of(unit, name, each.number))
            for each in unit.versions.list(name)
            if discarded or each.state is not VersionState.DISCARDED
        )


def see_plan(
    store: Store,
    actor: Actor,
    number: int | None = None,
    *,
    cycle: str | None = None,
    employee: str | None = None,
    host: str | None = None,
    check: bool = True,
    now: datetime | None = None,
) -> Shown:
    """Return one version, the published one by default, with what it is worth and breaks now.

    Parameters
    ----------
    store, actor
    number : int, optional
    cycle : str, optional
    employee, host : str, optional
        Only the placements of this employee, at this department: an id or a name.
    check : bool, default True
        Whether to look at every rule, which takes a moment for a large plan.
    now : datetime, optional

    Raises
    ------
    NotAllowed, NotFound
        The actor may not; there is no such version.
    Refused
        There is no such employee or department.
    """
    moment = clock(now)
    find_lost_jobs(store, now=now)
    with store.read() as unit:
        name = chosen_cycle(unit, cycle).cycle.name
        demand(unit, actor, Action.DRAFT_READ, now=moment, cycle=name)
        version = the_version(unit, name, number)
        organisation = unit.organisations.load(name)
        plan = unit.versions.plan(name, version.number)
        pinned = {id_of(each) for each in unit.versions.pins(name, version.number)}
        job = job_of(unit, name, version.number)
        edits = unit.edits.list(name, version.number)
        users = _users(unit, version)
        before = plan_before(unit, version)
    who = None if employee is None else person_of(organisation, employee)
    where = None if host is None else department_of(organisation, host)
    rows = tuple(
        (id_of(each), each, id_of(each) in pinned)
        for each in plan
        if who in (None, each.employee) and where in (None, each.host)
    )
    broken = _broken(organisation, plan, before) if check else None
    return Shown(organisation, version, len(plan), rows, broken, edits, job, users)


def _users(unit: Unit, version: PlanVersion) -> dict[Id, str]:
    ids = {version.made_by, version.published_by}
    if version.waiver is not None:
        ids |= {version.waiver.asked_by, version.waiver.agreed_by}
    found = [unit.people.find(each) for each in ids if each]
    return {user.id: user.name for user in found if user is not None and user.name}


def _broken(organisation: Organisation, plan: Plan, before: Plan | None) -> tuple[BrokenRule, ...]:
    from planner.planning import score

    known = known_part(organisation, plan)
    there, names = set(known), Names(organisation)
    gone = tuple(
        BrokenRule(
            "unknown",
            f"{visit_of(names, p)} names somebody or something that is not there any more.",
            (p,),
        )
        for p in plan
        if p not in there
    )
    return (*gone, *score(organisation, known, before).violations)


def the_version(unit: Unit, cycle: str, number: int | None) -> PlanVersion:
    """Return a version, the published one by default. Raises NotFound."""
    if number is not None:
        return unit.versions.get(cycle, number)
    published = unit.versions.published(cycle)
    if published is None:
        raise NotFound(
            f'No plan of "{cycle}" is published yet. planner plan list shows the drafts.'
        )
    return published


def job_now(store: Store, actor: Actor, job_id: str, *, now: datetime | None = None) -> Job:
    """Return a job as it is now, with its last report; for whoever waits for it.

    Raises
    ------
    NotAllowed, NotFound
        The actor may not; there is no such job.
    """
    moment = clock(now)
    find_lost_jobs(store, now=now)
    with store.read() as unit:
        job = unit.jobs.get(job_id)
        demand(unit, actor, Action.JOB_CANCEL, now=moment, cycle=job.cycle)
        return job
