"""What time does to change requests: reminders, the next in line, and their end."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.access import Action, Thing
from planner.access import demand as demand_of
from planner.domain import LIVE, SYSTEM, ChangeRequest, Conflict, Event, Refused
from planner.domain.patience import (
    PATIENCE,
    Chore,
    Patience,
    due,
    reminded,
    waiting_since,
    whom_to_remind,
)
from planner.workflow.acting import clock
from planner.workflow.pass_on_requests import note_passing, pass_on
from planner.workflow.plan_in_force import in_turn
from planner.workflow.request_sweep import ESCALATED, end_by_itself, is_troubled, settled
from planner.workflow.request_telling import Telling
from planner.workflow.request_turn import Turn, turn
from planner.workflow.request_voiding import Ending

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from planner.store import Store, Unit


@dataclass(frozen=True, slots=True)
class Rounds:
    """What the clock did; ids of requests, each as often as something was done about it."""

    expired: tuple[str, ...] = ()
    reminded: tuple[str, ...] = ()
    escalated: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.expired or self.reminded or self.escalated or self.ended)


_EXPIRED, _REMINDED, _FAILED = "expired", "reminded", "failed"


def run_clock(
    store: Store, *, now: datetime | None = None, patience: Patience = PATIENCE
) -> Rounds:
    """Do what is due for every live request; doing it again at the same moment does nothing.

    A request expires at its deadline. One that cannot go on ends: somebody has left, a rule
    would be broken, its placements are gone. A slot whose approver cannot answer any more goes
    to the next in line, as does one that waits too long; before that, its approver is reminded
    once. Each of these is a transaction and an entry of the record of its own, so that one
    that fails holds up no other.

    Parameters
    ----------
    store : Store
    now : datetime, optional
    patience : Patience
        How long answers are waited for.

    Returns
    -------
    Rounds
    """
    moment = clock(now)
    with store.read() as unit:
        live = unit.requests.matching(states=LIVE)
    done: defaultdict[str, list[str]] = defaultdict(list)
    for request in live:
        try:
            what = _look_after(store, request, moment, patience)
        except (Conflict, Refused):
            what = [_FAILED]
        for each in what:
            done[each].append(request.id)
    return Rounds(**{name: tuple(ids) for name, ids in done.items()})


def _look_after(
    store: Store, request: ChangeRequest, now: datetime, patience: Patience
) -> list[str]:
    """Do all that is due for a request; return what was done."""
    with store.read() as unit:
        here = turn(unit, SYSTEM, request.cycle, now, patience=patience)
        if not _is_due(here, request):
            return []

    def inside(unit: Unit, make: bool) -> list[str]:
        here = turn(unit, SYSTEM, request.cycle, now, make=make, patience=patience)
        current = unit.requests.get(request.id)
        return _done(here, current)

    return in_turn(store, lambda _: request.cycle, inside)


def _is_due(here: Turn, request: ChangeRequest) -> bool:
    """Tell whether there is anything to do, without writing."""
    current = here.unit.requests.find(request.id)
    if current is None or current.state not in LIVE:
        return False
    late = here.now >= current.deadline
    return late or is_troubled(here, current) or bool(_chores(here, current))


def _chores(here: Turn, request: ChangeRequest) -> dict[Chore, frozenset[int]]:
    since = waiting_since(here.unit.requests.steps(request.id))
    return {each.chore: each.slots for each in due(request, here.now, since, here.patience)}


def _done(here: Turn, request: ChangeRequest) -> list[str]:
    """Do what is due. A request that ends needs no reminder."""
    if request.state not in LIVE:
        return []
    if here.now >= request.deadline:
        end_by_itself(here, request, Ending(Event.EXPIRE, ""), Action.REQUEST_EXPIRE)
        return [_EXPIRED]
    what = settled(here, request)
    if what is not None:
        return [what]
    chores = _chores(here, request)
    if slots := chores.get(Chore.ESCALATE):
        request = pass_on(here, request, slots, late=True)
        note_passing(here, request, Action.REQUEST_ESCALATE, slots)
    if reminders := chores.get(Chore.REMIND):
        # One entry of the record a write: what was passed on is told of by the same one.
        _remind(here, request, reminders, note=not slots)
    found = [(slots, ESCALATED), (reminders, _REMINDED)]
    return [name for numbers, name in found if numbers]


def _remind(here: Turn, request: ChangeRequest, slots: Collection[int], *, note: bool) -> None:
    demand_of(here.standing, Action.REQUEST_REMIND, Thing.of_request(request))
    since = waiting_since(here.unit.requests.steps(request.id)) or request.asked_at
    saved = here.unit.requests.save(reminded(request, slots, here.now), request.revision)
    Telling(here, saved).remind(whom_to_remind(saved, slots), since)
    if note:
        note_passing(here, saved, Action.REQUEST_REMIND, slots)
