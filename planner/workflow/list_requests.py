"""List change requests: those one may know of, open offers, and what waits for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.access import Action, Scope, Thing, may, scopes
from planner.domain import (
    LIVE,
    ChangeRequest,
    Claim,
    RequestState,
)
from planner.domain.approvals import is_pending, slots_of
from planner.domain.request_words import STATE_WORDS, Calling, waiting_for
from planner.present.names import Names
from planner.workflow.acting import clock
from planner.workflow.request_checks import claims_of
from planner.workflow.request_sentences import what_is_asked
from planner.workflow.request_turn import Turn, turn

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from planner.domain import Actor
    from planner.store import Store, Unit


@dataclass(frozen=True, slots=True)
class Line:
    """A request as it stands in a list, in words.

    ``asked`` says what is asked for, ``state`` where it stands, ``waiting`` who it waits for,
    empty once it has ended.
    """

    request: ChangeRequest
    asked: str
    state: str
    waiting: str


def list_requests(
    store: Store,
    actor: Actor,
    *,
    cycle: str | None = None,
    states: Collection[RequestState] | None = LIVE,
    now: datetime | None = None,
) -> tuple[Line, ...]:
    """Return the requests that an actor may know of, those asked for first at the top.

    Open offers that they could take are not among these unless they have a part in them: see
    `open_offers`.

    Parameters
    ----------
    store, actor
    cycle : str, optional
        Only of this one.
    states : collection of RequestState, optional
        Only in these states, by default the live ones; None for all.
    now : datetime, optional

    Raises
    ------
    NotAllowed
        There is no such user.
    """
    moment = clock(now)
    with store.read() as unit:
        found = []
        for here in _turns(unit, actor, cycle, moment):
            if not scopes(here.standing, Action.REQUEST_READ):
                continue
            names = Names(unit.organisations.load(here.cycle))
            found += [
                line_of(here, request, names)
                for request in unit.requests.matching(cycle=here.cycle, states=states)
                if may(here.standing, Action.REQUEST_READ, Thing.of_request(request)).allowed
            ]
        return tuple(found)


def open_offers(
    store: Store, actor: Actor, *, cycle: str | None = None, now: datetime | None = None
) -> tuple[tuple[Line, tuple[Claim, ...]], ...]:
    """Return the open offers that an actor could take without breaking a rule, and how.

    In a swap there is one way for each placement of their own that would do.
    """
    moment = clock(now)
    with store.read() as unit:
        found = []
        for here in _turns(unit, actor, cycle, moment):
            me = here.standing.employee
            if me is None or Scope.POOL not in scopes(here.standing, Action.REQUEST_CLAIM):
                continue
            names = Names(unit.organisations.load(here.cycle))
            offers = unit.requests.matching(cycle=here.cycle, states={RequestState.OPEN})
            for request in offers:
                ways = claims_of(here.plan, request, me, moment, here.patience)
                if ways:
                    found.append((line_of(here, request, names), ways))
        return tuple(found)


def waiting_approvals(
    store: Store, actor: Actor, *, cycle: str | None = None, now: datetime | None = None
) -> tuple[Line, ...]:
    """Return the requests that wait for an answer of the actor's, as a deputy among these."""
    moment = clock(now)
    with store.read() as unit:
        found = []
        for here in _turns(unit, actor, cycle, moment):
            doer = here.doer()
            mine = {doer.employee, *doer.stands_in_for} - {None}
            names = Names(unit.organisations.load(here.cycle))
            waiting = unit.requests.waiting_for(
                [each for each in mine if each is not None], hr=doer.hr
            )
            found += [
                line_of(here, request, names)
                for request in waiting
                if request.cycle == here.cycle
                and any(is_pending(slot) for slot in slots_of(request, doer))
                and may(here.standing, Action.REQUEST_APPROVE, Thing.of_request(request)).allowed
            ]
        return tuple(found)


def _turns(unit: Unit, actor: Actor, cycle: str | None, now: datetime) -> Iterator[Turn]:
    if cycle is not None:
        yield turn(unit, actor, cycle, now)
        return
    for state in unit.organisations.cycles():
        yield turn(unit, actor, state.cycle.name, now)


def line_of(here: Turn, request: ChangeRequest, names: Names) -> Line:
    """Return a request in words, as it stands in a list."""
    calling = Calling(names.employee, names.department, here.teams)
    return Line(
        request,
        what_is_asked(request, names),
        STATE_WORDS[request.state],
        waiting_for(request, calling),
    )
