"""Publish a draft: in one transaction it becomes the plan that holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.access import Action
from planner.domain import PlanVersion, Refused, VersionState
from planner.notify import Names
from planner.store import plan_digest
from planner.workflow.acting import clock, demand, record
from planner.workflow.check_draft import (
    Checked,
    check_draft,
    proven_for,
    rules_snapshot,
    with_bounds,
)
from planner.workflow.drafts import chosen_cycle, the_draft, thing_of
from planner.workflow.overtake_requests import (
    changed_placements,
    overtake_requests,
)
from planner.workflow.publish_readiness import is_excused, obstacles_to, plan_of, unexcused
from planner.workflow.tell_published import tell_published
from planner.workflow.unseen_version import refuse_unseen, unseen_version

if TYPE_CHECKING:
    from datetime import datetime

    from planner.domain import Actor, CycleState
    from planner.store import Store, Unit


@dataclass(frozen=True, slots=True)
class Published:
    """What came of publishing.

    ``overtaken`` are the ids of the change requests that the version ended, ``told`` counts
    the notices to people. ``already`` says that it was published before, and nothing was done.
    """

    version: PlanVersion
    placements: int
    instead_of: int | None = None
    overtaken: tuple[str, ...] = ()
    told: int = 0
    already: bool = False


def publish_plan(
    store: Store,
    actor: Actor,
    number: int,
    *,
    cycle: str | None = None,
    expected: int | None = None,
    over: int | None = None,
    key: str | None = None,
    now: datetime | None = None,
) -> Published:
    """Make a draft the plan that holds: all of it, or nothing.

    The draft is checked, its placements are frozen with the rules they were checked by, the
    version published before is superseded, change requests it overtakes end, calendars change
    and people are told. Publishing what is published does nothing.

    Parameters
    ----------
    store, actor
    number : int
        The draft.
    cycle : str, optional
        Of several the name; the only one needs none.
    expected : int, optional
        The revision that was looked at.
    over : int, optional
        The version that is to be replaced although the draft was not made from it and takes
        back what came with it.
    key : str, optional
        A second call with one key does nothing, whatever was published since, and tells
        what the first one did.
    now : datetime, optional

    Raises
    ------
    NotAllowed, NotFound
        The actor may not; there is no such version.
    Refused
        It breaks rules without an agreed waiver, takes back agreed changes or, without ``over``,
        what was published since it was begun, is searched for, or is no draft.
    Conflict
        Somebody else changed it, or published another version.
    """
    moment = clock(now)
    with store.read() as unit:
        checked = _checked_before(unit, actor, number, cycle, moment)

    def work(unit: Unit) -> dict[str, Any]:
        state = chosen_cycle(unit, cycle)
        name = state.cycle.name
        demand(unit, actor, Action.DRAFT_PUBLISH, now=moment, cycle=name)
        version = unit.versions.get(name, number)
        if version.state is VersionState.PUBLISHED and expected in (
            None,
            version.revision,
            version.revision - 1,
        ):
            return {"placements": unit.versions.count(name, number), "already": True}
        version = the_draft(unit, name, number, expected)
        still = checked is not None and checked.holds_for(state, version)
        sound = checked if checked is not None and still else check_draft(unit, state, version)
        return _publish(unit, actor, state, version, sound, over, moment)

    done = store.write(work, key=key and f"publish {actor.user} {number} {key}")
    with store.read() as unit:
        version = unit.versions.get(chosen_cycle(unit, cycle).cycle.name, number)
    return Published(version, **{**done, "overtaken": tuple(done.get("overtaken", ()))})


def _checked_before(
    unit: Unit, actor: Actor, number: int, cycle: str | None, now: datetime
) -> Checked | None:
    """Check a draft before the transaction that publishes it: others need not wait for it."""
    state = chosen_cycle(unit, cycle)
    demand(unit, actor, Action.DRAFT_PUBLISH, now=now, cycle=state.cycle.name)
    version = unit.versions.get(state.cycle.name, number)
    if version.state is not VersionState.DRAFT:
        return None
    return check_draft(unit, state, version)


def _publish(
    unit: Unit,
    actor: Actor,
    state: CycleState,
    version: PlanVersion,
    checked: Checked,
    over: int | None,
    now: datetime,
) -> dict[str, Any]:
    name, number = version.cycle, version.number
    instead = unit.versions.published(name)
    obstacles = obstacles_to(unit, version, instead, checked)
    if obstacles:
        raise Refused(obstacles)
    refuse_unseen(version, unseen_version(unit, version, instead, checked.plan), over)
    if checked.broken and not is_excused(version.waiver, checked.broken):
        raise Refused(unexcused(version, checked.broken))
    before = plan_of(unit, instead)
    published = unit.versions.publish(
        name,
        number,
        expected=version.revision,
        instead_of=None if instead is None else instead.number,
        by=actor.user,
        at=now,
        checked_hash=plan_digest(checked.plan),
        organisation_hash=checked.digest,
        rules=rules_snapshot(checked.organisation),
        aims=with_bounds(checked.score.aims, proven_for(state, version)),
        waiver=version.waiver if checked.broken else None,
    )
    names = Names.of(checked.organisation)
    told: dict[str, Any] = {"names": names, "version": number, "now": now}
    changed = changed_placements(before, checked.plan)
    overtaken = overtake_requests(unit, name, changed, version=number, now=now)
    notices = tell_published(unit, state, before, checked.plan, **told)
    ended = tuple(request.id for request in overtaken)
    facts = {
        "placements": str(len(checked.plan)),
        "checked": published.checked_hash,
        "instead_of": "" if instead is None else str(instead.number),
        "overtaken": " ".join(ended),
        "waived": str(len(checked.broken)),
    }
    told_facts = {fact: value for fact, value in facts.items() if value not in ("", "0")}
    record(unit, actor, Action.DRAFT_PUBLISH, name, thing_of(number), told_facts, now)
    return {
        "instead_of": None if instead is None else instead.number,
        "placements": len(checked.plan),
        "overtaken": list(ended),
        "told": notices,
    }
