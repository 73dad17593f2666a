"""The rules, by dates: slow and plain, sharing nothing with the product.

Stays cover a period wholly or not at all, so a period's first day speaks for all its days
where stays are counted; absences, closures and seasons are held against every day.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from tests.reference.facts import Facts, Stay, days_between, walks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from planner.domain import Organisation, Pin, Placement, Plan

    Rule = Callable[[Facts, list[Stay]], Iterator[str]]


class Violation(NamedTuple):
    """A rule that is broken, and where."""

    rule: str
    detail: str


def violations(organisation: Organisation, plan: Plan, strict: bool = False) -> list[Violation]:
    """Return every breach of a plan; with ``strict`` each requirement is a rule as well."""
    return breaches(Facts(organisation), plan, strict)


def breaches(facts: Facts, plan: Iterable[Placement], strict: bool = False) -> list[Violation]:
    """Do the same for somebody who asks about many plans of one organisation."""
    placements = list(plan)
    found = [Violation("horizon", detail) for detail in _horizon(facts, placements)]
    stays = facts.stays(placements)
    rules = {**RULES, "requirements": requirements} if strict else RULES
    for name, rule in rules.items():
        found += [Violation(name, detail) for detail in rule(facts, stays)]
    return found


def broken_rules(organisation: Organisation, plan: Plan, strict: bool = False) -> set[str]:
    """Return the ids of the rules that a plan breaks."""
    return {each.rule for each in violations(organisation, plan, strict)}


def _horizon(facts: Facts, plan: Iterable[Placement]) -> Iterator[str]:
    for placement in plan:
        stay = facts.stay(placement)
        if stay is None or stay.last != placement.last_day:
            yield f"{placement}"


def one_place_at_a_time(facts: Facts, stays: list[Stay]) -> Iterator[str]:
    for day in facts.period:
        away = Counter(stay.employee for stay in stays if stay.covers(day))
        yield from (f"{employee} {day}" for employee, places in away.items() if places > 1)


def availability(facts: Facts, stays: list[Stay]) -> Iterator[str]:
    for stay in stays:
        if not facts.is_free_throughout(stay.employee, days_between(stay.first, stay.last)):
            yield f"{stay}"


def linked_hosts(facts: Facts, stays: list[Stay]) -> Iterator[str]:
    for stay in stays:
        linked = any(walks(each, stay.home, stay.host) for each in facts.organisation.dependencies)
        if stay.home == stay.host or not linked:
            yield f"{stay}"


def host_capacity(facts: Facts, stays: list[Stay]) -> Iterator[str]:
    for day in facts.period:
        visitors = Counter(stay.host for stay in stays if stay.covers(day))
        for host, number in visitors.items():
            if number > facts.department[host].host_capacity:
                yield f"{host} {day}: {number}"


def closures(facts: Facts, stays: list[Stay]) -> Iterator[str]:
    for closure in facts.organisation.closures:
        for stay in stays:
            if stay.last < closure.first_day or stay.first > closure.last_day:
                continue
            if closure.kind in ("hosting", "both") and stay.host == closure.department:
                yield f"{closure} receives {stay}"
            if closure.kind in ("releasing", "both") and stay.home == closure.department:
                yield f"{closure} releases {stay}"


def minimum_staffing(facts: Facts, stays: list[Stay]) -> Iterator[str]:
    for start in facts.period:
        away = Counter(stay.home for stay in stays if stay.covers(start))
        for home, number in away.items():
            spare = facts.present(home, start) - facts.department[home].minimum_staffing
            if number > max(0, spare):
                yield f"{home} {start}: {number} away, {spare} to spare"


def rotation_limit(facts: Facts, stays: list[Stay]) -> Iterator[str]:
    for employee, number in Counter(stay.employee for stay in stays).items():
        if number > facts.employee[employee].max_rotations:
            yield f"{employee}: {number}"


def rest_between_rotations(facts: Facts, stays: list[Stay]) -> Iterator[str]:
    rest = facts.rules.rest_periods * facts.organisation.cycle.period_days
    for one, other in combinations(stays, 2):
        if one.employee != other.employee:
            continue
        earlier, later = sorted((one, other), key=lambda stay: stay.first)
        days_at_home = (later.first - earlier.last).days - 1
        if 0 <= days_at_home < rest:
            yield f"{earlier} {later}: {days_at_home} days at home"


def no_repeats(facts: Facts, stays: list[Stay]) -> Iterator[str]:
    visits = Counter((stay.employee, stay.host) for stay in stays)
    yield from (f"{visit} twice" for visit, number in visits.items() if number > 1)
    yield from (f"{visit} again" for visit in visits if visit in facts.experience)


def restrictions(facts: Facts, stays: list[Stay]) -> Iterator[str]:
    for restriction in facts.organisation.restrictions:
        for stay in stays:
            if (stay.employee, stay.host) == (restriction.employee, restriction.department):
                yield f"{stay}"


def max_from_one_home(facts: Facts, stays: list[Stay]) -> Iterator[str]:
    most = facts.rules.max_from_one_home
    if most is None:
        return
    for day in facts.period:
        visitors = Counter((stay.home, stay.host) for stay in stays if stay.covers(day))
        yield from (f"{pair} {day}: {n}" for pair, n in visitors.items() if n > most)


def keep_apart(facts: Facts, stays: list[Stay]) -> Iterator[str]:
    for day in facts.period:
        away = {stay.employee for stay in stays if stay.covers(day)}
        for pair in facts.organisation.keep_apart:
            if pair.employee in away and pair.other in away:
                yield f"{pair} {day}"


def mentors(facts: Facts, stays: list[Stay]) -> Iterator[str]:
    for stay in stays:
        mentors_there = facts.mentors_of(stay.host)
        if not mentors_there:
            if stay.mentor is not None:
                yield f"{stay}: {stay.host} has no mentors"
            continue
        if stay.mentor not in mentors_there:
            yield f"{stay}: needs one of {mentors_there}"
            continue
        away = any(
            other.employee == stay.mentor and other.first <= stay.last and stay.first <= other.last
            for other in stays
        )
        days = days_between(stay.first, stay.last)
        if away or not facts.is_free_throughout(stay.mentor, days):
            yield f"{stay}: the mentor is not there throughout"
    for day in facts.period:
        guided = Counter(stay.mentor for stay in stays if stay.covers(day))
        for mentor, number in guided.items():
            if mentor is not None and number > facts.employee[mentor].mentors:
                yield f"{mentor} {day}: guides {number}"


def pins(facts: Facts, stays: list[Stay]) -> Iterator[str]:
    for pin in facts.organisation.pins:
        kept = [s for s in stays if (s.employee, s.host, s.first) == _what(pin)]
        if not any(pin.mentor in (None, stay.mentor) for stay in kept):
            yield f"{pin}"


def _what(pin: Pin) -> tuple[str, str, date]:
    return (pin.employee, pin.host, pin.first_day)


def placement_budget(facts: Facts, stays: list[Stay]) -> Iterator[str]:
    budget = facts.rules.max_placement_periods
    total = sum(facts.department[stay.host].rotation_periods for stay in stays)
    if budget is not None and total > budget:
        yield f"{total} of {budget}"


def requirements(facts: Facts, stays: list[Stay]) -> Iterator[str]:
    for row in facts.organisation.requirements:
        ends = [
            stay.last
            for stay in stays
            if (stay.employee, stay.host) == (row.employee, row.department)
        ]
        if not any(row.by is None or end <= row.by for end in ends):
            yield f"{row}"


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        one_place_at_a_time,
        availability,
        linked_hosts,
        host_capacity,
        closures,
        minimum_staffing,
        rotation_limit,
        rest_between_rotations,
        no_repeats,
        restrictions,
        max_from_one_home,
        keep_apart,
        mentors,
        pins,
        placement_budget,
    )
}
"""Every rule by its id; ``requirements`` joins them where requirements are strict."""
