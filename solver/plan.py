"""What is answered: placements by number of employee, host and period."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from solver.problem import IntArray, Problem

STARTS = 2**32
"""Room for the first period in the code of a placement."""


class Placement(NamedTuple):
    """One employee at one host from period ``start`` on; ``mentor`` is -1 without one."""

    employee: int
    host: int
    start: int
    mentor: int = -1


@dataclass(frozen=True, eq=False)
class Plan:
    """Placements as parallel arrays, sorted by start, employee and host.

    Attributes
    ----------
    employee, host, start, mentor : (P,) int
        One entry a placement; ``mentor`` is -1 where there is none.
    """

    employee: IntArray
    host: IntArray
    start: IntArray
    mentor: IntArray

    @classmethod
    def of(cls, placements: Iterable[Placement | tuple[int, ...]] = ()) -> Plan:
        """Return the plan of some placements, in whatever order they come."""
        numbers = chain.from_iterable(Placement(*placement) for placement in placements)
        return cls.from_arrays(*np.fromiter(numbers, dtype=np.int64).reshape(-1, 4).T)

    @classmethod
    def from_arrays(
        cls, employee: IntArray, host: IntArray, start: IntArray, mentor: IntArray
    ) -> Plan:
        """Return the plan of four parallel arrays, in whatever order they come.

        Placements of one employee at one host from the same period on keep their order.
        """
        columns = [np.asarray(a, dtype=np.int64) for a in (employee, host, start, mentor)]
        order = np.lexsort((columns[1], columns[0], columns[2]))
        return cls._of_sorted(column[order] for column in columns)

    @classmethod
    def _of_sorted(cls, columns: Iterable[IntArray]) -> Plan:
        arrays = list(columns)
        for array in arrays:
            array.flags.writeable = False
        return cls(*arrays)

    def rows(self, rows: IntArray) -> Plan:
        """Return the plan of some rows."""
        some = (array[rows] for array in self.arrays)
        ascending = np.all(rows[1:] >= rows[:-1])
        return Plan._of_sorted(some) if ascending else Plan.from_arrays(*some)

    def codes(self, problem: Problem) -> IntArray:
        """Return one number for each placement, (P,), equal where employee, host, start are.

        Two plans of one problem are compared with ``np.isin`` of these numbers. `codes`
        tells how they are made, also for placements that are in no plan.
        """
        return codes(problem, self.employee, self.host, self.start)

    @property
    def arrays(self) -> tuple[IntArray, IntArray, IntArray, IntArray]:
        """Employee, host, start and mentor of all placements."""
        return self.employee, self.host, self.start, self.mentor

    def __len__(self) -> int:
        return len(self.employee)

    def __iter__(self) -> Iterator[Placement]:
        return map(Placement._make, zip(*(a.tolist() for a in self.arrays), strict=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Plan) and all(map(np.array_equal, self.arrays, other.arrays))

    def __hash__(self) -> int:
        return hash(tuple(array.tobytes() for array in self.arrays))


def codes(problem: Problem, employee: IntArray, host: IntArray, start: IntArray) -> IntArray:
    """Return (employee * departments + host) * STARTS + start.

    Different placements have different codes while ``start`` lies between -STARTS / 2 and
    STARTS / 2 - 1, whatever the horizon, and employees times departments is at most 2**31.
    """
    return (employee * problem.departments + host) * STARTS + start
