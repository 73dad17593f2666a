"""How well every dependency is covered, before and after a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.graph import credit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.domain import DependencyOutcome
    from planner.present.names import Names


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """One dependency in names. ``credit`` and ``lost`` are shares: lost of all coverage."""

    customer: str
    provider: str
    importance: float
    target: int
    before: int
    after: int
    credit: float
    lost: float

    @property
    def people(self) -> str:
        """How many people walk it, before and after, of how many there should be."""
        return f"{self.before} → {self.after} of {self.target}"

    @property
    def sentence(self) -> str:
        """The dependency in a sentence."""
        return (
            f"{self.customer} depends on {self.provider}: {self.after:,} of {self.target:,} "
            f"{'person has' if self.target == 1 else 'people have'} seen it"
        )


def coverage_lines(
    dependencies: Iterable[DependencyOutcome], names: Names
) -> tuple[CoverageLine, ...]:
    """Return the dependencies in names, the most important first."""
    outcomes = tuple(dependencies)
    total = sum(outcome.importance for outcome in outcomes) or 1.0
    lines = [
        CoverageLine(
            names.department(outcome.customer),
            names.department(outcome.provider),
            outcome.importance,
            outcome.target,
            outcome.before,
            outcome.after,
            outcome.credit,
            outcome.importance * (1 - outcome.credit) / total,
        )
        for outcome in outcomes
    ]
    return tuple(sorted(lines, key=lambda line: (-line.importance, line.customer, line.provider)))


def weakest(lines: Iterable[CoverageLine], at_most: int = 5) -> tuple[CoverageLine, ...]:
    """Return the dependencies that cost the most coverage, the costliest first."""
    costly = sorted(lines, key=lambda line: (-line.lost, line.customer, line.provider))
    return tuple(line for line in costly if line.lost > 1e-9)[:at_most]


def coverage_before(dependencies: Iterable[DependencyOutcome], decay: float) -> float:
    """Return the coverage in [0, 1] that experience alone gives, without any placement."""
    outcomes = tuple(dependencies)
    total = sum(outcome.importance for outcome in outcomes)
    if not outcomes:
        return 1.0
    return sum(o.importance * credit(o.before, o.target, decay) for o in outcomes) / total
