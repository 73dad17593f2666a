"""What people see of requests: lists, cards, alternatives."""

from __future__ import annotations

import pytest

from planner.domain import Event, NotFound, RequestKind
from planner.workflow.list_requests import list_requests, waiting_approvals
from planner.workflow.look_at_request import look_at_request
from planner.workflow.revert_request import revert_request
from planner.workflow.seek_alternatives import alternatives_of
from tests.workflow.requests.office import HOUR, NOW, Office


def asked(office: Office, who: str) -> list[str]:
    lines = list_requests(office.store, office.user(who), states=None, now=NOW)
    return [line.asked for line in lines]


def test_everybody_sees_what_is_theirs(office: Office) -> None:
    office.swap()
    office.ask("drop", "fin", now=NOW + HOUR)
    swap = (
        "Pam wants to swap Finance from 1 to 7 February 2027 for "
        "Finance from 15 to 21 February 2027, with Sue."
    )
    drop = "Fin wants to drop Payroll from 8 to 14 February 2027."
    assert asked(office, "hana") == [swap, drop]
    assert asked(office, "pam") == asked(office, "sue") == asked(office, "sam") == [swap]
    assert asked(office, "pia") == [swap, drop]
    assert asked(office, "fin") == asked(office, "fay") == [drop]
    assert asked(office, "flo") == asked(office, "xeno") == []


def test_approvals_are_those_that_wait_for_oneself(office: Office) -> None:
    swap, drop = office.swap(), office.ask("drop", "fin")

    def waiting(who: str) -> list[str]:
        lines = waiting_approvals(office.store, office.user(who), now=NOW)
        return [line.request.id for line in lines]

    assert waiting("pia") == waiting("fay") == [drop.id]
    office.accept(swap, "sue")
    assert set(waiting("pia")) == {swap.id, drop.id}
    office.approve(drop, "pia")
    assert (waiting("pia"), waiting("hana")) == ([swap.id], [])


def test_a_card_says_what_it_means_and_what_one_may_do(office: Office) -> None:
    request = office.ask("drop", "fin", comment="My exam is that week.")
    card = look_at_request(office.store, office.user("pia"), request.id, now=NOW)
    assert card.line.state == "waiting for approval"
    assert (
        card.line.waiting == "waiting for 2 of 2: Fay (manager of Fin) and Pia (manager of Payroll)"
    )
    assert card.can == {Event.APPROVE, Event.DENY}
    assert card.loss.startswith("This loses: ")
    assert any("Payroll -> Finance" in sentence for sentence in card.meaning)
    assert card.history == (
        "4 January 2027: Fin asked (plan version 1; then: waiting for approval). "
        '"My exam is that week."',
    )
    mine = look_at_request(office.store, office.user("fin"), request.id, now=NOW)
    assert mine.can == {Event.WITHDRAW}
    office.approve(request, "pia")
    assert look_at_request(office.store, office.user("pia"), request.id, now=NOW).can == set()


def test_an_ended_request_shows_what_was_looked_at(office: Office) -> None:
    request = office.ask("drop", "fin")
    office.approve(request, "pia", "fay")
    card = look_at_request(office.store, office.user("hana"), request.id, now=NOW)
    assert (card.line.state, card.line.waiting) == ("done", "")
    assert any("no longer goes to Payroll" in sentence for sentence in card.meaning)
    assert card.can == {Event.REVERT}


def test_what_was_taken_back_shows_what_was_asked_for_not_the_way_back(office: Office) -> None:
    request = office.ask("drop", "fin")
    office.approve(request, "pia", "fay")
    revert_request(office.store, office.user("hana"), request.id, now=NOW + 2 * HOUR)
    card = look_at_request(office.store, office.user("hana"), request.id, now=NOW + 2 * HOUR)
    assert card.line.state == "taken back by HR"
    assert any("no longer goes to Payroll" in sentence for sentence in card.meaning)
    assert card.history[-1].startswith("4 January 2027: Hana took the change back")


def test_a_draft_is_seen_by_nobody_who_was_not_asked(office: Office) -> None:
    draft = office.swap(send=False)
    with pytest.raises(NotFound):
        look_at_request(office.store, office.user("sue"), draft.id, now=NOW)
    card = look_at_request(office.store, office.user("pam"), draft.id, now=NOW)
    assert card.can == {Event.SUBMIT, Event.WITHDRAW}


def test_alternatives_lose_less_and_can_be_asked_for(office: Office) -> None:
    request = office.ask("drop", "fin")
    found = alternatives_of(office.store, office.user("pia"), request.id, now=NOW)
    assert found
    assert RequestKind.MOVE in {each.kind for each in found}
    move = next(each for each in found if each.kind is RequestKind.MOVE)
    assert move.sentence.startswith("Fin goes to Payroll")
    with pytest.raises(NotFound):
        alternatives_of(office.store, office.user("flo"), request.id, now=NOW)
