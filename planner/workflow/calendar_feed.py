"""Calendars: the secret address of somebody's own, and what is found there."""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from planner.access import EVERYTHING, Action, Thing, missing, scopes
from planner.access import demand as demand_of
from planner.domain import BadInput, CalendarEvent, NotFound, Refused
from planner.exchange.atomic import write_files
from planner.exchange.calendar_file import calendar_bytes
from planner.notify import calendar_reset, links, mail_of, message_of
from planner.notify.environment import Environment
from planner.workflow.acting import clock, demand, record, standing
from planner.workflow.cycles import cycle_of, teams_of

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from planner.domain import Actor
    from planner.domain.organisation import Id
    from planner.store import Store, Unit

REFRESH = timedelta(hours=6)
"""After what time a calendar looks again by itself."""


def make_feed(
    store: Store, actor: Actor, employee: Id | None = None, *, now: datetime | None = None
) -> str:
    """Make the secret token of somebody's calendar, and return it: it is shown only now.

    Parameters
    ----------
    store : Store
    actor : Actor
    employee : str, optional
        The actor's own employee, which is what counts if it is left out.
    now : datetime, optional

    Raises
    ------
    NotAllowed, NotFound
        It is somebody else's calendar, or the actor is no employee.
    Refused
        There is a token already.
    """
    now = clock(now)
    token = secrets.token_urlsafe(32)

    def work(unit: Unit) -> None:
        owner = _owner(unit, actor, Action.FEED_MAKE, employee, now)
        since = unit.feeds.made_at(owner)
        if since is not None:
            raise Refused(
                [
                    "There is an address already. It is shown only once; if it got lost, or "
                    "somebody else may know it, make a new one in its place with --reset."
                ]
            )
        unit.feeds.set_token(owner, token, now)
        record(unit, actor, Action.FEED_MAKE, "", f"employee {owner}", {}, now)

    store.write(work)
    return token


def reset_feed(
    store: Store, actor: Actor, employee: Id | None = None, *, now: datetime | None = None
) -> str:
    """Make a new token in place of the old one, which stops working; return the new one.

    Raises
    ------
    NotAllowed, NotFound
        It is somebody else's calendar, or the actor is no employee.
    """
    now = clock(now)
    token = secrets.token_urlsafe(32)

    def work(unit: Unit) -> None:
        owner = _owner(unit, actor, Action.FEED_RESET, employee, now)
        unit.feeds.set_token(owner, token, now)
        record(unit, actor, Action.FEED_RESET, "", f"employee {owner}", {}, now)

    store.write(work)
    return token


def revoke_feed(store: Store, actor: Actor, employee: Id, *, now: datetime | None = None) -> bool:
    """Let no token open somebody's calendar; return whether one did. Its owner is told.

    Raises
    ------
    NotAllowed, NotFound
        The actor is neither HR nor administrator.
    """
    now = clock(now)

    def work(unit: Unit) -> bool:
        demand(unit, actor, Action.FEED_REVOKE, Thing.of_employee(employee), now)
        if not unit.feeds.revoke(employee, now):
            return False
        _tell(unit, actor, employee, now)
        record(unit, actor, Action.FEED_REVOKE, "", f"employee {employee}", {}, now)
        return True

    return store.write(work)


def feed_bytes(store: Store, token: str, *, now: datetime | None = None) -> bytes:
    """Return the calendar that a token opens: its owner's published placements.

    Whoever has the token may have the calendar; there is no actor.

    Raises
    ------
    NotFound
        The token opens nothing, or its owner was disabled or has left: told alike.
    """
    now = clock(now)
    with store.read() as unit:
        owner = unit.feeds.owner(token)
        user = unit.people.by_employee(owner)
        state = cycle_of(unit, now.date(), owner)
        teams = teams_of(unit, state)
        gone = not teams.knows(owner) or teams.has_left(owner, now.date())
        if user is None or state is None or gone:
            raise NotFound("There is no such calendar. Ask for a new address in the planner.")
        return _calendar(unit, owner, user.name, now)


def write_calendar(
    store: Store, actor: Actor, employee: Id, out: Path, *, now: datetime | None = None
) -> int:
    """Write somebody's placements as a calendar file; return how many there are.

    Like every export it is recorded.

    Raises
    ------
    NotAllowed, NotFound
        It is nobody whose placements the actor may take out.
    BadInput
        The file cannot be written.
    """
    now = clock(now)

    def work(unit: Unit) -> tuple[bytes, int]:
        demand(unit, actor, Action.EXPORT_MAKE, Thing.of_employee(employee), now)
        state = cycle_of(unit, now.date(), employee)
        known = state and unit.organisations.employees(state.cycle.name, ids=[employee])
        if not known:
            raise missing(Action.PROFILE_READ)
        facts = {"what": "calendar"}
        record(unit, actor, Action.EXPORT_MAKE, "", f"employee {employee}", facts, now)
        placed = sum(not each.cancelled for each in unit.feeds.events(employee))
        return _calendar(unit, employee, known[0].name, now), placed

    content, placed = store.write(work)
    write_files({out: content})
    return placed


def base_url() -> str:
    """Return where the app is, "" where nobody said so (``PLANNER_BASE_URL``).

    Raises
    ------
    BadInput
        It is no web address.
    """
    env = Environment(os.environ)
    found = env.web_address("PLANNER_BASE_URL")
    if env.faults:
        raise BadInput(env.faults)
    return found


def feed_address(token: str) -> str:
    """Return the address under which calendars find a feed, relative to the app without one."""
    return f"{base_url()}/calendar/{token}.ics"


def _owner(unit: Unit, actor: Actor, action: Action, employee: Id | None, now: datetime) -> Id:
    """Return whose calendar is meant, if the actor may do this to it."""
    here = standing(unit, actor, now)
    user = unit.people.find(actor.user)
    owner = employee or (user.employee if user is not None else None)
    if owner is None and scopes(here, action):
        raise Refused(["Only employees have a calendar, and this user is none."])
    demand_of(here, action, EVERYTHING if owner is None else Thing.of_employee(owner))
    if owner is None:
        raise missing(action)
    return owner


def _calendar(unit: Unit, owner: Id, name: str, now: datetime) -> bytes:
    start = base_url()
    events = [
        CalendarEvent.of(each, f"{start}/{links.placement(each.uid)}" if start else "")
        for each in unit.feeds.events(owner)
    ]
    return calendar_bytes(name, events, now=now, refresh=REFRESH)


def _tell(unit: Unit, actor: Actor, employee: Id, now: datetime) -> None:
    owner = unit.people.by_employee(employee)
    by = unit.people.find(actor.user)
    if owner is None or owner.id == actor.user or by is None:
        return
    notice = calendar_reset(to=owner.id, who=by.name, at=now)
    unit.outbox.inbox.add([message_of(notice)])
    unit.outbox.put([mail_of(notice)])
