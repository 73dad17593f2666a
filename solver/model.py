"""The language in which rules and aims speak to a model, whatever solves it.

Two models speak it: `solver.variables.Variables`, one Boolean for each placement of a named
person, and `solver.counting.Counting`, one integer for each home, host and start. A rule
that says the same of people and of counts is written once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.columns import Columns
    from solver.problem import BoolArray, IntArray, Problem

Ladders: TypeAlias = "Sequence[Sequence[int] | IntArray]"
"""Per group, the worth of its first, second, third ... placement, never rising."""


def _none() -> IntArray:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Terms:
    """A linear expression in whole numbers: constant + sum of weight x variable."""

    constant: int = 0
    variable: IntArray = field(default_factory=_none)
    weight: IntArray = field(default_factory=_none)

    def __add__(self, other: Terms) -> Terms:
        return Terms(
            self.constant + other.constant,
            np.concatenate([self.variable, other.variable]),
            np.concatenate([self.weight, other.weight]),
        )

    def __neg__(self) -> Terms:
        return Terms(-self.constant, self.variable, -self.weight)


class Model(ABC):
    """A model over candidate placements.

    Groups are given as parallel arrays: entry i says that placement ``column[i]`` belongs
    to group ``group[i]``. A placement may belong to several groups, to each once.
    """

    problem: Problem
    columns: Columns
    enforced: frozenset[str]
    """The rules that this model keeps."""

    @abstractmethod
    def forbid(self, mask: BoolArray) -> None:
        """Leave out every placement for which ``mask`` (C,) is true."""

    @abstractmethod
    def at_most(
        self,
        column: IntArray,
        group: IntArray,
        bound: IntArray | int,
        weight: IntArray | int = 1,
    ) -> None:
        """Let the weights of the chosen placements of each group sum to ``bound`` at most.

        ``bound`` is one number, or one for each entry (the same within a group).
        """

    @abstractmethod
    def at_least(self, column: IntArray, group: IntArray, bound: IntArray) -> None:
        """Choose at least ``bound[g]`` placements of each group g in 0 .. len(bound) - 1."""

    @abstractmethod
    def weigh(self, weight: IntArray) -> Terms:
        """Return the sum of ``weight`` (C,) over the chosen placements."""

    @abstractmethod
    def reward(self, column: IntArray, group: IntArray, ladders: Ladders) -> Terms:
        """Return what the groups 0 .. len(ladders) - 1 earn together.

        A group with n chosen placements earns the first n entries of its ladder. Where a
        ladder ends, further placements earn nothing.
        """


def split(group: IntArray) -> tuple[IntArray, IntArray]:
    """Return an order that sorts ``group``, and where each group begins in it."""
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    begins = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(group) else _none()
    return order, begins


def runs(ladder: Sequence[int] | IntArray) -> list[tuple[int, int]]:
    """Return a ladder as (worth, how many steps in a row are worth as much)."""
    steps = ladder.tolist() if isinstance(ladder, np.ndarray) else ladder
    return [(worth, len(list(same))) for worth, same in groupby(steps)]
