"""Candidate placements as parallel arrays, for models with and without names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from solver.plan import codes

if TYPE_CHECKING:
    from solver.problem import IntArray, Problem


@dataclass(frozen=True, eq=False)
class Columns:
    """Placements that a model may choose from, one entry each.

    Attributes
    ----------
    problem : Problem
        What the placements belong to.
    employee : (C,) int
        Who goes; -1 where people are only counted.
    home, host, start : (C,) int
        From where, to where, first period.
    """

    problem: Problem
    employee: IntArray
    home: IntArray
    host: IntArray
    start: IntArray

    @classmethod
    def named(
        cls, problem: Problem, employee: IntArray, host: IntArray, start: IntArray
    ) -> Columns:
        """Return the columns of people known by name."""
        return cls(problem, employee, problem.home[employee], host, start)

    def __len__(self) -> int:
        return len(self.host)

    def take(self, rows: IntArray) -> Columns:
        """Return some of the columns."""
        arrays = (self.employee, self.home, self.host, self.start)
        return Columns(self.problem, *(array[rows] for array in arrays))

    def with_named(self, visits: IntArray) -> Columns:
        """Return the columns, and those of employee, host and start (n, 3) behind them."""
        more = Columns.named(self.problem, *visits.T)
        pairs = zip(
            (self.employee, self.home, self.host, self.start),
            (more.employee, more.home, more.host, more.start),
            strict=True,
        )
        return Columns(self.problem, *(np.concatenate(pair) for pair in pairs))

    @cached_property
    def length(self) -> IntArray:
        """Periods each placement takes, (C,)."""
        return self.problem.length[self.host]

    @cached_property
    def end(self) -> IntArray:
        """First period after each placement, (C,)."""
        return self.start + self.length

    @cached_property
    def visit(self) -> IntArray:
        """Employee and host of each placement in one number, employee times D plus host, (C,)."""
        return self.employee * self.problem.departments + self.host

    @cached_property
    def codes(self) -> IntArray:
        """One number for each placement as `solver.plan.Plan.codes` has it, (C,)."""
        return codes(self.problem, self.employee, self.host, self.start)

    @cached_property
    def slot(self) -> IntArray:
        """Home, host and start of each placement in one number that ascends with them, (C,)."""
        pair = self.home * self.problem.departments + self.host
        return pair * self.problem.periods + self.start

    @cached_property
    def covered(self) -> tuple[IntArray, IntArray]:
        """Every pair of a column and a period it covers, as two parallel arrays."""
        return spread(self.start, self.length)


def spread(first: IntArray, length: IntArray) -> tuple[IntArray, IntArray]:
    """Return (entry, value) for every value in first .. first + length - 1 of each entry."""
    entry = np.repeat(np.arange(len(first)), length)
    offset = np.arange(len(entry)) - np.repeat(np.cumsum(length) - length, length)
    return entry, first[entry] + offset
