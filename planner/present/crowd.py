"""The calendar of more people than a page can hold: how many of each department are away."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from planner.present.names import in_order
from planner.present.rows import Row, Stretch
from planner.present.words import count, days

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.domain import Cycle, Placement
    from planner.present.names import Names

PEOPLE = 2_000
"""People who are shown one by one at most: browsers open a page of so many in a moment."""


def departments_away(
    cycle: Cycle,
    rotations: Mapping[str, Sequence[Placement]],
    homes: Mapping[str, str],
    names: Names,
) -> tuple[Row, ...]:
    """Return a row for each home department with the number of its people who are away.

    Parameters
    ----------
    rotations : mapping of employee id to placements
        Placements that lie inside the cycle.
    homes : mapping of employee id to department id
    """
    away: dict[str, Counter[int]] = defaultdict(Counter)
    for employee, placements in rotations.items():
        periods = {
            period
            for placement in placements
            for period in range(
                cycle.period_of(placement.first_day), cycle.period_of(placement.last_day) + 1
            )
        }
        away[homes.get(employee, "")].update(periods)
    heading = f"People away at once ({len(rotations):,} in all, too many to name here)"
    spans = [
        days(cycle.first_day_of(period), cycle.last_day_of(period))
        for period in range(cycle.periods)
    ]
    rows = [
        Row(
            names.department(home),
            heading,
            tuple(
                _cell(names.department(home), period, by_period, spans)
                for period in range(len(spans))
            ),
        )
        for home, by_period in away.items()
    ]
    return tuple(sorted(rows, key=lambda row: in_order(row.name)))


def _cell(home: str, period: int, away: Counter[int], spans: Sequence[str]) -> Stretch:
    people = away[period]
    if not people:
        return Stretch("home", period, 1)
    share = people / max(away.values())
    return Stretch(
        "placement",
        period,
        1,
        f"{people:,}",
        f"{home}: {count(people, 'person', 'people')} away, {spans[period]}",
        f"rgba(119,170,221,{0.25 + 0.75 * share:.2f})",
    )
