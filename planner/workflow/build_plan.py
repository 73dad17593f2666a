"""Build a draft: make its row, and ask for the search that fills it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from planner.access import Action
from planner.domain import Conflict, Job, JobState, Search
from planner.present.words import day
from planner.workflow.acting import clock, demand, record
from planner.workflow.drafts import chosen_cycle, input_hash, job_of, the_draft, thing_of

if TYPE_CHECKING:
    from datetime import datetime

    from planner.domain import Actor, CycleState, PlanVersion
    from planner.store import Store, Unit


def build_plan(
    store: Store,
    actor: Actor,
    *,
    cycle: str | None = None,
    title: str = "",
    base: int | None = None,
    search: Search | None = None,
    key: str | None = None,
    now: datetime | None = None,
) -> Job:
    """Make a draft and ask for the best plan in it; a worker does the search.

    Whatever is pinned in ``base`` stays, and of what people know as little as possible changes.

    Parameters
    ----------
    store, actor
    cycle : str, optional
        Of several the name; the only one needs none.
    title : str
        What to call the draft; by default the day on which it was built.
    base : int, optional
        The version that it is made from; without, the published one. Where nothing is
        published the draft begins empty.
    search : Search, optional
        How to search; ``anew`` belongs to `planner.workflow.replan_cycle`.
    key : str, optional
        Asking twice with one key makes one draft.
    now : datetime, optional

    Returns
    -------
    Job
        Queued. Its ``version`` is the number of the draft.

    Raises
    ------
    NotAllowed, NotFound
        The actor may not; there is no such cycle or base.
    Refused
        There are several cycles and none was named.
    """
    moment, asked = clock(now), search or Search()
    job_id = secrets.token_hex(8)

    def work(unit: Unit) -> str:
        state = chosen_cycle(unit, cycle)
        demand(unit, actor, Action.DRAFT_SOLVE, now=moment, cycle=state.cycle.name)
        start = state.published if base is None else base
        job = make_draft(
            unit, actor, state, title=title, base=start, search=asked, job_id=job_id, now=moment
        )
        return job.id

    made = store.write(work, key=key and f"build {actor.user} {key}")
    with store.read() as unit:
        return unit.jobs.get(made)


def make_draft(
    unit: Unit,
    actor: Actor,
    state: CycleState,
    *,
    title: str,
    base: int | None,
    search: Search,
    job_id: str,
    now: datetime,
) -> Job:
    """Make a draft and its job in a transaction in which the actor was found to be allowed to."""
    name = state.cycle.name
    version = unit.versions.create(
        name,
        title=title.strip() or f"Built on {day(now.date())}",
        made_by=actor.user,
        made_at=now,
        base=base,
        organisation_hash=state.digest,
    )
    facts = {"job": job_id} | ({} if base is None else {"base": str(base)})
    record(unit, actor, Action.DRAFT_SOLVE, name, thing_of(version.number), facts, now)
    return _queue(unit, actor, state, version, search, job_id, now)


def search_again(
    store: Store,
    actor: Actor,
    number: int,
    *,
    cycle: str | None = None,
    search: Search | None = None,
    now: datetime | None = None,
) -> Job:
    """Search for a draft once more, as it is now: what is pinned in it stays.

    A job that was lost, failed, stopped or went stale is started again under its own id
    unless another ``search`` is given.

    Raises
    ------
    NotAllowed, NotFound
        The actor may not; there is no such draft.
    Refused
        The version is no draft.
    Conflict
        A search for it goes on already.
    """
    moment, fresh = clock(now), secrets.token_hex(8)

    def work(unit: Unit) -> Job:
        state = chosen_cycle(unit, cycle)
        name = state.cycle.name
        demand(unit, actor, Action.DRAFT_SOLVE, now=moment, cycle=name)
        version = the_draft(unit, name, number)
        _refuse_another(unit, version)
        last = job_of(unit, name, number)
        again = last is not None and last.state is not JobState.DONE and search is None
        job_id = last.id if last is not None and again else fresh
        record(unit, actor, Action.DRAFT_SOLVE, name, thing_of(number), {"job": job_id}, moment)
        if again:
            digest = input_hash(state, version)
            return unit.jobs.start_again(job_id, asked_by=actor.user, now=moment, input_hash=digest)
        wanted = search or (last.search if last is not None else Search())
        return _queue(unit, actor, state, version, wanted, job_id, moment)

    return store.write(work)


def _queue(
    unit: Unit,
    actor: Actor,
    state: CycleState,
    version: PlanVersion,
    search: Search,
    job_id: str,
    now: datetime,
) -> Job:
    job = Job(
        id=job_id,
        cycle=version.cycle,
        version=version.number,
        state=JobState.QUEUED,
        search=search,
        input_hash=input_hash(state, version),
        asked_by=actor.user,
        asked_at=now,
    )
    unit.jobs.add(job)
    return job


def _refuse_another(unit: Unit, version: PlanVersion) -> None:
    if job_of(unit, version.cycle, version.number, live=True) is not None:
        raise Conflict(
            f"A search for draft {version.number} goes on already. Wait until it has ended, or "
            f"stop it: planner plan stop {version.number}"
        )
