"""Whether a draft can be published, and what that would meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.access import Action
from planner.domain import ChangeRequest, Plan, PlanVersion, Waiver
from planner.present.names import Names
from planner.workflow.acting import clock, demand
from planner.workflow.check_draft import Checked, check_draft, forgotten_changes
from planner.workflow.drafts import chosen_cycle, job_of, the_draft
from planner.workflow.overtake_requests import changed_placements, live_requests
from planner.workflow.unseen_version import Unseen, unseen_version

if TYPE_CHECKING:
    from datetime import datetime

    from planner.domain import Actor
    from planner.store import Store, Unit


@dataclass(frozen=True, slots=True)
class Readiness:
    """What publishing a draft would meet: broken rules, requests it would end, and obstacles.

    ``unseen`` is what it would take back of a version that it does not know of, if anything.
    ``waiver`` is the one that was asked for, agreed to or not; ``excused`` says that what is
    broken is what a second person has agreed to. ``names`` are those of its people.
    """

    version: PlanVersion
    broken: tuple[str, ...]
    obstacles: tuple[str, ...]
    overtakes: tuple[ChangeRequest, ...]
    waiver: Waiver | None
    excused: bool
    names: Names
    unseen: Unseen | None = None

    @property
    def ready(self) -> bool:
        """Whether it could be published now; where something is ``unseen``, knowingly."""
        return not self.obstacles and (not self.broken or self.excused)


def see_readiness(
    store: Store,
    actor: Actor,
    number: int,
    *,
    cycle: str | None = None,
    now: datetime | None = None,
) -> Readiness:
    """Say what publishing a draft would meet, without doing it. Raises as `publish_plan`."""
    moment = clock(now)
    with store.read() as unit:
        state = chosen_cycle(unit, cycle)
        name = state.cycle.name
        demand(unit, actor, Action.DRAFT_PUBLISH, now=moment, cycle=name)
        version = the_draft(unit, name, number)
        checked = check_draft(unit, state, version)
        published = unit.versions.published(name)
        before = plan_of(unit, published)
        changed = changed_placements(before, checked.plan)
        return Readiness(
            version,
            checked.broken,
            obstacles_to(unit, version, published, checked),
            live_requests(unit, name, changed),
            version.waiver,
            is_excused(version.waiver, checked.broken),
            Names(checked.organisation),
            unseen_version(unit, version, published, checked.plan),
        )


def plan_of(unit: Unit, version: PlanVersion | None) -> Plan:
    """Return the placements of a version; none where there is no version."""
    return Plan() if version is None else unit.versions.plan(version.cycle, version.number)


def obstacles_to(
    unit: Unit, version: PlanVersion, published: PlanVersion | None, checked: Checked
) -> tuple[str, ...]:
    """Return what no waiver helps against."""
    found = []
    if job_of(unit, version.cycle, version.number, live=True) is not None:
        found.append(
            f"A search for draft {version.number} goes on. Wait until it has ended, or stop it: "
            f"planner plan stop {version.number}"
        )
    if not len(checked.plan):
        found.append(
            f"Draft {version.number} is empty. Build it, or add placements by hand: "
            "planner plan edit add"
        )
    return (*found, *forgotten_changes(unit, version, published, checked.plan))


def is_excused(waiver: Waiver | None, broken: tuple[str, ...]) -> bool:
    """Tell whether a second person has agreed to all that is broken."""
    if waiver is None or waiver.agreed_by is None:
        return False
    return set(broken) <= set(waiver.sentences)


def unexcused(version: PlanVersion, broken: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a draft breaks, and what to do about it, in sentences."""
    number, waiver = version.number, version.waiver
    if waiver is None:
        remedy = (
            "Mend the draft, or ask a second HR person to agree: "
            f"planner plan publish {number} --waive REASON"
        )
    elif waiver.agreed_by is None:
        remedy = (
            "A waiver was asked for, and a second HR person has to agree: "
            f"planner plan publish {number} --agree"
        )
    else:
        remedy = (
            "The waiver that was agreed to does not speak of all of this. Ask anew: "
            f"planner plan publish {number} --waive REASON"
        )
    return (f"Draft {number} breaks rules:", *broken, remedy)
