"""People: where they work, what they may do, and when they are not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.bench.draws import NEVER, WEEK, IntArray

if TYPE_CHECKING:
    from planner.bench.draw_links import Desks
    from planner.bench.draws import BoolArray, Dice

ABSENCES_A_WEEK = 0.052
"""Absences that one person begins in a week."""


@dataclass(frozen=True)
class Staff:
    """People, department by department; days of employment are `NEVER` where open.

    Those of department d are rows first[d] .. first[d + 1] - 1.
    """

    home: IntArray
    first: IntArray
    rotations: IntArray
    guides: IntArray
    starts: IntArray
    ends: IntArray


@dataclass(frozen=True)
class Absences:
    """Absences, person by person; those of person e are rows first[e] .. first[e + 1] - 1."""

    employee: IntArray
    first_day: IntArray
    last_day: IntArray
    kind: IntArray
    first: IntArray


def draw_staff(dice: Dice, sizes: IntArray, desks: Desks) -> Staff:
    """Return the people of every department."""
    people = dice.shape.people
    home = np.repeat(np.arange(len(sizes)), sizes)
    starts = dice.whole(WEEK, max(WEEK, dice.days * 6 // 10), people)
    ends = dice.whole(dice.days * 4 // 10, dice.days - 1, people)
    joins = dice.random.random(people) < 0.018
    leaves = ~joins & (dice.random.random(people) < 0.02)
    return Staff(
        home=home,
        first=np.concatenate([[0], np.cumsum(sizes)]),
        rotations=dice.pick((0, 1, 2), (0.04, 0.56, 0.4), people),
        guides=_draw_mentors(dice, home, sizes, desks),
        starts=np.where(joins, starts, NEVER),
        ends=np.where(leaves, ends, NEVER),
    )


def _draw_mentors(dice: Dice, home: IntArray, sizes: IntArray, desks: Desks) -> IntArray:
    """Return whom each person guides at once: one or two where there are enough of them."""
    mentors = np.minimum(np.ceil(desks.guides / 1.4).astype(np.int64), np.maximum(1, sizes // 2))
    mentors = np.where(desks.guides > 0, mentors, 0)
    order = np.lexsort((dice.random.random(len(home)), home))
    rank = np.empty(len(home), dtype=np.int64)
    rank[order] = np.arange(len(home)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    guides = dice.pick((1, 2), (0.6, 0.4), len(home))
    # Where few may mentor, as in a small department with many seats, each takes more.
    burden = -(-desks.guides // np.maximum(1, mentors))
    guides = np.maximum(guides, np.where(burden > 2, burden, 0)[home])
    return np.where(rank < mentors[home], guides, 0)


def draw_absences(dice: Dice, staff: Staff) -> Absences:
    """Return leave, training and the like; more of it in summer and around New Year."""
    people, weeks = dice.shape.people, dice.shape.periods
    times = dice.random.poisson(ABSENCES_A_WEEK * weeks, people)
    employee = np.repeat(np.arange(people), times)
    count = len(employee)
    week = np.arange(-1, weeks)
    of_year = week % 52
    popular = ((of_year >= 28) & (of_year <= 32)) | (of_year >= 51)
    chance = np.where(popular, 1.5, 1.0)
    begin = dice.random.choice(week, size=count, p=chance / chance.sum())
    days = dice.pick((5, 7, 12, 14, 19, 21), (0.2, 0.15, 0.2, 0.15, 0.15, 0.15), count)
    first_day = begin * WEEK + dice.pick((0, 2, 3), (0.67, 0.17, 0.16), count)
    return Absences(
        employee=employee,
        first_day=first_day,
        last_day=first_day + days - 1,
        kind=dice.pick((0, 1, 2, 3), (0.7, 0.15, 0.1, 0.05), count),
        first=np.concatenate([[0], np.cumsum(times)]),
    )


def available(dice: Dice, staff: Staff, absences: Absences, low: int, high: int) -> BoolArray:
    """Return in which periods the people low .. high - 1 are there, (high - low, periods)."""
    periods = dice.shape.periods
    rows = slice(int(absences.first[low]), int(absences.first[high]))
    person = absences.employee[rows] - low
    begin = np.clip(absences.first_day[rows] // WEEK, 0, periods)
    end = np.clip(absences.last_day[rows] // WEEK + 1, 0, periods)
    change = np.zeros((high - low, periods + 1), dtype=np.int64)
    np.add.at(change, (person, begin), 1)
    np.add.at(change, (person, end), -1)
    away = np.cumsum(change[:, :periods], axis=1) > 0
    starts, ends = staff.starts[low:high, None], staff.ends[low:high, None]
    begins = np.arange(periods)[None, :] * WEEK
    employed = (starts == NEVER) | (begins >= starts)
    employed &= (ends == NEVER) | (begins + WEEK - 1 <= ends)
    present: BoolArray = ~away & employed
    return present
