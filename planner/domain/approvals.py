"""Who has to agree to a change request: slots are computed, never chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.domain.changes import ChangeRequest, Decision, Slot, SlotKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date, datetime

    from planner.domain.organisation import Id
    from planner.domain.plan import Placement
    from planner.domain.request_table import Doer
    from planner.domain.teams import Teams


def parties_of(request: ChangeRequest) -> frozenset[Id]:
    """Return the requester and, where there is one, the partner: they never decide it."""
    return frozenset(each for each in (request.requester, request.partner) if each is not None)


def slots_for(
    gives: Iterable[Placement],
    takes: Iterable[Placement],
    parties: Collection[Id],
    teams: Teams,
    day: date,
    unavailable: Collection[Id] = (),
) -> tuple[Slot, ...]:
    """Return every yes that a change needs: of each home, then of each host.

    A home slot stands for each employee whose placements change, a host slot for each
    department whose visitor or dates change. It is the manager's; where that manager is a
    party, has left or is unavailable, their own manager's; and where that one cannot have it
    either, or there is no manager, HR's. Another mentor alone is no change. Who has several
    slots answers them all in one act (`answered`).

    Parameters
    ----------
    gives, takes : iterable of Placement
        What goes away and what comes; only the net effect counts.
    parties : collection of str
        The employees who may not decide.
    teams : Teams
    day : date
        Today: who has left before it decides nothing.
    unavailable : collection of str
        Employees who cannot decide, such as those who may no longer sign in.

    Returns
    -------
    tuple of Slot
        Numbered from 1; empty only for a change that changes nothing.
    """
    before = [(p.employee, p.host, p.first_day, p.last_day) for p in gives]
    after = [(p.employee, p.host, p.first_day, p.last_day) for p in takes]
    changed = [each for each in (*before, *after) if (each in before) != (each in after)]
    movers = dict.fromkeys(each[0] for each in changed)
    hosts = dict.fromkeys(each[1] for each in changed)
    wanted = [(SlotKind.HOME, mover, teams.manager_of(mover)) for mover in movers]
    wanted += [(SlotKind.HOST, host, teams.manager_of_department(host)) for host in hosts]
    barred = frozenset(parties) | frozenset(unavailable)
    slots = []
    for number, (kind, subject, manager) in enumerate(wanted, start=1):
        approver = _who_answers(_upwards(manager, teams), barred, teams, day)
        slots.append(Slot(number, kind if approver else SlotKind.HR, subject, approver))
    return tuple(slots)


def passed_on(
    request: ChangeRequest,
    numbers: Collection[int],
    teams: Teams,
    now: datetime,
    unavailable: Collection[Id] = (),
) -> ChangeRequest:
    """Return the request with some unanswered slots given to the next in line.

    A slot goes to its approver's own manager, and to HR where there is none who could answer
    or where it was passed on before. Whoever had it may no longer decide it. The reminder
    starts anew. Slots of HR and answered ones stay; ``now`` is in UTC.

    Returns
    -------
    ChangeRequest
        One revision higher, or the request itself where no slot changes hands.
    """
    barred = parties_of(request) | frozenset(unavailable)
    slots = []
    for slot in request.slots:
        if slot.number not in numbers or slot.approver is None or not is_pending(slot):
            slots.append(slot)
            continue
        line = () if slot.escalated_at else _upwards(teams.manager_of(slot.approver), teams)
        approver = _who_answers(line, barred | {slot.approver}, teams, now.date())
        kind = slot.kind if approver else SlotKind.HR
        slots.append(
            replace(slot, kind=kind, approver=approver, escalated_at=now, reminded_at=None)
        )
    if tuple(slots) == request.slots:
        return request
    return replace(request, slots=tuple(slots), revision=request.revision + 1)


def held_by(request: ChangeRequest, approver: Id) -> frozenset[int]:
    """Return the numbers of the unanswered slots that are somebody's own.

    They are what has to be passed on when somebody may no longer sign in.
    """
    return frozenset(
        slot.number for slot in request.slots if is_pending(slot) and slot.approver == approver
    )


def is_pending(slot: Slot) -> bool:
    """Tell whether nobody has answered yet."""
    return slot.decision is Decision.PENDING


def slots_of(request: ChangeRequest, doer: Doer) -> tuple[Slot, ...]:
    """Return the slots that somebody may answer or has answered: none for a party.

    They are their own, those of the managers they stand in for, and, for HR, those of HR.
    """
    if doer.employee in parties_of(request):
        return ()
    return tuple(slot for slot in request.slots if _holds(slot, doer))


def completes(request: ChangeRequest, doer: Doer) -> bool:
    """Tell whether an approval by somebody would be the last that the request needs."""
    mine = {slot.number for slot in slots_of(request, doer) if is_pending(slot)}
    return bool(mine) and all(
        slot.number in mine or slot.decision is Decision.APPROVED for slot in request.slots
    )


def answered(
    request: ChangeRequest, doer: Doer, decision: Decision, now: datetime, comment: str = ""
) -> tuple[Slot, ...]:
    """Return the request's slots after somebody answered all that they may, in one act."""
    mine = {slot.number for slot in slots_of(request, doer)}

    def after(slot: Slot) -> Slot:
        if slot.number not in mine or not is_pending(slot):
            return slot
        substitute = slot.approver is not None and slot.approver != doer.employee
        return replace(
            slot,
            decision=decision,
            decided_by=doer.actor.user,
            on_behalf_of=slot.approver if substitute else None,
            decided_at=now,
            comment=comment,
        )

    return tuple(after(slot) for slot in request.slots)


def deciders(request: ChangeRequest) -> tuple[Id | None, ...]:
    """Return those whose answer a request needs, each once; None stands for HR."""
    return tuple(dict.fromkeys(slot.approver for slot in request.slots))


def waiting_on(request: ChangeRequest) -> tuple[Id | None, ...]:
    """Return those of the `deciders` who have a slot without an answer."""
    return tuple(dict.fromkeys(s.approver for s in request.slots if is_pending(s)))


def _holds(slot: Slot, doer: Doer) -> bool:
    if slot.approver is None:
        return doer.hr
    # Who manages nobody any more has lost their slots, too, until they are passed on.
    own = slot.approver == doer.employee and bool(doer.team)
    return own or slot.approver in doer.stands_in_for


def _upwards(manager: Id | None, teams: Teams) -> Iterator[Id]:
    """Yield a manager and that manager's own manager, where there are any."""
    if manager is not None:
        yield manager
        above = teams.manager_of(manager)
        if above is not None:
            yield above


def _who_answers(line: Iterable[Id], barred: Collection[Id], teams: Teams, day: date) -> Id | None:
    """Return the first of a line who may and can answer; None means HR."""
    fit = (each for each in line if each not in barred and not teams.has_left(each, day))
    return next(fit, None)
