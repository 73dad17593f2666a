"""What a change of a plan means: rules, aims, dependencies and people, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planner.domain.organisation import Id
from planner.domain.outcome import BrokenRule
from planner.domain.plan import Placement


class Direction(StrEnum):
    """Which way a value went, by what its aim wants: fewer unmet requirements are better."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class AimChange:
    """One aim before and after.

    ``title`` is its name as people read it. The bounds are the best that anybody could
    reach, where a search proved one for the plan on that side; None elsewhere.
    """

    name: str
    title: str
    before: float
    after: float
    direction: Direction
    bound_before: float | None = None
    bound_after: float | None = None


@dataclass(frozen=True, slots=True)
class DependencyChange:
    """How many people walk a dependency before and after; credits lie in [0, 1]."""

    customer: Id
    provider: Id
    importance: float
    target: int
    before: int
    after: int
    credit_before: float
    credit_after: float

    @property
    def gains(self) -> bool:
        """Whether more people walk it than before."""
        return self.after > self.before


@dataclass(frozen=True, slots=True)
class PersonChange:
    """How many placements somebody has before and after.

    Somebody is reached who has a placement, or a visit of the past that still counts.
    """

    employee: Id
    before: int
    after: int
    reached_before: bool
    reached_after: bool

    @property
    def gains(self) -> bool:
        """Whether they have more placements than before."""
        return self.after > self.before


@dataclass(frozen=True, slots=True)
class Consequence:
    """What it means to take some placements out of a plan and put others in, all at once.

    Attributes
    ----------
    broken : tuple of BrokenRule
        What would be newly broken, or more badly than before.
    mended : tuple of BrokenRule
        What is broken now and would not be any more.
    still_broken : int
        Breaches that are there before and after, and no worse.
    aims : tuple of AimChange
        Every aim that counts, the weightiest first.
    dependencies : tuple of DependencyChange
        Those that more or fewer people would walk, in the order of the organisation.
    people : tuple of PersonChange
        Those who would have more or fewer placements, in the order of the organisation.
    """

    broken: tuple[BrokenRule, ...]
    mended: tuple[BrokenRule, ...]
    still_broken: int
    aims: tuple[AimChange, ...]
    dependencies: tuple[DependencyChange, ...]
    people: tuple[PersonChange, ...]

    @property
    def breaks_nothing(self) -> bool:
        """Whether every rule that was kept still is."""
        return not self.broken

    @property
    def coverage_lost(self) -> float:
        """How much credit the dependencies lose on balance, weighted by importance, or 0."""
        lost = sum(d.importance * (d.credit_before - d.credit_after) for d in self.dependencies)
        return max(0.0, lost) if lost > 1e-9 else 0.0


@dataclass(frozen=True, slots=True)
class PlacementChange:
    """A placement as it was and as it is."""

    before: Placement
    after: Placement


@dataclass(frozen=True, slots=True)
class Comparison:
    """What lies between two plans.

    Attributes
    ----------
    added, dropped : tuple of Placement
        In the other plan alone, in the one alone. A visit that moved is in neither.
    moved : tuple of PlacementChange
        The same employee at the same host on other days.
    guided_by_another : tuple of PlacementChange
        The same placement with another mentor.
    dependencies : tuple of DependencyChange
    people : tuple of PersonChange
        Those who gain or lose placements. Of somebody who is not in the organisation any
        more, nothing counts as reached afterwards.
    aims : tuple of AimChange
    summary : tuple of str
        The whole in a few sentences.
    """

    added: tuple[Placement, ...]
    dropped: tuple[Placement, ...]
    moved: tuple[PlacementChange, ...]
    guided_by_another: tuple[PlacementChange, ...]
    dependencies: tuple[DependencyChange, ...]
    people: tuple[PersonChange, ...]
    aims: tuple[AimChange, ...]
    summary: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether the two plans hold the same placements with the same mentors."""
        return not (self.added or self.dropped or self.moved or self.guided_by_another)
