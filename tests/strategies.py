"""Random organisations and plans by seed, small enough to try by the thousand.

Every table, rule and aim turns up, edges on purpose more often than chance would: a day too
early, a day too late, exactly enough. The same seed always makes the same thing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations, permutations
from random import Random
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from planner.domain import (
    AIMS,
    Absence,
    Closure,
    ClosureKind,
    Cycle,
    Department,
    Dependency,
    Employee,
    Experience,
    KeepApart,
    Organisation,
    Pin,
    Preference,
    Requirement,
    Restriction,
    Rules,
    WhoVisits,
)
from tests.builders import FIRST_DAY
from tests.reference.plans import any_placement, legal_placements, previous_plan, random_plan

__all__ = [
    "previous_plan",
    "random_organisation",
    "random_plan",
    "seeds",
    "small_organisation",
    "small_organisations",
    "tiny_organisation",
    "tiny_organisations",
]

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    Pair = tuple[Employee, Department]


def tiny_organisation(seed: int) -> Organisation:
    """Return an organisation of which every plan can be tried: 3 to 6 people."""
    rng = Random(f"tiny {seed}")
    people = rng.choice((3, 4, 5, 5, 6, 6, 6))
    departments = rng.choice((2, 3, 3, 4)) if people > 3 else rng.choice((2, 3))
    return random_organisation(
        seed, people=people, departments=departments, periods=rng.choice((3, 4, 4, 5, 5))
    )


def small_organisation(seed: int) -> Organisation:
    """Return an organisation of 8 to 25 people, 3 to 6 departments and 4 to 10 periods."""
    rng = Random(f"small {seed}")
    people, departments, periods = rng.randint(8, 25), rng.randint(3, 6), rng.randint(4, 10)
    return random_organisation(seed, people=people, departments=departments, periods=periods)


def random_organisation(seed: int, *, people: int, departments: int, periods: int) -> Organisation:
    """Return an organisation in which every rule may bind and a few promises cannot be kept."""
    rng = Random(f"{seed} {people} {departments} {periods}")
    cycle = _cycle(rng, people, periods)
    homes = [chr(ord("A") + number) for number in range(departments)]
    homes += rng.choices(homes, k=people - departments)
    staff = _employees(rng, cycle, sorted(homes[:people]))
    hosts = _departments(rng, homes[:departments], homes[:people])
    some = max(1, people // 3)
    organisation = Organisation(
        cycle=cycle,
        departments=hosts,
        employees=staff,
        dependencies=_dependencies(rng, cycle, homes[:departments], people),
        absences=tuple(_absences(rng, cycle, staff)),
        closures=tuple(_closures(rng, cycle, hosts)),
        experience=tuple(
            Experience(who.id, where.id, _completed(rng, cycle))
            for who, where in _pairs(rng, staff, hosts, people // 2)
        ),
        preferences=tuple(
            Preference(who.id, where.id, rng.choice((-2, -1, 1, 1, 2, 2)))
            for who, where in _pairs(rng, staff, hosts, 2 * some)
        ),
        restrictions=tuple(
            Restriction(who.id, where.id) for who, where in _pairs(rng, staff, hosts, some)
        ),
        keep_apart=tuple(_keep_apart(rng, staff, people // 2)),
        requirements=tuple(
            Requirement(who.id, where.id, rng.choice((None, _edge(rng, cycle))))
            for who, where in _pairs(rng, staff, hosts, some)
        ),
    )
    return replace(organisation, pins=tuple(_pins(rng, organisation)))


def _cycle(rng: Random, people: int, periods: int) -> Cycle:
    aims = list(AIMS)
    how = rng.random()
    if how < 0.2:
        rng.shuffle(aims)
        if rng.random() < 0.7:  # economy before anything worth a placement leaves nothing to do
            aims.sort(key="economy".__eq__)
    elif how < 0.4:
        aims = [name for name in AIMS if rng.random() < 0.6] or ["coverage"]
    return Cycle(
        name="A cycle",
        first_day=FIRST_DAY,
        periods=periods,
        period_days=rng.choice((7, 7, 14, 5)),
        rules=Rules(
            rest_periods=rng.choice((0, 0, 1, 1, 2, 3)),
            max_from_one_home=rng.choice((None, None, 1, 1, 1, 2, 0 if rng.random() < 0.1 else 1)),
            experience_valid_days=rng.choice((None, 365, 730)),
            max_placement_periods=rng.choice((None, None, rng.randint(people // 2, 2 * people))),
        ),
        decay=rng.choice((0.5, 0.5, 1.0, 0.8, 0.25)),
        aims=tuple(aims),
    )


def _employees(rng: Random, cycle: Cycle, homes: list[str]) -> tuple[Employee, ...]:
    found: list[Employee] = []
    guided = {home for home in sorted(set(homes)) if rng.random() < 0.35}
    for number, home in enumerate(homes, 1):
        colleague = next((each for each in found if each.department == home), None)
        found.append(
            Employee(
                id=f"{home.lower()}{number}",
                name=f"Employee {number}",
                email=f"{home.lower()}{number}@example.org",
                department=home,
                manager=colleague.id if colleague else None,
                max_rotations=rng.choice((0, 1, 1, 1, 2, 2, 2, 3)),
                mentors=rng.choice((0, 1, 2)) if home in guided else 0,
                starts=_edge(rng, cycle) if rng.random() < 0.12 else None,
                ends=_edge(rng, cycle) if rng.random() < 0.12 else None,
            )
        )
    return tuple(
        replace(each, ends=None) if each.starts and each.ends and each.ends < each.starts else each
        for each in found
    )


def _departments(rng: Random, ids: list[str], homes: list[str]) -> tuple[Department, ...]:
    return tuple(
        Department(
            id=id,
            name=f"Department {id}",
            host_capacity=rng.choice((0, 1, 1, 1, 1, 1, 2, 2, 2)),
            minimum_staffing=rng.choice((0, 0, 0, 0, 1, max(0, homes.count(id) - 1))),
            rotation_periods=rng.choice((1, 1, 1, 2, 2, 3)),
        )
        for id in ids
    )


def _dependencies(rng: Random, cycle: Cycle, ids: list[str], people: int) -> tuple[Dependency, ...]:
    pairs = [pair for pair in permutations(ids, 2) if rng.random() < 0.6]
    found = []
    for customer, provider in pairs or [(ids[0], ids[1])]:
        season = sorted((_edge(rng, cycle), _edge(rng, cycle)))
        seasonal = rng.random() < 0.35
        found.append(
            Dependency(
                customer,
                provider,
                importance=rng.choice((rng.randint(1, 9) / 1, rng.randint(1, 18) / 2, 0.35, 2.7)),
                target=rng.randint(1, 3 if people < 8 else 5),
                who_visits=rng.choice((*WhoVisits, WhoVisits.EITHER)),
                season_from=season[0] if seasonal and rng.random() < 0.8 else None,
                season_to=season[1] if seasonal and rng.random() < 0.8 else None,
            )
        )
    return tuple(found)


def _edge(rng: Random, cycle: Cycle) -> date:
    """Return a day at the edge of some period, a day beside it, or any day of the cycle."""
    period = rng.randint(0, cycle.periods)
    day = cycle.first_day_of(period) + timedelta(days=rng.choice((-2, -1, -1, 0, 0, 1)))
    anywhere = timedelta(days=rng.randrange(cycle.periods * cycle.period_days))
    return rng.choice((day, day, cycle.first_day + anywhere))


def _absences(rng: Random, cycle: Cycle, staff: tuple[Employee, ...]) -> Iterable[Absence]:
    for employee in staff:
        while rng.random() < 0.25:
            first = _edge(rng, cycle)
            days = rng.choice((0, 0, 1, 4, cycle.period_days - 1, cycle.period_days))
            yield Absence(employee.id, first, first + timedelta(days=days), "leave")


def _closures(rng: Random, cycle: Cycle, hosts: tuple[Department, ...]) -> Iterable[Closure]:
    for host in hosts:
        while rng.random() < 0.2:
            first = _edge(rng, cycle)
            days = rng.choice((0, 0, 2, cycle.period_days - 1))
            kind = rng.choice(tuple(ClosureKind))
            yield Closure(host.id, first, first + timedelta(days=days), kind)


def _completed(rng: Random, cycle: Cycle) -> date:
    """Return a day on which experience counts, or is a day too old, or a day too new."""
    valid = cycle.rules.experience_valid_days or 1000
    return cycle.first_day - timedelta(days=rng.choice((-1, 0, 100, 300, valid, valid + 1)))


def _pairs(
    rng: Random, staff: tuple[Employee, ...], hosts: tuple[Department, ...], most: int
) -> list[Pair]:
    """Return up to ``most`` different pairs, mostly of people and places that are not home."""
    pairs = [(who, where) for who in staff for where in hosts]
    away = [pair for pair in pairs if pair[0].department != pair[1].id]
    return rng.sample(pairs if rng.random() < 0.1 else away, min(len(away), rng.randint(0, most)))


def _keep_apart(rng: Random, staff: tuple[Employee, ...], most: int) -> list[KeepApart]:
    pairs = [KeepApart(*rng.sample((one.id, other.id), 2)) for one, other in combinations(staff, 2)]
    return rng.sample(pairs, min(len(pairs), rng.randint(0, most)))


def _pins(rng: Random, organisation: Organisation) -> Iterable[Pin]:
    """Promise part of a legal plan, now and then something that nobody has checked."""
    if rng.random() < 0.5:
        return
    most = rng.randint(1, max(1, len(organisation.employees) // 3))
    promised = legal_placements(organisation, rng, most)
    if rng.random() < 0.12:
        promised.append(any_placement(organisation, rng))
    seen = set()
    for each in promised:
        if (each.employee, each.host) not in seen:
            seen.add((each.employee, each.host))
            mentor = each.mentor if rng.random() < 0.5 else None
            yield Pin(each.employee, each.host, each.first_day, mentor)


def seeds() -> st.SearchStrategy[int]:
    """Make seeds; the smallest is tried first when an example shrinks."""
    return st.integers(min_value=0, max_value=2**32 - 1)


def tiny_organisations() -> st.SearchStrategy[Organisation]:
    """Make organisations of which every plan can be tried."""
    return seeds().map(tiny_organisation)


def small_organisations() -> st.SearchStrategy[Organisation]:
    """Make organisations of 8 to 25 people."""
    return seeds().map(small_organisation)
