"""Deputies: who decides somebody's requests while they are away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.access import Action, Thing, missing
from planner.domain import Delegation, Refused
from planner.notify import Names, deputy_named, mail_of, message_of
from planner.workflow.acting import clock, demand, record
from planner.workflow.cycles import cycle_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from planner.domain import Actor
    from planner.domain.organisation import Id
    from planner.store import Store, Unit


def delegate(
    store: Store,
    actor: Actor,
    holder: Id,
    deputy: Id,
    *,
    first_day: date | None = None,
    last_day: date,
    now: datetime | None = None,
) -> Delegation:
    """Let a deputy decide what a manager is asked; the deputy is told.

    Doing it twice changes nothing more.

    Parameters
    ----------
    store : Store
    actor : Actor
        The manager themselves.
    holder, deputy : str
        Ids of employees.
    first_day : date, optional
        Today if it is left out.
    last_day : date
        Included.
    now : datetime, optional

    Raises
    ------
    NotAllowed, NotFound
        The actor is not the holder, or manages nobody.
    Refused
        The days are wrong, or the deputy is no employee with a user of their own.
    """
    now = clock(now)
    made = Delegation(holder, deputy, first_day or now.date(), last_day, actor.user, now)

    def work(unit: Unit) -> Delegation:
        demand(unit, actor, Action.DELEGATION_MAKE, Thing.of_employee(holder), now)
        _check(unit, made, now)
        for known in unit.people.delegations.of(holder):
            if _same(known, made):
                return known
        unit.people.delegations.add(made)
        _tell(unit, made, now)
        facts = {"deputy": deputy, "days": f"{made.first_day}/{made.last_day}"}
        thing = f"holder {holder}"
        record(unit, actor, Action.DELEGATION_MAKE, "", thing, facts, now)
        return made

    return store.write(work)


def end_delegation(
    store: Store, actor: Actor, holder: Id, deputy: Id, *, now: datetime | None = None
) -> bool:
    """Let a manager decide themselves again from today; return whether that changed anything.

    Raises
    ------
    NotAllowed, NotFound
        The actor is not the holder, or manages nobody.
    """
    now = clock(now)

    def work(unit: Unit) -> bool:
        demand(unit, actor, Action.DELEGATION_END, Thing.of_employee(holder), now)
        if not unit.people.delegations.end(holder, deputy, now.date()):
            return False
        facts = {"deputy": deputy}
        record(unit, actor, Action.DELEGATION_END, "", f"holder {holder}", facts, now)
        return True

    return store.write(work)


def delegations_of(
    store: Store, actor: Actor, employee: Id, *, now: datetime | None = None
) -> tuple[Delegation, ...]:
    """Return every delegation, past and coming, in which a manager has a part.

    Raises
    ------
    NotAllowed, NotFound
        The actor is somebody else, or manages nobody.
    """
    with store.read() as unit:
        demand(unit, actor, Action.DELEGATION_MAKE, Thing.of_employee(employee), clock(now))
        return unit.people.delegations.of(employee)


def _check(unit: Unit, made: Delegation, now: datetime) -> None:
    if made.holder == made.deputy:
        raise Refused(["Somebody cannot stand in for themselves. Name another deputy."])
    if made.last_day < made.first_day:
        raise Refused(
            [
                f"It would end on {made.last_day}, before it begins on {made.first_day}. "
                "Swap the days."
            ]
        )
    if made.last_day < now.date():
        raise Refused([f"{made.last_day} has passed already. Give a last day that is to come."])
    if unit.people.by_employee(made.deputy) is None:
        raise Refused(
            [
                f'No user is the employee "{made.deputy}". Ask an administrator to add one, or '
                "name another deputy."
            ]
        )


def _same(one: Delegation, other: Delegation) -> bool:
    return (one.deputy, one.first_day, one.last_day) == (
        other.deputy,
        other.first_day,
        other.last_day,
    )


def _tell(unit: Unit, made: Delegation, now: datetime) -> None:
    deputy = unit.people.by_employee(made.deputy)
    state = cycle_of(unit, now.date(), made.holder)
    if deputy is None or state is None:
        raise missing(Action.DELEGATION_MAKE)
    people = unit.organisations.employees(state.cycle.name, ids=[made.holder])
    names = Names(employees={each.id: each.name for each in people})
    notice = deputy_named(made, to=deputy.id, names=names)
    unit.outbox.inbox.add([message_of(notice)])
    unit.outbox.put([mail_of(notice)])
