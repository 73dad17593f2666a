"""Which periods days touch: who is there, and which departments are open, period by period."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from planner.domain import ClosureKind
from planner.planning.numbers import BoolArray, IntArray, Numbers, day_numbers, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.domain import Absence, Closure, Cycle, Organisation


def touched_periods(cycle: Cycle, first_day: date, last_day: date) -> range:
    """Return the periods of the cycle of which any day lies in a run of days."""
    return range(
        max(0, cycle.period_of(first_day)), min(cycle.periods - 1, cycle.period_of(last_day)) + 1
    )


def available_periods(organisation: Organisation, numbers: Numbers) -> BoolArray:
    """Tell who is employed on every day of each period and absent on none, (E, T)."""
    cycle, employee = organisation.cycle, numbers.employees
    first = np.arange(cycle.periods) * cycle.period_days
    last = first + cycle.period_days - 1
    starts = day_numbers((e.starts or date.min for e in organisation.employees), cycle)
    ends = day_numbers((e.ends or date.max for e in organisation.employees), cycle)
    available: BoolArray = (starts[:, None] <= first) & (ends[:, None] >= last)
    who = whole(employee[a.employee] for a in organisation.absences)
    available &= ~_touched(cycle, who, organisation.absences, len(organisation.employees))
    return available


def open_periods(organisation: Organisation, what: ClosureKind, numbers: Numbers) -> BoolArray:
    """Tell in which periods each department is not closed for ``what``, (D, T)."""
    closures = [c for c in organisation.closures if c.kind in (what, ClosureKind.BOTH)]
    who = whole(numbers.departments[c.department] for c in closures)
    return ~_touched(organisation.cycle, who, closures, len(organisation.departments))


def _touched(
    cycle: Cycle, who: IntArray, runs: Sequence[Absence] | Sequence[Closure], many: int
) -> BoolArray:
    """Tell for each of ``many`` things which periods its runs of days touch."""
    first = day_numbers((run.first_day for run in runs), cycle) // cycle.period_days
    last = day_numbers((run.last_day for run in runs), cycle) // cycle.period_days
    inside = (first <= last) & (first < cycle.periods) & (last >= 0)
    # A row a period: summing up along long rows is ten times as fast as along short ones.
    changes = np.zeros((cycle.periods + 1, many), dtype=np.int32)
    np.add.at(changes, (np.maximum(first[inside], 0), who[inside]), 1)
    np.add.at(changes, (np.minimum(last[inside], cycle.periods - 1) + 1, who[inside]), -1)
    touched = np.cumsum(changes, axis=0, out=changes)[: cycle.periods] > 0
    return np.ascontiguousarray(touched.T)
