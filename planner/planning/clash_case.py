"""A clash as its sentence needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import solver
from planner.planning.clash_scene import Promise, Scene
from planner.planning.words import listed


@dataclass(frozen=True)
class Case:
    """A clash as its sentence needs it.

    ``clauses`` tells each fact in words, by kind of fact.
    """

    scene: Scene
    rules: tuple[str, ...]
    facts: Sequence[solver.Fact]
    promises: Sequence[Promise]
    clauses: dict[str, list[str]]

    def fact(self, kind: str) -> solver.Fact:
        """Return the first fact of a kind that is known to be there."""
        return next(fact for fact in self.facts if fact.kind == kind)

    def clause(self, kind: str) -> str:
        """Return the facts of a kind as one clause, or nothing."""
        return listed(self.clauses[kind]) if kind in self.clauses else ""

    @property
    def common(self) -> str:
        """The first period that every promise covers, or nothing."""
        first = max((p.periods.start for p in self.promises), default=0)
        last = min((p.periods.stop for p in self.promises), default=0)
        return self.scene.names.period(first) if first < last else ""
