"""A first draft in counts: what the relaxation proves, and whole numbers close to it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from solver.bounds import Bounds, before, count_bound, program
from solver.control import DETERMINISTIC_PACE
from solver.counting import Counting
from solver.linear import Answer, solve_within
from solver.objectives import aims_of
from solver.ordered import blending
from solver.tally import tally

if TYPE_CHECKING:
    from solver.control import Control
    from solver.objectives import Aim
    from solver.problem import FloatArray, IntArray, Problem

COUNTING = 0.25
"""Share of a deterministic run that counting is taken to need, whatever it needs in truth."""

GAP = 1e-4
"""Relative gap at which the search for whole counts ends."""


@dataclass(frozen=True)
class Draft:
    """Counts to be named.

    Attributes
    ----------
    counting : Counting
        The model they come from.
    counts : (C,) int or None
        Visits of each slot; None where none were found in the time.
    seconds : float
        How long the relaxation took: what a bound of a later aim will cost.
    """

    counting: Counting
    counts: IntArray | None
    seconds: float

    @property
    def visits(self) -> IntArray | None:
        """Visits from each home to each host, (D, D); None where there are no counts."""
        if self.counts is None:
            return None
        slots, size = self.counting.columns, self.counting.problem.departments
        visits = np.zeros((size, size), dtype=np.int64)
        np.add.at(visits, (slots.home, slots.host), self.counts)
        return visits


def draft(problem: Problem, values: dict[str, float], bounds: Bounds, control: Control) -> Draft:
    """Return counts that are nearly the best for all aims together.

    Parameters
    ----------
    problem : Problem
    values : dict of str to float
        Proven values of the first aims; the counts do as well in these.
    bounds : Bounds
        Takes the bound of the first aim that is not in ``values``.
    control : Control
    """
    counting = Counting(problem, tally(problem))
    aims = [aim for aim in aims_of(problem) if aim.name not in values]
    if not aims or not counting.variables:
        return Draft(counting, None, 0.0)
    begun = control.seconds
    with ThreadPoolExecutor(2) as pool:
        mixed = pool.submit(_blended, counting, aims[0], values, control)
        bound, pure = count_bound(counting, aims[0], values, control, control.left)
        loose = mixed.result()
    bounds.add(aims[0], bound, before(problem, aims[0], values))
    spent = control.seconds - begun
    control.spend(COUNTING * control.time_limit * DETERMINISTIC_PACE)
    if pure.values is None or loose.values is None:
        return Draft(counting, None, spent)
    counts = _whole(counting, aims[0], values, pure.values + loose.values, control)
    return Draft(counting, counts, spent)


def _blended(counting: Counting, aim: Aim, values: dict[str, float], control: Control) -> Answer:
    """Return the relaxation's answer for all aims together."""
    asked, _ = program(counting, aim, values)
    return solve_within(replace(asked, cost=_cost(counting)), control, control.left)


def _cost(counting: Counting) -> FloatArray:
    cost: FloatArray = np.zeros(counting.variables)
    for name, factor in blending(counting.problem, counting.aims).items():
        terms = counting.aims[name]
        np.add.at(cost, terms.variable, -factor * terms.weight)
    scaled: FloatArray = cost / max(1.0, np.abs(cost).max() / 1000)
    return scaled


def _whole(
    counting: Counting,
    aim: Aim,
    values: dict[str, float],
    support: FloatArray,
    control: Control,
) -> IntArray | None:
    """Return whole counts, looking only at slots that the relaxation uses."""
    slots = len(counting.columns)
    asked, _ = program(counting, aim, values, whole=True)
    highest = asked.highest.copy()
    highest[:slots][support[:slots] <= 1e-7] = 0
    narrowed = replace(asked, cost=_cost(counting), highest=highest, gap=GAP)
    seconds = max(control.left / 4, min(control.left / 2, 5.0))
    # How far whole numbers get depends on the machine, which must not decide the plan.
    answer = Answer() if control.deterministic else solve_within(narrowed, control, seconds)
    if answer.values is None:
        # Too many rather than too few: naming takes no more of them than the rules allow.
        offered: IntArray = np.ceil(support[:slots] / 2 - 1e-6).astype(np.int64)
        return offered
    return np.rint(answer.values[:slots]).astype(np.int64)
