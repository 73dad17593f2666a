"""Take back what one asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.access import Action
from planner.domain import ChangeRequest, Event
from planner.domain.request_states import step
from planner.workflow.request_keeping import keep
from planner.workflow.request_telling import Telling
from planner.workflow.request_turn import Turn, take_step

if TYPE_CHECKING:
    from datetime import datetime

    from planner.domain import Actor
    from planner.store import Store


def withdraw_request(
    store: Store,
    actor: Actor,
    request_id: str,
    *,
    comment: str = "",
    seen: int | None = None,
    now: datetime | None = None,
    key: str | None = None,
) -> ChangeRequest:
    """End a request that is still live; those who were asked are told.

    Parameters
    ----------
    store, actor
        The requester.
    request_id : str
    comment : str
        Why, for those who were asked.
    seen : int, optional
        The revision that was looked at.
    now : datetime, optional
    key : str, optional
        Withdrawing twice with one key withdraws once.

    Raises
    ------
    NotAllowed, NotFound
        It is not theirs; there is no such request.
    Refused
        It has ended already.
    Conflict
        It has another revision.
    """

    def work(here: Turn, request: ChangeRequest) -> ChangeRequest:
        facts = here.facts(comment=comment)
        after = step(request, Event.WITHDRAW, here.doer(), here.now, facts, seen=seen)
        action = Action.REQUEST_WITHDRAW
        saved = keep(here, request, after, Event.WITHDRAW, comment=comment, action=action)
        Telling(here, saved).step(Event.WITHDRAW, request)
        return saved

    return take_step(
        store, actor, request_id, Action.REQUEST_WITHDRAW, work, now=now, seen=seen, key=key
    )
