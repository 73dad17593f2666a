"""Notices about change requests: each way of asking, and each end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.changes import Decision, RequestKind, RequestState, Slot, SlotKind
from planner.domain.notices import NoticeKind
from planner.notify import message_of
from tests.notify.notices import MINE, NOW, a_request, about, ended


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (
            RequestKind.SWAP,
            "Ada Ohm and Ben Ode swap Finance (1 to 14 March 2027) and Sales (5 to 18 April 2027).",
        ),
        (RequestKind.GIVE, "Ben Ode goes to Finance (1 to 14 March 2027) in place of Ada Ohm."),
        (
            RequestKind.MOVE,
            "Ada Ohm goes to Finance (3 to 16 May 2027) instead of Finance (1 to 14 March 2027).",
        ),
        (RequestKind.DROP, "Ada Ohm does not go to Finance (1 to 14 March 2027)."),
    ],
)
def test_what_is_asked(kind: RequestKind, said: str) -> None:
    message = message_of(about(a_request(kind)).waiting("u4"))
    assert message.text.splitlines()[0] == f"What is asked: {said}"
    assert message.link == "requests?request=3f2a"
    assert message.thing == "request 3f2a"


@pytest.mark.parametrize("kind", [RequestKind.SWAP, RequestKind.GIVE])
def test_an_offer_names_no_partner(kind: RequestKind) -> None:
    message = message_of(
        about(a_request(kind, partner=None, gives=(MINE,), takes=())).pool_opened("u3")
    )
    assert message.subject == "A placement at Finance is on offer"
    assert "who is not found yet" in message.text


def test_approvals_are_counted_by_people() -> None:
    """Somebody who has two slots answers once."""
    slots = (*a_request().slots, Slot(3, SlotKind.HOST, "SAL", "m1", Decision.APPROVED, "um"))
    message = message_of(about(a_request(slots=slots)).approved("u1"))
    assert message.subject == "The request of Ada Ohm has 1 of 2 approvals"


@pytest.mark.parametrize(
    ("state", "kind", "word"),
    [
        (RequestState.APPLIED, NoticeKind.REQUEST_APPLIED, "It is version 4 of the plan."),
        (RequestState.DENIED, NoticeKind.REQUEST_DENIED, "The reason: Year-end closing."),
        (RequestState.DECLINED, NoticeKind.PARTNER_DECLINED, "You can ask somebody else."),
        (RequestState.WITHDRAWN, NoticeKind.REQUEST_WITHDRAWN, "nothing for you to do"),
        (RequestState.EXPIRED, NoticeKind.REQUEST_EXPIRED, "not decided in time"),
        (RequestState.SUPERSEDED, NoticeKind.REQUEST_SUPERSEDED, "Version 5 of the plan changed"),
        (RequestState.INVALID, NoticeKind.REQUEST_INVALID, "The reason: Year-end closing."),
        (RequestState.REVERTED, NoticeKind.REQUEST_REVERTED, "HR took it back"),
    ],
)
def test_each_end_is_told(state: RequestState, kind: NoticeKind, word: str) -> None:
    version = 5 if state is RequestState.SUPERSEDED else None
    notice = ended(state, "Year-end closing.").ended("u1", version=version)
    assert notice.kind is kind
    assert word in message_of(notice).text


def test_a_live_request_has_no_end_to_tell() -> None:
    with pytest.raises(ValueError, match="has not ended: pending_approval"):
        about().ended("u1")


def test_each_revision_tells_once() -> None:
    first, again = about().approved("u1"), about().approved("u1")
    later = about(a_request(revision=5)).approved("u1")
    other = about().approved("u2")
    assert first.key == again.key
    assert len({first.key, later.key, other.key}) == 3


def test_everybody_who_is_named_can_be_found() -> None:
    assert about().claim_made("u1", claimant="e3").about == ("e1", "e2", "e3")
    assert about().waiting("u4", holder="m1").about == ("e1", "e2", "m1")


def test_whoever_has_no_name_is_called_by_their_id() -> None:
    names = replace(about().names, employees={"e1": ""})
    assert message_of(replace(about(), names=names).partner_accepted("u1")).subject == (
        "e2 accepts your request"
    )
    assert replace(about(), names=names).partner_accepted("u1").at == NOW
