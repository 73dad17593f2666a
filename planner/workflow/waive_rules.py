"""Waive rules that a draft breaks: one HR person asks, another one agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.access import Action, Thing
from planner.domain import Refused, Role
from planner.notify import mail_of, message_of, waiver_asked
from planner.workflow.acting import clock, demand, record
from planner.workflow.check_draft import check_draft
from planner.workflow.drafts import chosen_cycle, the_draft, thing_of

if TYPE_CHECKING:
    from datetime import datetime

    from planner.domain import Actor, PlanVersion
    from planner.store import Store, Unit


def ask_waiver(
    store: Store,
    actor: Actor,
    number: int,
    reason: str,
    *,
    cycle: str | None = None,
    expected: int | None = None,
    now: datetime | None = None,
) -> PlanVersion:
    """Ask a second HR person to agree that a draft is published although it breaks rules.

    All other HR users are told. The waiver is about the draft as it is: a change ends it.

    Raises
    ------
    NotAllowed, NotFound
        The actor may not; there is no such draft.
    Refused
        No reason is given, it breaks nothing, or it is no draft.
    Conflict
        Somebody else changed it.
    """
    moment = clock(now)

    def work(unit: Unit) -> PlanVersion:
        state = chosen_cycle(unit, cycle)
        name = state.cycle.name
        demand(unit, actor, Action.DRAFT_PUBLISH, now=moment, cycle=name)
        version = the_draft(unit, name, number, expected)
        if not reason.strip():
            raise Refused(["Say why the plan is to be published all the same: --waive REASON"])
        broken = check_draft(unit, state, version).broken
        if not broken:
            raise Refused(
                [f"Draft {number} breaks no rule, so nothing has to be waived. Publish it."]
            )
        asked = unit.versions.ask_waiver(
            name,
            number,
            reason=reason.strip(),
            by=actor.user,
            sentences=broken,
            expected=version.revision,
        )
        _tell(unit, asked, len(broken), moment)
        facts = {"waiver": "asked", "broken": str(len(broken)), "revision": str(asked.revision)}
        record(unit, actor, Action.DRAFT_PUBLISH, name, thing_of(number), facts, moment)
        return asked

    return store.write(work)


def agree_to_waiver(
    store: Store,
    actor: Actor,
    number: int,
    *,
    cycle: str | None = None,
    expected: int | None = None,
    now: datetime | None = None,
) -> PlanVersion:
    """Agree, as a second HR person, to the waiver that somebody else asked for.

    Agreeing twice changes nothing.

    Raises
    ------
    NotAllowed, NotFound
        The actor may not, such as whoever asked; there is no such draft.
    Refused
        Nobody asked for a waiver of the draft as it is.
    Conflict
        Somebody else changed it.
    """
    moment = clock(now)

    def work(unit: Unit) -> PlanVersion:
        name = chosen_cycle(unit, cycle).cycle.name
        demand(unit, actor, Action.DRAFT_READ, now=moment, cycle=name)
        version = the_draft(unit, name, number, expected)
        waiver = version.waiver
        if waiver is None:
            raise Refused(
                [
                    f"Nobody asks for a waiver of draft {number} as it is now. A draft that was "
                    "changed needs a new one."
                ]
            )
        thing = Thing(asked_by=waiver.asked_by)
        demand(unit, actor, Action.DRAFT_WAIVE, thing, moment, cycle=name)
        if waiver.agreed_by == actor.user:
            return version
        agreed = unit.versions.agree_to_waiver(
            name, number, by=actor.user, expected=version.revision
        )
        facts = {"asked_by": waiver.asked_by, "revision": str(agreed.revision)}
        record(unit, actor, Action.DRAFT_WAIVE, name, thing_of(number), facts, moment)
        return agreed

    return store.write(work)


def _tell(unit: Unit, version: PlanVersion, broken: int, now: datetime) -> None:
    waiver = version.waiver
    if waiver is None:
        return
    asker = unit.people.get(waiver.asked_by)
    notices = [
        waiver_asked(
            version.cycle,
            version.number,
            asker=asker.name,
            reason=waiver.reason,
            broken=broken,
            to=user.id,
            at=now,
        )
        for user in unit.people.with_role(Role.HR)
        if user.id != asker.id
    ]
    unit.outbox.inbox.add([message_of(each) for each in notices])
    unit.outbox.put([mail_of(each) for each in notices])
