"""What every rule finds in a plan, one placement after the other: slow and plain."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from solver.violation import Violation
from tests.solver.seen import Seen, unmet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.plan import Placement


def one_of(rule: str, row: int, placement: Placement, **fields: int) -> Violation:
    """Return a breach that is about one placement."""
    told = {"employee": placement.employee, "host": placement.host, "period": placement.start}
    return Violation(rule, (row,), **{**told, **fields})


def availability(seen: Seen) -> Iterator[Violation]:
    for row, p in seen.rows:
        missing = [t for t in seen.stay(p) if not seen.problem.available[p.employee, t]]
        if missing:
            yield one_of("availability", row, p, period=missing[0])


def closures(seen: Seen) -> Iterator[Violation]:
    for row, p in seen.rows:
        home = seen.home[p.employee]
        for table, place in ((seen.problem.hosting, p.host), (seen.problem.releasing, home)):
            closed = [t for t in seen.stay(p) if not table[place, t]]
            if closed:
                yield one_of("closures", row, p, department=place, period=closed[0])


def host_capacity(seen: Seen) -> Iterator[Violation]:
    for (host, t), rows in seen.by(lambda p: p.host).items():
        assert isinstance(host, int)
        desks = int(seen.problem.host_capacity[host])
        if len(rows) > desks:
            breach = {"host": host, "period": t, "value": len(rows), "limit": desks}
            yield Violation("host_capacity", tuple(rows), **breach)


def keep_apart(seen: Seen) -> Iterator[Violation]:
    away = seen.by(lambda p: p.employee)
    for one, other in seen.problem.keep_apart.tolist():
        both = [t for t in range(seen.problem.periods) if (one, t) in away and (other, t) in away]
        for t in both:
            if t - 1 not in both:
                rows = tuple(sorted(away[one, t] + away[other, t]))
                yield Violation("keep_apart", rows, employee=one, other=other, period=t)


def linked_hosts(seen: Seen) -> Iterator[Violation]:
    problem = seen.problem
    for row, p in seen.rows:
        home = seen.home[p.employee]
        there = (problem.customer == home) & (problem.provider == p.host) & problem.customer_visits
        back = (problem.provider == home) & (problem.customer == p.host) & problem.provider_visits
        if not (there | back).any():
            yield one_of("linked_hosts", row, p, department=home)


def max_from_one_home(seen: Seen) -> Iterator[Violation]:
    most = seen.problem.max_from_one_home
    for (pair, t), rows in seen.by(lambda p: (seen.home[p.employee], p.host)).items():
        assert isinstance(pair, tuple)
        if most is not None and len(rows) > most:
            breach = {"department": pair[0], "host": pair[1], "value": len(rows), "limit": most}
            yield Violation("max_from_one_home", tuple(rows), period=t, **breach)


def mentors(seen: Seen) -> Iterator[Violation]:
    problem, away = seen.problem, seen.by(lambda p: p.employee)
    guided: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row, p in seen.rows:
        needed = any(n and h == p.host for n, h in zip(seen.guides, seen.home, strict=True))
        proper = p.mentor >= 0 and seen.home[p.mentor] == p.host and seen.guides[p.mentor] > 0
        missing = [
            t
            for t in seen.stay(p)
            if proper and (not problem.available[p.mentor, t] or (p.mentor, t) in away)
        ]
        if (not proper or missing) if needed else p.mentor >= 0:
            period = missing[0] if missing else p.start
            yield one_of("mentors", row, p, other=p.mentor, period=period)
        for t in seen.stay(p) if proper else ():
            guided[p.mentor, t].append(row)
    for (mentor, t), rows in guided.items():
        if len(rows) > seen.guides[mentor]:
            last = seen.rows[rows[-1]][1]
            told = {"employee": last.employee, "host": last.host, "other": mentor}
            yield Violation("mentors", tuple(rows), period=t, **told)


def minimum_staffing(seen: Seen) -> Iterator[Violation]:
    problem = seen.problem
    for (home, t), rows in seen.by(lambda p: seen.home[p.employee]).items():
        assert isinstance(home, int)
        present = sum(
            bool(a[t]) for a, h in zip(problem.available, seen.home, strict=True) if h == home
        )
        needed = int(problem.minimum_staffing[home])
        if present - len(rows) < needed:
            breach = {"department": home, "value": present - len(rows), "limit": needed}
            yield Violation("minimum_staffing", tuple(rows), period=t, **breach)


def no_repeats(seen: Seen) -> Iterator[Violation]:
    known = set(map(tuple, seen.problem.experience.tolist()))
    first: dict[tuple[int, int], int] = {}
    for row, p in seen.rows:
        earlier = first.setdefault((p.employee, p.host), row)
        if earlier != row or (p.employee, p.host) in known:
            breach = one_of("no_repeats", row, p)
            rows = (row,) if earlier == row else (earlier, row)
            yield Violation(
                "no_repeats", rows, employee=p.employee, host=p.host, period=breach.period
            )


def _pairs(seen: Seen) -> Iterator[tuple[tuple[int, Placement], tuple[int, Placement], int]]:
    """Yield every two placements of one employee and the periods between them."""
    for one, other in combinations(seen.rows, 2):
        if one[1].employee == other[1].employee:
            yield one, other, other[1].start - seen.end(one[1])


def one_place_at_a_time(seen: Seen) -> Iterator[Violation]:
    for (first, _), (row, p), gap in _pairs(seen):
        if gap < 0:
            told = {"employee": p.employee, "host": p.host, "period": p.start}
            yield Violation("one_place_at_a_time", (first, row), **told)


def rest_between_rotations(seen: Seen) -> Iterator[Violation]:
    rest = seen.problem.rest_periods
    for (first, _), (row, p), gap in _pairs(seen):
        if 0 <= gap < rest:
            told = {"employee": p.employee, "host": p.host, "period": p.start}
            yield Violation("rest_between_rotations", (first, row), **told, value=gap, limit=rest)


def earliest_start(seen: Seen) -> Iterator[Violation]:
    promised = {tuple(pin[:3]) for pin in seen.problem.pins.tolist()}
    for row, p in seen.rows:
        if p.start < seen.problem.earliest and p[:3] not in promised:
            yield one_of("earliest_start", row, p)


def pins(seen: Seen) -> Iterator[Violation]:
    for employee, host, start, mentor in seen.problem.pins.tolist():
        made = [(row, p.mentor) for row, p in seen.rows if p[:3] == (employee, host, start)]
        if not made or mentor not in (-1, *(given for _, given in made)):
            rows = tuple(row for row, _ in made[-1:])
            told = {"employee": employee, "other": mentor, "host": host, "period": start}
            yield Violation("pins", rows, **told)


def placement_budget(seen: Seen) -> Iterator[Violation]:
    budget, spent = seen.problem.max_placement_periods, seen.periods_away
    if budget is not None and spent > budget:
        yield Violation("placement_budget", value=int(spent), limit=budget)


def required(seen: Seen) -> Iterator[Violation]:
    if seen.problem.strict:
        for employee, host, due in unmet(seen):
            yield Violation("requirements", employee=employee, host=host, period=due)


def restrictions(seen: Seen) -> Iterator[Violation]:
    closed = set(map(tuple, seen.problem.restrictions.tolist()))
    for row, p in seen.rows:
        if p[:2] in closed:
            yield one_of("restrictions", row, p)


def rotation_limit(seen: Seen) -> Iterator[Violation]:
    for employee in {p.employee for _, p in seen.rows}:
        rows = tuple(row for row, p in seen.rows if p.employee == employee)
        most = int(seen.problem.max_rotations[employee])
        if len(rows) > most:
            told = {"employee": employee, "value": len(rows), "limit": most}
            yield Violation("rotation_limit", rows, **told)


RULES = (
    availability,
    closures,
    earliest_start,
    host_capacity,
    keep_apart,
    linked_hosts,
    max_from_one_home,
    mentors,
    minimum_staffing,
    no_repeats,
    one_place_at_a_time,
    pins,
    placement_budget,
    required,
    rest_between_rotations,
    restrictions,
    rotation_limit,
)
