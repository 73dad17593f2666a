"""What a change request changes: the legs of each kind, and requests that make no sense."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.domain.changes import ChangeRequest, Claim, RequestKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from planner.domain.organisation import Id
    from planner.domain.plan import Placement

TWO_SIDED = frozenset({RequestKind.SWAP, RequestKind.GIVE})
"""The kinds with a colleague on the other side, named or to be found."""


def exchanged(mine: Placement, theirs: Placement) -> tuple[Placement, Placement]:
    """Return what a swap of two placements makes of them; hosts, days and mentors stay."""
    return (
        replace(theirs, employee=mine.employee),
        replace(mine, employee=theirs.employee),
    )


def with_partner(request: ChangeRequest, claim: Claim) -> ChangeRequest:
    """Return an open request as it would be with somebody of its pool as its partner."""
    mine, theirs = request.gives[0], claim.offers
    if theirs is None:
        gives, takes = (mine,), (replace(mine, employee=claim.employee),)
        return replace(request, partner=claim.employee, gives=gives, takes=takes)
    return replace(
        request,
        partner=claim.employee,
        gives=(mine, theirs),
        takes=exchanged(mine, theirs),
    )


def oddities_of(request: ChangeRequest) -> tuple[str, ...]:
    """Return what makes no sense in a request, in sentences; nothing if it is well formed.

    Whether it keeps the rules is another question, which needs the plan.
    """
    if request.partner == request.requester:
        return ("A request needs a colleague on its other side; choose somebody else.",)
    if not request.gives or request.gives[0].employee != request.requester:
        return ("The first placement of a request must be the requester's own; choose one.",)
    check = {
        RequestKind.SWAP: _odd_swap,
        RequestKind.GIVE: _odd_gift,
        RequestKind.MOVE: _odd_move,
        RequestKind.DROP: _odd_drop,
    }[request.kind]
    sentence = check(request)
    return (sentence,) if sentence else ()


def _odd_swap(request: ChangeRequest) -> str:
    if request.partner is None:
        return _odd_offer(request)
    if len(request.gives) != 2 or request.gives[1].employee != request.partner:
        return "A swap needs one placement of each of the two; choose which one you would take."
    if _core(request.gives[:1]) == _core(exchanged(*request.gives)[:1]):
        return "The two placements are at the same host on the same days; there is nothing to swap."
    if _core(request.takes) != _core(exchanged(*request.gives)):
        return "After a swap, each of the two must have what the other had; ask for it anew."
    return ""


def _odd_gift(request: ChangeRequest) -> str:
    if request.partner is None:
        return _odd_offer(request)
    expected = [replace(each, employee=request.partner) for each in request.gives]
    if len(request.gives) != 1 or _core(request.takes) != _core(expected):
        return "To give a placement away is to hand over that one as it is; ask for it anew."
    return ""


def _odd_offer(request: ChangeRequest) -> str:
    if len(request.gives) != 1 or request.takes:
        return "A request that is open to colleagues offers one placement; ask for it anew."
    return ""


def _odd_move(request: ChangeRequest) -> str:
    if request.partner is not None or len(request.gives) != 1 or len(request.takes) != 1:
        return "A move is about one placement and nobody else; ask for it anew."
    old, new = request.gives[0], request.takes[0]
    if (new.employee, new.host) != (old.employee, old.host):
        return "A move keeps who goes and where to; for another host, ask for a swap."
    if new.first_day == old.first_day:
        return "The new first day is the one it has already; choose another."
    return ""


def _odd_drop(request: ChangeRequest) -> str:
    if request.partner is not None or len(request.gives) != 1 or request.takes:
        return "To drop a placement is about that one and nobody else; ask for it anew."
    return ""


def _core(placements: Iterable[Placement]) -> set[tuple[Id, Id, date, date]]:
    """Return placements without their mentors, in no order."""
    return {(p.employee, p.host, p.first_day, p.last_day) for p in placements}
