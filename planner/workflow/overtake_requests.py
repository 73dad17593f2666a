"""End the change requests that a new version of the plan has overtaken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain import LIVE, SYSTEM, ChangeRequest, Event, id_of
from planner.domain.request_facts import Facts
from planner.workflow.apply_request import drop_offers, end
from planner.workflow.request_turn import turn

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from planner.domain import Placement
    from planner.store import Unit


def changed_placements(before: Iterable[Placement], after: Iterable[Placement]) -> frozenset[str]:
    """Return the ids of placements that are in one plan only, or not alike in both."""
    one, other = frozenset(before), frozenset(after)
    return frozenset(id_of(each) for each in one ^ other)


def live_requests(
    unit: Unit, cycle: str, changed: Collection[str], besides: Collection[str] = ()
) -> tuple[ChangeRequest, ...]:
    """Return the live requests that take away or make one of these placements."""
    found = unit.requests.touching(cycle, changed, states=LIVE)
    return tuple(each for each in found if each.id not in besides)


def overtake_requests(
    unit: Unit,
    cycle: str,
    changed: Collection[str],
    *,
    version: int,
    now: datetime,
    besides: Collection[str] = (),
) -> tuple[ChangeRequest, ...]:
    """Supersede the live requests about placements that a new version changed; tell people.

    Answers to open offers that would have given such a placement are taken out. What they are
    part of writes the entry of the record.

    Parameters
    ----------
    unit : Unit
    cycle : str
    changed : collection of str
        Ids of placements (`changed_placements`).
    version : int
        The new version, which the requests will name.
    now : datetime
    besides : collection of str
        Ids of requests to leave alone, such as the one that made the version.

    Returns
    -------
    tuple of ChangeRequest
        As they are now.
    """
    here = turn(unit, SYSTEM, cycle, now)
    facts = Facts(version=version)
    ended = tuple(
        end(here, request, Event.SUPERSEDE, facts, version)
        for request in live_requests(unit, cycle, changed, besides)
    )
    for request in unit.requests.touching(cycle, changed, states=LIVE, offers=True):
        if request.id not in besides:
            drop_offers(here, request, changed)
    return ended
