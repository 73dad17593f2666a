"""What the rest of the house asks of the solver."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import solver
from planner.domain import (
    AimOutcome,
    Clash,
    DependencyOutcome,
    Explanation,
    Organisation,
    Plan,
    Progress,
    Score,
    Solution,
    StageTime,
    Status,
)
from planner.planning.clashes import to_clashes
from planner.planning.explanations import dependency_row, to_explanation
from planner.planning.problem import lost_for_good, to_problem
from planner.planning.sentences import broken_rules
from planner.planning.translation import to_plan, to_solver_plan
from planner.planning.words import Names

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from concurrent.futures import Executor
    from datetime import date

_STATUS = {
    "optimal": Status.OPTIMAL,
    "feasible": Status.FEASIBLE,
    "infeasible": Status.IMPOSSIBLE,
    "unknown": Status.UNKNOWN,
}


def solve(
    organisation: Organisation,
    *,
    previous: Plan | None = None,
    start: Plan | None = None,
    strict: bool = False,
    not_before: date | None = None,
    time_limit: float = 60.0,
    workers: int | None = None,
    seed: int = 0,
    deterministic: bool = False,
    progress: Callable[[Progress], None] | None = None,
    cancel: threading.Event | None = None,
    executor: Executor | None = None,
) -> Solution:
    """Plan a cycle as well as can be in the time, and say how good the plan is.

    Parameters
    ----------
    organisation : Organisation
        Who is there, what binds them, and what is wanted.
    previous : Plan, optional
        The plan before; the aim of stability keeps as much of it as it can.
    start : Plan, optional
        A plan that is known already. If it keeps every rule, what is found is no worse.
    strict : bool
        Whether every requirement must be met, as a rule.
    not_before : date, optional
        The first day on which a placement that is not pinned may begin.
    time_limit : float
        Seconds of wall time at most, above 0.
    workers : int, optional
        Threads to use, at least 1; as many as suit the machine when left out.
    seed : int
        What chance depends on.
    deterministic : bool
        Whether the same call gives the same plan again, at some cost in speed.
    progress : callable, optional
        Called with every step forward, possibly from another thread.
    cancel : threading.Event, optional
        Set it to stop early and keep the best plan so far.
    executor : concurrent.futures.Executor, optional
        Does the independent parts of the work, instead of processes of this machine.

    Raises
    ------
    BadInput
        If a pin does not start with a period of the cycle, or ``start`` names what does not
        exist.
    """
    lost = lost_for_good(organisation, previous)
    result = solver.solve(
        to_problem(organisation, previous, strict, not_before),
        start=None if start is None else _begun(organisation, start),
        time_limit=time_limit,
        workers=workers,
        seed=seed,
        deterministic=deterministic,
        progress=None if progress is None else passing_on(progress, lost),
        cancel=cancel,
        executor=executor,
    )
    return to_solution(organisation, result, lost)


def _begun(organisation: Organisation, start: Plan) -> solver.Plan | None:
    """Return a plan to begin with; None where its days are wrong."""
    translated = to_solver_plan(organisation, start)
    return None if translated.horizon else translated.plan


def score(
    organisation: Organisation, plan: Plan, previous: Plan | None = None, strict: bool = False
) -> Score:
    """Say which rules a plan breaks and what it is worth, whoever made it.

    Raises
    ------
    BadInput
        If the plan names an employee, host or mentor that does not exist.
    """
    problem = to_problem(organisation, previous, strict)
    translated = to_solver_plan(organisation, plan)
    broken = broken_rules(
        solver.check(problem, translated.plan), translated.rows, Names(organisation)
    )
    evaluation = solver.evaluate(problem, translated.plan)
    lost = lost_for_good(organisation, previous)
    return Score(
        violations=translated.horizon + broken,
        aims=tuple(
            _aim(solver.AimResult(name, value), lost) for name, value in evaluation.aims.items()
        ),
        dependencies=_dependencies(organisation, evaluation.coverage),
    )


def explain_impossible(organisation: Organisation, strict: bool = False) -> tuple[Clash, ...]:
    """Say which rules and rows leave no plan; nothing when there is one.

    Each clash is minimal: lifting any one of its rows or rules resolves it.

    Raises
    ------
    BadInput
        If a pin does not start with a period of the cycle.
    """
    return to_clashes(solver.diagnose(to_problem(organisation, strict=strict)), organisation)


def explain_dependency(
    organisation: Organisation, plan: Plan, customer: str, provider: str
) -> Explanation:
    """Say why a dependency is not better covered by a plan.

    Raises
    ------
    BadInput
        If there is no such dependency, or the plan names what does not exist.
    """
    row = dependency_row(organisation, customer, provider)
    problem = to_problem(organisation)
    found = solver.why_not(problem, to_solver_plan(organisation, plan).plan, row)
    return to_explanation(found, organisation)


def _aim(aim: solver.AimResult, lost: int) -> AimOutcome:
    """Return an aim; stability counts what was lost before planning began as well."""
    if aim.name != "stability" or not lost:
        return AimOutcome(aim.name, aim.value, aim.bound, aim.gap)
    value = aim.value + lost
    if aim.bound is None:
        return AimOutcome(aim.name, value)
    bound = aim.bound + lost
    return AimOutcome(aim.name, value, bound, abs(bound - value) / max(abs(value), abs(bound)))


def to_solution(organisation: Organisation, result: solver.Result, lost: int = 0) -> Solution:
    """Return what the solver found in the organisation's own words.

    Parameters
    ----------
    lost : int
        Placements of the plan before that no plan can hold: `lost_for_good`.
    """
    return Solution(
        status=_STATUS[result.status],
        plan=None if result.plan is None else to_plan(organisation, result.plan),
        aims=tuple(_aim(aim, lost) for aim in result.aims),
        dependencies=()
        if result.coverage is None
        else _dependencies(organisation, result.coverage),
        stages=tuple(StageTime(stage.name, stage.seconds) for stage in result.stages),
        seed=result.seed,
        workers=result.workers,
        wall_seconds=result.wall_seconds,
        stopped=result.stopped,
        trouble=result.trouble,
    )


def passing_on(
    progress: Callable[[Progress], None], lost: int = 0
) -> Callable[[solver.Progress], None]:
    """Return a listener for the solver that tells each step in the organisation's words."""

    def pass_on(step: solver.Progress) -> None:
        told = Progress(
            stage=step.stage,
            seconds=step.seconds,
            aim=step.aim,
            incumbent=step.incumbent,
            bound=step.bound,
            gap=step.gap,
            placements=step.placements,
        )
        if step.aim == "stability" and lost and step.incumbent is not None:
            aim = _aim(solver.AimResult(step.aim, step.incumbent, step.bound), lost)
            told = replace(told, incumbent=aim.value, bound=aim.bound, gap=aim.gap)
        progress(told)

    return pass_on


def _dependencies(
    organisation: Organisation, coverage: solver.CoverageTable
) -> tuple[DependencyOutcome, ...]:
    return tuple(
        DependencyOutcome(
            customer=dependency.customer,
            provider=dependency.provider,
            importance=dependency.importance,
            target=dependency.target,
            before=int(before),
            after=int(after),
            credit=float(credit),
        )
        for dependency, before, after, credit in zip(
            organisation.dependencies,
            coverage.before,
            coverage.after,
            coverage.credit,
            strict=True,
        )
    )
