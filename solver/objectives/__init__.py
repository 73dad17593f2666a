"""The aims of a plan, one file each, found by name.

An aim is a module of this package. It has

- a docstring: a title and what is counted;
- ``SENSE``: 1 where more is better, -1 where less is better;
- ``value(problem, plan)``: its value for any plan, without any model;
- ``unit(problem)``: how many whole units of the model make 1.0 of the value;
- ``post(model)``: the aim as whole units in a model of named people;
- ``relax(model)``: units that no plan with these counts can beat, in the counting model.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from solver.aims import AIMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.counting import Counting
    from solver.model import Terms
    from solver.plan import Plan
    from solver.problem import Problem
    from solver.variables import Variables


@dataclass(frozen=True)
class Aim:
    """An aim as its file states it."""

    name: str
    title: str
    sense: int
    value: Callable[[Problem, Plan], float]
    unit: Callable[[Problem], float]
    post: Callable[[Variables], Terms]
    relax: Callable[[Counting], Terms]


@cache
def all_aims() -> dict[str, Aim]:
    """Return every aim by name, in their usual order."""
    return {name: _read(name) for name in AIMS}


def aims_of(problem: Problem) -> list[Aim]:
    """Return the aims that count for a problem, the weightiest first.

    Stability counts only where there is a plan before.
    """
    aims = all_aims()
    return [
        aims[name] for name in problem.aims if name != "stability" or problem.previous is not None
    ]


def _read(name: str) -> Aim:
    module = importlib.import_module(f"{__name__}.{name}")
    return Aim(
        name=name,
        title=(module.__doc__ or name).split("\n", 1)[0].rstrip("."),
        sense=module.SENSE,
        value=module.value,
        unit=module.unit,
        post=module.post,
        relax=module.relax,
    )
