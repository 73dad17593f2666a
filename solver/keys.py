"""Sorted whole numbers to look many others up in at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from solver.problem import BoolArray, IntArray


@dataclass(frozen=True, eq=False)
class Keys:
    """Distinct whole numbers, and for each of them the last row of the table it came from.

    Attributes
    ----------
    sorted : (K,) int
        The numbers, ascending.
    row : (K,) int
        The last row in which each stood, from 0.
    """

    sorted: IntArray
    row: IntArray

    @classmethod
    def of(cls, numbers: IntArray) -> Keys:
        """Return the keys of a column of numbers, in whatever order and however often."""
        order = np.argsort(numbers, kind="stable")
        ascending = numbers[order]
        last = np.ones(len(order), dtype=np.bool_)
        last[:-1] = ascending[1:] != ascending[:-1]
        return cls(ascending[last], order[last])

    def __len__(self) -> int:
        return len(self.sorted)

    def find(self, numbers: IntArray) -> IntArray:
        """Return the last row of each number, -1 where it is none of the keys."""
        if not len(self.sorted):
            return np.full(len(numbers), -1, dtype=np.int64)
        place = np.minimum(np.searchsorted(self.sorted, numbers), len(self.sorted) - 1)
        return np.where(self.sorted[place] == numbers, self.row[place], -1)

    def hold(self, numbers: IntArray) -> BoolArray:
        """Tell of each number whether it is one of the keys."""
        return self.find(numbers) >= 0
