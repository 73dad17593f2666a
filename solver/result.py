"""What a run gives back: a plan, and what is known about how good it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from solver.control import Stage
    from solver.coverage import CoverageTable
    from solver.plan import Plan

OPTIMAL = "optimal"
FEASIBLE = "feasible"
INFEASIBLE = "infeasible"
UNKNOWN = "unknown"

EQUAL = 1e-6
"""Values of an aim that differ by less count as equal."""


@dataclass(frozen=True)
class AimResult:
    """One aim of a plan.

    Attributes
    ----------
    name : str
    value : float
    bound : float or None
        No plan that does as well in the aims before is better than this; None where
        nothing is proven.
    gap : float or None
        |bound - value| as a share of the larger of the two, 0 where they are equal.
    """

    name: str
    value: float
    bound: float | None = None
    gap: float | None = None


@dataclass(frozen=True)
class Result:
    """The outcome of a run.

    Attributes
    ----------
    status : str
        "optimal" (every aim is proven), "feasible", "infeasible" (no plan keeps the rules)
        or "unknown" (none was found in the time).
    plan : Plan or None
        Keeps every rule; None where the status is "infeasible" or "unknown".
    aims : tuple of AimResult
        The weightiest first.
    coverage : CoverageTable or None
        Who walks which dependency.
    stages : tuple of Stage
        Where the time went.
    seed, workers : int
    wall_seconds : float
    stopped : bool
        Whether somebody stopped the run before its time.
    trouble : tuple of str
        Sentences on what did not go well and did not stop the run, such as a lost cluster.
    """

    status: str
    plan: Plan | None
    aims: tuple[AimResult, ...]
    coverage: CoverageTable | None
    stages: tuple[Stage, ...]
    seed: int
    workers: int
    wall_seconds: float
    stopped: bool = False
    trouble: tuple[str, ...] = ()


def relative_gap(value: float, bound: float | None) -> float | None:
    """Return the gap between a value and its bound, in [0, 1] where both are positive."""
    if bound is None:
        return None
    if abs(bound - value) <= EQUAL:
        return 0.0
    return abs(bound - value) / max(abs(bound), abs(value))
