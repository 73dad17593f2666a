"""What every aim finds in a plan, one placement after the other: slow and plain."""

from __future__ import annotations

import math

from tests.solver.seen import Seen, unmet


def _walked(seen: Seen, visits: set[tuple[int, int, int, int]], number: int) -> set[int]:
    """Return who walks a dependency by visits: employee, host, first and last period."""
    problem = seen.problem
    customer, provider = int(problem.customer[number]), int(problem.provider[number])
    ways = set()
    if problem.customer_visits[number]:
        ways.add((customer, provider))
    if problem.provider_visits[number]:
        ways.add((provider, customer))
    season = range(int(problem.season_first[number]), int(problem.season_last[number]) + 1)
    return {
        employee
        for employee, host, first, last in visits
        if (seen.home[employee], host) in ways
        and (first < 0 or (first in season and last in season))
    }


def walkers(seen: Seen) -> list[tuple[int, int]]:
    """Return how many walk each dependency before the plan and after it."""
    past = {(e, b, -1, -1) for e, b in seen.problem.experience.tolist()}
    now = {(p.employee, p.host, p.start, seen.end(p) - 1) for _, p in seen.rows}
    numbers = range(seen.problem.dependencies)
    return [(len(_walked(seen, past, n)), len(_walked(seen, past | now, n))) for n in numbers]


def requirements(seen: Seen) -> float:
    return len(list(unmet(seen)))


def coverage(seen: Seen) -> float:
    problem, total = seen.problem, 0.0
    for number, (_, people) in enumerate(walkers(seen)):
        steps = [math.pow(problem.decay, step) for step in range(int(problem.target[number]))]
        total += float(problem.importance[number]) * sum(steps[:people]) / sum(steps)
    return total / float(problem.importance.sum()) if problem.dependencies else 1.0


def reach(seen: Seen) -> float:
    return len({p.employee for _, p in seen.rows} | set(seen.problem.experience[:, 0].tolist()))


def stability(seen: Seen) -> float:
    before = [] if seen.problem.previous is None else seen.problem.previous.tolist()
    made = {p[:3] for _, p in seen.rows}
    return sum(tuple(row) not in made for row in before)


def economy(seen: Seen) -> float:
    return seen.periods_away


def preferences(seen: Seen) -> float:
    scores: dict[tuple[int, ...], int] = {}
    scores |= {(e, b): score for e, b, score in seen.problem.preferences.tolist()}
    return sum(scores.get(p[:2], 0) for _, p in seen.rows)


def earliness(seen: Seen) -> float:
    total = 0.0
    for number in range(seen.problem.dependencies):
        for row in seen.rows:
            alone = {(row[1].employee, row[1].host, -1, -1)}
            if _walked(seen, alone, number):
                total += float(seen.problem.importance[number]) * row[1].start
    return total


AIMS = (requirements, coverage, reach, stability, economy, preferences, earliness)
