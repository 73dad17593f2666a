"""Answer a request of a colleague: accept or decline it, claim an open one, pick a claim."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.access import Action
from planner.domain import ChangeRequest, Claim, Event, Refused, RequestKind
from planner.domain.days import in_words
from planner.domain.patience import PATIENCE, Patience
from planner.domain.request_legs import with_partner
from planner.domain.request_states import step
from planner.workflow.request_checks import check, claims_of, too_late
from planner.workflow.request_keeping import keep
from planner.workflow.request_telling import Telling
from planner.workflow.request_turn import Turn, take_step
from planner.workflow.request_wishes import find_placement

if TYPE_CHECKING:
    from datetime import date, datetime

    from planner.domain import Actor
    from planner.store import Store


def accept_request(
    store: Store,
    actor: Actor,
    request_id: str,
    *,
    comment: str = "",
    accept_loss: bool = False,
    seen: int | None = None,
    now: datetime | None = None,
    key: str | None = None,
) -> ChangeRequest:
    """Agree to take part in a swap or give; it then waits for approval.

    Parameters
    ----------
    store, actor
        The partner who is named.
    request_id : str
    comment : str
    accept_loss : bool, default False
        Needed where it has come to cost coverage since it was asked for.
    seen : int, optional
        The revision that was looked at.
    now : datetime, optional
    key : str, optional
        Accepting twice with one key accepts once.

    Raises
    ------
    NotAllowed, NotFound
        They are not the partner; there is no such request.
    Refused
        It is not waiting for the partner, or breaks a rule by now.
    Conflict
        It has another revision.
    """

    def work(here: Turn, request: ChangeRequest) -> ChangeRequest:
        checked = check(here.plan, request)
        facts = here.facts(checked, comment=comment, loss_accepted=accept_loss)
        after = step(request, Event.ACCEPT, here.doer(), here.now, facts, seen=seen)
        action = Action.REQUEST_ACCEPT
        saved = keep(
            here, request, after, Event.ACCEPT, checked=checked, comment=comment, action=action
        )
        Telling(here, saved).step(Event.ACCEPT, request)
        return saved

    return take_step(
        store,
        actor,
        request_id,
        Action.REQUEST_ACCEPT,
        work,
        now=now,
        seen=seen,
        key=key and f"yes {key}",
    )


def decline_request(
    store: Store,
    actor: Actor,
    request_id: str,
    *,
    comment: str = "",
    seen: int | None = None,
    now: datetime | None = None,
    key: str | None = None,
) -> ChangeRequest:
    """Decline to take part in a swap or give. Raises as `accept_request`."""

    def work(here: Turn, request: ChangeRequest) -> ChangeRequest:
        facts = here.facts(comment=comment)
        after = step(request, Event.DECLINE, here.doer(), here.now, facts, seen=seen)
        action = Action.REQUEST_ACCEPT
        saved = keep(here, request, after, Event.DECLINE, comment=comment, action=action)
        Telling(here, saved).step(Event.DECLINE, request)
        return saved

    return take_step(
        store,
        actor,
        request_id,
        Action.REQUEST_ACCEPT,
        work,
        now=now,
        seen=seen,
        key=key and f"no {key}",
    )


def claim_request(
    store: Store,
    actor: Actor,
    request_id: str,
    *,
    offers: str | None = None,
    day: date | None = None,
    comment: str = "",
    seen: int | None = None,
    now: datetime | None = None,
    key: str | None = None,
    patience: Patience = PATIENCE,
) -> ChangeRequest:
    """Say that one would take what an open request offers; the requester picks.

    Parameters
    ----------
    store, actor
    request_id : str
    offers : str, optional
        In a swap, which of the own placements goes in exchange: its id or the beginning of it,
        or its host. Not needed where only one would do.
    day : date, optional
        The first day of that one.
    comment, seen, now, key, patience
        As for `accept_request`.

    Raises
    ------
    NotAllowed, NotFound
        It is not open to them; there is no such request.
    Refused
        They have answered already, or several placements would do and none was named.
    Conflict
        It has another revision.
    """

    def work(here: Turn, request: ChangeRequest) -> ChangeRequest:
        claim = _claim(here, request, offers, day)
        checked = check(here.plan, with_partner(request, claim))
        facts = here.facts(comment=comment, obstacles=checked.obstacles, offers=claim.offers)
        after = step(request, Event.CLAIM, here.doer(), here.now, facts, seen=seen)
        action = Action.REQUEST_CLAIM
        claimant = {"claimant": claim.employee}
        saved = keep(
            here, request, after, Event.CLAIM, comment=comment, facts=claimant, action=action
        )
        Telling(here, saved).step(Event.CLAIM, request)
        return saved

    action = Action.REQUEST_CLAIM
    return take_step(
        store, actor, request_id, action, work, now=now, seen=seen, key=key, patience=patience
    )


def pick_claim(
    store: Store,
    actor: Actor,
    request_id: str,
    claimant: str,
    *,
    comment: str = "",
    accept_loss: bool = False,
    seen: int | None = None,
    now: datetime | None = None,
    key: str | None = None,
    patience: Patience = PATIENCE,
) -> ChangeRequest:
    """Choose one of those who answered an open request; it then waits for approval.

    ``claimant`` is the id or name of one of them. Everything else, and what it raises, is as for
    `accept_request`; the actor is the requester.
    """

    def work(here: Turn, request: ChangeRequest) -> ChangeRequest:
        claim = _claim_of(here, request, claimant)
        checked = None if claim is None else check(here.plan, with_partner(request, claim))
        late = (
            ()
            if checked is None
            else too_late(here.plan.names, (*checked.gives, *checked.takes), here.now, patience)
        )
        picked = None if claim is None else claim.employee
        facts = here.facts(checked, comment=comment, loss_accepted=accept_loss, picked=picked)
        facts = replace(facts, obstacles=(*facts.obstacles, *late))
        after = step(request, Event.PICK, here.doer(), here.now, facts, seen=seen)
        action = Action.REQUEST_PICK
        saved = keep(
            here, request, after, Event.PICK, checked=checked, comment=comment, action=action
        )
        Telling(here, saved).step(Event.PICK, request)
        return saved

    action = Action.REQUEST_PICK
    return take_step(
        store, actor, request_id, action, work, now=now, seen=seen, key=key, patience=patience
    )


def _claim_of(here: Turn, request: ChangeRequest, named: str) -> Claim | None:
    """Return who is meant of those who answered; None if nobody is, or several are."""
    names, key = here.plan.names, named.strip().casefold()
    found = [each for each in request.claims if each.employee == named.strip()]
    found = found or [c for c in request.claims if names.employee(c.employee).casefold() == key]
    return found[0] if len(found) == 1 else None


def _claim(here: Turn, request: ChangeRequest, offers: str | None, day: date | None) -> Claim:
    """Return in which way somebody takes part in an open request."""
    me = here.standing.employee or ""
    if request.kind is not RequestKind.SWAP:
        return Claim(me, here.now)
    if offers or day:
        return Claim(me, here.now, find_placement(here.plan, me, offers, day))
    ways = claims_of(here.plan, request, me, here.now, here.patience)
    if len(ways) == 1:
        return ways[0]
    names = here.plan.names
    told = ", ".join(
        f"{names.department(way.offers.host)} from {in_words(way.offers.first_day)}"
        for way in ways
        if way.offers is not None
    )
    raise Refused([f"Say which of your own placements you would give: {told}."])
