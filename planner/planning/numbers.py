"""Ids to numbers: the solver counts departments and employees from 0."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.domain import Cycle, Organisation

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

LARGEST = 2**31 - 1
"""The largest count handed to the solver; what is larger limits nothing either."""


@dataclass(frozen=True)
class Numbers:
    """The number of every employee and department, by id."""

    employees: dict[str, int]
    departments: dict[str, int]

    @classmethod
    def of(cls, organisation: Organisation) -> Numbers:
        """Return the numbers that an organisation gives, row by row from 0."""
        return cls(
            {employee.id: number for number, employee in enumerate(organisation.employees)},
            {department.id: number for number, department in enumerate(organisation.departments)},
        )


def counts(values: Iterable[int]) -> IntArray:
    """Return counts as an array, none above ``LARGEST``."""
    return np.array([min(value, LARGEST) for value in values], dtype=np.int64)


def whole(values: Iterable[int]) -> IntArray:
    """Return whole numbers that are known to be small as an array."""
    return np.fromiter(values, dtype=np.int64)


def table(rows: Iterable[tuple[int, ...]], width: int) -> IntArray:
    """Return rows of numbers as an array of that width, also when there are none."""
    return np.array(list(rows), dtype=np.int64).reshape(-1, width)


def day_numbers(days: Iterable[date], cycle: Cycle) -> IntArray:
    """Return days counted from the first day of the cycle, which is 0."""
    return whole(map(date.toordinal, days)) - cycle.first_day.toordinal()
