"""Throw a draft away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.access import Action
from planner.workflow.acting import clock, demand, record
from planner.workflow.drafts import chosen_cycle, job_of, the_draft, thing_of

if TYPE_CHECKING:
    from datetime import datetime

    from planner.domain import Actor, PlanVersion
    from planner.store import Store, Unit


def discard_draft(
    store: Store,
    actor: Actor,
    number: int,
    *,
    cycle: str | None = None,
    expected: int | None = None,
    now: datetime | None = None,
) -> PlanVersion:
    """Throw a draft away with all that is in it; a search for it is stopped.

    Raises
    ------
    NotAllowed, NotFound
        The actor may not; there is no such draft.
    Refused
        It is no draft.
    Conflict
        It has another revision than ``expected``.
    """
    moment = clock(now)

    def work(unit: Unit) -> PlanVersion:
        name = chosen_cycle(unit, cycle).cycle.name
        demand(unit, actor, Action.DRAFT_EDIT, now=moment, cycle=name)
        version = the_draft(unit, name, number, expected)
        job = job_of(unit, name, number, live=True)
        if job is not None:
            unit.jobs.ask_to_stop(job.id, moment)
        discarded = unit.versions.discard(name, number, expected=version.revision)
        facts = {"edit": "discard", "revision": str(discarded.revision)}
        record(unit, actor, Action.DRAFT_EDIT, name, thing_of(number), facts, moment)
        return discarded

    return store.write(work)
