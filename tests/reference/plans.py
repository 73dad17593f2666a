"""Random plans of an organisation: legal ones, and ones a little broken in every way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from planner.domain import Placement, Plan
from tests.reference.facts import Facts, walks
from tests.reference.rules import breaches

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.domain import Organisation

    Breakage = Callable[[Facts, Random, list[Placement]], None]


def random_plan(organisation: Organisation, seed: int) -> Plan:
    """Return a plan that is legal (or nearly, where pins clash) or then broken once or more."""
    rng = Random(f"plan {seed}")
    placements = legal_placements(organisation, rng, rng.randint(0, len(organisation.employees)))
    facts = Facts(organisation)
    for _ in range(rng.choice((0, 0, 1, 1, 2, 3))):
        rng.choice(BREAKAGES)(facts, rng, placements)
    return Plan.of(placements)


def previous_plan(organisation: Organisation, seed: int) -> Plan:
    """Return a plan made before: partly legal today, partly not, partly of an earlier cycle."""
    rng = Random(f"previous {seed}")
    facts = Facts(organisation)
    most = rng.randint(1, len(organisation.employees))
    placements = legal_placements(replace(organisation, pins=()), rng, most)
    for _ in range(rng.choice((0, 1, 2))):
        rng.choice((_add, _move, _leave_horizon, _send_another))(facts, rng, placements)
    unique = {(each.employee, each.host, each.first_day): each for each in placements}
    return Plan.of(unique.values())


def any_placement(organisation: Organisation, rng: Random) -> Placement:
    """Return a placement of anybody anywhere, well formed but otherwise unchecked."""
    return _anything(Facts(organisation), rng)


def legal_placements(organisation: Organisation, rng: Random, most: int) -> list[Placement]:
    """Return up to ``most`` placements beside the pins that break nothing new together."""
    facts = Facts(organisation)
    placements: list[Placement] = []
    for pin in organisation.pins:
        last = facts.last_day(pin.host, pin.first_day)
        mentor = pin.mentor or _some_mentor(facts, rng, pin.host)
        placements.append(Placement(pin.employee, pin.host, pin.first_day, last, mentor))
    ways = [
        (employee.id, host)
        for employee in organisation.employees
        for host in facts.department
        if any(walks(each, employee.department, host) for each in organisation.dependencies)
    ]
    broken = len(breaches(facts, placements))
    goal = len(placements) + most
    for _ in range(6 * most):
        if not ways or len(placements) >= goal:
            break
        employee, host = rng.choice(ways)
        added = [*placements, _placement(facts, rng, employee, host)]
        if len(breaches(facts, added)) <= broken:
            placements = added
    return placements


def _placement(facts: Facts, rng: Random, employee: str, host: str) -> Placement:
    first = rng.choice(list(facts.period))
    mentor = _some_mentor(facts, rng, host)
    return Placement(employee, host, first, facts.last_day(host, first), mentor)


def _anything(facts: Facts, rng: Random) -> Placement:
    return _placement(
        facts, rng, rng.choice(list(facts.employee)), rng.choice(list(facts.department))
    )


def _some_mentor(facts: Facts, rng: Random, host: str) -> str | None:
    mentors = facts.mentors_of(host)
    return rng.choice(mentors) if mentors else None


def _add(facts: Facts, rng: Random, placements: list[Placement]) -> None:
    placements.append(_anything(facts, rng))


def _tempt(facts: Facts, rng: Random, placements: list[Placement]) -> None:
    """Add a placement that breaks a single rule which the plan has kept so far."""
    before = {each.rule for each in breaches(facts, placements)}
    broken: dict[str, Placement] = {}
    for _ in range(25):
        added = _anything(facts, rng)
        new = {each.rule for each in breaches(facts, [*placements, added])} - before
        if len(new) == 1 and "horizon" not in new:
            broken.setdefault(new.pop(), added)
    if broken:
        placements.append(broken[rng.choice(sorted(broken))])


def _drop(facts: Facts, rng: Random, placements: list[Placement]) -> None:
    if placements:
        placements.pop(rng.randrange(len(placements)))


def _repeat(facts: Facts, rng: Random, placements: list[Placement]) -> None:
    if placements:
        placements.append(rng.choice(placements))


def _crowd(facts: Facts, rng: Random, placements: list[Placement]) -> None:
    """Send several people where somebody is going anyway."""
    model = rng.choice(placements) if placements else _anything(facts, rng)
    for employee in rng.sample(list(facts.employee), min(3, len(facts.employee))):
        placements.append(replace(model, employee=employee))


def _fill(facts: Facts, rng: Random, placements: list[Placement]) -> None:
    """Send one employee everywhere."""
    employee = rng.choice(list(facts.employee))
    placements.extend(_placement(facts, rng, employee, host) for host in facts.department)


def _changed(change: Callable[[Facts, Random, Placement], Placement]) -> Breakage:
    """Return a breakage that changes one of the placements."""

    def breakage(facts: Facts, rng: Random, placements: list[Placement]) -> None:
        if placements:
            number = rng.randrange(len(placements))
            placements[number] = change(facts, rng, placements[number])

    return breakage


def _shifted(each: Placement, days: int) -> Placement:
    by = timedelta(days=days)
    return replace(each, first_day=each.first_day + by, last_day=each.last_day + by)


@_changed
def _move(facts: Facts, rng: Random, each: Placement) -> Placement:
    first = rng.choice(list(facts.period))
    return replace(each, first_day=first, last_day=facts.last_day(each.host, first))


@_changed
def _start_beside(facts: Facts, rng: Random, each: Placement) -> Placement:
    return _shifted(each, rng.choice((-1, 1, 3)))


@_changed
def _end_beside(facts: Facts, rng: Random, each: Placement) -> Placement:
    days = rng.choice((-1, 1, facts.organisation.cycle.period_days))
    return replace(each, last_day=each.last_day + timedelta(days=days))


@_changed
def _leave_horizon(facts: Facts, rng: Random, each: Placement) -> Placement:
    cycle = facts.organisation.cycle
    period = rng.choice((-2, -1, cycle.periods - 1, cycle.periods, cycle.periods + 2))
    first = cycle.first_day_of(period)
    return replace(each, first_day=first, last_day=facts.last_day(each.host, first))


@_changed
def _send_another(facts: Facts, rng: Random, each: Placement) -> Placement:
    return replace(each, employee=rng.choice(list(facts.employee)))


@_changed
def _send_elsewhere(facts: Facts, rng: Random, each: Placement) -> Placement:
    host = rng.choice(list(facts.department))
    last = facts.last_day(host, each.first_day)
    return replace(each, host=host, last_day=last, mentor=_some_mentor(facts, rng, host))


@_changed
def _change_mentor(facts: Facts, rng: Random, each: Placement) -> Placement:
    anybody = rng.choice(list(facts.employee))
    return replace(each, mentor=rng.choice((None, anybody, _some_mentor(facts, rng, each.host))))


BREAKAGES: tuple[Breakage, ...] = (
    _tempt,
    _tempt,
    _tempt,
    _tempt,
    _add,
    _drop,
    _repeat,
    _crowd,
    _fill,
    _move,
    _start_beside,
    _end_beside,
    _leave_horizon,
    _send_another,
    _send_elsewhere,
    _change_mentor,
)
"""Ways to spoil a plan; some leave it legal by chance."""
