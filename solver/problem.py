"""What is asked: one cycle of one organisation, as arrays that need no more preparation."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from solver.aims import AIMS
from solver.keys import Keys
from solver.plan import codes
from solver.problem_checks import checked_arrays

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]


def _no_rows() -> IntArray:
    return np.zeros((0, 0), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Problem:
    """A planning problem. Departments, employees and dependencies are counted from 0.

    D departments, E employees, T periods, N dependencies. Arrays are checked and made
    read-only when the problem is created.

    Attributes
    ----------
    periods : int
        Number of periods T, at least 1.
    host_capacity, minimum_staffing : (D,) int
        Visitors seated at once; own people who stay at their desks. Not negative.
    length : (D,) int
        Periods that a placement hosted by the department takes, at least 1.
    hosting, releasing : (D, T) bool
        Whether the department receives visitors, lets its people go, in the period.
    home : (E,) int
        Home department of each employee.
    available : (E, T) bool
        Employed on every day of the period and absent on none.
    max_rotations : (E,) int
        Placements at most. Not negative.
    guides : (E,) int
        Visitors the employee can mentor at once; 0 means that they are no mentor.
    customer, provider : (N,) int
        The two ends of each dependency.
    importance : (N,) float
        Weight of each dependency, above 0.
    target : (N,) int
        People who should have walked it, at least 1.
    customer_visits, provider_visits : (N,) bool
        Whether people of the customer (the provider) walk it by visiting the other end.
    season_first, season_last : (N,) int
        First and last period that lie wholly in the season; 0 and T - 1 without a season.
    experience : (X, 2) int
        Employee, department: visits of the past that are still valid.
    preferences : (P, 3) int
        Employee, department, score.
    restrictions : (R, 2) int
        Employee, department where they may not be placed.
    keep_apart : (K, 2) int
        Employees who are never away together.
    requirements : (Q, 3) int
        Employee, department, last period in which the placement may end (-1: none can).
    pins : (M, 4) int
        Employee, host, first period, mentor (-1: whoever is free).
    previous : (V, 3) int, optional
        Employee, host, first period of each placement of the plan before.
    colleagues : (D, T) int, optional
        Where the problem is part of a larger one: people present who are not among its
        employees, nobody unless given.
    veterans : (N,) int, optional
        Likewise: strangers who walk each dependency by visits of the past.
    rest_periods, earliest : int
        Periods at home between two placements of one employee; first period in which one that
        is not pinned may begin.
    max_from_one_home, max_placement_periods : int, optional
        Visitors from one home at one host at once; person-periods away in all.
    decay : float
        Worth of each further visitor as a share of the one before, 0 < decay <= 1.
    aims : tuple of str
        The aims that count, the weightiest first.
    strict : bool
        Whether every requirement must be met.

    Raises
    ------
    ValueError
        If an array has the wrong shape or holds a value outside its bounds.
    """

    periods: int
    host_capacity: IntArray
    minimum_staffing: IntArray
    length: IntArray
    home: IntArray
    max_rotations: IntArray
    available: BoolArray
    hosting: BoolArray
    releasing: BoolArray
    customer: IntArray
    provider: IntArray
    importance: FloatArray
    target: IntArray
    customer_visits: BoolArray
    provider_visits: BoolArray
    season_first: IntArray
    season_last: IntArray
    guides: IntArray
    experience: IntArray = field(default_factory=_no_rows)
    preferences: IntArray = field(default_factory=_no_rows)
    restrictions: IntArray = field(default_factory=_no_rows)
    keep_apart: IntArray = field(default_factory=_no_rows)
    requirements: IntArray = field(default_factory=_no_rows)
    pins: IntArray = field(default_factory=_no_rows)
    previous: IntArray | None = None
    colleagues: IntArray | None = None
    veterans: IntArray | None = None
    rest_periods: int = 0
    earliest: int = 0
    max_from_one_home: int | None = None
    max_placement_periods: int | None = None
    decay: float = 0.5
    aims: tuple[str, ...] = AIMS
    strict: bool = False

    def __post_init__(self) -> None:
        """Check every array and make it read-only."""
        for name, array in checked_arrays(self).items():
            object.__setattr__(self, name, array)

    @property
    def departments(self) -> int:
        """Number of departments D."""
        return len(self.length)

    @property
    def employees(self) -> int:
        """Number of employees E."""
        return len(self.home)

    @property
    def dependencies(self) -> int:
        """Number of dependencies N."""
        return len(self.customer)

    @cached_property
    def present(self) -> IntArray:
        """Own people available in each department and period, (D, T)."""
        count = self.departments
        there = [np.bincount(self.home[a], minlength=count) for a in self.available.T]
        present: IntArray = np.stack(there, axis=1)
        return present if self.colleagues is None else present + self.colleagues

    @cached_property
    def absences_before(self) -> npt.NDArray[np.int32]:
        """Periods before each period in which each employee is not available, (E, T + 1)."""
        before = np.zeros((self.employees, self.periods + 1), dtype=np.int32)
        np.cumsum(~self.available, axis=1, out=before[:, 1:])
        return before

    @cached_property
    def releasable(self) -> IntArray:
        """Own people whom minimum staffing lets go in each department and period, (D, T)."""
        staff: IntArray = np.maximum(0, self.present - self.minimum_staffing[:, None])
        return staff

    @cached_property
    def walked_as_customer(self) -> IntArray:
        """Dependency that people of home a walk at host b as its customer, or -1, (D, D)."""
        return self._walked(self.customer, self.provider, self.customer_visits)

    @cached_property
    def walked_as_provider(self) -> IntArray:
        """Dependency that people of home a walk at host b as its provider, or -1, (D, D)."""
        return self._walked(self.provider, self.customer, self.provider_visits)

    def _walked(self, home: IntArray, host: IntArray, visits: BoolArray) -> IntArray:
        table = np.full((self.departments, self.departments), -1, dtype=np.int64)
        rows = np.flatnonzero(visits)
        table[home[rows], host[rows]] = rows
        return table

    @cached_property
    def linked(self) -> BoolArray:
        """Whether some dependency lets people of home a visit host b, (D, D)."""
        linked = (self.walked_as_customer >= 0) | (self.walked_as_provider >= 0)
        np.fill_diagonal(linked, False)
        return linked

    @cached_property
    def has_mentors(self) -> BoolArray:
        """Whether anyone of the department guides visitors, (D,)."""
        return np.bincount(self.home, self.guides, self.departments) > 0

    @cached_property
    def experienced(self) -> BoolArray:
        """Whether the employee has valid experience anywhere, (E,)."""
        experienced = np.zeros(self.employees, dtype=np.bool_)
        experienced[self.experience[:, 0]] = True
        return experienced

    @cached_property
    def experience_keys(self) -> Keys:
        """Visits of the past that are still valid: employee times D plus department."""
        return self._keys(self.experience)

    @cached_property
    def restriction_keys(self) -> Keys:
        """Restrictions: employee times D plus department."""
        return self._keys(self.restrictions)

    @cached_property
    def preference_keys(self) -> Keys:
        """Preferences: employee times D plus department."""
        return self._keys(self.preferences)

    def _keys(self, table: IntArray) -> Keys:
        return Keys.of(table[:, 0] * self.departments + table[:, 1])

    @cached_property
    def previous_codes(self) -> IntArray:
        """Placements of the plan before as `solver.plan.codes`, ascending, (M,)."""
        rows = np.zeros((0, 3), dtype=np.int64) if self.previous is None else self.previous
        return np.sort(codes(self, *rows.T))

    @cached_property
    def walk_weights(self) -> FloatArray:
        """Importance of all that people of home a walk at host b, (D, D)."""
        importance = np.r_[self.importance, 0.0]
        weights: FloatArray = (
            importance[self.walked_as_customer] + importance[self.walked_as_provider]
        )
        return weights

    @cached_property
    def past_walks(self) -> IntArray:
        """Dependency times E plus employee, for all who walk it by the past alone, ascending."""
        employee, host = self.experience.T
        walked = [
            table[self.home[employee], host]
            for table in (self.walked_as_customer, self.walked_as_provider)
        ]
        keys = [(w * self.employees + employee)[w >= 0] for w in walked]
        return np.unique(np.concatenate(keys))
