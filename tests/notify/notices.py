"""Notices to test with: one of every kind, made the way workflows make them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from planner.domain import Job, JobState, Placement, Search
from planner.domain.changes import (
    ChangeRequest,
    Claim,
    Decision,
    RequestKind,
    RequestState,
    Slot,
    SlotKind,
)
from planner.domain.people import Delegation
from planner.notify import (
    Names,
    PlanNotices,
    RequestNotices,
    calendar_reset,
    deputy_named,
    job_ended,
    waiver_asked,
)

if TYPE_CHECKING:
    from planner.domain.notices import Notice

NOW = datetime(2027, 1, 20, 9, 30, tzinfo=UTC)
NAMES = Names(
    {"e1": "Ada Ohm", "e2": "Ben Ode", "e3": "Cleo Roy", "e4": "Dan Tve", "m1": "Mia Boss"},
    {"FIN": "Finance", "SAL": "Sales", "OPS": "Operations"},
)
USERS = {"e1": "u1", "e2": "u2", "e3": "u3", "e4": "u4", "m1": "um"}


def placed(
    employee: str, host: str, first: date, weeks: int = 2, mentor: str | None = None
) -> Placement:
    return Placement(employee, host, first, first + timedelta(days=7 * weeks - 1), mentor)


MINE = placed("e1", "FIN", date(2027, 3, 1))
THEIRS = placed("e2", "SAL", date(2027, 4, 5))


def a_request(kind: RequestKind = RequestKind.SWAP, **changes: Any) -> ChangeRequest:
    """Return a swap of Ada's Finance and Ben's Sales with one of two approvals, or alike."""
    legs: dict[RequestKind, tuple[tuple[Placement, ...], tuple[Placement, ...], str | None]] = {
        RequestKind.SWAP: (
            (MINE, THEIRS),
            (replace(THEIRS, employee="e1"), replace(MINE, employee="e2")),
            "e2",
        ),
        RequestKind.GIVE: ((MINE,), (replace(MINE, employee="e2"),), "e2"),
        RequestKind.MOVE: ((MINE,), (placed("e1", "FIN", date(2027, 5, 3)),), None),
        RequestKind.DROP: ((MINE,), (), None),
    }
    gives, takes, partner = legs[kind]
    request = ChangeRequest(
        id="3f2a",
        cycle="Spring 2027",
        version=3,
        kind=kind,
        state=RequestState.PENDING_APPROVAL,
        revision=4,
        requester="e1",
        gives=gives,
        takes=takes,
        partner=partner,
        slots=(
            Slot(1, SlotKind.HOME, "e1", "m1", Decision.APPROVED, "um", None, NOW),
            Slot(2, SlotKind.HOST, "FIN", "e4"),
        ),
        claims=(Claim("e3", NOW),),
        asked_by="u1",
        asked_at=NOW,
        deadline=datetime(2027, 2, 3, 9, 30, tzinfo=UTC),
        comment="My secret reason",
    )
    return replace(request, **changes)


def about(request: ChangeRequest | None = None, asker: str = "") -> RequestNotices:
    return RequestNotices(request or a_request(), NAMES, NOW, asker)


def ended(state: RequestState, reason: str = "") -> RequestNotices:
    return about(a_request(state=state, reason=reason, applied_version=4))


def a_plan_notice_maker(names: Names = NAMES) -> PlanNotices:
    return PlanNotices("Spring 2027", 3, names, USERS, NOW)


def a_job(state: JobState) -> Job:
    return Job("j1", "Spring 2027", 3, state, Search(), "ab", "u9", NOW, reason="It was stopped.")


def one_of_each() -> list[Notice]:
    """Return notices of every kind there is."""
    plans, guided = a_plan_notice_maker(), replace(MINE, mentor="e3")
    delegation = Delegation("m1", "e4", date(2027, 2, 1), date(2027, 2, 14), "um", NOW)
    return [
        about(asker="Mia Boss").waiting("u4", holder="m1"),
        about().reminder("u4", since=NOW),
        about().escalated("u9", approver="e4", since=NOW),
        about().partner_asked("u2"),
        about().partner_picked("u3"),
        about(a_request(RequestKind.SWAP, partner=None, gives=(MINE,), takes=())).pool_opened("u3"),
        about().claim_made("u1", claimant="e3"),
        about().partner_accepted("u1"),
        ended(RequestState.DECLINED).ended("u1"),
        about().approved("u1", decider="Mia Boss"),
        ended(RequestState.APPLIED).ended("u1"),
        ended(RequestState.DENIED, "Year-end closing.").ended("u1", decider="Dan Tve"),
        ended(RequestState.WITHDRAWN).ended("u2"),
        ended(RequestState.EXPIRED).ended("u1"),
        ended(RequestState.SUPERSEDED).ended("u1", version=5),
        ended(RequestState.INVALID, "Ben Ode has left.").ended("u1"),
        ended(RequestState.REVERTED, "It was a mistake.").ended("u1"),
        deputy_named(delegation, to="u4", names=NAMES),
        *plans.published([], [guided]),
        *plans.teams([], [guided], {"e1": "m1"}, {"FIN": "m1"}),
        *plans.soon(guided),
        waiver_asked("Spring 2027", 3, asker="Hal", reason="Promised.", broken=2, to="u8", at=NOW),
        *(
            job_ended(a_job(JobState(state)), to="u9", at=NOW)
            for state in ("done", "stopped", "lost")
        ),
        calendar_reset(to="u1", who="An administrator", at=NOW),
    ]
