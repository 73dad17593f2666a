"""A small company with managers, placements to change, and requests in every state.

Boss has no manager. Pia manages Payroll, Sam Sales, Fay Finance and Mona Marketing; each
is managed by Boss. Nobody manages the Archive, where Xeno works without a manager.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from planner.domain import (
    Actor,
    ChangeRequest,
    Employee,
    Event,
    Organisation,
    Placement,
    RequestKind,
    RequestState,
)
from planner.domain.request_facts import Facts
from planner.domain.request_states import step
from planner.domain.request_table import CLOCKWORK, Doer
from planner.domain.teams import Teams
from tests.builders import a_department, an_employee, an_organisation

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)
SOON = NOW + timedelta(hours=1)
DEADLINE = NOW + timedelta(days=14)
FIRST = date(2027, 3, 1)

HOMES = {
    "boss": ("board", None),
    "pia": ("payroll", "boss"),
    "pam": ("payroll", "pia"),
    "pat": ("payroll", "pia"),
    "sam": ("sales", "boss"),
    "sue": ("sales", "sam"),
    "sid": ("sales", "sam"),
    "fay": ("finance", "boss"),
    "fin": ("finance", "fay"),
    "flo": ("finance", "fay"),
    "mona": ("marketing", "boss"),
    "max": ("marketing", "mona"),
    "mia": ("marketing", "mona"),
    "xeno": ("archive", None),
}


def people(**managers: str | None) -> tuple[Employee, ...]:
    """Return everybody; a manager may be replaced: ``people(pam="sam")``."""
    return tuple(
        an_employee(who, department, manager=managers.get(who, manager))
        for who, (department, manager) in HOMES.items()
    )


def organisation(**managers: str | None) -> Organisation:
    departments = sorted({department for department, _ in HOMES.values()})
    return an_organisation(
        departments=[a_department(each) for each in departments],
        employees=people(**managers),
        dependencies=[],
    )


TEAMS = Teams.of(organisation())


def placed(employee: str, host: str, week: int = 0, mentor: str | None = None) -> Placement:
    first = FIRST + timedelta(weeks=week)
    return Placement(employee, host, first, first + timedelta(days=6), mentor)


def by(employee: str | None, *, hr: bool = False, stands_in_for: tuple[str, ...] = ()) -> Doer:
    """Return an employee, or a user who is none, as one who does something today."""
    return Doer(
        Actor(f"user of {employee}"),
        employee,
        hr,
        TEAMS.team_of(employee) if employee else frozenset(),
        frozenset(stands_in_for),
    )


HR = by(None, hr=True)

PAM_AT_FINANCE = placed("pam", "finance")
SUE_AT_MARKETING = placed("sue", "marketing", 2)


def a_request(kind: RequestKind = RequestKind.SWAP, **changes: Any) -> ChangeRequest:
    """Return a draft of Pam's: of a swap with Sue, unless told otherwise."""
    legs: dict[RequestKind, tuple[tuple[Placement, ...], tuple[Placement, ...], str | None]] = {
        RequestKind.SWAP: (
            (PAM_AT_FINANCE, SUE_AT_MARKETING),
            (replace(SUE_AT_MARKETING, employee="pam"), replace(PAM_AT_FINANCE, employee="sue")),
            "sue",
        ),
        RequestKind.GIVE: ((PAM_AT_FINANCE,), (replace(PAM_AT_FINANCE, employee="pat"),), "pat"),
        RequestKind.MOVE: ((PAM_AT_FINANCE,), (placed("pam", "finance", 4),), None),
        RequestKind.DROP: ((PAM_AT_FINANCE,), (), None),
    }
    gives, takes, partner = legs[kind]
    made: dict[str, Any] = {
        "id": "r1",
        "cycle": "Spring",
        "version": 1,
        "kind": kind,
        "state": RequestState.DRAFT,
        "revision": 1,
        "requester": "pam",
        "gives": gives,
        "takes": takes,
        "partner": partner,
        "slots": (),
        "claims": (),
        "asked_by": "user of pam",
        "asked_at": NOW,
        "deadline": DEADLINE,
    }
    return ChangeRequest(**{**made, **changes})


def an_offer(kind: RequestKind = RequestKind.SWAP) -> ChangeRequest:
    """Return a draft of Pam's that names no partner."""
    return a_request(kind, partner=None, gives=(PAM_AT_FINANCE,), takes=())


KNOWN = Facts(teams=TEAMS, version=2, comment="Because.")


def after(request: ChangeRequest, *steps: tuple[Event, Doer], **facts: Any) -> ChangeRequest:
    """Return a request after some events, an hour after it was asked."""
    for event, doer in steps:
        request = step(request, event, doer, SOON, replace(KNOWN, **facts))
    return request


def in_approval(kind: RequestKind = RequestKind.SWAP) -> ChangeRequest:
    """Return a request that waits for its approvers; the swap for Pia, Sam, Fay and Mona."""
    request = after(a_request(kind), (Event.SUBMIT, by("pam")))
    if request.state is RequestState.PENDING_PARTNER:
        return after(request, (Event.ACCEPT, by(request.partner)))
    return request


def applied() -> ChangeRequest:
    everybody = [(Event.APPROVE, by(each)) for each in ("pia", "sam", "fay", "mona")]
    return after(in_approval(), *everybody)


def in_state(state: RequestState) -> ChangeRequest:
    """Return a swap of Pam's in a state; the open one has an answer of Sid's."""
    submitted = after(a_request(), (Event.SUBMIT, by("pam")))
    offered = after(an_offer(), (Event.SUBMIT, by("pam")))
    late = replace(submitted, deadline=NOW)
    ways: dict[RequestState, Callable[[], ChangeRequest]] = {
        RequestState.DRAFT: a_request,
        RequestState.OPEN: lambda: after(
            offered, (Event.CLAIM, by("sid")), offers=placed("sid", "marketing", 3)
        ),
        RequestState.PENDING_PARTNER: lambda: submitted,
        RequestState.PENDING_APPROVAL: in_approval,
        RequestState.APPLIED: applied,
        RequestState.DECLINED: lambda: after(submitted, (Event.DECLINE, by("sue"))),
        RequestState.DENIED: lambda: after(in_approval(), (Event.DENY, by("fay"))),
        RequestState.WITHDRAWN: lambda: after(submitted, (Event.WITHDRAW, by("pam"))),
        RequestState.EXPIRED: lambda: after(late, (Event.EXPIRE, CLOCKWORK)),
        RequestState.SUPERSEDED: lambda: after(submitted, (Event.SUPERSEDE, CLOCKWORK)),
        RequestState.INVALID: lambda: after(submitted, (Event.INVALIDATE, CLOCKWORK)),
        RequestState.REVERTED: lambda: after(applied(), (Event.REVERT, HR)),
    }
    request = ways[state]()
    assert request.state is state
    return request
