"""List the cycles of the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.access import Action, may
from planner.domain import CycleState, VersionState
from planner.workflow.acting import clock, demand

if TYPE_CHECKING:
    from datetime import datetime

    from planner.domain import Actor
    from planner.store import Store


@dataclass(frozen=True, slots=True)
class ListedCycle:
    """A cycle, and how many drafts there are; None for those who may not see drafts."""

    state: CycleState
    drafts: int | None


def list_cycles(
    store: Store, actor: Actor, *, now: datetime | None = None
) -> tuple[ListedCycle, ...]:
    """Return all cycles, the earliest first day first.

    Raises
    ------
    NotAllowed
        The actor may not use the planner any more.
    """
    with store.read() as unit:
        here = demand(unit, actor, Action.ORGANISATION_READ, now=clock(now))
        sees_drafts = may(here, Action.DRAFT_READ).allowed
        return tuple(
            ListedCycle(
                state,
                len(unit.versions.list(state.cycle.name, {VersionState.DRAFT}))
                if sees_drafts
                else None,
            )
            for state in unit.organisations.cycles()
        )
