"""A plan as it stands: in the solver's numbers, with what it breaks and what it is worth."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

import solver
from planner.domain import BrokenRule, Organisation, Placement, Plan, Refused
from planner.domain.days import in_words
from planner.planning.breaches import Breach, Rows
from planner.planning.numbers import Numbers
from planner.planning.problem import lost_for_good, to_problem
from planner.planning.translation import to_solver_plan
from planner.planning.words import Names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.planning.numbers import IntArray


@dataclass(frozen=True, eq=False)
class Ground:
    """What all plans of one organisation are measured by, prepared once.

    ``lost`` counts the placements of the plan before that no plan can hold.
    """

    organisation: Organisation
    problem: solver.Problem
    lost: int

    @classmethod
    def of(cls, organisation: Organisation, previous: Plan | None, strict: bool) -> Ground:
        """Return the ground of an organisation."""
        problem = to_problem(organisation, previous, strict)
        return cls(organisation, problem, lost_for_good(organisation, previous))

    @cached_property
    def names(self) -> Names:
        """What to call people, departments and periods."""
        return Names(self.organisation)

    @cached_property
    def numbers(self) -> Numbers:
        """The number of everybody and everything."""
        return Numbers.of(self.organisation)

    def standing(self, plan: Iterable[Placement]) -> Standing:
        """Return how a plan stands.

        Raises
        ------
        BadInput
            If it names an employee, host or mentor that does not exist.
        """
        placements = tuple(plan)
        translated = to_solver_plan(self.organisation, Plan(placements))
        left_out = Counter(each for told in translated.horizon for each in told.placements)
        left_out &= Counter(placements) - Counter(translated.rows)
        return Standing(
            self,
            translated.plan,
            _rows(translated.rows),
            tuple(left_out.elements()),
            translated.horizon,
        )


@dataclass(frozen=True, eq=False)
class Standing:
    """A plan in numbers, row by row with the placement behind each row.

    ``left_out`` holds the placements that do not fit into the cycle, ``horizon`` what is
    wrong with the days of placements, these and others.
    """

    ground: Ground
    plan: solver.Plan
    rows: Rows
    left_out: tuple[Placement, ...]
    horizon: tuple[BrokenRule, ...]

    @cached_property
    def breaches(self) -> tuple[Breach, ...]:
        """Every breach of a rule other than about days."""
        found = solver.check(self.ground.problem, self.plan)
        return tuple(Breach(each, self.rows) for each in found)

    @cached_property
    def evaluation(self) -> solver.Evaluation:
        """What the plan is worth."""
        return solver.evaluate(self.ground.problem, self.plan)

    def placements(self) -> Plan:
        """Return the plan in the organisation's own ids and dates."""
        return Plan.of((*self.rows.tolist(), *self.left_out))

    def changed(self, gives: Iterable[Placement], takes: Iterable[Placement]) -> Standing:
        """Return how the plan stands without some placements and with some others.

        Raises
        ------
        BadInput
            If one that comes in names what does not exist.
        Refused
            If one that goes out is not in the plan.
        """
        out, gone = self.find(gives)
        kept = np.delete(np.arange(len(self.plan)), out)
        new = self.ground.standing(takes)
        arrays = zip(self.plan.arrays, new.plan.arrays, strict=True)
        employee, host, start, mentor = (np.concatenate([a[kept], b]) for a, b in arrays)
        rows = np.concatenate([self.rows[kept], new.rows])
        order = np.lexsort((host, employee, start))
        plan = solver.Plan.from_arrays(employee[order], host[order], start[order], mentor[order])
        given = Counter([*self.rows[out].tolist(), *gone])
        horizon = tuple(each for each in self.horizon if not _struck(given, each))
        left_out = Counter(self.left_out) - Counter(gone)
        return Standing(
            self.ground,
            plan,
            rows[order],
            (*left_out.elements(), *new.left_out),
            horizon + new.horizon,
        )

    def find(self, gives: Iterable[Placement]) -> tuple[IntArray, list[Placement]]:
        """Return the rows of some placements, and those that are in no row.

        Employee, host and first day say which is meant; where there are several, the one with
        the same mentor.

        Raises
        ------
        Refused
            If one of them is not in the plan.
        """
        rows: list[int] = []
        gone: list[Placement] = []
        missing: list[str] = []
        for give in gives:
            found = [row for row in self.rows_like(give) if row not in rows]
            found.sort(key=lambda row: self.rows[row] != give)
            others = [each for each in self.left_out if _key(each) == _key(give)]
            others = list((Counter(others) - Counter(gone)).elements())
            if found:
                rows.append(found[0])
            elif others:
                gone.append(give if give in others else others[0])
            else:
                missing.append(self._not_there(give))
        if missing:
            raise Refused(missing)
        return np.array(rows, dtype=np.int64), gone

    def rows_like(self, placement: Placement) -> list[int]:
        """Return the rows with the same employee, host and first day."""
        numbers, cycle = self.ground.numbers, self.ground.organisation.cycle
        employee = numbers.employees.get(placement.employee, -1)
        host = numbers.departments.get(placement.host, -1)
        start = cycle.period_of(placement.first_day)
        plan = self.plan
        same = (plan.employee == employee) & (plan.host == host) & (plan.start == start)
        rows: list[int] = np.flatnonzero(same).tolist()
        return [row for row in rows if self.rows[row].first_day == placement.first_day]

    def _not_there(self, placement: Placement) -> str:
        names, numbers = self.ground.names, self.ground.numbers
        employee = numbers.employees.get(placement.employee)
        host = numbers.departments.get(placement.host)
        who = placement.employee if employee is None else names.employee(employee)
        where = placement.host if host is None else names.department(host)
        day = in_words(placement.first_day)
        return f"{who}'s visit to {where} from {day} is not in the plan; look at the plan anew."


def _rows(placements: Iterable[Placement]) -> Rows:
    some = list(placements)
    rows = np.empty(len(some), dtype=np.object_)
    rows[:] = some
    return rows


def _key(placement: Placement) -> tuple[object, ...]:
    return placement.employee, placement.host, placement.first_day


def _struck(given: Counter[Placement], told: BrokenRule) -> bool:
    """Tell whether a fault goes with a placement that is given up, and count that off."""
    (placement,) = told.placements
    if given[placement] <= 0:
        return False
    given[placement] -= 1
    return True
