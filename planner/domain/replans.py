"""A plan made anew in the middle of its cycle: what stays, what has to go, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.domain.consequences import Comparison
from planner.domain.organisation import Organisation
from planner.domain.outcome import BrokenRule, Solution
from planner.domain.plan import Placement, Plan


class Held(StrEnum):
    """Why a placement of the published plan is to stay, the strongest reason first."""

    STARTED = "started"
    """It has begun, or is over."""
    FROZEN = "frozen"
    """It begins too soon to be changed."""
    PROMISED = "promised"
    """It is pinned, was agreed by a change request, or HR wants to keep it."""
    PUBLISHED = "published"
    """It was published, and nothing is changed without need."""


@dataclass(frozen=True, slots=True)
class Release:
    """A placement that cannot stay: why it was to, and in a sentence why it cannot."""

    placement: Placement
    held: Held
    reason: str


@dataclass(frozen=True, slots=True)
class Replan:
    """What a plan is to be made of, ready to be searched for.

    Attributes
    ----------
    organisation : Organisation
        As it is now, without absences and closures of periods that are over, with everything
        that is kept among its pins (with its mentor, where that still holds) and stability
        among its first aims.
    previous : Plan
        What stability counts by: the published plan without what is to be planned anew.
    free_from : date
        The first day on which anything new may begin.
    kept : tuple of Placement
        What stays, with mentors, by first day.
    released : tuple of Release
        What cannot stay, the strongest reasons to stay first.
    overlooked : tuple of BrokenRule
        What is broken by ``kept`` all the same, in periods that are over.
    proven : bool
        Whether no more than ``kept`` could have been kept.
    """

    organisation: Organisation
    previous: Plan
    free_from: date
    kept: tuple[Placement, ...]
    released: tuple[Release, ...]
    overlooked: tuple[BrokenRule, ...]
    proven: bool

    @property
    def broken_promises(self) -> tuple[Release, ...]:
        """Releases of what had begun, begins too soon to be changed or was promised."""
        return tuple(each for each in self.released if each.held is not Held.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Replanned:
    """The outcome of planning anew; ``comparison`` is None where no plan was found.

    What is kept counts as promised: bounds hold for plans that keep it too.
    """

    replan: Replan
    solution: Solution
    comparison: Comparison | None
