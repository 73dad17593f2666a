"""Everything that can be done to a request, by its event: tried by whoever, whenever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.domain import Event
from planner.workflow.answer_request import (
    accept_request,
    claim_request,
    decline_request,
    pick_claim,
)
from planner.workflow.ask_for_change import send_request
from planner.workflow.decide_request import approve_request, deny_request
from planner.workflow.revert_request import revert_request
from planner.workflow.withdraw_request import withdraw_request

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from planner.domain import Actor, ChangeRequest
    from planner.store import Store

EVENTS = (
    Event.SUBMIT,
    Event.CLAIM,
    Event.PICK,
    Event.ACCEPT,
    Event.DECLINE,
    Event.APPROVE,
    Event.DENY,
    Event.WITHDRAW,
    Event.REVERT,
)
"""The events that people bring about; the others are the planner's own."""

_DOING: dict[Event, Callable[..., ChangeRequest]] = {
    Event.SUBMIT: send_request,
    Event.CLAIM: claim_request,
    Event.PICK: pick_claim,
    Event.ACCEPT: accept_request,
    Event.DECLINE: decline_request,
    Event.APPROVE: approve_request,
    Event.DENY: deny_request,
    Event.WITHDRAW: withdraw_request,
    Event.REVERT: revert_request,
}
_WITH_LOSS = frozenset({Event.SUBMIT, Event.PICK, Event.ACCEPT, Event.APPROVE})


def take(
    store: Store, who: Actor, event: Event, request: ChangeRequest, now: datetime, **more: Any
) -> ChangeRequest:
    """Take a step of a request, a loss accepted; in an offer the one who answered first."""
    given: list[str] = []
    if event is Event.PICK:
        given = [request.claims[0].employee if request.claims else "pat"]
    if event is Event.DENY:
        given = ["We count on it."]
    if event in _WITH_LOSS:
        more["accept_loss"] = True
    return _DOING[event](store, who, request.id, *given, now=now, **more)
