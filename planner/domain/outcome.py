"""What planning gives back, in the organisation's own ids and dates."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planner.domain.plan import Placement, Plan


class Status(StrEnum):
    """How a run ended."""

    OPTIMAL = "optimal"
    """Every aim is proven."""
    FEASIBLE = "feasible"
    """A plan that keeps every rule; at least one aim is not proven."""
    IMPOSSIBLE = "impossible"
    """The rules and promises leave no plan."""
    UNKNOWN = "unknown"
    """No plan was found in the time, and none was excluded."""


@dataclass(frozen=True, slots=True)
class AimOutcome:
    """One aim: its value, the best value anybody could still reach, and what lies between.

    ``bound`` is None where nothing is proven. The bound of a later aim holds given the
    values reached for the aims before it. ``gap`` is relative: |bound - value| divided by
    the larger of the two in size, 0 when they are equal.
    """

    name: str
    value: float
    bound: float | None = None
    gap: float | None = None


@dataclass(frozen=True, slots=True)
class DependencyOutcome:
    """How many people walk a dependency before and after the plan; credit lies in [0, 1]."""

    customer: str
    provider: str
    importance: float
    target: int
    before: int
    after: int
    credit: float


@dataclass(frozen=True, slots=True)
class StageTime:
    """Seconds spent in one stage of a run."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run is: the aim it works on, its best value and its proven bound so far."""

    stage: str
    seconds: float
    aim: str
    incumbent: float | None
    bound: float | None
    gap: float | None
    placements: int


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan with everything that is known about how good it is.

    ``trouble`` says in sentences what did not go well and did not stop the search.
    """

    status: Status
    plan: Plan | None
    aims: tuple[AimOutcome, ...]
    dependencies: tuple[DependencyOutcome, ...]
    stages: tuple[StageTime, ...]
    seed: int
    workers: int
    wall_seconds: float
    stopped: bool = False
    trouble: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule that a plan breaks, in a sentence, with the placements that break it."""

    rule: str
    sentence: str
    placements: tuple[Placement, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """What any plan is worth, legal or not."""

    violations: tuple[BrokenRule, ...]
    aims: tuple[AimOutcome, ...]
    dependencies: tuple[DependencyOutcome, ...]


@dataclass(frozen=True, slots=True)
class InputRow:
    """A row of the input: ``line`` counts the header as 1; None for a key of cycle.toml."""

    table: str
    line: int | None
    key: str


@dataclass(frozen=True, slots=True)
class Clash:
    """The smallest set of rules and rows that leave no plan, what it means, what to change."""

    rules: tuple[str, ...]
    rows: tuple[InputRow, ...]
    sentence: str
    remedies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holdback:
    """One reason why a dependency is not better covered; ``rule`` is "" where it is no rule."""

    rule: str
    sentence: str
    count: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a dependency is covered as it is, the weightiest reason first."""

    customer: str
    provider: str
    after: int
    target: int
    summary: str
    holdbacks: tuple[Holdback, ...]
