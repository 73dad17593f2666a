"""Change the plan that holds by a change request: all of it, in the transaction of the last yes.

Published rows never change: the change makes the next version, published in place of the one
before. What comes is pinned, so that later searches keep it. Other live requests about the
same placements are void from then on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.domain import (
    LIVE,
    SYSTEM,
    AimOutcome,
    ChangeRequest,
    Event,
    FeedEvent,
    Placement,
    PlanVersion,
    Step,
    Waiver,
    id_of,
)
from planner.domain.request_facts import Facts
from planner.domain.request_states import step
from planner.domain.request_table import CLOCKWORK
from planner.store import plan_digest
from planner.workflow.check_draft import proven_for, rules_snapshot, with_bounds
from planner.workflow.request_telling import tell_end

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from planner.planning import WhatIf
    from planner.workflow.plan_in_force import InForce
    from planner.workflow.request_checks import Checked
    from planner.workflow.request_turn import Turn

_TAKEN = "Another change of the plan was made first: it took a placement that this one is about."
_BROKEN_BEFORE = (
    "This was broken already when the plan was changed by a request, which adds nothing."
)


@dataclass(frozen=True, slots=True)
class Exchanged:
    """The version that a change made, what calendars show anew, and which requests are void."""

    version: PlanVersion
    events: tuple[FeedEvent, ...]
    voided: tuple[ChangeRequest, ...]


def exchange(
    here: Turn,
    request: ChangeRequest,
    checked: Checked,
    *,
    title: str,
    pinned: bool = True,
    proven: tuple[AimOutcome, ...] | None = None,
) -> Exchanged:
    """Publish the plan anew with a change that was found to break nothing.

    Parameters
    ----------
    here : Turn
    request : ChangeRequest
        Whose change it is.
    checked : Checked
        What goes and what comes, by the plan that holds.
    title : str
        Of the new version.
    pinned : bool, default True
        Whether later searches keep what comes.
    proven : tuple of AimOutcome, optional
        Aims with bounds that are known to hold for the plan after the change; by default those
        of the plan before, if they hold for the one after.

    Raises
    ------
    Conflict
        The plan that holds is another one by now, or not the one that was checked.
    """
    unit, plan = here.unit, here.plan
    gives, takes = checked.gives, checked.takes
    after = plan.what_if.with_change(gives, takes)
    known = _proven(here, gives) if proven is None else proven
    version = unit.versions.apply(
        here.cycle,
        plan.version.number,
        gives=gives,
        takes=takes,
        title=title,
        by=here.actor.user,
        at=here.now,
        checked_hash=plan_digest(plan.after(gives, takes)),
        organisation_hash=plan.state.digest,
        rules=rules_snapshot(plan.ready.organisation),
        aims=with_bounds(after.aims, _lasting(known)),
        waiver=_waiver(plan, after),
        pinned=pinned,
    )
    names = here.names
    events = unit.feeds.update(
        gives, takes, here.now, hosts=names.departments, people=names.employees
    )
    touched = {id_of(each) for each in (*gives, *takes)}
    voided = _void_rivals(here, request, touched, version.number)
    return Exchanged(version, events, voided)


def _proven(here: Turn, gives: Iterable[Placement]) -> tuple[AimOutcome, ...]:
    """Return the aims of the plan that holds with the bounds that hold after a change, too.

    What was pinned was a promise when they were proven: once it goes, better plans may be
    possible.
    """
    version = here.plan.version
    pinned = {id_of(each) for each in here.unit.versions.pins(here.cycle, version.number)}
    if any(id_of(each) in pinned for each in gives):
        return ()
    return proven_for(here.state, version)


def _lasting(aims: Iterable[AimOutcome]) -> tuple[AimOutcome, ...]:
    """Return aims without stability, which counts from another plan in every version."""
    return tuple(each for each in aims if each.name != "stability")


def _waiver(plan: InForce, after: WhatIf) -> Waiver | None:
    """Return what excuses what was broken before the change, and still is.

    The plan may have been published with a waiver, or have come to break rules since, when
    somebody fell ill or left. A change that has nothing to do with that is not held up by it.
    """
    broken = tuple(dict.fromkeys(each.sentence for each in after.violations))
    if not broken:
        return None
    before = plan.version.waiver
    if before is not None and set(broken) <= set(before.sentences):
        return replace(before, sentences=broken)
    return Waiver(_BROKEN_BEFORE, SYSTEM.user, SYSTEM.user, broken)


def _void_rivals(
    here: Turn, request: ChangeRequest, touched: Collection[str], version: int
) -> tuple[ChangeRequest, ...]:
    """End the other live requests about these placements, and take them out of open offers."""
    voided = []
    rivals = here.unit.requests.touching(here.cycle, touched, states=LIVE, offers=True)
    for rival in rivals:
        if rival.id == request.id:
            continue
        legs: tuple[Placement, ...] = (*rival.gives, *rival.takes)
        if any(id_of(each) in touched for each in legs):
            reason = Facts(comment=_TAKEN)
            voided.append(end(here, rival, Event.INVALIDATE, reason, version))
        else:
            drop_offers(here, rival, touched)
    return tuple(voided)


def drop_offers(here: Turn, request: ChangeRequest, touched: Collection[str]) -> None:
    """Take out of an open request who would have given one of these placements in exchange."""
    claims = [c for c in request.claims if c.offers is None or id_of(c.offers) not in touched]
    if len(claims) < len(request.claims):
        here.unit.requests.save(replace(request, claims=tuple(claims)), request.revision)


def end(
    here: Turn, request: ChangeRequest, event: Event, facts: Facts, version: int
) -> ChangeRequest:
    """End a request by what the planner itself knows, and tell those who were asked.

    What it is part of writes the entry of the record.
    """
    after = step(request, event, CLOCKWORK, here.now, facts)
    note = Step(event, after.state, SYSTEM.user, here.now, version, comment=after.reason)
    saved = here.unit.requests.save(after, request.revision, note)
    tell_end(here, request, saved)
    return saved
