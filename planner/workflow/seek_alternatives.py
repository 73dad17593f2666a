"""What else could be done: other ways that lose less, and who could take part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.access import Action, Thing, may, missing
from planner.domain.patience import PATIENCE, Patience
from planner.planning import alternatives_to, eligible_partners
from planner.workflow.acting import clock
from planner.workflow.drafts import chosen_cycle
from planner.workflow.request_checks import check, is_open
from planner.workflow.request_pool import earliest_day
from planner.workflow.request_turn import demand, turn
from planner.workflow.request_wishes import find_placement, requester_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from planner.domain import Actor, Alternative, Partner, Placement, RequestKind
    from planner.domain.organisation import Id
    from planner.present.names import Names
    from planner.store import Store


def alternatives_of(
    store: Store,
    actor: Actor,
    request_id: str,
    *,
    now: datetime | None = None,
    patience: Patience = PATIENCE,
) -> tuple[Alternative, ...]:
    """Return other legal ways to do what a request asks for, those that lose least first.

    The same request and plan give the same answer. Where the placements of the request are not
    in the plan any more there is none.

    Raises
    ------
    NotAllowed, NotFound
        There is no such request, or none the actor may know of.
    Refused
        Nothing is published.
    """
    with store.read() as unit:
        request = unit.requests.find(request_id)
        if request is None:
            raise missing(Action.REQUEST_READ)
        here = turn(unit, actor, request.cycle, clock(now), patience=patience)
        demand(here, Action.REQUEST_READ, request)
        plan, earliest = here.plan, earliest_day(here)
        checked = check(plan, request)
    there = all(each in plan.what_if.plan.placements for each in checked.gives)
    if not there:
        return ()
    # Of an open offer nobody knows yet who takes it: it is compared with giving it up.
    takes = () if is_open(request) else checked.takes
    return alternatives_to(plan.what_if, checked.gives, takes, earliest=earliest)


def partners_for(
    store: Store,
    actor: Actor,
    placement: str,
    kind: RequestKind,
    *,
    requester: Id | None = None,
    day: date | None = None,
    cycle: str | None = None,
    most: int = 20,
    now: datetime | None = None,
    patience: Patience = PATIENCE,
) -> tuple[Placement, tuple[Partner, ...], Names]:
    """Return who could take somebody's placement or exchange one for it, the best first.

    Parameters
    ----------
    store, actor, placement, requester, day, cycle
        As `planner.workflow.request_wishes.Wish` names them.
    kind : RequestKind
        ``SWAP`` or ``GIVE``.
    most : int
        How many at most.
    now, patience

    Returns
    -------
    tuple of Placement, tuple of Partner, Names
        The placement that was meant, who could, and what to call them.

    Raises
    ------
    NotFound
        It is not theirs to ask for.
    Refused
        There is no such placement, or nothing is published.
    """
    with store.read() as unit:
        state = chosen_cycle(unit, cycle)
        here = turn(unit, actor, state.cycle.name, clock(now), patience=patience)
        owner = requester_of(here, requester)
        if not may(here.standing, Action.REQUEST_ASK, Thing.of_employee(owner)).allowed:
            raise missing(Action.PLAN_READ)
        plan, earliest = here.plan, earliest_day(here)
        mine = find_placement(plan, owner, placement, day)
    found = eligible_partners(plan.what_if, mine, kind, earliest=earliest, most=most)
    return mine, found, plan.names
