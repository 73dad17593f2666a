"""Plan a published version anew after something has changed: as little of it as possible."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.access import Action
from planner.domain import Anew, Held, Job, NotFound, Organisation, Refused, Replan, Search, id_of
from planner.planning import prepare_replan
from planner.present.words import day
from planner.workflow.acting import clock, demand
from planner.workflow.build_plan import make_draft
from planner.workflow.drafts import chosen_cycle, with_pins
from planner.workflow.naming import find_placement

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from planner.domain import Actor, CycleState, Plan
    from planner.store import Store, Unit


_BROKEN = {
    Held.STARTED: "It has begun: what becomes of it has to be settled with those concerned.",
    Held.FROZEN: "It begins within the freeze period: tell those concerned at once.",
    Held.PROMISED: "It was promised: tell those concerned that it cannot be kept.",
    Held.PUBLISHED: "",
}


@dataclass(frozen=True, slots=True)
class Replanning:
    """A draft on its way: its job, and what of the published plan stays or cannot stay."""

    job: Job
    organisation: Organisation
    prepared: Replan

    @property
    def released(self) -> tuple[str, ...]:
        """What cannot stay, in sentences; of what was promised, what that means now."""
        return tuple(f"{r.reason} {_BROKEN[r.held]}".strip() for r in self.prepared.released)


def replan_cycle(
    store: Store,
    actor: Actor,
    *,
    from_day: date,
    freeze_days: int,
    cycle: str | None = None,
    keep: Collection[str] = (),
    redo: Collection[str] = (),
    title: str = "",
    search: Search | None = None,
    key: str | None = None,
    now: datetime | None = None,
) -> Replanning:
    """Make a draft of the published plan as it can be now, and ask for the search that fills it.

    What has begun stays before all else, then what begins within the freeze period or is
    promised, then as much as possible of the rest.

    Parameters
    ----------
    store, actor
    from_day : date
        Today, or another day: what begins on it or earlier has begun.
    freeze_days : int
        Nothing changes that begins less than so many days after it; 0 or more.
    cycle : str, optional
        Of several the name; the only one needs none.
    keep, redo : collection of str
        Published placements to hold like promises, and to plan anew; what may stand for one
        says `planner.workflow.naming.find_placement`.
    title : str
        What to call the draft.
    search : Search, optional
    key : str, optional
        Asking twice with one key makes one draft.
    now : datetime, optional

    Raises
    ------
    NotAllowed, NotFound
        The actor may not; nothing is published.
    Refused
        What is to be planned anew has begun, is frozen or promised; a placement is not there.
    ValueError
        If ``freeze_days`` is negative.
    """
    moment, job_id = clock(now), secrets.token_hex(8)
    key = key and f"replan {actor.user} {key}"
    with store.read() as unit:
        state = chosen_cycle(unit, cycle)
        name = state.cycle.name
        demand(unit, actor, Action.DRAFT_SOLVE, now=moment, cycle=name)
        base = _made_from(unit, state, key)
        organisation = unit.organisations.load(name)
        published = unit.versions.plan(name, base)
        promised = with_pins(organisation, unit.versions.pins(name, base))
    wishes = (_ids(organisation, published, some) for some in (keep, redo))
    anew = Anew(from_day, freeze_days, *wishes)
    prepared = prepare_replan(
        promised,
        published,
        today=anew.today,
        freeze_days=anew.freeze_days,
        keep=anew.keep,
        redo=anew.redo,
    )

    def work(unit: Unit) -> str:
        here = unit.organisations.state(name)
        demand(unit, actor, Action.DRAFT_SOLVE, now=moment, cycle=name)
        job = make_draft(
            unit,
            actor,
            here,
            title=title.strip() or f"Planned anew on {day(moment.date())}",
            base=base,
            search=replace(search or Search(), anew=anew),
            job_id=job_id,
            now=moment,
        )
        return job.id

    made = store.write(work, key=key)
    with store.read() as unit:
        return Replanning(unit.jobs.get(made), organisation, prepared)


def _made_from(unit: Unit, state: CycleState, key: str | None) -> int:
    """Return the version that is planned anew; of a request that comes again the same as before."""
    earlier = unit.answers.get(key) if key else None
    if earlier is not None:
        job = unit.jobs.get(earlier[0])
        base = unit.versions.get(job.cycle, job.version).base
        if base is not None:
            return base
    if state.published is None:
        raise NotFound(
            f'No plan of "{state.cycle.name}" is published yet, so none can be planned anew.'
        )
    return state.published


def _ids(organisation: Organisation, plan: Plan, wanted: Collection[str]) -> tuple[str, ...]:
    placements = {id_of(each): each for each in plan}
    found: list[str] = []
    refused: list[str] = []
    for each in wanted:
        try:
            found.append(find_placement(organisation, placements, each))
        except Refused as error:
            refused += error.sentences
    if refused:
        raise Refused(refused)
    return tuple(dict.fromkeys(found))
