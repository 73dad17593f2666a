"""What no plan can beat: bounds of the aims, each with what it takes for granted."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from solver.linear import Answer, Program, solve_within
from solver.objectives import aims_of
from solver.ordered import ROUNDING
from solver.result import EQUAL, AimResult, relative_gap

if TYPE_CHECKING:
    from solver.control import Control
    from solver.counting import Counting
    from solver.objectives import Aim
    from solver.problem import FloatArray, Problem


@dataclass(frozen=True)
class _Bound:
    """A bound of one aim that holds for plans at least as good in the aims before it."""

    aim: str
    value: float
    given: dict[str, float]


@dataclass
class Bounds:
    """All bounds that a run has proven.

    Parameters
    ----------
    problem : Problem
    """

    problem: Problem
    _known: list[_Bound] = field(default_factory=list)

    def add(self, aim: Aim, value: float, given: dict[str, float]) -> None:
        """Note that no plan as good as ``given`` in other aims beats ``value`` in this one."""
        if math.isfinite(value):
            self._known.append(_Bound(aim.name, value, given))

    def known(self, aim: Aim, given: dict[str, float]) -> bool:
        """Tell whether there is a bound already that takes at least as much for granted."""
        return any(
            bound.aim == aim.name
            and all(bound.given.get(name) == value for name, value in given.items())
            for bound in self._known
        )

    def results(self, values: dict[str, float]) -> tuple[AimResult, ...]:
        """Return the aims of a plan with the tightest bounds that hold for it."""
        return tuple(self._result(aim, values) for aim in aims_of(self.problem))

    def _result(self, aim: Aim, values: dict[str, float]) -> AimResult:
        senses = {other.name: other.sense for other in aims_of(self.problem)}
        holding = [
            known.value
            for known in self._known
            if known.aim == aim.name
            and all(
                senses[name] * (values[name] - given) >= -EQUAL
                for name, given in known.given.items()
            )
        ]
        value = values[aim.name]
        if not holding:
            return AimResult(aim.name, value)
        tightest = min(holding) if aim.sense > 0 else max(holding)
        bound = max(tightest, value) if aim.sense > 0 else min(tightest, value)
        return AimResult(aim.name, value, bound, relative_gap(value, bound))


def before(problem: Problem, aim: Aim, values: dict[str, float]) -> dict[str, float]:
    """Return the values of the aims that come before one."""
    names = [other.name for other in aims_of(problem)]
    return {name: values[name] for name in names[: names.index(aim.name)]}


def rounded(problem: Problem, aim: Aim, units: float) -> float:
    """Return a bound in units as a bound of the aim's value, made safe against rounding."""
    unit = aim.unit(problem)
    if unit == 1:
        whole = math.floor(units + 1e-5) if aim.sense > 0 else math.ceil(units - 1e-5)
        return float(whole)
    return units / unit + aim.sense * ROUNDING


def program(
    counting: Counting, aim: Aim, given: dict[str, float], every_aim: bool = False
) -> tuple[Program, float]:
    """Return the program that finds the best counts for an aim, given the aims before it.

    With ``every_aim`` its rows allow for costs of all aims, not of this one alone.

    Returns
    -------
    Program
        Its cost is in values of the aim, negated where more is better.
    float
        What to add to its cost.
    """
    problem = counting.problem
    aims = {other.name: other for other in aims_of(problem)}
    holds = []
    for name, value in given.items():
        unit, sense = aims[name].unit(problem), aims[name].sense
        slack = 1e-4 if unit == 1 else unit * ROUNDING
        holds.append((counting.aims[name], sense, value * unit - sense * slack))
    needed = [name for name in aims if every_aim or name == aim.name or name in given]
    matrix, lower, upper = counting.matrix(needed, holds)
    terms, unit = counting.aims[aim.name], aim.unit(problem)
    cost: FloatArray = np.zeros(counting.variables)
    np.add.at(cost, terms.variable, -aim.sense * terms.weight / unit)
    highest = counting.upper.astype(np.float64)
    constant = -aim.sense * terms.constant / unit
    return Program(cost, highest, matrix, lower, upper), constant


def count_bound(
    counting: Counting, aim: Aim, given: dict[str, float], control: Control, seconds: float
) -> tuple[float, Answer]:
    """Return a bound of an aim's value by counting (infinite where none was found)."""
    asked, constant = program(counting, aim, given)
    answer = solve_within(asked, control, seconds)
    units = -aim.sense * (answer.bound + constant) * aim.unit(counting.problem)
    if not math.isfinite(units):
        return aim.sense * math.inf, answer
    return rounded(counting.problem, aim, units), answer
