"""The dependency graph as a drawing: circles, arrows and where they go."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.present.words import number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.domain import DependencyOutcome, Organisation
    from planner.present.names import Names

WIDTH, HEIGHT, MARGIN = 1000.0, 680.0, 46.0
RADIUS = 21.0
ARROWS = 150
"""Arrows drawn at most: beyond that nobody can follow one."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Circle:
    """One department."""

    x: float
    y: float
    short: str
    title: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """One dependency, from the customer to the provider that it depends on.

    ``state`` is "full", "some" or "none": how many of the people wanted have seen it.
    """

    path: str
    width: float
    state: str
    title: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Circles and arrows in a picture of WIDTH by HEIGHT; ``left_out`` counts light arrows."""

    circles: tuple[Circle, ...]
    arrows: tuple[Arrow, ...]
    left_out: int


def drawing(
    organisation: Organisation,
    dependencies: tuple[DependencyOutcome, ...],
    positions: Mapping[str, Point],
    names: Names,
) -> Drawing:
    """Return the graph drawn at some positions, the heaviest dependencies on top."""
    places = spread({d.id: positions[d.id] for d in organisation.departments if d.id in positions})
    drawable = [o for o in dependencies if o.customer in places and o.provider in places]
    heaviest = sorted(drawable, key=lambda outcome: -outcome.importance)[:ARROWS]
    most = max((outcome.importance for outcome in heaviest), default=1.0)
    arrows = tuple(_arrow(outcome, places, most, names) for outcome in reversed(heaviest))
    circles = tuple(
        Circle(round(x, 1), round(y, 1), names.short(key), names.department(key))
        for key, (x, y) in places.items()
    )
    return Drawing(circles, arrows, len(drawable) - len(heaviest))


def spread(positions: Mapping[str, Point]) -> dict[str, Point]:
    """Return positions that fill the picture."""
    if not positions:
        return {}
    lowest = [min(point[axis] for point in positions.values()) for axis in (0, 1)]
    highest = [max(point[axis] for point in positions.values()) for axis in (0, 1)]
    sizes = (WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN)
    places = {}
    for key, point in positions.items():
        x, y = (
            MARGIN + size * ((value - low) / (high - low) if high > low else 0.5)
            for value, low, high, size in zip(point, lowest, highest, sizes, strict=True)
        )
        places[key] = (x, y)
    return places


def _arrow(
    outcome: DependencyOutcome, places: Mapping[str, Point], most: float, names: Names
) -> Arrow:
    state = "none" if outcome.after == 0 else "some" if outcome.after < outcome.target else "full"
    title = (
        f"{names.department(outcome.customer)} depends on {names.department(outcome.provider)}: "
        f"{outcome.after} of {outcome.target} people, importance {number(outcome.importance)}"
    )
    width = round(1.2 + 3.3 * outcome.importance / most, 2)
    return Arrow(_curve(places[outcome.customer], places[outcome.provider]), width, state, title)


def _curve(start: Point, end: Point) -> str:
    """Return a path that bends to the right, so that two ways between two circles part."""
    across, up = end[0] - start[0], end[1] - start[1]
    length = math.hypot(across, up) or 1.0
    bend = min(0.14 * length, 40.0)
    middle = (
        (start[0] + end[0]) / 2 - up / length * bend,
        (start[1] + end[1]) / 2 + across / length * bend,
    )
    first, last = _towards(start, middle, RADIUS + 1), _towards(end, middle, RADIUS + 4)
    return (
        f"M{first[0]:.1f} {first[1]:.1f}"
        f"Q{middle[0]:.1f} {middle[1]:.1f} {last[0]:.1f} {last[1]:.1f}"
    )


def _towards(start: Point, aim: Point, steps: float) -> Point:
    length = math.hypot(aim[0] - start[0], aim[1] - start[1]) or 1.0
    return (
        start[0] + (aim[0] - start[0]) * steps / length,
        start[1] + (aim[1] - start[1]) * steps / length,
    )
