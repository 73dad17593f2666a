"""Write a step of a change request down: as it is then, what happened, and in the record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.domain import Actor, Step
from planner.workflow.acting import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.access import Action
    from planner.domain import ChangeRequest, Event
    from planner.domain.organisation import Id
    from planner.workflow.request_checks import Checked
    from planner.workflow.request_turn import Turn


def keep(
    here: Turn,
    before: ChangeRequest,
    after: ChangeRequest,
    event: Event,
    *,
    checked: Checked | None = None,
    comment: str = "",
    on_behalf_of: Id | None = None,
    facts: Mapping[str, str] | None = None,
    action: Action,
) -> ChangeRequest:
    """Write a step down: the request, how matters stood, and the one entry of the record.

    A request names the version by which it was checked last. It lives on under the next
    version as long as that has its placements; so its version is written anew whenever it is
    checked, and only then.
    """
    request = seen_by(here, after, checked)
    note = note_of(here, request, event, checked, comment, on_behalf_of)
    saved = here.unit.requests.save(request, before.revision, note)
    write_down(here, saved, event, action, on_behalf_of, facts)
    return saved


def seen_by(here: Turn, request: ChangeRequest, checked: Checked | None) -> ChangeRequest:
    """Return a request with the legs and the version it was checked by, if it was."""
    if checked is None:
        return request
    number = here.plan.version.number
    return replace(request, gives=checked.gives, takes=checked.takes, version=number)


def note_of(
    here: Turn,
    request: ChangeRequest,
    event: Event,
    checked: Checked | None,
    comment: str,
    on_behalf_of: Id | None,
) -> Step:
    """Return what happened, with the impact that was looked at."""
    impact = None if checked is None or checked.impact is None else checked.impact.to_json()
    number = here.state.published or request.version
    return Step(
        event, request.state, here.actor.user, here.now, number, on_behalf_of, impact, comment
    )


def write_down(
    here: Turn,
    request: ChangeRequest,
    event: Event,
    action: Action,
    on_behalf_of: Id | None = None,
    facts: Mapping[str, str] | None = None,
) -> None:
    """Write the entry of the record about a step."""
    told = {
        "event": event.value,
        "kind": request.kind.value,
        "state": request.state.value,
        "version": str(here.state.published or request.version),
        "requester": request.requester,
        "partner": request.partner or "",
        **(facts or {}),
    }
    said = {fact: value for fact, value in told.items() if value}
    doer = Actor(here.actor.user, on_behalf_of)
    record(here.unit, doer, action, here.cycle, f"request {request.id}", said, here.now)
