"""The aims, in exact fractions: slow and plain, sharing nothing with the product."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tests.reference.facts import Facts, Stay, exact, walks
from tests.reference.rules import requirements as unmet_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.domain import Dependency, Organisation, Plan

    Aim = Callable[[Facts, list[Stay], Plan | None], Fraction | int]


def aims(
    organisation: Organisation, plan: Plan, previous: Plan | None = None
) -> dict[str, Fraction]:
    """Return the value of every aim, whether the cycle follows it or not.

    Stability is 0 without a previous plan.
    """
    facts = Facts(organisation)
    stays = facts.stays(plan)
    return {name: Fraction(aim(facts, stays, previous)) for name, aim in AIMS.items()}


def requirements(facts: Facts, stays: list[Stay], previous: Plan | None) -> int:
    return len(list(unmet_rows(facts, stays)))


def walkers(facts: Facts, dependency: Dependency, stays: list[Stay]) -> set[str]:
    """Return the employees who walk a dependency, by a stay in season or by valid experience."""
    by_stay = {
        stay.employee
        for stay in stays
        if walks(dependency, stay.home, stay.host)
        and (dependency.season_from is None or dependency.season_from <= stay.first)
        and (dependency.season_to is None or stay.last <= dependency.season_to)
    }
    by_experience = {
        employee
        for employee, department in facts.experience
        if walks(dependency, facts.employee[employee].department, department)
    }
    return by_stay | by_experience


def credit(walked: int, target: int, decay: Fraction) -> Fraction:
    """Return what a dependency earns, from 0 to 1, when ``walked`` people walk it."""
    counted = min(walked, target)
    if decay == 1:
        return Fraction(counted, target)
    return (1 - decay**counted) / (1 - decay**target)


def coverage(facts: Facts, stays: list[Stay], previous: Plan | None) -> Fraction:
    decay = exact(facts.organisation.cycle.decay)
    dependencies = facts.organisation.dependencies
    if not dependencies:
        return Fraction(1)
    earned = Fraction(0)
    for each in dependencies:
        walked = len(walkers(facts, each, stays))
        earned += exact(each.importance) * credit(walked, each.target, decay)
    return earned / sum(exact(each.importance) for each in dependencies)


def reach(facts: Facts, stays: list[Stay], previous: Plan | None) -> int:
    experienced = {employee for employee, _ in facts.experience}
    return len({stay.employee for stay in stays} | experienced)


def stability(facts: Facts, stays: list[Stay], previous: Plan | None) -> int:
    there = {(stay.employee, stay.host, stay.first) for stay in stays}
    return sum((p.employee, p.host, p.first_day) not in there for p in previous or ())


def economy(facts: Facts, stays: list[Stay], previous: Plan | None) -> int:
    return sum(facts.department[stay.host].rotation_periods for stay in stays)


def preferences(facts: Facts, stays: list[Stay], previous: Plan | None) -> int:
    return sum(
        row.score
        for row in facts.organisation.preferences
        for stay in stays
        if (stay.employee, stay.host) == (row.employee, row.department)
    )


def earliness(facts: Facts, stays: list[Stay], previous: Plan | None) -> Fraction:
    total = Fraction(0)
    starts = list(facts.period)
    for stay in stays:
        weight = sum(
            exact(each.importance)
            for each in facts.organisation.dependencies
            if walks(each, stay.home, stay.host)
        )
        total += weight * starts.index(stay.first)
    return total


AIMS: dict[str, Aim] = {
    aim.__name__: aim
    for aim in (requirements, coverage, reach, stability, economy, preferences, earliness)
}
"""Every aim by its name."""

LARGEST = {"coverage", "reach", "preferences"}
"""The aims of which more is better; of the others less is."""
