"""What somebody asks for in words of their own, and which placements they mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from planner.domain import Placement, Refused, RequestKind, id_of
from planner.domain.days import in_words
from planner.domain.organisation import Id
from planner.domain.request_legs import exchanged
from planner.workflow.naming import person_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.workflow.plan_in_force import InForce
    from planner.workflow.request_turn import Turn

_SHORTEST = 4
"""How many characters of an id tell a placement at least."""

Legs = tuple["Id | None", tuple[Placement, ...], tuple[Placement, ...]]
"""The partner, what goes, and what comes."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for.

    Attributes
    ----------
    kind : RequestKind
    placement : str
        Which one: its id or the beginning of it, or its host by id or name.
    day : date, optional
        Its first day, where host and person do not tell which one is meant.
    requester : str, optional
        Whose it is, by id, e-mail address or name; left out, the actor's own.
    partner : str, optional
        In a swap or give, who takes it, likewise; left out, it is open to colleagues.
    instead : str, optional
        In a swap, which placement of the partner's, as for ``placement``; needed where the
        partner has several.
    instead_day : date, optional
        The first day of that one.
    to : date, optional
        In a move, the new first day.
    comment : str
    """

    kind: RequestKind
    placement: str
    day: date | None = None
    requester: Id | None = None
    partner: Id | None = None
    instead: str | None = None
    instead_day: date | None = None
    to: date | None = None
    comment: str = ""


def requester_of(here: Turn, named: str | None) -> Id:
    """Return whose placement is meant; the actor's own where nobody is named.

    Raises
    ------
    Refused
        There is nobody of that name, or the actor is no employee.
    """
    if named:
        return person_of(here.plan.ready.organisation, named)
    if here.standing.employee is None:
        raise Refused(["Say for whom: you have no placements of your own in this cycle."])
    return here.standing.employee


def legs_of(here: Turn, wish: Wish, requester: Id) -> Legs:
    """Return the partner of a wish, what goes, and what comes.

    Raises
    ------
    Refused
        It names no such placement or person, or lacks something.
    """
    plan = here.plan
    mine = find_placement(plan, requester, wish.placement, wish.day)
    organisation = plan.ready.organisation
    partner = person_of(organisation, wish.partner) if wish.partner else None
    if wish.kind is RequestKind.DROP:
        return None, (mine,), ()
    if wish.kind is RequestKind.MOVE:
        if wish.to is None:
            raise Refused(["Say on which day it should begin instead."])
        moved = replace(mine, first_day=wish.to, last_day=wish.to, mentor=None)
        return None, (mine,), plan.what_if.complete((moved,), (mine,))
    if partner is None:
        return None, (mine,), ()
    if wish.kind is RequestKind.GIVE:
        return partner, (mine,), (replace(mine, employee=partner),)
    theirs = find_placement(plan, partner, wish.instead, wish.instead_day)
    return partner, (mine, theirs), exchanged(mine, theirs)


def find_placement(plan: InForce, employee: Id, wanted: str | None, day: date | None) -> Placement:
    """Return the placement of somebody that is meant.

    Parameters
    ----------
    plan : InForce
    employee : str
    wanted : str, optional
        Its id or the beginning of it, or its host by id or name; left out where it is the only
        one.
    day : date, optional
        Its first day.

    Raises
    ------
    Refused
        There is none, or there are several.
    """
    theirs = [each for each in plan.ready.placements.values() if each.employee == employee]
    found = [
        each
        for each in theirs
        if (not wanted or _is_meant(plan, each, wanted)) and day in (None, each.first_day)
    ]
    if len(found) == 1:
        return found[0]
    name = plan.names.employee(employee)
    if not theirs:
        raise Refused([f"{name} has no placement in the published plan."])
    if found:
        raise Refused([f"{name} has several: {_told(plan, found)}. Say which one, by its day."])
    said = f'"{wanted}"' if wanted else "that day"
    raise Refused([f"{name} has no placement that fits {said}. There is: {_told(plan, theirs)}."])


def _is_meant(plan: InForce, placement: Placement, wanted: str) -> bool:
    key = wanted.strip().casefold()
    names = (placement.host.casefold(), plan.names.department(placement.host).casefold())
    return key in names or (len(key) >= _SHORTEST and id_of(placement).startswith(key))


def _told(plan: InForce, placements: Iterable[Placement]) -> str:
    return ", ".join(
        f"{plan.names.department(each.host)} from {in_words(each.first_day)}"
        for each in sorted(placements, key=lambda each: each.first_day)
    )
