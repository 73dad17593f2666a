"""Compare two versions of a plan: what changes if the one takes the place of the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.access import Action
from planner.domain import Comparison, NotFound, Organisation, PlanVersion, VersionState
from planner.planning import change_sentences, compare
from planner.workflow.acting import clock, demand
from planner.workflow.check_draft import proven_for
from planner.workflow.drafts import chosen_cycle, plan_before
from planner.workflow.plan_versions import the_version

if TYPE_CHECKING:
    from datetime import datetime

    from planner.domain import Actor
    from planner.store import Store, Unit


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions side by side; ``sentences`` tell each placement that changes."""

    organisation: Organisation
    one: PlanVersion
    other: PlanVersion
    comparison: Comparison
    sentences: tuple[str, ...]


def compare_plans(
    store: Store,
    actor: Actor,
    one: int | None,
    other: int,
    *,
    cycle: str | None = None,
    now: datetime | None = None,
) -> Compared:
    """Say what lies between two versions, both measured by the organisation as it is now.

    Parameters
    ----------
    store, actor
    one : int or None
        The version before; None for the published one.
    other : int
        The version after.
    cycle : str, optional
        Of several the name; the only one needs none.
    now : datetime, optional

    Raises
    ------
    NotAllowed, NotFound
        The actor may not; there is no such version, or nothing is published.
    """
    moment = clock(now)
    with store.read() as unit:
        state = chosen_cycle(unit, cycle)
        name = state.cycle.name
        demand(unit, actor, Action.DRAFT_READ, now=moment, cycle=name)
        before, after = _kept(unit, name, one), _kept(unit, name, other)
        organisation = unit.organisations.load(name)
        plans = [unit.versions.plan(name, each.number) for each in (before, after)]
        previous = plan_before(unit, after)
        if after.base is None or previous is None:
            previous = plan_before(unit, before)
    comparison = compare(
        organisation,
        *plans,
        previous=previous,
        one_aims=proven_for(state, before),
        other_aims=proven_for(state, after),
    )
    sentences = change_sentences(organisation, comparison)
    return Compared(organisation, before, after, comparison, sentences)


def _kept(unit: Unit, cycle: str, number: int | None) -> PlanVersion:
    found = the_version(unit, cycle, number)
    if found.state is VersionState.DISCARDED:
        raise NotFound(f'Version {number} of "{cycle}" was thrown away.')
    return found
