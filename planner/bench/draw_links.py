"""Departments, who depends on whom, and the seats and desks that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.bench.draws import NEVER, WEEK, IntArray

if TYPE_CHECKING:
    from planner.bench.draws import Dice, FloatArray

CUSTOMER, PROVIDER, EITHER = 0, 1, 2
"""Who visits."""

UNAVAILABLE = 0.12
"""Share of its people that a department misses in a usual week."""


@dataclass(frozen=True)
class Links:
    """Who depends on whom, one entry a dependency; seasons in days, `NEVER` without one."""

    customer: IntArray
    provider: IntArray
    importance: IntArray
    target: IntArray
    who: IntArray
    season_from: IntArray
    season_to: IntArray


@dataclass(frozen=True)
class Visits:
    """From which home to which host people may go; those of home a are rows first[a] .. on."""

    home: IntArray
    host: IntArray
    first: IntArray


@dataclass(frozen=True)
class Desks:
    """What each department offers and keeps."""

    capacity: IntArray
    staffing: IntArray
    length: IntArray
    guides: IntArray
    """Visitors that all its mentors together can guide, roughly; 0 without mentors."""


def draw_sizes(dice: Dice) -> IntArray:
    """Return how many people each department has: a few large ones, many small ones."""
    people, departments = dice.shape.people, dice.shape.departments
    weight = dice.random.lognormal(0.0, 0.6, departments)
    least = min(3, people // departments)
    room = people - least * departments
    share = weight / weight.sum() * room
    sizes: IntArray = least + np.floor(share).astype(np.int64)
    left = people - int(sizes.sum())
    sizes[np.argsort(np.floor(share) - share, kind="stable")[:left]] += 1
    return sizes


def draw_links(dice: Dice, sizes: IntArray) -> Links:
    """Return the dependencies; some departments serve far more others than most do."""
    departments = dice.shape.departments
    most = departments * (departments - 1)
    wanted = min(max(1, round(dice.shape.density * departments)), max(1, most * 3 // 4))
    popularity = dice.random.lognormal(0.0, 0.7, departments)
    popularity /= popularity.sum()
    pairs = np.zeros(0, dtype=np.int64)
    while len(pairs) < wanted:
        customer = dice.whole(0, departments - 1, 2 * wanted)
        provider = dice.random.choice(departments, size=2 * wanted, p=popularity)
        more = (customer * departments + provider)[customer != provider]
        both = np.concatenate([pairs, more])
        pairs = both[np.sort(np.unique(both, return_index=True)[1])]
    pairs = np.sort(pairs[:wanted])
    customer, provider = pairs // departments, pairs % departments
    who = dice.pick((CUSTOMER, PROVIDER, EITHER), (0.2, 0.2, 0.6), wanted)
    importance = np.rint(np.clip(dice.random.lognormal(2.55, 0.95, wanted), 1, 100))
    season_from, season_to = _draw_seasons(dice, wanted)
    return Links(
        customer=customer,
        provider=provider,
        importance=importance.astype(np.int64),
        target=_draw_targets(dice, customer, provider, who, sizes),
        who=who,
        season_from=season_from,
        season_to=season_to,
    )


def _draw_targets(
    dice: Dice, customer: IntArray, provider: IntArray, who: IntArray, sizes: IntArray
) -> IntArray:
    ends = np.stack([sizes[customer], sizes[provider], sizes[customer] + sizes[provider]])
    walkers = ends[who, np.arange(len(who))]
    if dice.shape.target_share is None:
        asked = dice.pick((1, 2, 3, 4, 5), (0.1, 0.36, 0.33, 0.16, 0.05), len(who))
    else:
        share = dice.shape.target_share * dice.random.uniform(0.5, 1.5, len(who))
        asked = np.rint(share * walkers).astype(np.int64)
    targets: IntArray = np.clip(asked, 1, walkers)
    return targets


def _draw_seasons(dice: Dice, count: int) -> tuple[IntArray, IntArray]:
    longest = max(1, min(115, dice.days // 3))
    length = np.minimum(dice.days, dice.whole(min(25, longest), max(25, longest), count))
    begin = np.floor(dice.random.random(count) * (dice.days - length + 1)).astype(np.int64)
    seasonal = dice.random.random(count) < 0.1
    return np.where(seasonal, begin, NEVER), np.where(seasonal, begin + length - 1, NEVER)


def visits_of(links: Links, departments: int) -> Visits:
    """Return every way that some dependency opens."""
    there = links.who != PROVIDER
    back = links.who != CUSTOMER
    key = np.concatenate(
        [
            (links.customer * departments + links.provider)[there],
            (links.provider * departments + links.customer)[back],
        ]
    )
    ways = np.unique(key)
    home = ways // departments
    return Visits(home, ways % departments, np.searchsorted(home, np.arange(departments + 1)))


def draw_desks(dice: Dice, links: Links, sizes: IntArray) -> Desks:
    """Return seats for what the targets ask divided by the scarcity, and staff to spare."""
    shape, departments = dice.shape, dice.shape.departments
    length = np.minimum(dice.pick((1, 2, 3, 4), (0.25, 0.4, 0.25, 0.1), departments), shape.periods)
    capacity = _draw_capacity(dice, links, sizes, length)
    sent = _periods_away(links, links.customer, links.provider, length)
    spare = 1.5 * sent / (shape.periods * shape.scarcity)
    staffing = np.clip(sizes * (1 - UNAVAILABLE) - spare, 0.6 * sizes, 0.85 * sizes)
    guided = dice.random.random(departments) < 0.88
    guides = np.ceil(capacity * dice.random.uniform(1.0, 2.6, departments))
    return Desks(
        capacity=capacity,
        staffing=np.floor(staffing).astype(np.int64),
        length=length,
        guides=np.where(guided, guides, 0).astype(np.int64),
    )


def _draw_capacity(dice: Dice, links: Links, sizes: IntArray, length: IntArray) -> IntArray:
    """Return seats: half by what is asked of a department, half by how large it is.

    Everybody seats one visitor at least, unless that is more than the scarcity allows.
    """
    periods = dice.shape.periods
    asked = _periods_away(links, links.provider, links.customer, length)
    noise = dice.random.uniform(0.7, 1.3, len(sizes))
    weight = (asked / max(1.0, asked.sum()) + sizes / sizes.sum()) * noise
    visits = float(links.target.sum()) / dice.shape.scarcity
    each = periods // length
    if each.sum() > visits:
        exact = weight * visits / (weight * each).sum()
        # Rounded so that no more than a seat is lost or won in all.
        upto = np.floor(np.cumsum(exact) + dice.random.random()).astype(np.int64)
        return np.diff(upto, prepend=0)
    low, high = 0.0, 2 * visits / float((weight * each).sum())
    for _ in range(50):
        middle = (low + high) / 2
        seats = np.maximum(1, np.rint(middle * weight))
        low, high = (middle, high) if (seats * each).sum() < visits else (low, middle)
    capacity: IntArray = np.maximum(1, np.rint(high * weight)).astype(np.int64)
    return capacity


def _periods_away(
    links: Links, of_customers: IntArray, of_providers: IntArray, length: IntArray
) -> FloatArray:
    """Return the person-periods away that the targets ask, by one of the departments involved.

    They are booked on ``of_customers`` where people of the customer visit, on
    ``of_providers`` where those of the provider do.
    """
    asked = np.zeros(len(length))
    half = np.where(links.who == EITHER, 0.5, 1.0) * links.target
    there = np.where(links.who == PROVIDER, 0.0, half)
    back = np.where(links.who == CUSTOMER, 0.0, half)
    np.add.at(asked, of_customers, there * length[links.provider])
    np.add.at(asked, of_providers, back * length[links.customer])
    return asked


def most_from_one_home(dice: Dice, links: Links, desks: Desks) -> int:
    """Return the limit of visitors from one home at one host, which few targets feel."""
    demanding = float(np.quantile(links.target, 0.95)) * float(desks.length.mean())
    return max(2, int(np.ceil(1.5 * demanding / dice.shape.periods)))


def draw_closures(dice: Dice) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Return department, first and last day, and kind (0 hosting, 1 releasing, 2 both)."""
    times = dice.random.poisson(0.4, dice.shape.departments)
    department = np.repeat(np.arange(dice.shape.departments), times)
    count = len(department)
    days = dice.pick((3, 5, 12), (0.35, 0.35, 0.3), count)
    weekday = np.where(days == 3, dice.pick((0, 2), (0.7, 0.3), count), 0)
    first = dice.whole(0, dice.shape.periods - 1, count) * WEEK + weekday
    kind = dice.pick((0, 1, 2), (0.55, 0.25, 0.2), count)
    return department, first, first + days - 1, kind
