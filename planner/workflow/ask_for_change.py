"""Ask for a change of the plan that holds: swap, give away, move or drop a placement."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.access import Action, Thing, may, missing
from planner.access import demand as demand_of
from planner.domain import ChangeRequest, Event, Refused, RequestState
from planner.domain.patience import PATIENCE, Patience, deadline_for
from planner.domain.request_legs import oddities_of
from planner.domain.request_states import step
from planner.workflow.acting import clock
from planner.workflow.drafts import chosen_cycle
from planner.workflow.plan_in_force import in_turn
from planner.workflow.request_checks import check, is_open, too_late
from planner.workflow.request_keeping import keep, note_of, seen_by, write_down
from planner.workflow.request_pool import partner_trouble, pool_of
from planner.workflow.request_telling import Telling
from planner.workflow.request_turn import Turn, answer_key, take_step, turn
from planner.workflow.request_wishes import Wish, legs_of, requester_of

if TYPE_CHECKING:
    from datetime import datetime

    from planner.domain import Actor
    from planner.domain.organisation import Id
    from planner.store import Store, Unit
    from planner.workflow.request_checks import Checked


def ask_for_change(
    store: Store,
    actor: Actor,
    wish: Wish,
    *,
    cycle: str | None = None,
    send: bool = True,
    accept_loss: bool = False,
    now: datetime | None = None,
    key: str | None = None,
    patience: Patience = PATIENCE,
) -> ChangeRequest:
    """Ask for a change; those who have to agree are told.

    Parameters
    ----------
    store, actor
        A manager or HR may ask in somebody's name; it is recorded as that.
    wish : Wish
    cycle : str, optional
        Of several the name; the only one needs none.
    send : bool, default True
        False keeps it as a draft, of which nobody is told; see `send_request`.
    accept_loss : bool, default False
        Whether it is wanted although it costs coverage.
    now : datetime, optional
    key : str, optional
        Asking twice with one key asks once.
    patience : Patience
        How long answers are waited for.

    Raises
    ------
    NotAllowed, NotFound
        It is not theirs to ask for; there is no such placement or cycle.
    Refused
        It makes no sense, breaks a rule, begins too soon, or costs coverage and that was not
        accepted.
    Conflict
        There is a live request for this placement already.
    """
    moment, request_id = clock(now), secrets.token_hex(5)
    made: list[ChangeRequest] = []

    def inside(unit: Unit, make: bool) -> str:
        made.clear()
        state = chosen_cycle(unit, cycle)
        here = turn(unit, actor, state.cycle.name, moment, make=make, patience=patience)
        draft = _draft(here, wish, request_id)
        made.append(_sent(here, draft, accept_loss, new=True) if send else _kept(here, draft))
        return request_id

    done = in_turn(
        store,
        lambda unit: chosen_cycle(unit, cycle).cycle.name,
        inside,
        key=answer_key(actor, Action.REQUEST_ASK, "", key),
    )
    if made:
        return made[0]
    with store.read() as unit:
        return unit.requests.get(done)


def send_request(
    store: Store,
    actor: Actor,
    request_id: str,
    *,
    accept_loss: bool = False,
    now: datetime | None = None,
    seen: int | None = None,
    key: str | None = None,
    patience: Patience = PATIENCE,
) -> ChangeRequest:
    """Send a request that was kept as a draft.

    ``seen`` is the revision that was looked at. Raises as `ask_for_change`, and Conflict if it
    has another revision.
    """

    def work(here: Turn, request: ChangeRequest) -> ChangeRequest:
        if here.now < request.deadline:  # a draft whose time is over stays so
            legs = (*request.gives, *request.takes)
            request = replace(request, deadline=deadline_for(legs, here.now, patience))
        return _sent(here, request, accept_loss, seen=seen)

    return take_step(
        store,
        actor,
        request_id,
        Action.REQUEST_ASK,
        work,
        now=now,
        seen=seen,
        key=key and f"send {key}",
        patience=patience,
    )


def _draft(here: Turn, wish: Wish, request_id: str) -> ChangeRequest:
    """Return what is asked for as a request that nobody was told of."""
    requester = requester_of(here, wish.requester)
    thing = Thing.of_employee(requester)
    if not may(here.standing, Action.REQUEST_ASK, thing).allowed:
        raise missing(Action.PLAN_READ)
    demand_of(here.standing, Action.REQUEST_ASK, thing)
    partner, gives, takes = legs_of(here, wish, requester)
    return ChangeRequest(
        id=request_id,
        cycle=here.cycle,
        version=here.plan.version.number,
        kind=wish.kind,
        state=RequestState.DRAFT,
        revision=1,
        requester=requester,
        gives=gives,
        takes=takes,
        partner=partner,
        slots=(),
        claims=(),
        asked_by=here.actor.user,
        asked_at=here.now,
        deadline=deadline_for((*gives, *takes), here.now, here.patience),
        comment=wish.comment.strip(),
    )


def _kept(here: Turn, draft: ChangeRequest) -> ChangeRequest:
    oddities = oddities_of(draft)
    if oddities:
        raise Refused(oddities)
    saved = here.unit.requests.add(draft)
    write_down(here, saved, Event.SUBMIT, Action.REQUEST_ASK, here.on_behalf(draft))
    return saved


def _sent(
    here: Turn,
    request: ChangeRequest,
    accept_loss: bool,
    *,
    new: bool = False,
    seen: int | None = None,
) -> ChangeRequest:
    oddities = oddities_of(request) if request.state is RequestState.DRAFT else ()
    if oddities:
        raise Refused(oddities)
    checked = check(here.plan, request)
    late = too_late(here.plan.names, (*checked.gives, *checked.takes), here.now, here.patience)
    obstacles = (*checked.obstacles, *late, *partner_trouble(here, request))
    behalf = here.on_behalf(request)
    pool = pool_of(here, request) if not obstacles else ()
    if is_open(request) and not pool and not obstacles:
        obstacles = (
            "There is no colleague who could take part without breaking a rule. Ask for another "
            "change, such as another time.",
        )
    if obstacles:
        raise Refused(obstacles)
    facts = here.facts(checked, comment=request.comment, loss_accepted=accept_loss)
    after = step(request, Event.SUBMIT, here.doer(behalf), here.now, facts, seen=seen)
    saved = _written(here, request, after, checked, behalf, new=new)
    telling = Telling(here, saved)
    telling.step(Event.SUBMIT, request)
    telling.offer(pool)
    return saved


def _written(
    here: Turn,
    before: ChangeRequest,
    after: ChangeRequest,
    checked: Checked,
    behalf: Id | None,
    *,
    new: bool,
) -> ChangeRequest:
    if not new:
        return keep(
            here,
            before,
            after,
            Event.SUBMIT,
            checked=checked,
            comment=after.comment,
            on_behalf_of=behalf,
            action=Action.REQUEST_ASK,
        )
    request = seen_by(here, after, checked)
    note = note_of(here, request, Event.SUBMIT, checked, after.comment, behalf)
    saved = here.unit.requests.add(request, note)
    write_down(here, saved, Event.SUBMIT, Action.REQUEST_ASK, behalf)
    return saved
