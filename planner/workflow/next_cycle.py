"""Make the next cycle from the last one, and carry into it what was done since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.access import Action
from planner.domain import Conflict, CycleState, Difference, Plan, Refused, VersionState
from planner.exchange import change_settings
from planner.present.row_words import RowNames
from planner.present.words import day
from planner.store import difference
from planner.workflow.acting import clock, demand, record
from planner.workflow.carrying_over import Carried, carry_visits, next_organisation
from planner.workflow.import_organisation import counts_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from planner.domain import Actor, Cycle, Organisation
    from planner.store import Store, Unit

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """What was carried into a cycle.

    ``changes`` counts as false where all was there already; nothing was written then.
    ``names`` says what people and departments in it are called, ``notes`` what people should
    know of it, a sentence each.
    """

    state: CycleState
    changes: Difference
    names: RowNames
    notes: tuple[str, ...]


def next_cycle(
    store: Store,
    actor: Actor,
    name: str,
    *,
    after: str,
    first_day: date,
    now: datetime | None = None,
) -> CarriedOver:
    """Make a cycle that follows another one (`next_organisation` says what stays).

    Asked for again, it changes nothing as long as the cycle is as it was made.

    Parameters
    ----------
    store : Store
    actor : Actor
    name : str
        Of the new cycle.
    after : str
        The name of the cycle that it follows.
    first_day : date
        Later than the last day of that one.
    now : datetime, optional

    Raises
    ------
    BadInput
        The name or the day is none that a cycle can have.
    NotAllowed, NotFound
        The actor may not; there is no such cycle.
    Refused
        The cycle would begin before the other one ends.
    Conflict
        There is another cycle of that name.
    """
    moment = clock(now)

    def work(unit: Unit) -> CarriedOver:
        demand(unit, actor, Action.ORGANISATION_EDIT, now=moment, cycle=after)
        old = unit.organisations.load(after)
        cycle = change_settings(old.cycle, {"name": name, "first_day": first_day})
        _refuse_overlap(old.cycle, cycle.first_day)
        carried = next_organisation(old, cycle.name, cycle.first_day, _published(unit, after))
        found = unit.organisations.find(cycle.name)
        if found is not None:
            if difference(unit.organisations.load(cycle.name), carried.organisation):
                raise Conflict(
                    f'There is a cycle "{cycle.name}" already. Choose another name, or bring '
                    f"into it what was done since: planner cycles carry OLD NEW"
                )
            return _answer(found, carried.organisation, carried)
        return _save(unit, actor, None, carried, after, "next cycle", moment)

    return store.write(work)


def carry_over(
    store: Store, actor: Actor, old: str, new: str, *, now: datetime | None = None
) -> CarriedOver:
    """Bring the placements done in one cycle into a later one, as experience.

    For a plan that was published, or changed, after the later cycle was made (`carry_visits`).
    Doing it again changes nothing.

    Raises
    ------
    NotAllowed, NotFound
        The actor may not; there is no such cycle.
    Refused
        The second cycle begins before the first one ends.
    """
    moment = clock(now)

    def work(unit: Unit) -> CarriedOver:
        demand(unit, actor, Action.ORGANISATION_EDIT, now=moment, cycle=new)
        before, after = unit.organisations.load(old), unit.organisations.load(new)
        _refuse_overlap(before.cycle, after.cycle.first_day)
        overtaken = _overtaken(unit, old, before, after)
        carried = carry_visits(before, after, _published(unit, old), overtaken)
        return _save(unit, actor, after, carried, old, "carry", moment)

    return store.write(work)


def _refuse_overlap(old: Cycle, first_day: date) -> None:
    if first_day <= old.last_day:
        raise Refused(
            [
                f'The cycle "{old.name}" runs until {day(old.last_day)}; one that begins on '
                f"{day(first_day)} does not follow it.",
                "Choose a later first day.",
            ]
        )


def _published(unit: Unit, cycle: str) -> Plan:
    number = unit.organisations.state(cycle).published
    return Plan() if number is None else unit.versions.plan(cycle, number)


def _overtaken(unit: Unit, name: str, old: Organisation, new: Organisation) -> Iterator[Plan]:
    """Yield the placements of overtaken versions, of people whose experience may be from there."""
    before = {(e.employee, e.department, e.completed_on) for e in old.experience}
    people = sorted(
        {
            e.employee
            for e in new.experience
            if (e.employee, e.department, e.completed_on) not in before
        }
    )
    for version in unit.versions.list(name, {VersionState.SUPERSEDED}):
        for at in range(0, len(people), _AT_ONCE):
            some = people[at : at + _AT_ONCE]
            yield unit.versions.plan(name, version.number, employees=some)


def _save(
    unit: Unit,
    actor: Actor,
    before: Organisation | None,
    carried: Carried,
    old: str,
    what: str,
    now: datetime,
) -> CarriedOver:
    name = carried.organisation.cycle.name
    if before is not None and not difference(before, carried.organisation):
        return _answer(unit.organisations.state(name), before, carried)
    revision = 0 if before is None else unit.organisations.state(name).revision
    state, changes = unit.organisations.save(carried.organisation, expected=revision, now=now)
    facts = {"what": what, "from": old, "revision": str(state.revision), **counts_of(changes)}
    record(unit, actor, Action.ORGANISATION_EDIT, name, "organisation", facts, now)
    return CarriedOver(state, changes, RowNames.of(carried.organisation), carried.notes)


def _answer(state: CycleState, there: Organisation, carried: Carried) -> CarriedOver:
    return CarriedOver(state, difference(there, there), RowNames.of(there), carried.notes)
