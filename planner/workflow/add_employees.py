"""Users for everybody who works here and has none yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.access import Action
from planner.domain import Refused, User
from planner.workflow.acting import clock, demand, record
from planner.workflow.cycles import cycle_of
from planner.workflow.user_facts import email_from, name_from
from planner.workflow.users import next_number

if TYPE_CHECKING:
    from datetime import datetime

    from planner.domain import Actor
    from planner.store import Store, Unit


@dataclass(frozen=True, slots=True)
class Added:
    """How many users were added, and a sentence for each employee who could not be one."""

    count: int
    left_out: tuple[str, ...]


def add_employees(
    store: Store, actor: Actor, *, cycle: str | None = None, now: datetime | None = None
) -> Added:
    """Add a user for every employee who has none and has not left; all or nothing.

    Doing it again adds those who came since. Whoever was disabled stays out.

    Parameters
    ----------
    store : Store
    actor : Actor
    cycle : str, optional
        Whose employees; the cycle of today if it is left out.
    now : datetime, optional

    Raises
    ------
    NotAllowed, NotFound
        The actor is no administrator, or there is no such cycle.
    Refused
        There is no cycle yet.
    """
    now = clock(now)

    def work(unit: Unit) -> Added:
        demand(unit, actor, Action.USER_CREATE, now=now)
        state = unit.organisations.state(cycle) if cycle else cycle_of(unit, now.date())
        if state is None:
            raise Refused(["There are no employees yet. Import an organisation first."])
        added, left_out = _add_all(unit, actor, state.cycle.name, now)
        if added:
            facts = {"users": str(added)}
            record(unit, actor, Action.USER_CREATE, state.cycle.name, "users", facts, now)
        return Added(added, tuple(left_out))

    return store.write(work)


def _add_all(unit: Unit, actor: Actor, cycle: str, now: datetime) -> tuple[int, list[str]]:
    users = unit.people.everybody()
    known = {each.employee for each in users}
    taken = {each.email.casefold() for each in users if each.active and each.email}
    number, added = next_number(unit), 0
    left_out: list[str] = []
    for person in unit.organisations.employees(cycle):
        if person.id in known or (person.ends is not None and person.ends < now.date()):
            continue
        try:
            email = email_from(person.email)
            name = name_from(person.name)
        except Refused as refused:
            left_out.append(f"{person.name or person.id}: {refused.sentences[0]}")
            continue
        if email.casefold() in taken:
            left_out.append(f"{name}: {email} is the address of another user.")
            continue
        user = User(f"u{number + added}", name, email, person.id, frozenset())
        unit.people.add(user, by=actor.user, at=now)
        taken |= {email.casefold()} - {""}
        added += 1
    return added, left_out
