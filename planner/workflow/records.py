"""Reading the record: what each may see of it, with people put back for pseudonyms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.access import ABOUT, Action, Standing, Thing, may
from planner.domain import SYSTEM, BrokenEntry, Entry
from planner.workflow.acting import PEOPLE, clock, demand, standing
from planner.workflow.cycles import in_order
from planner.workflow.pseudonyms import people_in, resolved

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from planner.domain import Actor
    from planner.domain.organisation import Id
    from planner.store import Store, Unit

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of the record in words.

    ``who`` and ``for_whom`` are names where somebody has one still; ``what`` says what was
    done, ``thing`` to what; ``facts`` are its details as one text.
    """

    entry: Entry
    who: str
    for_whom: str
    what: str
    thing: str
    facts: str


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether the record is whole: ``broken`` says where it is not.

    ``entries`` counts them and ``digest`` seals them all. Written down elsewhere, the two show
    later that nothing was changed until then.
    """

    entries: int
    digest: str
    broken: BrokenEntry | None


def list_record(
    store: Store,
    actor: Actor,
    *,
    user: Id | None = None,
    employee: Id | None = None,
    action: str | None = None,
    cycle: str | None = None,
    thing: str | None = None,
    since: datetime | None = None,
    before: int | None = None,
    limit: int = 50,
    now: datetime | None = None,
) -> tuple[Line, ...]:
    """Return what an actor may see of the record, the newest first.

    Parameters
    ----------
    store : Store
    actor : Actor
    user : str, optional
        Only what this user did.
    employee : str, optional
        Only what was done on behalf of this employee, or about them.
    action : str, optional
        Only this action, such as ``role.grant``, or this subject, such as ``role``.
    cycle, thing, since, before
        As in `planner.store.journal.Journal.entries`.
    limit : int, default 50
    now : datetime, optional

    Raises
    ------
    NotAllowed
        The actor was disabled.
    """
    with store.read() as unit:
        here = standing(unit, actor, clock(now))
        wanted = _actions(action)
        thing = _veiled(unit, thing)
        found: list[Entry] = []
        while len(found) < limit:
            page = unit.journal.entries(
                users=None if user is None else [user],
                actions=wanted,
                cycle=cycle,
                thing=thing,
                since=since,
                before=before,
                limit=_PAGE,
            )
            told = zip(resolved(unit, page), people_in(unit, page), strict=True)
            found += [
                entry
                for entry, people in told
                if (employee is None or employee in people)
                and may(here, Action.AUDIT_READ, Thing.of_entry(entry, people)).allowed
            ]
            if len(page) < _PAGE:
                break
            before = page[-1].number
        return tuple(_in_words(unit, found[:limit], here, clock(now)))


def _actions(named: str | None) -> list[str] | None:
    if named is None:
        return None
    return [each.value for each in Action if named in (each.value, each.value.split(".")[0])]


def _veiled(unit: Unit, thing: str | None) -> str | None:
    """Return a thing as the record names it: an employee by their pseudonym."""
    noun, _, name = (thing or "").partition(" ")
    alias = unit.aliases.find(name) if noun in PEOPLE else None
    return thing if alias is None else f"{noun} {alias}"


def verify_record(store: Store, actor: Actor, *, now: datetime | None = None) -> Verified:
    """See that nothing in the record was changed, removed or put in.

    Raises
    ------
    NotAllowed, NotFound
        The actor is neither HR nor administrator.
    """
    with store.read() as unit:
        demand(unit, actor, Action.AUDIT_VERIFY, now=clock(now))
        broken = unit.journal.verify()
        if broken is not None:
            return Verified(broken.number - 1, "", broken)
        return Verified(*unit.journal.head(), None)


def _in_words(
    unit: Unit, entries: Collection[Entry], here: Standing, now: datetime
) -> Iterator[Line]:
    names = _Names(unit, now)
    for entry in entries:
        action = next((each for each in Action if each == entry.action), None)
        yield Line(
            entry,
            names.user(entry.user) if entry.user != here.user else "you",
            names.employee(entry.on_behalf_of) if entry.on_behalf_of else "",
            ABOUT[action].title if action else entry.action,
            names.thing(entry.thing),
            "; ".join(
                f"{name}: {names.fact(name, value)}" for name, value in entry.facts.items() if value
            ),
        )


class _Names:
    """What users and employees are called now, looked up once each."""

    def __init__(self, unit: Unit, now: datetime) -> None:
        self._unit = unit
        self._cycles = in_order(unit, now.date())
        self._known: dict[Id, str] = {}

    def user(self, id: Id) -> str:
        if id == SYSTEM.user:
            return "the planner"
        found = self._unit.people.find(id)
        return (found.name if found else "") or id

    def employee(self, id: Id) -> str:
        if id not in self._known:
            self._known[id] = id
            for state in self._cycles:
                for each in self._unit.organisations.employees(state.cycle.name, ids=[id]):
                    self._known[id] = each.name
        return self._known[id]

    def thing(self, text: str) -> str:
        noun, _, id = text.partition(" ")
        if noun == "user":
            return self.user(id)
        return self.employee(id) if noun in PEOPLE else text

    def fact(self, name: str, value: str) -> str:
        if name not in PEOPLE:
            return value
        return ", ".join(self.employee(each) for each in value.split("\n"))
