"""Which cycle says who works here today, and who manages whom in it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from planner.domain.teams import Teams

if TYPE_CHECKING:
    from datetime import date

    from planner.domain import CycleState
    from planner.domain.organisation import Id
    from planner.store import Unit

_MOST = 8
_NOBODY = Teams.from_rows(())


class _Known:
    """Teams that were made a moment ago, by the digest of the organisation they belong to."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._teams: OrderedDict[str, Teams] = OrderedDict()

    def get(self, digest: str) -> Teams | None:
        with self._lock:
            return self._teams.get(digest)

    def put(self, digest: str, teams: Teams) -> None:
        with self._lock:
            self._teams[digest] = teams
            while len(self._teams) > _MOST:
                self._teams.popitem(last=False)


_known = _Known()


def in_order(unit: Unit, day: date) -> tuple[CycleState, ...]:
    """Return the cycles by how much they say about a day.

    First those that run on that day, the latest begun before the others; without one of
    these, the one that ended last. Then those still to come, the next one first. Cycles that
    ended before are left out: who is only there has left since.
    """
    cycles = unit.organisations.cycles()
    begun = [each for each in reversed(cycles) if each.cycle.first_day <= day]
    running = [each for each in begun if each.cycle.last_day >= day]
    last = sorted(begun, key=lambda each: each.cycle.last_day, reverse=True)[:1]
    return (*(running or last), *(each for each in cycles if each.cycle.first_day > day))


def cycle_of(unit: Unit, day: date, employee: Id | None = None) -> CycleState | None:
    """Return the cycle that says who works here on a day; None while there is no cycle.

    With an employee it is the first one, `in_order`, that knows them, so that somebody who
    begins in the next cycle is known already; one that does not know them if none does.
    """
    found = in_order(unit, day)
    if employee is not None:
        for state in found:
            if unit.organisations.employees(state.cycle.name, ids=[employee]):
                return state
    return next(iter(found), None)


def teams_of(unit: Unit, state: CycleState | None) -> Teams:
    """Return who manages whom in a cycle; nobody anybody where there is none."""
    if state is None:
        return _NOBODY
    teams = _known.get(state.digest)
    if teams is None:
        people = unit.organisations.employees(state.cycle.name)
        teams = Teams.from_rows((e.id, e.department, e.manager, e.ends) for e in people)
        _known.put(state.digest, teams)
    return teams
