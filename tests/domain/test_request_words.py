"""Requests in plain words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain import LIVE, Event, RequestKind, RequestState
from planner.domain.approvals import passed_on
from planner.domain.request_words import (
    KIND_WORDS,
    STATE_WORDS,
    Calling,
    not_now,
    not_you,
    progress,
    waiting_for,
)
from tests.domain.company import (
    SOON,
    TEAMS,
    a_request,
    after,
    an_offer,
    by,
    in_approval,
    in_state,
    placed,
)

CALLING = Calling(str.capitalize, str.capitalize)


def test_every_kind_and_state_and_event_has_its_words() -> None:
    assert set(KIND_WORDS) == set(RequestKind)
    assert set(STATE_WORDS) == set(RequestState)
    for event in Event:
        assert not_you(event).endswith(".")
        for state in RequestState:
            assert "_" not in not_now(state, event)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (RequestState.DRAFT, "waiting for Pam to send it"),
        (RequestState.OPEN, "waiting for Pam to choose from the one colleague who answered"),
        (RequestState.PENDING_PARTNER, "waiting for Sue to accept or decline"),
    ],
)
def test_who_it_is_waiting_for(state: RequestState, words: str) -> None:
    assert waiting_for(in_state(state), CALLING) == words


def test_an_offer_waits_for_an_answer_and_then_for_a_choice() -> None:
    request = after(an_offer(RequestKind.GIVE), (Event.SUBMIT, by("pam")))
    assert waiting_for(request, CALLING) == "waiting for a colleague to answer the offer"
    request = after(request, (Event.CLAIM, by("pat")), (Event.CLAIM, by("sid")))
    assert waiting_for(request, CALLING) == "waiting for Pam to choose from the 2 who answered"


def test_approvers_are_counted_and_named_with_what_they_answer_for() -> None:
    request = after(in_approval(), (Event.APPROVE, by("sam")), (Event.APPROVE, by("mona")))
    assert waiting_for(request, CALLING) == (
        "waiting for 2 of 4: Pia (manager of Pam) and Fay (manager of Finance)"
    )
    assert progress(request) == (2, 4)


def test_one_person_with_several_slots_counts_once() -> None:
    request = in_approval(RequestKind.GIVE)
    assert waiting_for(request, CALLING) == (
        "waiting for 2 of 2: Pia (manager of Pam and Pat) and Fay (manager of Finance)"
    )


def test_hr_is_called_hr_and_counts_once() -> None:
    visit = placed("xeno", "archive")
    request = a_request(RequestKind.DROP, requester="xeno", gives=(visit,))
    request = after(request, (Event.SUBMIT, by("xeno")))
    assert len(request.slots) == 2
    assert waiting_for(request, CALLING) == "waiting for HR"
    assert progress(request) == (0, 1)


def test_who_answers_in_place_of_a_manager_is_not_called_one() -> None:
    request = passed_on(in_approval(RequestKind.DROP), {1}, TEAMS, SOON)
    told = "waiting for 2 of 2: Boss (in place of the manager of Pam) and Fay (manager of Finance)"
    assert waiting_for(request, CALLING) == told
    first = replace(request.slots[0], escalated_at=None)
    request = replace(request, slots=(first, *request.slots[1:]))
    assert waiting_for(request, replace(CALLING, teams=TEAMS)) == told


@pytest.mark.parametrize("state", sorted(set(RequestState) - LIVE))
def test_what_has_ended_waits_for_nobody(state: RequestState) -> None:
    assert waiting_for(in_state(state), CALLING) == ""
