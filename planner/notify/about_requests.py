"""Notices about a change request, from its being asked to its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from planner.domain.changes import ChangeRequest, RequestKind, RequestState
from planner.domain.notices import Notice, NoticeKind
from planner.domain.request_words import progress
from planner.notify import links
from planner.notify.days import days_of
from planner.notify.names import Names

if TYPE_CHECKING:
    from planner.domain.organisation import Id

_ENDS = {
    RequestState.WITHDRAWN: NoticeKind.REQUEST_WITHDRAWN,
    RequestState.EXPIRED: NoticeKind.REQUEST_EXPIRED,
    RequestState.SUPERSEDED: NoticeKind.REQUEST_SUPERSEDED,
    RequestState.INVALID: NoticeKind.REQUEST_INVALID,
    RequestState.REVERTED: NoticeKind.REQUEST_REVERTED,
    RequestState.APPLIED: NoticeKind.REQUEST_APPLIED,
    RequestState.DECLINED: NoticeKind.PARTNER_DECLINED,
    RequestState.DENIED: NoticeKind.REQUEST_DENIED,
}


@dataclass(frozen=True, slots=True)
class RequestNotices:
    """Makes the notices about one request as it is after a step.

    Every method takes ``to``, the user who is told; one revision of a request tells one user
    the same thing once. ``asker`` is the name of who asked where
    that is not the requester themselves. Comments are not told: they are read in the app.
    """

    request: ChangeRequest
    names: Names
    at: datetime
    asker: str = ""

    def waiting(self, to: Id, *, holder: Id | None = None) -> Notice:
        """Tell an approver, or the deputy of ``holder``, that it waits for them."""
        return self._notice(NoticeKind.REQUEST_WAITING, to, {"holder": holder})

    def reminder(self, to: Id, *, since: datetime, holder: Id | None = None) -> Notice:
        """Remind an approver, or the deputy of ``holder``."""
        return self._notice(
            NoticeKind.REQUEST_REMINDER, to, {"holder": holder}, since=since.isoformat()
        )

    def escalated(self, to: Id, *, approver: Id | None, since: datetime) -> Notice:
        """Tell somebody that ``approver`` does not answer and that they may."""
        return self._notice(
            NoticeKind.REQUEST_ESCALATED, to, {"approver": approver}, since=since.isoformat()
        )

    def partner_asked(self, to: Id) -> Notice:
        """Ask the partner."""
        return self._notice(NoticeKind.PARTNER_ASKED, to)

    def partner_picked(self, to: Id) -> Notice:
        """Tell somebody of the pool that they were picked."""
        return self._notice(NoticeKind.PARTNER_PICKED, to)

    def pool_opened(self, to: Id) -> Notice:
        """Tell somebody who could take part that it is on offer."""
        return self._notice(NoticeKind.POOL_OPENED, to)

    def claim_made(self, to: Id, *, claimant: Id) -> Notice:
        """Tell the requester that somebody would take part."""
        return self._notice(NoticeKind.CLAIM_MADE, to, {"claimant": claimant})

    def partner_accepted(self, to: Id) -> Notice:
        """Tell the requester that the partner agrees."""
        return self._notice(NoticeKind.PARTNER_ACCEPTED, to)

    def approved(self, to: Id, *, decider: str = "") -> Notice:
        """Tell that one more has approved; ``decider`` is a name."""
        return self._notice(NoticeKind.REQUEST_APPROVED, to, decider=decider)

    def ended(self, to: Id, *, decider: str = "", version: int | None = None) -> Notice:
        """Tell how it ended; the request's state says how, and its ``reason`` why.

        ``decider`` is the name of who denied it, ``version`` the plan that overtook it.

        Raises
        ------
        ValueError
            If the request has not ended.
        """
        kind = _ENDS.get(self.request.state)
        if kind is None:
            raise ValueError(f"request {self.request.id} has not ended: {self.request.state}")
        shown = version or self.request.applied_version
        return self._notice(kind, to, decider=decider, version=str(shown or ""))

    def _notice(
        self,
        kind: NoticeKind,
        to: Id,
        people: dict[str, Id | None] | None = None,
        **more: str,
    ) -> Notice:
        request, named = self.request, people or {}
        facts = _facts(request, self.names, self.asker)
        facts |= {fact: self.names.employee(id) for fact, id in named.items()} | more
        return Notice(
            kind=kind,
            to=to,
            thing=f"request {request.id}",
            occasion=str(request.revision),
            facts={fact: value for fact, value in facts.items() if value},
            at=self.at,
            link=links.request(request.id),
            about=tuple(
                sorted({id for id in (request.requester, request.partner, *named.values()) if id})
            ),
        )


def _facts(request: ChangeRequest, names: Names, asker: str) -> dict[str, str]:
    done, needed = progress(request)
    facts = {
        "ask": _ask(request),
        "requester": names.employee(request.requester),
        "partner": names.employee(request.partner),
        "asker": asker,
        "deadline": request.deadline.isoformat(),
        "done": str(done),
        "needed": str(needed),
        "reason": request.reason,
    }
    gives = [each for each in request.gives if each.employee == request.requester]
    if gives:
        facts |= {"host": names.department(gives[0].host), "days": days_of(gives[0])}
    others = [
        each
        for each in (request.gives if request.kind is RequestKind.SWAP else request.takes)
        if each.employee == (request.partner or request.requester) and each not in gives
    ]
    if others:
        facts |= {"other_host": names.department(others[0].host), "other_days": days_of(others[0])}
    return facts


def _ask(request: ChangeRequest) -> str:
    paired = request.kind in (RequestKind.SWAP, RequestKind.GIVE)
    return f"{request.kind}_open" if paired and not request.partner else str(request.kind)
