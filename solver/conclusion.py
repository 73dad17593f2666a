"""What a run comes to: the plan, the bounds that hold for it, and how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.evaluate import evaluate
from solver.result import FEASIBLE, OPTIMAL, Result

if TYPE_CHECKING:
    from collections.abc import Iterable

    from solver.bounds import Bounds
    from solver.control import Control
    from solver.plan import Plan


def conclude(
    status: str,
    plan: Plan | None,
    bounds: Bounds,
    control: Control,
    trouble: Iterable[str] = (),
) -> Result:
    """Return the outcome of a run.

    Parameters
    ----------
    status : str
        What `solver.result.Result` calls it; "feasible" becomes "optimal" where every aim is
        proven.
    plan : Plan, optional
        A legal plan, None where there is none.
    bounds : Bounds
        All that was proven.
    control : Control
    trouble : iterable of str
        Sentences on what did not go well; each is told once.
    """
    evaluation = None if plan is None else evaluate(bounds.problem, plan)
    aims = bounds.results(evaluation.aims) if evaluation else ()
    if status == FEASIBLE and all(aim.gap == 0 for aim in aims):
        status = OPTIMAL
    return Result(
        status,
        plan,
        aims,
        evaluation.coverage if evaluation else None,
        tuple(control.stages),
        control.seed,
        control.workers,
        control.seconds,
        control.stopped,
        tuple(dict.fromkeys(trouble)),
    )
