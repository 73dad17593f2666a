"""What can be changed in a draft by hand, and what that is in placements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from planner.domain import Placement, Refused, id_of, placement_id
from planner.domain.days import in_words
from planner.domain.organisation import Id
from planner.planning import WhatIf
from planner.present.names import Names
from planner.workflow.naming import department_of, find_placement, person_of, visit_of


@dataclass(frozen=True, slots=True)
class Move:
    """A placement on other days, or guided by another mentor; what is None stays if it can.

    ``placement`` says which one in the draft (`find_placement`). One that was pinned stays
    pinned; with ``pin`` it is from now on.
    """

    placement: str
    to: date | None = None
    mentor: Id | None = None
    pin: bool = False


@dataclass(frozen=True, slots=True)
class Add:
    """A new placement; without a mentor somebody is chosen who is free."""

    employee: Id
    host: Id
    first_day: date
    mentor: Id | None = None
    pin: bool = False


@dataclass(frozen=True, slots=True)
class Remove:
    """A placement that goes; ``placement`` as in `Move`."""

    placement: str


@dataclass(frozen=True, slots=True)
class Pin:
    """A placement that every later search keeps; ``placement`` as in `Move`."""

    placement: str


@dataclass(frozen=True, slots=True)
class Unpin:
    """A placement that a later search may change again; ``placement`` as in `Move`."""

    placement: str


Change = Move | Add | Remove | Pin | Unpin


@dataclass(frozen=True, slots=True)
class Resolved:
    """A change in placements: what goes and comes, ids to pin and to let go, and a sentence."""

    what: str
    gives: tuple[Placement, ...] = ()
    takes: tuple[Placement, ...] = ()
    pins: tuple[str, ...] = ()
    unpins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """A draft as it is: its placements by id, those of them that are pinned, and what they mean.

    ``names`` are those of the organisation.
    """

    what_if: WhatIf
    placements: Mapping[str, Placement]
    pinned: frozenset[str]
    names: Names

    def find(self, wanted: str) -> tuple[str, Placement]:
        """Return the placement that somebody means (`find_placement`). Raises Refused."""
        id = find_placement(self.what_if.organisation, self.placements, wanted)
        return id, self.placements[id]

    def called(self, placement: Placement) -> str:
        """Return what to call a placement: "Ada's visit to Payroll from 4 January 2027"."""
        return visit_of(self.names, placement)


def resolve(board: Board, change: Change) -> Resolved:
    """Return what a change is in placements.

    What breaks a rule is resolved like everything else. Refused is what makes no sense.

    Raises
    ------
    Refused
        It names a placement, a person or a department that does not exist, one that is there
        already, or changes nothing.
    """
    if isinstance(change, Add):
        return _add(board, change)
    id, placement = board.find(change.placement)
    called = board.called(placement)
    if isinstance(change, Move):
        return _move(board, change, id, placement)
    if isinstance(change, Remove):
        return Resolved(f"{called} was removed.", gives=(placement,))
    pinned = isinstance(change, Pin)
    if pinned is (id in board.pinned):
        raise Refused([f"{called} is {'pinned already' if pinned else 'not pinned'}."])
    if pinned:
        return Resolved(f"{called} was pinned.", pins=(id,))
    return Resolved(f"{called} was let go: a search may change it.", unpins=(id,))


def _add(board: Board, change: Add) -> Resolved:
    organisation = board.what_if.organisation
    employee = person_of(organisation, change.employee)
    host = department_of(organisation, change.host)
    mentor = None if change.mentor is None else person_of(organisation, change.mentor)
    first = change.first_day
    (take,) = board.what_if.complete((Placement(employee, host, first, first, mentor),))
    if id_of(take) in board.placements:
        raise Refused([f"{board.called(take)} is in the draft already."])
    pins = (id_of(take),) if change.pin else ()
    return Resolved(f"{board.called(take)} was added.", takes=(take,), pins=pins)


def _move(board: Board, change: Move, id: str, placement: Placement) -> Resolved:
    organisation = board.what_if.organisation
    mentor = None if change.mentor is None else person_of(organisation, change.mentor)
    day = change.to or placement.first_day
    if day == placement.first_day and mentor in (None, placement.mentor):
        raise Refused([f"{board.called(placement)} is there already. Choose another day."])
    wanted = replace(placement, first_day=day, mentor=mentor)
    (take,) = board.what_if.complete((wanted,), (placement,))
    new = placement_id(take.employee, take.host, day)
    if new != id and new in board.placements:
        raise Refused([f"{board.called(take)} is in the draft already."])
    keeps = change.pin or id in board.pinned
    if new == id:
        guide = board.names.employee(take.mentor) if take.mentor else "nobody"
        what = f"{board.called(placement)} is guided by {guide}."
    else:
        what = f"{board.called(placement)} was moved to {in_words(day)}."
    return Resolved(what, (placement,), (take,), (new,) if keeps else ())
