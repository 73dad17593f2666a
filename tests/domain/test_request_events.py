"""What the steps of a change request leave behind, told as examples."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from planner.domain import Decision, Event, Refused, RequestKind, RequestState
from planner.domain.patience import Patience
from planner.domain.request_states import step
from planner.domain.request_table import CLOCKWORK
from tests.domain.company import (
    FIRST,
    HR,
    KNOWN,
    PAM_AT_FINANCE,
    SOON,
    a_request,
    after,
    an_offer,
    applied,
    by,
    in_approval,
    in_state,
    placed,
)


@pytest.mark.parametrize("kind", [RequestKind.MOVE, RequestKind.DROP])
def test_what_needs_no_colleague_goes_to_the_approvers(kind: RequestKind) -> None:
    request = after(a_request(kind), (Event.SUBMIT, by("pam")))
    assert request.state is RequestState.PENDING_APPROVAL
    assert [slot.approver for slot in request.slots] == ["pia", "fay"]


@pytest.mark.parametrize("kind", [RequestKind.SWAP, RequestKind.GIVE])
def test_a_named_colleague_is_asked_first(kind: RequestKind) -> None:
    request = after(a_request(kind), (Event.SUBMIT, by("pam")))
    assert request.state is RequestState.PENDING_PARTNER
    assert request.slots == ()


@pytest.mark.parametrize("kind", [RequestKind.SWAP, RequestKind.GIVE])
def test_without_a_named_colleague_it_is_open(kind: RequestKind) -> None:
    assert after(an_offer(kind), (Event.SUBMIT, by("pam"))).state is RequestState.OPEN


def test_who_sends_it_on_behalf_is_the_one_who_asked() -> None:
    request = after(a_request(), (Event.SUBMIT, by("pia")))
    assert (request.asked_by, request.asked_at, request.requester) == ("user of pia", SOON, "pam")


def test_several_may_answer_an_offer_and_the_requester_chooses() -> None:
    request = after(an_offer(RequestKind.GIVE), (Event.SUBMIT, by("pam")))
    request = after(request, (Event.CLAIM, by("pat")), (Event.CLAIM, by("sid")))
    assert [claim.employee for claim in request.claims] == ["pat", "sid"]
    picked = after(request, (Event.PICK, by("pam")), picked="sid")
    assert picked.partner == "sid"
    assert picked.takes == (replace(PAM_AT_FINANCE, employee="sid"),)
    assert [slot.approver for slot in picked.slots] == ["pia", "sam", "fay"]


def test_a_picked_swap_exchanges_the_placements() -> None:
    theirs = placed("sid", "marketing", 3, mentor="max")
    request = in_state(RequestState.OPEN)
    request = after(replace(request, claims=()), (Event.CLAIM, by("sid")), offers=theirs)
    picked = after(request, (Event.PICK, by("pam")), picked="sid")
    assert picked.gives == (PAM_AT_FINANCE, theirs)
    assert picked.takes == (
        replace(theirs, employee="pam"),
        replace(PAM_AT_FINANCE, employee="sid"),
    )


def test_a_pick_of_something_earlier_leaves_less_time() -> None:
    request = after(an_offer(), (Event.SUBMIT, by("pam")))
    soon = placed("sid", "marketing", -7)
    request = after(request, (Event.CLAIM, by("sid")), offers=soon)
    patience = Patience(freeze_days=2)
    picked = after(request, (Event.PICK, by("pam")), picked="sid", patience=patience)
    assert picked.deadline == datetime(2027, 1, 9, tzinfo=UTC)
    with pytest.raises(Refused, match="too soon"):
        after(request, (Event.PICK, by("pam")), picked="sid", patience=Patience(freeze_days=7))


def test_an_offer_is_answered_once_by_each() -> None:
    with pytest.raises(Refused, match="answered this offer already"):
        after(
            in_state(RequestState.OPEN),
            (Event.CLAIM, by("sid")),
            offers=placed("sid", "marketing", 4),
        )


def test_a_swap_is_answered_with_a_placement_of_ones_own() -> None:
    request = in_state(RequestState.OPEN)
    for offers in (None, placed("sue", "marketing")):
        with pytest.raises(Refused, match="your own placements"):
            after(request, (Event.CLAIM, by("mia")), offers=offers)


def test_a_placement_that_is_the_same_is_nothing_to_swap() -> None:
    with pytest.raises(Refused, match="nothing to swap"):
        after(
            in_state(RequestState.OPEN), (Event.CLAIM, by("mia")), offers=placed("mia", "finance")
        )


def test_only_who_answered_can_be_picked() -> None:
    with pytest.raises(Refused, match="who have answered"):
        after(in_state(RequestState.OPEN), (Event.PICK, by("pam")), picked="mia")


def test_approvals_count_up_and_the_last_one_applies() -> None:
    request = in_approval()
    for number, approver in enumerate(("mona", "pia", "fay"), start=1):
        request = after(request, (Event.APPROVE, by(approver)))
        assert request.state is RequestState.PENDING_APPROVAL
        said = [slot.decision for slot in request.slots]
        assert said.count(Decision.APPROVED) == number
    done = after(request, (Event.APPROVE, by("sam")), version=7)
    assert done.state is RequestState.APPLIED
    assert (done.applied_at, done.applied_version) == (SOON, 7)


def test_nobody_approves_twice() -> None:
    request = after(in_approval(), (Event.APPROVE, by("pia")))
    for event in (Event.APPROVE, Event.DENY):
        with pytest.raises(Refused, match="answered this request already"):
            after(request, (event, by("pia")))


def test_the_last_approval_needs_the_version_that_it_makes() -> None:
    request = in_approval(RequestKind.DROP)
    request = after(request, (Event.APPROVE, by("pia")), version=None)
    with pytest.raises(ValueError, match="version"):
        after(request, (Event.APPROVE, by("fay")), version=None)


def test_a_denial_keeps_what_others_said() -> None:
    request = after(in_approval(), (Event.APPROVE, by("pia")), (Event.DENY, by("sam")))
    assert [slot.decision.value for slot in request.slots] == [
        "approved",
        "denied",
        "pending",
        "pending",
    ]


def test_what_overtook_a_request_is_named() -> None:
    request = step(in_state(RequestState.OPEN), Event.SUPERSEDE, CLOCKWORK, SOON,
                   replace(KNOWN, version=9, comment=""))  # fmt: skip
    assert request.reason == "Version 9 of the plan changed a placement it was about."


def test_what_expired_says_so_of_itself() -> None:
    late = replace(in_approval(), deadline=SOON)
    assert after(late, (Event.EXPIRE, CLOCKWORK), comment="").reason


def test_a_change_is_taken_back_within_a_day() -> None:
    request = applied()
    facts = replace(KNOWN, comment="A mistake.")
    in_time = SOON + timedelta(hours=24)
    reverted = step(request, Event.REVERT, HR, in_time, facts)
    assert (reverted.state, reverted.reason) == (RequestState.REVERTED, "A mistake.")
    assert reverted.applied_version == request.applied_version
    with pytest.raises(Refused, match="within 24 hours"):
        step(request, Event.REVERT, HR, in_time + timedelta(seconds=1), facts)


def test_a_change_is_not_taken_back_once_a_placement_has_begun() -> None:
    request = applied()
    step(request, Event.REVERT, HR, SOON, replace(KNOWN, today=FIRST - timedelta(days=1)))
    with pytest.raises(Refused, match="has begun"):
        step(request, Event.REVERT, HR, SOON, replace(KNOWN, today=FIRST))


def test_a_change_is_not_taken_back_by_who_is_part_of_it() -> None:
    for party in ("pam", "sue"):
        with pytest.raises(Refused, match="never somebody who is part of it"):
            step(applied(), Event.REVERT, by(party, hr=True), SOON, KNOWN)


ODD = {
    "with oneself": a_request(partner="pam"),
    "of nothing": a_request(gives=()),
    "of a stranger's": a_request(gives=(placed("mia", "finance"),)),
    "for nothing": a_request(gives=(PAM_AT_FINANCE,)),
    "of a third": a_request(gives=(PAM_AT_FINANCE, placed("mia", "marketing"))),
    "that ends otherwise": a_request(takes=(placed("pam", "archive"),)),
    "open, with a wish": a_request(partner=None),
    "a gift of something else": a_request(RequestKind.GIVE, takes=(placed("pat", "sales"),)),
    "an open gift of two": a_request(
        RequestKind.GIVE, partner=None, gives=(PAM_AT_FINANCE, PAM_AT_FINANCE), takes=()
    ),
    "a move to another host": a_request(RequestKind.MOVE, takes=(placed("pam", "sales", 2),)),
    "a move to the same day": a_request(RequestKind.MOVE, takes=(PAM_AT_FINANCE,)),
    "a move with a colleague": a_request(RequestKind.MOVE, partner="sue"),
    "a drop that takes": a_request(RequestKind.DROP, takes=(placed("pam", "sales"),)),
}


@pytest.mark.parametrize("odd", ODD)
def test_a_request_that_makes_no_sense_is_not_sent(odd: str) -> None:
    with pytest.raises(Refused, match=r"^[A-Z].*[;,.] .*\.$|choose|anew"):
        after(ODD[odd], (Event.SUBMIT, by("pam")))


def test_nobody_swaps_with_themselves() -> None:
    two = (PAM_AT_FINANCE, placed("pam", "marketing", 2))
    with pytest.raises(Refused, match="choose somebody else"):
        after(a_request(partner="pam", gives=two, takes=two), (Event.SUBMIT, by("pam")))


def test_another_mentor_is_no_reason_to_refuse_a_swap() -> None:
    swap = a_request()
    takes = tuple(replace(each, mentor="flo") for each in swap.takes)
    assert after(replace(swap, takes=takes), (Event.SUBMIT, by("pam"))).state in RequestState


def test_the_day_is_that_of_the_moment_unless_told() -> None:
    late = datetime(2027, 3, 1, tzinfo=UTC)
    request = replace(applied(), applied_at=late)
    with pytest.raises(Refused, match="has begun"):
        step(request, Event.REVERT, HR, late, KNOWN)
    step(request, Event.REVERT, HR, late, replace(KNOWN, today=date(2027, 2, 28)))
