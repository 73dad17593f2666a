"""Who acts, what they may, and the entry that each deed leaves in the record.

Every workflow that touches the database calls these inside its transaction::

    def work(unit: Unit) -> None:
        demand(unit, actor, Action.DRAFT_EDIT, EVERYTHING, now, cycle=cycle)
        ...
        record(unit, actor, Action.DRAFT_EDIT, cycle, "version 3", {"moved": "1"}, now)

The record outlives the people in it: it calls employees by pseudonyms. `record` puts these in
where a fact is named like one of `PEOPLE`, and `planner.workflow.records` resolves them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from planner.access import EVERYTHING, PLANNER, SHUT_OUT, Action, Standing, Thing
from planner.access import demand as demand_of
from planner.domain import SYSTEM, Actor, NotAllowed
from planner.workflow.cycles import cycle_of, teams_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.domain import Entry, User
    from planner.domain.organisation import Id
    from planner.store import Unit

PEOPLE = frozenset(
    {
        "approver",
        "claimant",
        "deputy",
        "employee",
        "employees",
        "holder",
        "manager",
        "mentor",
        "partner",
        "requester",
        "visitor",
    }
)
"""Facts with these names hold employee ids; several in one fact are divided by line breaks."""


def clock(now: datetime | None = None) -> datetime:
    """Return a moment in UTC: the one that is given, or this one.

    Raises
    ------
    ValueError
        If the one that is given has no time zone.
    """
    if now is None:
        return datetime.now(UTC)
    if now.tzinfo is None:
        raise ValueError(f"{now.isoformat()} has no time zone")
    return now.astimezone(UTC)


def standing(
    unit: Unit, actor: Actor, now: datetime, *, cycle: str | None = None, placed: bool = False
) -> Standing:
    """Return what an actor is at this moment, read anew in this transaction.

    Parameters
    ----------
    unit : Unit
    actor : Actor
    now : datetime
        With its time zone; the day counts in UTC.
    cycle : str, optional
        The cycle that is acted on. Without it, the one that says who works here today
        (`planner.workflow.cycles.cycle_of`).
    placed : bool, default False
        Whether to look up where they are placed, which only seeing other people's
        placements depends on.

    Raises
    ------
    NotAllowed
        There is no such user, or they were disabled: told before anything else is.
    NotFound
        There is no such cycle.
    """
    if actor.user == SYSTEM.user:
        return PLANNER
    return standing_of(unit, _active(unit, actor), now, cycle=cycle, placed=placed)


def refuse_outsiders(unit: Unit, actor: Actor) -> None:
    """Go on only for those who may use the planner; first, where things are looked up before.

    Raises
    ------
    NotAllowed
        There is no such user, or they were disabled.
    """
    if actor.user != SYSTEM.user:
        _active(unit, actor)


def _active(unit: Unit, actor: Actor) -> User:
    user = unit.people.find(actor.user)
    if user is None:
        raise NotAllowed(f'There is no user "{actor.user}". Ask an administrator to add them.')
    if not user.active:
        raise NotAllowed(SHUT_OUT)
    return user


def standing_of(
    unit: Unit, user: User, now: datetime, *, cycle: str | None = None, placed: bool = False
) -> Standing:
    """Return what a user is at this moment, who may have been disabled; as in `standing`."""
    day = now.astimezone(UTC).date()
    state = unit.organisations.state(cycle) if cycle else cycle_of(unit, day, user.employee)
    delegations = unit.people.delegations.in_force(day, deputy=user.employee or "")
    hosts: set[str] = set()
    if placed and state is not None and state.published is not None and user.employee:
        plan = unit.versions.plan(state.cycle.name, state.published, employees=[user.employee])
        hosts = {each.host for each in plan}
    return Standing.of(user, teams_of(unit, state), delegations, day, hosts=hosts)


def demand(
    unit: Unit,
    actor: Actor,
    action: Action,
    thing: Thing = EVERYTHING,
    now: datetime | None = None,
    *,
    cycle: str | None = None,
    placed: bool = False,
) -> Standing:
    """Go on only if an actor may do something to a thing now; return what they are.

    ``cycle`` and ``placed`` are those of `standing`. How much of the thing they may see says
    `planner.access.may`.

    Raises
    ------
    NotAllowed
        They may know of the thing, and may not do this with it.
    NotFound
        They may not even know of it.
    """
    here = standing(unit, actor, clock(now), cycle=cycle, placed=placed)
    demand_of(here, action, thing)
    return here


def record(
    unit: Unit,
    actor: Actor,
    action: Action,
    cycle: str,
    thing: str,
    facts: Mapping[str, str],
    now: datetime,
) -> Entry:
    """Write one entry into the record; each accepted deed writes exactly one.

    Parameters
    ----------
    unit : Unit
    actor : Actor
    action : Action
    cycle : str
        "" where it was done to no cycle.
    thing : str
        What it was done to: ``version 3``, ``request 3f2a``, ``user u7``, ``employee e1``.
    facts : mapping of str to str
        What matters of it, ids and numbers rather than names; see `PEOPLE`.
    now : datetime
    """
    behalf = actor.on_behalf_of
    doer = Actor(actor.user, None if behalf is None else unit.aliases.of(behalf))
    noun, blank, name = thing.partition(" ")
    if noun in PEOPLE and blank:
        thing = f"{noun} {_veiled(unit, name)}"
    told = {
        name: _veiled(unit, value) if name in PEOPLE and value else value
        for name, value in facts.items()
    }
    return unit.journal.append(doer, action.value, now, cycle=cycle, thing=thing, facts=told)


def _veiled(unit: Unit, employees: Id) -> str:
    return "\n".join(unit.aliases.of(each) for each in employees.split("\n"))
