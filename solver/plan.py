"""What is answered: placements by number of employee, host and period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from solver.problem import IntArray

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


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
        rows = [Placement(*placement) for placement in placements]
        table = np.array(rows, dtype=np.int64).reshape(len(rows), 4)
        return cls.from_arrays(*table.T)

    @classmethod
    def from_arrays(
        cls, employee: IntArray, host: IntArray, start: IntArray, mentor: IntArray
    ) -> Plan:
        """Return the plan of four parallel arrays, in whatever order they come."""
        order = np.lexsort((host, employee, start))
        arrays = [np.asarray(a, dtype=np.int64)[order] for a in (employee, host, start, mentor)]
        for array in arrays:
            array.flags.writeable = False
        return cls(*arrays)

    def rows(self, rows: IntArray) -> Plan:
        """Return the plan of some rows."""
        arrays = (self.employee, self.host, self.start, self.mentor)
        return Plan.from_arrays(*(array[rows] for array in arrays))

    def __len__(self) -> int:
        return len(self.employee)

    def __iter__(self) -> Iterator[Placement]:
        for row in zip(
            self.employee.tolist(),
            self.host.tolist(),
            self.start.tolist(),
            self.mentor.tolist(),
            strict=True,
        ):
            yield Placement(*row)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Plan) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash(tuple(self))
