"""Erasing a person: gone from every table, while the counts remain."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.access import Action, Thing, missing
from planner.domain import (
    LIVE,
    SYSTEM,
    Decision,
    Event,
    Refused,
    RequestState,
    Role,
    SlotKind,
    Step,
)
from planner.domain.organisation import Id
from planner.workflow.acting import clock, demand, record
from planner.workflow.erased import NAME, without
from planner.workflow.user_facts import existing

if TYPE_CHECKING:
    from datetime import datetime

    from planner.domain import Actor, ChangeRequest, CycleState, Employee, User
    from planner.store import Store, Unit

_YOURSELF = "Somebody else has to erase you: the record has to name who did it."
_SHORTEST_WORD = 3
"""A name of one or two letters stands in half of all texts and says nothing by itself."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done to erase somebody.

    ``stand_in`` is what they are called from now on, in plans and in the record. ``cycles``
    they were part of, ``placements`` stay in the stand-in's name (over all versions).
    """

    stand_in: Id
    cycles: int
    placements: int
    requests_ended: int


def erase_person(
    store: Store, actor: Actor, employee: Id, *, now: datetime | None = None
) -> Erased:
    """Take a person out of the whole database; there is no way back.

    Their user, roles, messages, mail, calendar and deputies are deleted. In organisations,
    plans and change requests a stand-in without a name takes their place, so that figures
    stay what they were. Texts that hold their name or address are deleted, whoever wrote
    them. The record keeps its entries, which speak of a pseudonym; who was behind it is
    deleted.

    Raises
    ------
    NotAllowed, NotFound
        The actor is not HR, or there is no such person.
    Refused
        They are placed today or later, are the last administrator, or are the actor.
    """
    now = clock(now)

    def work(unit: Unit) -> Erased:
        users = [each for each in unit.people.everybody() if each.employee == employee]
        demand(unit, actor, Action.PERSON_ERASE, Thing.of_employee(employee), now)
        known = _rows_of(unit, employee)
        if not known and not users:
            raise missing(Action.PERSON_ERASE)
        _refuse_the_untimely(unit, actor, employee, users, known, now)
        stand_in = unit.aliases.of(employee)
        words = _words(known, users)
        ended = _end_requests(unit, employee, now)
        for state, _ in known:
            _out_of_cycle(unit, state, employee, stand_in, now)
        placements = unit.traces.forget(employee, stand_in, words=words)
        unit.row_edits.forget(employee, words=words)
        _out_of_messages(unit, employee, users, stand_in, words, now)
        facts = {
            "cycles": str(len(known)),
            "placements": str(placements),
            "users": " ".join(each.id for each in users),
        }
        record(unit, actor, Action.PERSON_ERASE, "", f"employee {employee}", facts, now)
        unit.aliases.forget(employee)
        return Erased(stand_in, len(known), placements, ended)

    return store.write(work)


def erase_user(store: Store, actor: Actor, user_id: Id, *, now: datetime | None = None) -> None:
    """Take a user who is no employee out of the database; nothing but their id stays.

    Raises
    ------
    NotAllowed, NotFound
        The actor is not HR, this is the last administrator, or there is no such user.
    Refused
        They are an employee, who is erased as a whole, or the actor.
    """
    now = clock(now)

    def work(unit: Unit) -> None:
        user = existing(unit, actor, Action.PERSON_ERASE, user_id, now)
        if user.employee is not None:
            raise Refused([f"{user.name} is the employee {user.employee}. Erase that employee."])
        if user.id == actor.user:
            raise Refused([_YOURSELF])
        words = _words([], [user])
        unit.outbox.inbox.forget(user_id, words=words)
        unit.outbox.forget(user_id, words=words)
        unit.people.forget(user_id)
        record(unit, actor, Action.PERSON_ERASE, "", f"user {user_id}", {}, now)

    store.write(work)


def erase(store: Store, actor: Actor, named: Id, *, now: datetime | None = None) -> Erased | None:
    """Erase an employee (`erase_person`), or a user who is none (`erase_user`).

    Returns
    -------
    Erased or None
        None where it was a user.
    """
    with store.read() as unit:
        user = unit.people.find(named) if not _rows_of(unit, named) else None
    if user is None or user.employee is not None:
        return erase_person(store, actor, named, now=now)
    erase_user(store, actor, named, now=now)
    return None


def _rows_of(unit: Unit, employee: Id) -> list[tuple[CycleState, Employee]]:
    return [
        (state, person)
        for state in unit.organisations.cycles()
        for person in unit.organisations.employees(state.cycle.name, ids=[employee])
    ]


def _refuse_the_untimely(
    unit: Unit,
    actor: Actor,
    employee: Id,
    users: list[User],
    known: list[tuple[CycleState, Employee]],
    now: datetime,
) -> None:
    if any(each.id == actor.user for each in users):
        raise Refused([_YOURSELF])
    admins = [each.id for each in unit.people.with_role(Role.ADMINISTRATOR)]
    if any(admins == [each.id] for each in users):
        raise Refused(["This is the last administrator. Make somebody else one first."])
    for state, _ in known:
        if state.published is None:
            continue
        plan = unit.versions.plan(state.cycle.name, state.published)
        coming = [
            each
            for each in plan
            if each.last_day >= now.date() and employee in (each.employee, each.mentor)
        ]
        if coming:
            raise Refused(
                [
                    f'The published plan of "{state.cycle.name}" still needs them on '
                    f"{len(coming)} of the placements to come, as visitor or as mentor.",
                    "Enter their last day, plan anew and publish; then erase them.",
                ]
            )


def _words(known: list[tuple[CycleState, Employee]], users: list[User]) -> list[str]:
    texts = {text for _, person in known for text in (person.name, person.email)}
    texts |= {text for user in users for text in (user.name, user.email)}
    return sorted(each for each in texts if len(each.strip()) >= _SHORTEST_WORD and each != NAME)


def _end_requests(unit: Unit, employee: Id, now: datetime) -> int:
    """End what they are a party of; give others what they would have had to decide."""
    requests = unit.requests
    mine = requests.matching(states=LIVE, party=employee)
    for each in mine:
        ended = replace(
            each,
            state=RequestState.INVALID,
            claims=(),
            reason="Somebody who takes part in it is not here any more.",
        )
        step = Step(Event.INVALIDATE, ended.state, SYSTEM.user, now, each.version)
        requests.save(ended, each.revision, step)
    others = [
        *requests.matching(states=LIVE, approver=employee),
        *requests.matching(states=LIVE, claimant=employee),
    ]
    for each in {request.id: request for request in others}.values():
        requests.save(_passed_on(each, employee), each.revision)
    return len(mine)


def _passed_on(request: ChangeRequest, employee: Id) -> ChangeRequest:
    slots = tuple(
        replace(slot, kind=SlotKind.HR, approver=None)
        if slot.approver == employee and slot.decision is Decision.PENDING
        else slot
        for slot in request.slots
    )
    claims = tuple(each for each in request.claims if each.employee != employee)
    return replace(request, slots=slots, claims=claims)


def _out_of_cycle(unit: Unit, state: CycleState, employee: Id, stand_in: Id, now: datetime) -> None:
    name = state.cycle.name
    changed = without(unit.organisations.load(name), employee, stand_in, now.date())
    after, _ = unit.organisations.save(changed, expected=state.revision, now=now)
    unit.traces.move_hash(name, state.digest, after.digest)


def _out_of_messages(
    unit: Unit,
    employee: Id,
    users: list[User],
    stand_in: Id,
    words: list[str],
    now: datetime,
) -> None:
    ids: list[Id | None] = [each.id for each in users]
    for user_id in ids or [None]:
        unit.requests.forget(employee, user_id, stand_in, words=words)
        unit.outbox.inbox.forget(user_id or "", words=words)
        unit.outbox.forget(user_id or "", employee=employee, words=words)
    unit.feeds.forget(employee, now)
    unit.people.delegations.forget(employee)
    for each in users:
        unit.people.forget(each.id)
