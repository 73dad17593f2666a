"""What a change request would do to the plan that holds, and what stands in its way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.domain import (
    ChangeRequest,
    Claim,
    Impact,
    Placement,
    RequestKind,
    id_of,
)
from planner.domain.days import in_words
from planner.domain.patience import PATIENCE, Patience, frozen_from
from planner.domain.request_legs import exchanged, with_partner
from planner.planning import impact_of, loss_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from planner.domain.organisation import Id
    from planner.present.names import Names
    from planner.workflow.plan_in_force import InForce


@dataclass(frozen=True, slots=True)
class Checked:
    """The net effect of a request on the plan that holds, both legs at once.

    ``gives`` and ``takes`` are the legs as they are in that plan, with mentors who are free.
    ``obstacles`` are sentences that say why it cannot be; ``loss`` is one that says what
    coverage it costs, empty if none. ``impact`` is None where the legs are not there.
    """

    gives: tuple[Placement, ...]
    takes: tuple[Placement, ...]
    impact: Impact | None
    obstacles: tuple[str, ...] = ()
    loss: str = ""


def check(plan: InForce, request: ChangeRequest) -> Checked:
    """Return what a request would do now. One that is open to colleagues does nothing yet."""
    gives = tuple(plan.ready.placements.get(id_of(each), each) for each in request.gives)
    takes = _takes(request, gives)
    missing = tuple(_missing(plan, gives, takes))
    if missing:
        return Checked(gives, takes, None, missing)
    if is_open(request):
        return Checked(gives, takes, None)
    return _net(plan, gives, takes)


def check_back(plan: InForce, request: ChangeRequest) -> Checked:
    """Return what taking an applied request back would do now."""
    gives = tuple(plan.ready.placements.get(id_of(each), each) for each in request.takes)
    missing = tuple(_missing(plan, gives, request.gives))
    if missing:
        return Checked(gives, request.gives, None, missing)
    return _net(plan, gives, request.gives)


def _net(plan: InForce, gives: Sequence[Placement], takes: Sequence[Placement]) -> Checked:
    fitted = _fitted(plan, gives, takes)
    impact = impact_of(plan.what_if, plan.ready.organisation, gives, fitted)
    broken = tuple(dict.fromkeys(each.sentence for each in impact.broken))
    obstacles = (f"This breaks a rule: {each}" for each in broken)
    return Checked(
        tuple(gives), fitted, impact, tuple(obstacles), loss_sentence(impact, plan.names)
    )


def is_open(request: ChangeRequest) -> bool:
    """Tell whether a request has a colleague on its other side who is not known yet."""
    return request.partner is None and request.kind in (RequestKind.SWAP, RequestKind.GIVE)


def _takes(request: ChangeRequest, gives: Sequence[Placement]) -> tuple[Placement, ...]:
    """Return what comes instead of what goes, mentors as they are now."""
    if request.kind is RequestKind.SWAP and len(gives) == 2:
        return exchanged(*gives)
    if request.kind is RequestKind.GIVE and request.partner is not None and gives:
        return (replace(gives[0], employee=request.partner),)
    # On other days the mentor may be busy: whoever is free then is chosen, the same if possible.
    return tuple(replace(each, mentor=None) for each in request.takes)


def _missing(
    plan: InForce, gives: Iterable[Placement], takes: Iterable[Placement]
) -> Iterator[str]:
    people = {each.id for each in plan.ready.organisation.employees}
    hosts = {each.id for each in plan.ready.organisation.departments}
    for each in gives:
        if id_of(each) not in plan.ready.placements:
            yield f"{called(plan.names, each)} is not in the plan any more. Look at the plan anew."
    for each in takes:
        if each.employee not in people:
            who = plan.names.employee(each.employee)
            yield f"{who} is not in this cycle. Choose somebody else."
        if each.host not in hosts:
            yield f"{plan.names.department(each.host)} is not in this cycle. Choose another host."


def called(names: Names, placement: Placement) -> str:
    """Return what to call a placement: "Ada's placement at Payroll from 4 January 2027"."""
    who, where = names.employee(placement.employee), names.department(placement.host)
    return f"{who}'s placement at {where} from {in_words(placement.first_day)}"


def _fitted(
    plan: InForce, gives: Sequence[Placement], takes: Sequence[Placement]
) -> tuple[Placement, ...]:
    """Return what comes in with last days and mentors; the same mentors where that is legal."""
    kept = plan.what_if.complete(takes, gives)
    if not kept or plan.what_if.net(gives, kept).breaks_nothing:
        return kept
    others = plan.what_if.complete([replace(each, mentor=None) for each in takes], gives)
    return others if plan.what_if.net(gives, others).breaks_nothing else kept


def claims_of(
    plan: InForce,
    request: ChangeRequest,
    employee: Id,
    now: datetime,
    patience: Patience = PATIENCE,
) -> tuple[Claim, ...]:
    """Return in which ways somebody could take what an open request offers, breaking no rule.

    For a swap one way for each placement of theirs that could go; for a give one at most.
    """
    if not is_open(request) or employee == request.requester:
        return ()
    if request.kind is RequestKind.GIVE:
        wanted = [Claim(employee, now)]
    else:
        theirs = [each for each in plan.ready.placements.values() if each.employee == employee]
        wanted = [
            Claim(employee, now, each) for each in theirs if now < frozen_from([each], patience)
        ]
    return tuple(each for each in wanted if could_take_part(plan, request, each))


def could_take_part(plan: InForce, request: ChangeRequest, claim: Claim) -> bool:
    """Tell whether an open request would break no rule with this colleague."""
    return not check(plan, with_partner(request, claim)).obstacles


def too_late(
    names: Names, legs: Iterable[Placement], now: datetime, patience: Patience = PATIENCE
) -> tuple[str, ...]:
    """Return which placements begin too soon to be changed, in sentences."""
    return tuple(
        f"{called(names, each)} begins too soon: a placement can be changed until "
        f"{patience.freeze_days} days before its first day. Talk to HR."
        for each in legs
        if now >= frozen_from([each], patience)
    )
