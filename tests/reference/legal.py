"""What a person may do alone, what it uses up, and whether mentors can be found for it."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from planner.domain import Placement
from tests.reference.facts import Facts, Stay, days_between
from tests.reference.rules import RULES, requirements

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

Rotation = tuple[Stay, ...]
"""The stays of one employee, by first day."""

PERSONAL = (
    "linked_hosts",
    "restrictions",
    "availability",
    "closures",
    "rotation_limit",
    "one_place_at_a_time",
    "no_repeats",
    "rest_between_rotations",
)
"""The rules that look at one employee's placements and nobody else's."""


def rotations(
    facts: Facts, employee: str, strict: bool = False, without: Collection[str] = ()
) -> list[Rotation]:
    """Return every rotation of an employee that breaks no rule by itself, pins included."""
    personal = [RULES[name] for name in PERSONAL if name not in without]

    def allowed(stays: list[Stay]) -> bool:
        return not any(True for rule in personal for _ in rule(facts, stays))

    def grown(stays: list[Stay], candidates: list[Stay]) -> Iterator[list[Stay]]:
        yield stays
        for number, stay in enumerate(candidates):
            if allowed([*stays, stay]):
                yield from grown([*stays, stay], candidates[number + 1 :])

    places = [
        facts.stay(Placement(employee, host, first, first))
        for first in facts.period
        for host in facts.department
    ]
    alone = [stay for stay in places if stay is not None and allowed([stay])]
    found = [tuple(stays) for stays in grown([], alone)]
    if "pins" not in without:
        promised = {
            (pin.host, pin.first_day) for pin in facts.organisation.pins if pin.employee == employee
        }
        found = [each for each in found if promised <= {(s.host, s.first) for s in each}]
    if strict:
        rows = [row for row in facts.organisation.requirements if row.employee == employee]
        others = len(facts.organisation.requirements) - len(rows)
        found = [each for each in found if len(list(requirements(facts, [*each]))) == others]
    return found


def limits(facts: Facts, without: Collection[str] = ()) -> dict[object, int]:
    """Return what all placements together may use, by rule and what it is about."""
    rules, limit = facts.rules, dict[object, int]()
    homes_and_hosts = [(home, host) for home in facts.department for host in facts.department]
    for start in facts.period:
        for each in facts.department.values():
            limit["host_capacity", each.id, start] = each.host_capacity
            spare = facts.present(each.id, start) - each.minimum_staffing
            limit["minimum_staffing", each.id, start] = max(0, spare)
        if rules.max_from_one_home is not None:
            for pair in homes_and_hosts:
                limit["max_from_one_home", pair, start] = rules.max_from_one_home
        for row in facts.organisation.keep_apart:
            limit["keep_apart", row, start] = 1
    if rules.max_placement_periods is not None:
        limit["placement_budget", None, None] = rules.max_placement_periods
    return {key: most for key, most in limit.items() if key[0] not in without}  # type: ignore[index]


def used(facts: Facts, rotation: Rotation) -> tuple[tuple[object, int], ...]:
    """Return how much of each limit a rotation uses."""
    use = Counter[object]()
    for stay in rotation:
        for start in facts.period:
            if stay.covers(start):
                use["host_capacity", stay.host, start] += 1
                use["minimum_staffing", stay.home, start] += 1
                use["max_from_one_home", (stay.home, stay.host), start] += 1
                use["placement_budget", None, None] += 1
    for row in facts.organisation.keep_apart:
        for start in facts.period:
            if any(s.employee in (row.employee, row.other) and s.covers(start) for s in rotation):
                use["keep_apart", row, start] = 1
    return tuple(use.items())


class Mentoring:
    """Exact search for a mentor for every visitor, host by host."""

    def __init__(self, facts: Facts, without: Collection[str] = ()) -> None:
        self.facts = facts
        self.ruled = "mentors" not in without
        self.promised = {
            (pin.employee, pin.host, pin.first_day): pin.mentor
            for pin in facts.organisation.pins
            if pin.mentor is not None and "pins" not in without
        }
        self.mentors = {host: tuple(facts.mentors_of(host)) for host in facts.department}
        self._solve = cache(self._search)

    def possible(self, stays: list[Stay], new: Iterable[Stay]) -> bool:
        """Tell whether mentors can be found at every host that the new stays touch."""
        touched = {stay.host for stay in new}
        touched |= {stay.home for stay in new if stay.employee in self.mentors[stay.home]}
        return all(self._at(host, stays) is not None for host in touched)

    def assign(self, stays: list[Stay]) -> dict[Stay, str | None]:
        """Return the mentor of every stay; mentors must be possible."""
        found: dict[Stay, str | None] = {}
        for host in self.facts.department:
            visitors = [stay for stay in stays if stay.host == host]
            guides = self._at(host, stays)
            assert guides is not None
            found.update(zip(visitors, guides, strict=True))
        return found

    def _at(self, host: str, stays: list[Stay]) -> tuple[str | None, ...] | None:
        wanted = [
            (stay.first, stay.last, self.promised.get((stay.employee, host, stay.first)))
            for stay in stays
            if stay.host == host
        ]
        guides = self.mentors[host]
        if not self.ruled or not (guides or any(promise for *_, promise in wanted)):
            return tuple(promise for *_, promise in wanted)
        away = frozenset((s.employee, s.first, s.last) for s in stays if s.employee in guides)
        return self._solve(host, tuple(wanted), away)

    def _search(
        self,
        host: str,
        wanted: tuple[tuple[date, date, str | None], ...],
        away: frozenset[tuple[str, date, date]],
    ) -> tuple[str | None, ...] | None:
        facts = self.facts
        room = {
            mentor: {
                day: facts.employee[mentor].mentors
                for day in facts.free[mentor]
                if not any(m == mentor and first <= day <= last for m, first, last in away)
            }
            for mentor in self.mentors[host]
        }

        def guide(number: int) -> tuple[str, ...] | None:
            if number == len(wanted):
                return ()
            first, last, promise = wanted[number]
            days = days_between(first, last)
            for mentor, free in room.items():
                if promise not in (None, mentor) or not all(free.get(day, 0) for day in days):
                    continue
                for day in days:
                    free[day] -= 1
                rest = guide(number + 1)
                for day in days:
                    free[day] += 1
                if rest is not None:
                    return (mentor, *rest)
            return None

        return guide(0)
