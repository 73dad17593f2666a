"""How requests end without an answer: rivals, new plans, leavers, time; and going back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from planner.domain import (
    NotAllowed,
    Plan,
    Refused,
    RequestState,
    Restriction,
    Role,
    VersionState,
)
from planner.workflow.answer_request import claim_request
from planner.workflow.ask_for_change import send_request
from planner.workflow.pass_on_requests import pass_on_slots
from planner.workflow.request_clock import Rounds, run_clock
from planner.workflow.revert_request import revert_request
from tests.workflow.requests.office import CYCLE, DAY, HOUR, NOW, Office, company, day

if TYPE_CHECKING:
    from planner.domain import ChangeRequest


def revert(office: Office, request: ChangeRequest, who: str = "hana", **more: Any) -> ChangeRequest:
    more.setdefault("now", NOW + 2 * HOUR)
    return revert_request(office.store, office.user(who), request.id, **more)


def test_rivals_of_an_applied_request_are_void(office: Office) -> None:
    dropped = office.ask("drop", "sue")
    swap = office.swap()
    other = office.ask("drop", "fin")
    office.approve(dropped, "sam", "fay")
    voided = office.get(swap)
    assert voided.state is RequestState.INVALID
    assert "Another change of the plan was made first" in voided.reason
    assert office.told("pam") == ["The request of Pam is no longer possible"]
    assert office.get(other).state is RequestState.PENDING_APPROVAL


def test_a_request_whose_legs_stay_lives_on_under_the_next_version(office: Office) -> None:
    drop, move = office.ask("drop", "fin"), office.ask("move", "sid", to=day(10))
    office.approve(drop, "fay", "pia")
    assert office.get(move).version == 1
    first = office.approve(move, "sam")
    assert (first.version, office.number) == (2, 2)
    assert office.approve(move, "hana").applied_version == 3


def test_claims_that_offer_what_is_gone_are_taken_out(office: Office) -> None:
    offer = office.ask("swap", "pam")
    claim_request(office.store, office.user("sue"), offer.id, now=NOW)
    office.approve(office.ask("drop", "sue"), "sam", "fay")
    assert (office.get(offer).state, office.get(offer).claims) == (RequestState.OPEN, ())


def test_hr_takes_a_change_back(office: Office) -> None:
    before = office.plan
    swap = office.swap()
    office.accept(swap, "sue")
    applied = office.approve(swap, "pia", "sam", "fay")
    reverted = revert(office, applied, comment="Pam fell ill.")
    assert (reverted.state, reverted.reason) == (RequestState.REVERTED, "Pam fell ill.")
    assert reverted.applied_version == 2
    assert (office.plan, office.number) == (before, 3)
    assert office.told("sue")[-1] == "The change that Pam asked for is taken back"
    with office.store.read() as unit:
        assert unit.versions.get(CYCLE, 2).state is VersionState.SUPERSEDED
        assert unit.versions.pins(CYCLE, 3) == Plan()
        shown = {(e.first_day, e.cancelled, e.sequence) for e in unit.feeds.events("pam")}
    assert shown == {(day(4), False, 1), (day(6), True, 1)}
    with pytest.raises(Refused, match="stays so"):
        revert(office, applied)


def test_only_hr_takes_back_and_only_for_a_day(office: Office) -> None:
    request = office.ask("drop", "fin")
    office.approve(request, "fay", "pia")
    with pytest.raises(NotAllowed):
        revert(office, request, "fin")
    with pytest.raises(Refused, match="within 24 hours"):
        revert(office, request, now=NOW + 26 * HOUR)


def test_what_was_built_on_is_not_taken_back(office: Office) -> None:
    first = office.swap()
    office.accept(first, "sue")
    office.approve(first, "pia", "sam", "fay")
    second = office.ask("drop", "sue")
    office.approve(second, "sam", "fay")
    with pytest.raises(Refused) as refused:
        revert(office, first)
    assert any(second.id in sentence for sentence in refused.value.sentences)
    assert office.number == 3
    revert(office, second)
    with pytest.raises(Refused, match="stays so"):
        revert(office, second)


def test_a_draft_is_sent_later(office: Office) -> None:
    draft = office.ask("drop", "fin", send=False)
    assert (draft.state, office.told("pia")) == (RequestState.DRAFT, [])
    sent = send_request(office.store, office.user("fin"), draft.id, accept_loss=True, now=NOW)
    assert sent.state is RequestState.PENDING_APPROVAL
    assert office.told("pia") == ["A request of Fin waits for your decision"]


def test_the_clock_lets_requests_expire(office: Office) -> None:
    swap, drop = office.swap(), office.ask("drop", "fin")
    assert run_clock(office.store, now=NOW + DAY) == Rounds()
    later = NOW + timedelta(days=14)
    done = run_clock(office.store, now=later)
    assert set(done.expired) == {swap.id, drop.id}
    assert {office.get(each).state for each in (swap, drop)} == {RequestState.EXPIRED}
    assert office.told("sue")[-1] == "The request of Pam has expired"
    entries = {f"request.expire request {each.id}" for each in (swap, drop)}
    assert set(office.entries()[-2:]) == entries
    assert run_clock(office.store, now=later) == Rounds()


def test_the_clock_reminds_once_and_then_passes_on(office: Office) -> None:
    request = office.ask("drop", "fin")
    assert run_clock(office.store, now=NOW + 2 * DAY).reminded == (request.id,)
    assert office.told("pia")[-1] == "Reminder: a request of Fin waits for your decision"
    assert run_clock(office.store, now=NOW + 3 * DAY) == Rounds()
    assert run_clock(office.store, now=NOW + 5 * DAY).escalated == (request.id,)
    assert [slot.approver for slot in office.get(request).slots] == ["boss", "boss"]
    assert office.told("boss") == ["A request of Fin has been waiting too long"]
    late = NOW + 5 * DAY + HOUR
    assert office.approve(request, "boss", now=late).state is RequestState.APPLIED


def test_a_second_wait_ends_with_hr(office: Office) -> None:
    request = office.ask("drop", "fin")
    run_clock(office.store, now=NOW + 5 * DAY)
    run_clock(office.store, now=NOW + 10 * DAY)
    assert [slot.approver for slot in office.get(request).slots] == [None, None]
    assert office.told("hana")[-1] == "A request of Fin has been waiting too long"
    assert run_clock(office.store, now=NOW + 12 * DAY).reminded == (request.id,)


def test_slots_of_those_who_cannot_answer_any_more_are_passed_on(office: Office) -> None:
    request = office.ask("drop", "fin")
    office.revoke_user("pia")
    assert run_clock(office.store, now=NOW + HOUR).escalated == (request.id,)
    assert [slot.approver for slot in office.get(request).slots] == ["fay", "boss"]
    assert office.told("boss") == ["A request of Fin waits for your decision"]


def test_slots_can_be_passed_on_at_once(office: Office) -> None:
    request = office.ask("drop", "fin")
    office.revoke_user("pia")
    entries = len(office.entries())
    assert office.store.write(lambda unit: pass_on_slots(unit, "pia", NOW)) == (request.id,)
    assert [slot.approver for slot in office.get(request).slots] == ["fay", "boss"]
    assert len(office.entries()) == entries


def test_leavers_end_their_requests(office: Office) -> None:
    request = office.swap()
    people = [
        replace(each, ends=NOW.date() - DAY) if each.id == "sue" else each
        for each in company().employees
    ]
    office.change(company(employees=people))
    assert run_clock(office.store, now=NOW).ended == (request.id,)
    ended = office.get(request)
    assert (ended.state, ended.reason) == (
        RequestState.INVALID,
        "Sue does not work here any more.",
    )


def test_people_who_are_gone_from_the_tables_hold_up_nobody_else(office: Office) -> None:
    request, other = office.swap(), office.ask("drop", "fin")
    people = [each for each in company().employees if each.id != "sue"]
    office.change(company(employees=people))
    assert run_clock(office.store, now=NOW).ended == (request.id,)
    assert office.approve(other, "fay", "pia").state is RequestState.APPLIED
    assert {each.employee for each in office.plan} == {"pam", "sue", "sid", "xeno"}


def test_who_may_no_longer_go_there_loses_the_request(office: Office) -> None:
    request = office.ask("give", "pam", partner="pat")
    office.change(company(restrictions=[Restriction("pat", "finance")]))
    assert run_clock(office.store, now=NOW).ended == (request.id,)
    assert office.get(request).state is RequestState.INVALID
    assert "breaks a rule" in office.get(request).reason


def test_a_plan_without_the_placement_overtakes_the_request(office: Office) -> None:
    request = office.ask("drop", "fin")
    office.publish(Plan.of(each for each in office.plan if each.employee != "fin"))
    assert run_clock(office.store, now=NOW).ended == (request.id,)
    ended = office.get(request)
    assert ended.state is RequestState.SUPERSEDED
    assert "Version 2" in ended.reason


def test_a_plan_that_was_broken_before_can_still_be_changed(office: Office) -> None:
    office.change(company(restrictions=[Restriction("xeno", "sales")]))
    request = office.ask("drop", "fin")
    applied = office.approve(request, "fay", "pia")
    with office.store.read() as unit:
        waiver = unit.versions.get(CYCLE, applied.applied_version or 0).waiver
    assert waiver is not None
    assert waiver.agreed_by is not None
    assert len(waiver.sentences) == 1
    assert "Xeno" in waiver.sentences[0]


def test_hr_who_is_a_party_takes_nothing_back(office: Office) -> None:
    request = office.ask("drop", "fin")
    office.approve(request, "fay", "pia")
    office.store.write(
        lambda unit: unit.people.grant("u-fin", Role.HR, by="u-hana", at=NOW),
    )
    with pytest.raises(NotAllowed, match="part of this request"):
        revert(office, request, "fin")
