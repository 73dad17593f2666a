"""Who is told of what."""

from __future__ import annotations

from planner.domain.notices import Audience, NoticeKind

_ALL_INVOLVED = frozenset({Audience.REQUESTER, Audience.PARTNER, Audience.MANAGER})
_ALL_ASKED = frozenset({Audience.REQUESTER, Audience.PARTNER, Audience.APPROVER})

AUDIENCES: dict[NoticeKind, frozenset[Audience]] = {
    NoticeKind.REQUEST_WAITING: frozenset({Audience.APPROVER}),
    NoticeKind.REQUEST_REMINDER: frozenset({Audience.APPROVER}),
    NoticeKind.REQUEST_ESCALATED: frozenset({Audience.APPROVER}),
    NoticeKind.PARTNER_ASKED: frozenset({Audience.PARTNER}),
    NoticeKind.PARTNER_PICKED: frozenset({Audience.PARTNER}),
    NoticeKind.POOL_OPENED: frozenset({Audience.POOL}),
    NoticeKind.CLAIM_MADE: frozenset({Audience.REQUESTER}),
    NoticeKind.PARTNER_ACCEPTED: frozenset({Audience.REQUESTER}),
    NoticeKind.PARTNER_DECLINED: frozenset({Audience.REQUESTER}),
    NoticeKind.REQUEST_APPROVED: frozenset({Audience.REQUESTER, Audience.PARTNER}),
    NoticeKind.REQUEST_APPLIED: _ALL_INVOLVED,
    NoticeKind.REQUEST_DENIED: frozenset({Audience.REQUESTER, Audience.PARTNER}),
    NoticeKind.REQUEST_WITHDRAWN: frozenset({Audience.PARTNER, Audience.APPROVER}),
    NoticeKind.REQUEST_EXPIRED: _ALL_ASKED,
    NoticeKind.REQUEST_SUPERSEDED: _ALL_ASKED,
    NoticeKind.REQUEST_INVALID: _ALL_ASKED,
    NoticeKind.REQUEST_REVERTED: _ALL_INVOLVED,
    NoticeKind.DEPUTY_NAMED: frozenset({Audience.DEPUTY}),
    NoticeKind.PLAN_PUBLISHED: frozenset({Audience.EMPLOYEE, Audience.MENTOR}),
    NoticeKind.TEAM_CHANGED: frozenset({Audience.MANAGER}),
    NoticeKind.PLACEMENT_SOON: frozenset({Audience.EMPLOYEE}),
    NoticeKind.VISITOR_SOON: frozenset({Audience.MENTOR}),
    NoticeKind.WAIVER_ASKED: frozenset({Audience.HR}),
    NoticeKind.JOB_DONE: frozenset({Audience.HR}),
    NoticeKind.JOB_STOPPED: frozenset({Audience.HR}),
    NoticeKind.JOB_FAILED: frozenset({Audience.HR}),
    NoticeKind.CALENDAR_RESET: frozenset({Audience.EMPLOYEE}),
}
"""Who is told of each kind; whoever did the step themselves need not be told of it."""
