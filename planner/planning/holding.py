"""What of a published plan is to stay when it is made anew, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.domain import Held, Placement, Refused, id_of
from planner.domain.days import in_words, span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from planner.domain import Organisation, Plan
    from planner.planning.changes_in_words import Called


@dataclass(frozen=True)
class Wishes:
    """What is to be kept and what is to be planned anew, by the ids of placements.

    ``free_from`` is the first day on which anything new may begin; ``applied`` are the
    placements that applied change requests have led to.
    """

    today: date
    free_from: date
    keep: frozenset[str]
    redo: frozenset[str]
    applied: frozenset[str]

    @classmethod
    def of(
        cls,
        today: date,
        freeze_days: int,
        keep: Collection[str] | None,
        redo: Collection[str] | None,
        applied: Collection[str],
    ) -> Wishes:
        """Return wishes.

        Raises
        ------
        ValueError
            If ``freeze_days`` is negative.
        """
        if freeze_days < 0:
            raise ValueError(f"freeze_days is {freeze_days}; it must be 0 or more")
        free_from = today + timedelta(days=freeze_days)
        return cls(
            today, free_from, frozenset(keep or ()), frozenset(redo or ()), frozenset(applied)
        )


def held_placements(
    organisation: Organisation, published: Plan, wishes: Wishes, called: Called
) -> dict[Placement, Held]:
    """Return what is to stay, each once, and why; what is to be planned anew is left out.

    Raises
    ------
    Refused
        If a wish names a placement that is not there, or asks to plan anew what is over, begins
        too soon or is promised; tells all.
    """
    pinned = {(p.employee, p.host, p.first_day) for p in organisation.pins}
    held: dict[str, tuple[Placement, Held]] = {}
    refused: list[str] = []
    for placement in published:
        id = id_of(placement)
        why = _why(placement, id, wishes, pinned)
        if id in wishes.redo:
            refused += _not_anew(placement, why, wishes, called)
        else:
            held.setdefault(id, (placement, why))
    known = {id_of(placement) for placement in published}
    strangers = len((wishes.keep | wishes.redo) - known)
    if strangers:
        some = "1 placement" if strangers == 1 else f"{strangers} placements"
        verb = "is" if strangers == 1 else "are"
        refused.append(
            f"{some} of those to keep or to plan anew {verb} not in the published plan; "
            "choose among the placements that it has now."
        )
    if refused:
        raise Refused(refused)
    for placement in _promised(organisation):
        held.setdefault(id_of(placement), (placement, Held.PROMISED))
    return dict(held.values())


def _why(
    placement: Placement, id: str, wishes: Wishes, pinned: Collection[tuple[str, str, date]]
) -> Held:
    if placement.first_day <= wishes.today:
        return Held.STARTED
    if placement.first_day < wishes.free_from:
        return Held.FROZEN
    visit = (placement.employee, placement.host, placement.first_day)
    promised = id in wishes.keep or id in wishes.applied or visit in pinned
    return Held.PROMISED if promised else Held.PUBLISHED


def _not_anew(placement: Placement, why: Held, wishes: Wishes, called: Called) -> Iterator[str]:
    """Yield why a placement cannot be planned anew, nothing where it can."""
    told = {
        Held.STARTED: "has begun already; leave it out.",
        Held.FROZEN: f"begins before {in_words(wishes.free_from)}, until when nothing changes; "
        "leave it out or freeze fewer days.",
        Held.PROMISED: "is promised: pinned, agreed by a change request or among those to keep; "
        "leave it out or lift the promise first.",
    }
    if why in told:
        yield f"{visit_in_words(placement, called)} {told[why]}"


def since(organisation: Organisation, today: date) -> Organisation:
    """Return an organisation without absences and closures of periods that are over."""
    cycle = organisation.cycle
    first = cycle.first_day_of(cycle.period_of(today))
    return replace(
        organisation,
        absences=tuple(
            replace(row, first_day=max(row.first_day, first))
            for row in organisation.absences
            if row.last_day >= first
        ),
        closures=tuple(
            replace(row, first_day=max(row.first_day, first))
            for row in organisation.closures
            if row.last_day >= first
        ),
    )


def visit_in_words(placement: Placement, called: Called) -> str:
    """Return what to call a placement: "Ada's visit to Payroll (4 to 17 January 2027)"."""
    who, where = called.employee(placement.employee), called.department(placement.host)
    return f"{who}'s visit to {where} ({span(placement.first_day, placement.last_day)})"


def _promised(organisation: Organisation) -> Iterator[Placement]:
    """Yield the pins of an organisation as placements."""
    length = {d.id: d.rotation_periods for d in organisation.departments}
    days = organisation.cycle.period_days
    for pin in organisation.pins:
        last = pin.first_day + timedelta(days=length[pin.host] * days - 1)
        yield Placement(pin.employee, pin.host, pin.first_day, last, pin.mentor)
