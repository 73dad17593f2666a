"""Pass unanswered slots of change requests on to the next in line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.access import Action, Thing
from planner.access import demand as demand_of
from planner.domain import SYSTEM, ChangeRequest, RequestState
from planner.domain.approvals import held_by, is_pending, passed_on
from planner.domain.patience import waiting_since
from planner.workflow.acting import record
from planner.workflow.request_telling import Telling
from planner.workflow.request_turn import Turn, turn

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from planner.domain.organisation import Id
    from planner.store import Unit


def pass_on_slots(unit: Unit, employee: Id, now: datetime) -> tuple[str, ...]:
    """Pass on all that somebody has still to answer, and tell the next in line.

    For what takes the right to decide away, such as disabling a user, after it is done: that
    writes the entry of the record, with the ids of the requests that this returns.
    """
    done = []
    pending = {RequestState.PENDING_APPROVAL}
    for request in unit.requests.matching(states=pending, approver=employee):
        slots = held_by(request, employee)
        if slots:
            pass_on(turn(unit, SYSTEM, request.cycle, now), request, slots)
            done.append(request.id)
    return tuple(done)


def pass_on(
    here: Turn, request: ChangeRequest, slots: Collection[int], *, late: bool = False
) -> ChangeRequest:
    """Give unanswered slots to the next in line, and tell them.

    ``late`` says that their approvers did not answer in time; else that they cannot any more.
    """
    demand_of(here.standing, Action.REQUEST_ESCALATE, Thing.of_request(request))
    held = {slot.number: slot.approver for slot in request.slots if slot.number in slots}
    barred = here.without_user([*held.values(), *_above(here, held.values())])
    after = passed_on(request, slots, here.teams, here.now, barred)
    saved = here.unit.requests.save(after, request.revision)
    telling = Telling(here, saved)
    since = waiting_since(here.unit.requests.steps(request.id)) or request.asked_at
    new = {slot.number: slot.approver for slot in saved.slots}
    if late:
        passed = {new[number]: old for number, old in held.items() if old is not None}
        for approver, old in passed.items():
            telling.escalated(old, approver, since)
    else:
        telling.waiting(dict.fromkeys(new[number] for number in held))
    return saved


def _above(here: Turn, approvers: Iterable[Id | None]) -> list[Id | None]:
    return [here.teams.manager_of(each) for each in approvers if each is not None]


def unable_slots(here: Turn, request: ChangeRequest) -> frozenset[int]:
    """Return the unanswered slots of those who may not sign in, have left, or manage nobody."""
    if request.state is not RequestState.PENDING_APPROVAL:
        return frozenset()
    waiting = {s.approver for s in request.slots if is_pending(s)} - {None}
    known = here.unit.people.by_employees(each for each in waiting if each is not None)
    day = here.now.date()
    return frozenset(
        slot.number
        for slot in request.slots
        if is_pending(slot)
        and slot.approver is not None
        and (
            slot.approver not in known
            or here.teams.has_left(slot.approver, day)
            or not here.teams.is_manager(slot.approver)
        )
    )


def note_passing(
    here: Turn, request: ChangeRequest, action: Action, slots: Collection[int]
) -> None:
    """Write the entry of the record about something that is no step of a request."""
    facts = {
        "slots": " ".join(map(str, sorted(slots))),
        "approver": "\n".join(
            dict.fromkeys(
                slot.approver for slot in request.slots if slot.number in slots and slot.approver
            )
        ),
        "requester": request.requester,
    }
    told = {fact: value for fact, value in facts.items() if value}
    record(here.unit, here.actor, action, here.cycle, f"request {request.id}", told, here.now)
