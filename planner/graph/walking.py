"""Who walks which dependency: the people behind the numbers on the graph."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.domain import Cycle, Dependency, Experience, Organisation, Placement, Plan

Pair = tuple[str, str]
"""The customer and the provider of a dependency."""


def is_valid(experience: Experience, cycle: Cycle) -> bool:
    """Tell whether a visit of the past still counts when the cycle begins.

    It does if it was completed on the first day of the cycle or before, and not more than
    ``experience_valid_days`` before that day (both ends count; no limit when that is None).
    """
    if experience.completed_on > cycle.first_day:
        return False
    days = cycle.rules.experience_valid_days
    return days is None or (cycle.first_day - experience.completed_on).days <= days


def lies_in_season(placement: Placement, dependency: Dependency) -> bool:
    """Tell whether every day of a placement lies in the season of a dependency."""
    return (dependency.season_from or date.min) <= placement.first_day and (
        placement.last_day <= (dependency.season_to or date.max)
    )


def credit(walked: int, target: int, decay: float) -> float:
    """Return what ``walked`` people are worth to a dependency that wants ``target``.

    Parameters
    ----------
    walked : int
        Distinct people who walk the dependency, not negative.
    target : int
        People who should walk it, at least 1.
    decay : float
        Worth of each further visitor as a share of the one before, 0 < decay <= 1.

    Returns
    -------
    float
        A share in [0, 1]; 1 as soon as the target is reached.
    """
    counted = min(walked, target)
    if decay == 1:
        return counted / target
    # expm1 keeps its digits where decay is so close to 1 that both differences nearly vanish.
    logarithm = math.log(decay)
    return math.expm1(counted * logarithm) / math.expm1(target * logarithm)


def walkers(organisation: Organisation, plan: Plan | None = None) -> dict[Pair, frozenset[str]]:
    """Return, for each dependency, the ids of the employees who walk it.

    Somebody walks a dependency by valid experience, or by a placement of ``plan`` that lies
    wholly inside the season; ``who_visits`` says from which end. Time grows with the number
    of visits, not with that of the employees.

    Parameters
    ----------
    organisation : Organisation
        Checked, so that every id in it exists.
    plan : Plan, optional
        Placements to count besides the experience; none by default.

    Raises
    ------
    KeyError
        If the plan names an employee whom the organisation does not know.
    """
    links = {(link.customer, link.provider): link for link in organisation.dependencies}
    home = {employee.id: employee.department for employee in organisation.employees}
    found: dict[Pair, set[str]] = {pair: set() for pair in links}
    for visit in organisation.experience:
        if is_valid(visit, organisation.cycle):
            for link in _walked(links, home[visit.employee], visit.department):
                found[link.customer, link.provider].add(visit.employee)
    for placement in plan or ():
        for link in _walked(links, home[placement.employee], placement.host):
            if lies_in_season(placement, link):
                found[link.customer, link.provider].add(placement.employee)
    return {pair: frozenset(people) for pair, people in found.items()}


def _walked(links: dict[Pair, Dependency], home: str, host: str) -> Iterator[Dependency]:
    for pair in ((home, host), (host, home)):
        link = links.get(pair)
        if link is not None and link.walked_by(home, host):
            yield link
