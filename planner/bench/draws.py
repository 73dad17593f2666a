"""What the parts of a drawn organisation share: its calendar and its dice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from planner.bench.shape import Shape

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]

FIRST_DAY = date(2027, 1, 4)
"""A Monday."""

WEEK = 7
"""Days in a period."""

NEVER = -(10**6)
"""Stands for a day that is not given; days are counted from the first of the cycle."""


@dataclass(frozen=True)
class Dice:
    """A shape, and the chance that fills it in. The same seed always throws the same."""

    shape: Shape
    random: np.random.Generator

    @classmethod
    def of(cls, shape: Shape, seed: int) -> Dice:
        """Return the dice of a shape and a seed."""
        size = (shape.people, shape.departments, shape.periods)
        return cls(shape, np.random.default_rng([seed, *size]))

    @property
    def days(self) -> int:
        """Days in the cycle."""
        return self.shape.periods * WEEK

    def pick(self, values: tuple[int, ...], chances: tuple[float, ...], count: int) -> IntArray:
        """Return some of the values, drawn by their chances."""
        return self.random.choice(np.array(values, dtype=np.int64), size=count, p=chances)

    def whole(self, low: int, high: int, count: int) -> IntArray:
        """Return whole numbers from low to high, both included."""
        return self.random.integers(low, high + 1, size=count, dtype=np.int64)

    def some(self, count: int, of: int) -> IntArray:
        """Return different numbers below ``of``, in no order."""
        found: IntArray = self.random.choice(of, size=min(count, of), replace=False)
        return found.astype(np.int64)


class Calendar:
    """Days by number, each made once."""

    def __init__(self, low: int, high: int) -> None:
        self._low = low
        self._days = [FIRST_DAY + timedelta(days=number) for number in range(low, high + 1)]

    def dates(self, numbers: IntArray) -> list[date]:
        """Return the days with these numbers, all of which are given."""
        days, low = self._days, self._low
        return [days[number - low] for number in numbers.tolist()]

    def maybe(self, numbers: IntArray) -> list[date | None]:
        """Return the days with these numbers, None for `NEVER`."""
        days, low = self._days, self._low
        return [None if n == NEVER else days[n - low] for n in numbers.tolist()]
