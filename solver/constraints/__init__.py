"""The rules of a legal plan, one file each, found by name.

A rule is a module of this package. It has

- a docstring: a title, its sentence and its inequality;
- ``EXPLANATION``: what a person is told of a breach, over the fields of `Violation`;
- ``KEPT`` and ``BROKEN``: examples of plans that keep and break it;
- ``violations(problem, plan)``: yields every breach, without any model;
- ``admits(columns)``, where the rule looks at single placements: which of them it allows;
- ``TIMELESS = True`` beside it, where all that matters is who goes where, not when;
- ``post(model)``, where it ties placements together: says so to a `solver.model.Model`;
- ``relax(model)``, where counts of people can see it: says so to the counting model.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from solver.columns import Columns
    from solver.counting import Counting
    from solver.examples import Example
    from solver.plan import Plan
    from solver.problem import BoolArray, Problem
    from solver.variables import Variables
    from solver.violation import Violation


@dataclass(frozen=True)
class Rule:
    """A rule as its file states it."""

    name: str
    title: str
    explanation: str
    kept: Sequence[Example]
    broken: Sequence[Example]
    violations: Callable[[Problem, Plan], Iterator[Violation]]
    admits: Callable[[Columns], BoolArray] | None
    timeless: bool
    posted: Callable[[Variables], None] | None
    relaxed: Callable[[Counting], None] | None

    def post(self, model: Variables) -> None:
        """State the whole rule to a model of named people."""
        if self.admits is not None:
            model.forbid(~self.admits(model.columns))
        if self.posted is not None:
            self.posted(model)


@cache
def all_rules() -> dict[str, Rule]:
    """Return every rule by name, sorted."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: _read(name) for name in names}


def _read(name: str) -> Rule:
    module = importlib.import_module(f"{__name__}.{name}")
    return Rule(
        name=name,
        title=(module.__doc__ or name).split("\n", 1)[0].rstrip("."),
        explanation=module.EXPLANATION,
        kept=module.KEPT,
        broken=module.BROKEN,
        violations=module.violations,
        admits=getattr(module, "admits", None),
        timeless=getattr(module, "TIMELESS", False),
        posted=getattr(module, "post", None),
        relaxed=getattr(module, "relax", None),
    )
