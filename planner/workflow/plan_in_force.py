"""The plan that holds, ready to be asked what a change of it would mean.

Making it ready takes a while, so it is done before the transaction that needs it, and kept for
those who come next. What is kept is found by what it says, the digests of organisation and
plan, so that it is never older than the transaction that uses it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from planner.domain import (
    BadInput,
    CycleState,
    Organisation,
    Placement,
    Plan,
    PlanVersion,
    Refused,
    id_of,
)
from planner.planning import WhatIf
from planner.present.names import Names
from planner.workflow.drafts import known_part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from planner.store import Store, Unit

T = TypeVar("T")

_MOST = 4
"""How many plans are kept; those of 240,000 people are large."""
_TRIES = 4
"""How often a plan is made ready outside, before others have to wait for it."""


class NotReadyError(Exception):
    """The plan that holds was not made ready, or is another one since."""


@dataclass(frozen=True, eq=False)
class Ready:
    """A plan and what it means, made once.

    ``what_if`` holds the placements of which the organisation still knows everybody;
    ``strangers`` are the others.
    """

    organisation: Organisation
    plan: Plan
    what_if: WhatIf
    strangers: tuple[Placement, ...]

    @classmethod
    def of(cls, organisation: Organisation, plan: Plan) -> Ready:
        """Make a plan ready. Raises Refused if it cannot be looked at."""
        known = known_part(organisation, plan)
        held = set(known)
        try:
            # What people know is the plan before any change of it: stability counts from here.
            what_if = WhatIf(organisation, known, previous=plan)
        except BadInput as bad:
            raise Refused([str(finding) for finding in bad.findings]) from bad
        return cls(organisation, plan, what_if, tuple(each for each in plan if each not in held))

    @cached_property
    def placements(self) -> Mapping[str, Placement]:
        """The placements by their ids, without those of strangers."""
        known = set(self.strangers)
        return MappingProxyType({id_of(each): each for each in self.plan if each not in known})

    @cached_property
    def names(self) -> Names:
        """What people and departments are called, told apart where two share a name."""
        return Names(self.organisation)


@dataclass(frozen=True, slots=True, eq=False)
class InForce:
    """The plan that holds in a cycle, as one transaction sees it."""

    state: CycleState
    version: PlanVersion
    ready: Ready

    @property
    def what_if(self) -> WhatIf:
        """What can be asked."""
        return self.ready.what_if

    @property
    def names(self) -> Names:
        """What people and departments are called."""
        return self.ready.names

    def after(self, gives: Iterable[Placement], takes: Iterable[Placement]) -> Plan:
        """Return all placements after a change."""
        gone = {id_of(each) for each in gives}
        return Plan.of((*(each for each in self.ready.plan if id_of(each) not in gone), *takes))


@dataclass
class _Slot:
    lock: threading.Lock = field(default_factory=threading.Lock)
    ready: Ready | None = None


class _Known:
    """The plans that were asked for last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._slots: OrderedDict[tuple[str, str], _Slot] = OrderedDict()

    def get(self, key: tuple[str, str]) -> Ready | None:
        with self._lock:
            slot = self._slots.get(key)
            return None if slot is None else slot.ready

    def make(self, key: tuple[str, str], maker: Callable[[], Ready]) -> Ready:
        """Return the plan of a key; of several who ask at once, one makes it."""
        with self._lock:
            slot = self._slots.setdefault(key, _Slot())
            self._slots.move_to_end(key)
            while len(self._slots) > _MOST:
                self._slots.popitem(last=False)
        with slot.lock:
            if slot.ready is None:
                slot.ready = maker()
            return slot.ready


_known = _Known()


def plan_in_force(unit: Unit, cycle: str, *, make: bool = True) -> InForce:
    """Return the published plan of a cycle.

    Parameters
    ----------
    unit : Unit
    cycle : str
    make : bool, default True
        Whether it may be made ready now. Without, one that is not ready raises
        `NotReadyError`, so that nobody waits for it in the middle of a write (`in_turn`).

    Raises
    ------
    NotFound
        There is no such cycle.
    Refused
        Nothing is published.
    """
    state = unit.organisations.state(cycle)
    version = unit.versions.published(cycle)
    if version is None:
        raise Refused(
            [f'No plan is published in the cycle "{cycle}" yet, so there is nothing to change.']
        )
    key = (state.digest, version.checked_hash)

    def maker() -> Ready:
        organisation = unit.organisations.load(cycle)
        return Ready.of(organisation, unit.versions.plan(cycle, version.number))

    ready = _known.get(key)
    if ready is None:
        if not make:
            raise NotReadyError
        ready = _known.make(key, maker)
    return InForce(state, version, ready)


def known_organisation(unit: Unit, state: CycleState) -> Organisation | None:
    """Return the organisation of a cycle as it is, if a plan of it is ready; None if not."""
    ready = kept_plan(unit, state)
    return None if ready is None else ready.organisation


def kept_plan(unit: Unit, state: CycleState) -> Ready | None:
    """Return the published plan of a cycle if it is ready; None if it would have to be made."""
    version = unit.versions.published(state.cycle.name)
    return None if version is None else _known.get((state.digest, version.checked_hash))


def in_turn(
    store: Store,
    find_cycle: Callable[[Unit], str | None],
    work: Callable[[Unit, bool], T],
    *,
    key: str | None = None,
) -> T:
    """Run ``work`` in one transaction; a plan that it needs is made ready before.

    Parameters
    ----------
    store : Store
    find_cycle : callable
        Tells in which cycle a plan may be needed; None for in no one.
    work : callable
        Gets a unit and what to hand on to `plan_in_force` as ``make``. It may run several
        times: when others change the plan meanwhile, the new one is made ready, and it runs
        again; after some tries inside the transaction, so that it comes to an end.
    key : str, optional
        As in `Store.write`.
    """
    for _ in range(_TRIES):
        try:
            return store.write(lambda unit: work(unit, False), key=key)
        except NotReadyError:
            with store.read() as unit:
                cycle = find_cycle(unit)
                if cycle is not None and unit.versions.published(cycle) is not None:
                    plan_in_force(unit, cycle)
    return store.write(lambda unit: work(unit, True), key=key)
