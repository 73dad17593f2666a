"""A published plan made anew after something has changed, with as few changes as possible."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import solver
from planner.domain import Held, Pin, Plan, Release, Replan, Replanned, id_of
from planner.planning.changes_in_words import Called
from planner.planning.comparing import compare
from planner.planning.holding import Wishes, held_placements, since, visit_in_words
from planner.planning.numbers import whole
from planner.planning.releasing import gone_in_words, reasons_against, without_strangers
from planner.planning.solving import solve
from planner.planning.standing import Ground
from planner.planning.translation import to_plan
from planner.planning.what_if import WhatIf

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Collection
    from concurrent.futures import Executor
    from datetime import date

    from planner.domain import Organisation, Progress, Solution

_RANK = {Held.STARTED: 0, Held.FROZEN: 1, Held.PROMISED: 1, Held.PUBLISHED: 2}
"""What is kept before what: as much as possible of rank 0, then of rank 1, then of rank 2."""


def prepare_replan(
    organisation: Organisation,
    published: Plan,
    *,
    today: date,
    freeze_days: int,
    keep: Collection[str] | None = None,
    redo: Collection[str] | None = None,
    applied: Collection[str] = (),
    before: Organisation | None = None,
) -> Replan:
    """Say what of a published plan stays, as it has become, and what cannot and why.

    What has begun is kept first, then what begins within the freeze period or is promised,
    then all the rest: of each as many placements as the rules now allow. So no plan is more
    stable, and what is searched for after that only fills the gaps.

    Absences and closures of periods that are over no longer stand against anything: who fell
    ill last week has made the visit all the same. What they break is told (``overlooked``).

    Parameters
    ----------
    organisation : Organisation
        As it is now; its pins are promises too.
    published : Plan
        The plan that is in force.
    today : date
        A placement that begins on this day or earlier has begun.
    freeze_days : int
        Nothing changes that begins less than so many days after today; 0 or more.
    keep, redo : collection of str, optional
        Ids of placements (`planner.domain.placement_id`) to hold like promises, and to plan
        anew whether they could stay or not.
    applied : collection of str
        Ids of the placements that applied change requests have led to.
    before : Organisation, optional
        What the published plan was made for, for the names of those who are gone.

    Raises
    ------
    Refused
        If ``redo`` names what has begun, begins within the freeze period or is promised, or
        an id is not in the published plan.
    ValueError
        If ``freeze_days`` is negative.
    """
    called = Called(organisation, before)
    wishes = Wishes.of(today, freeze_days, keep, redo, applied)
    held = held_placements(organisation, published, wishes, called)
    gone = gone_in_words(held, organisation, called)
    now = since(replace(organisation, pins=(), lines={}), today)
    here = without_strangers((p for p in held if not gone[p]), organisation)
    standing = Ground.of(now, None, False).standing(here)
    rank = whole(_RANK[held[here[row]]] for row in standing.rows)
    found = solver.keepable(standing.ground.problem, standing.plan, rank)
    kept = to_plan(now, found.plan)
    ids = {id_of(placement) for placement in kept}
    lost = [p for p in standing.rows.tolist() if id_of(p) not in ids]
    reasons = reasons_against(now, kept, [*lost, *standing.left_out])
    released = [Release(p, held[p], reason) for p, reason in gone.items() if reason]
    for placement, reason in reasons:
        told = f"{visit_in_words(placement, called)} cannot stay: {reason}"
        released.append(Release(here[placement], held[here[placement]], told))
    released.sort(key=lambda r: (list(Held).index(r.held), r.placement.first_day))
    return Replan(
        organisation=replace(
            now,
            cycle=replace(organisation.cycle, aims=_aims(organisation.cycle.aims)),
            pins=tuple(Pin(p.employee, p.host, p.first_day, p.mentor) for p in kept),
        ),
        previous=Plan.of(p for p in published if id_of(p) not in wishes.redo),
        free_from=wishes.free_from,
        kept=kept.placements,
        released=tuple(released),
        overlooked=WhatIf(replace(organisation, pins=()), kept).violations,
        proven=found.proven,
    )


def solve_replan(
    prepared: Replan,
    *,
    strict: bool = False,
    time_limit: float = 60.0,
    workers: int | None = None,
    seed: int = 0,
    deterministic: bool = False,
    progress: Callable[[Progress], None] | None = None,
    cancel: threading.Event | None = None,
    executor: Executor | None = None,
) -> Solution:
    """Search for the plan that `prepare_replan` prepared; parameters as in `solve`.

    What is kept counts as promised: bounds hold for plans that keep it too.
    """
    return solve(
        prepared.organisation,
        previous=prepared.previous,
        strict=strict,
        not_before=prepared.free_from,
        time_limit=time_limit,
        workers=workers,
        seed=seed,
        deterministic=deterministic,
        progress=progress,
        cancel=cancel,
        executor=executor,
    )


def replan(
    organisation: Organisation,
    published: Plan,
    today: date,
    freeze_days: int,
    *,
    keep: Collection[str] | None = None,
    redo: Collection[str] | None = None,
    applied: Collection[str] = (),
    before: Organisation | None = None,
    strict: bool = False,
    time_limit: float = 60.0,
    workers: int | None = None,
    seed: int = 0,
    deterministic: bool = False,
    progress: Callable[[Progress], None] | None = None,
    cancel: threading.Event | None = None,
    executor: Executor | None = None,
) -> Replanned:
    """Make a published plan anew: `prepare_replan`, `solve_replan`, and what has changed.

    Raises
    ------
    Refused, ValueError
        As in `prepare_replan`.
    """
    prepared = prepare_replan(
        organisation,
        published,
        today=today,
        freeze_days=freeze_days,
        keep=keep,
        redo=redo,
        applied=applied,
        before=before,
    )
    solution = solve_replan(
        prepared,
        strict=strict,
        time_limit=time_limit,
        workers=workers,
        seed=seed,
        deterministic=deterministic,
        progress=progress,
        cancel=cancel,
        executor=executor,
    )
    comparison = None
    if solution.plan is not None:
        comparison = compare(
            organisation,
            published,
            solution.plan,
            before=before,
            previous=prepared.previous,
            other_aims=solution.aims,
        )
    return Replanned(prepared, solution, comparison)


def _aims(aims: tuple[str, ...]) -> tuple[str, ...]:
    """Return the aims with stability as the first, or the second where requirements lead.

    What could be kept is pinned, so that no aim can cost any of it; the place of stability only
    says what counts. Requirements in front let a search begin with a plan that meets them.
    """
    others = tuple(aim for aim in aims if aim != "stability")
    first = 1 if others[:1] == ("requirements",) else 0
    return (*others[:first], "stability", *others[first:])
