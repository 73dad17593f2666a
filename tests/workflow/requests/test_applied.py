"""A change request on its way to being applied, and what is true of the plan then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from planner.domain import (
    Conflict,
    Decision,
    Event,
    Impact,
    NotAllowed,
    NotFound,
    Refused,
    RequestKind,
    RequestState,
    User,
    VersionState,
    id_of,
)
from planner.planning import score
from planner.store import plan_digest
from planner.workflow.answer_request import decline_request
from planner.workflow.ask_for_change import ask_for_change
from planner.workflow.decide_request import approve_request, deny_request
from planner.workflow.delegating import delegate
from planner.workflow.request_wishes import Wish
from planner.workflow.withdraw_request import withdraw_request
from tests.workflow.requests.office import CYCLE, DAY, NOW, Office, company, day

if TYPE_CHECKING:
    from planner.store import Store


def test_a_swap_goes_through_partner_and_three_managers(office: Office) -> None:
    before = office.plan
    pams, sues = office.placement("pam"), office.placement("sue")

    asked = office.swap()
    assert asked.state is RequestState.PENDING_PARTNER
    accepted = office.accept(asked, "sue")
    assert accepted.state is RequestState.PENDING_APPROVAL
    assert [slot.approver for slot in accepted.slots] == ["pia", "sam", "fay"]
    assert office.approve(asked, "pia").state is RequestState.PENDING_APPROVAL
    assert office.approve(asked, "fay").state is RequestState.PENDING_APPROVAL
    assert office.plan == before
    applied = office.approve(asked, "sam")

    assert applied.state is RequestState.APPLIED
    assert applied.applied_version == office.number == 2
    moved = {replace(pams, employee="sue"), replace(sues, employee="pam")}
    assert set(office.plan) == (set(before) - {pams, sues}) | moved
    assert office.get(asked) == applied


def test_an_applied_change_makes_the_next_version_and_leaves_the_one_before(
    office: Office,
) -> None:
    before = office.plan
    request = office.swap()
    office.accept(request, "sue")
    applied = office.approve(request, "pia", "sam", "fay")
    with office.store.read() as unit:
        old, new = unit.versions.get(CYCLE, 1), unit.versions.get(CYCLE, 2)
        assert (old.state, new.state) == (VersionState.SUPERSEDED, VersionState.PUBLISHED)
        assert (new.base, new.published_by) == (1, "u-fay")
        assert unit.versions.plan(CYCLE, 1) == before
        assert new.checked_hash == plan_digest(unit.versions.plan(CYCLE, 2))
        assert {id_of(each) for each in unit.versions.pins(CYCLE, 2)} == {
            id_of(each) for each in applied.takes
        }
        worth = score(company(), unit.versions.plan(CYCLE, 2), previous=before)
        assert [(a.name, a.value) for a in new.aims] == [(a.name, a.value) for a in worth.aims]
        assert worth.violations == ()
        assert unit.organisations.state(CYCLE).published == 2


def test_calendars_change_with_the_plan(office: Office) -> None:
    request = office.swap()
    office.accept(request, "sue")
    office.approve(request, "pia", "sam", "fay")
    with office.store.read() as unit:
        shown = [(e.first_day, e.cancelled) for e in unit.feeds.events("pam")]
    assert shown == [(day(4), True), (day(6), False)]
    (mail,) = [each for each in office.mails("pam") if each["kind"] == "request_applied"]
    assert "STATUS:CANCELLED" in mail["calendar"]["text"]
    assert "STATUS:CONFIRMED" in mail["calendar"]["text"]


def test_every_step_leaves_one_entry_and_its_impact(office: Office) -> None:
    before = len(office.entries())
    request = office.swap()
    office.accept(request, "sue", comment="Gladly.")
    office.approve(request, "pia", "sam", "fay")
    assert office.entries()[before:] == [
        f"request.ask request {request.id}",
        f"request.accept request {request.id}",
        *[f"request.approve request {request.id}"] * 3,
    ]
    with office.store.read() as unit:
        steps = unit.requests.steps(request.id)
        assert unit.journal.verify() is None
    assert [(step.event, step.user, step.version) for step in steps] == [
        (Event.SUBMIT, "u-pam", 1),
        (Event.ACCEPT, "u-sue", 1),
        (Event.APPROVE, "u-pia", 1),
        (Event.APPROVE, "u-sam", 1),
        (Event.APPROVE, "u-fay", 1),
    ]
    assert steps[1].comment == "Gladly."
    for step in steps:
        assert step.impact is not None
        people = [each.employee for each in Impact.from_json(step.impact).people]
        assert people == ["pam", "sue"]


def test_everybody_is_told_what_concerns_them(office: Office) -> None:
    request = office.swap()
    assert office.told("sue") == ["Pam asks you to agree to a change"]
    office.accept(request, "sue")
    assert office.told("pam") == ["Sue accepts your request"]
    for manager in ("pia", "sam", "fay"):
        assert office.told(manager) == ["A request of Pam waits for your decision"]
    office.approve(request, "pia")
    assert office.told("pam")[1:] == ["The request of Pam has 1 of 3 approvals"]
    office.approve(request, "sam", "fay")
    done = "The request of Pam is approved, and the plan is changed"
    for who in ("pam", "sue", "pia", "sam"):
        assert office.told(who)[-1] == done
    assert done not in office.told("fay")  # she did it
    assert office.told("hana") == office.told("flo") == []


def test_a_give_a_move_and_a_drop(office: Office) -> None:
    given = office.ask("give", "pam", partner="pat")
    office.accept(given, "pat")
    assert office.approve(given, "pia", "fay").state is RequestState.APPLIED
    assert office.placement("pat").first_day == day(4)

    moved = office.ask("move", "sid", to=day(10))
    assert [(s.kind, s.approver) for s in moved.slots] == [("home", "sam"), ("hr", None)]
    assert office.approve(moved, "sam", "hana").state is RequestState.APPLIED
    assert office.placement("sid").first_day == day(10)

    dropped = office.ask("drop", "fin")
    assert office.approve(dropped, "fay", "pia").state is RequestState.APPLIED
    assert [each.employee for each in office.plan] == ["pat", "sue", "xeno", "sid"]


def test_one_person_in_several_slots_acts_once(office: Office) -> None:
    request = office.ask("move", "xeno", to=day(7))
    assert [slot.approver for slot in request.slots] == [None, "sam"]
    hers = office.ask("drop", "fin")
    assert len(hers.slots) == 2
    office.change(
        company(
            employees=[
                replace(each, manager="boss" if each.manager else None)
                for each in company().employees
            ]
        )
    )
    both = office.ask("drop", "pam")
    assert [slot.approver for slot in both.slots] == ["boss", "boss"]
    assert office.approve(both, "boss").state is RequestState.APPLIED


def test_a_denial_needs_a_reason_and_ends_it(office: Office) -> None:
    request = office.ask("drop", "fin")
    with pytest.raises(Refused, match="Say why"):
        deny_request(office.store, office.user("pia"), request.id, " ", now=NOW)
    denied = deny_request(office.store, office.user("pia"), request.id, "We count on it.", now=NOW)
    assert (denied.state, denied.reason) == (RequestState.DENIED, "We count on it.")
    assert office.told("fin") == ["The request of Fin is denied"]
    with pytest.raises(Refused, match="stays so"):
        office.approve(request, "fay")


def test_a_partner_may_decline(office: Office) -> None:
    request = office.swap()
    declined = decline_request(
        office.store, office.user("sue"), request.id, comment="I am away.", now=NOW
    )
    assert (declined.state, declined.reason) == (RequestState.DECLINED, "I am away.")
    assert office.told("pam") == ["Sue declines your request"]
    assert office.told("pia") == []


def test_a_requester_may_withdraw_and_those_asked_are_told(office: Office) -> None:
    request = office.swap()
    office.accept(request, "sue")
    withdrawn = withdraw_request(office.store, office.user("pam"), request.id, now=NOW)
    assert withdrawn.state is RequestState.WITHDRAWN
    for who in ("sue", "pia", "sam", "fay"):
        assert office.told(who)[-1] == "Pam withdrew a request"
    with pytest.raises(Refused, match="stays so"):
        withdraw_request(office.store, office.user("pam"), request.id, now=NOW)


def test_strangers_know_nothing_of_a_request(office: Office) -> None:
    request = office.swap()
    for who in ("flo", "pat", "xeno"):
        with pytest.raises(NotFound, match="no such request"):
            office.accept(request, who)
        with pytest.raises(NotFound, match="no such request"):
            office.approve(request, who)
        with pytest.raises(NotFound, match="no such request"):
            withdraw_request(office.store, office.user(who), request.id)
    with pytest.raises(NotFound, match="no such request"):
        approve_request(office.store, office.user("pam"), "nothing")


def test_a_broken_rule_blocks_and_says_which(office: Office) -> None:
    with pytest.raises(Refused, match="This breaks a rule"):
        office.ask("give", "pam", partner="fin")  # Finance is where Fin works
    with pytest.raises(Refused, match="This breaks a rule"):
        office.ask("move", "sid", to=day(8) + DAY)
    assert office.number == 1


def test_a_loss_of_coverage_has_to_be_accepted(office: Office) -> None:
    with pytest.raises(Refused, match="This loses") as refused:
        office.ask("drop", "fin", loss=False)
    assert "Confirm" in refused.value.sentences[1]
    assert office.ask("drop", "fin", loss=True).loss_accepted


def test_a_loss_that_came_up_later_has_to_be_accepted_by_whoever_approves(office: Office) -> None:
    organisation = company(dependencies=[])
    office.change(organisation)
    request = office.ask("drop", "fin", loss=False)
    office.change(company())
    with pytest.raises(Refused, match="This loses"):
        office.approve(request, "pia", accept_loss=False)
    assert office.approve(request, "pia", accept_loss=True).state is RequestState.PENDING_APPROVAL


def test_rules_are_looked_at_again_at_the_last_approval(office: Office) -> None:
    request = office.swap()
    office.accept(request, "sue")
    office.approve(request, "pia", "sam")
    people = [
        replace(each, ends=day(5)) if each.id == "pam" else each for each in company().employees
    ]
    office.change(company(employees=people))
    with pytest.raises(Refused, match="This breaks a rule"):
        office.approve(request, "fay")
    assert office.number == 1
    assert office.get(request).state is RequestState.PENDING_APPROVAL


def test_a_manager_asks_for_somebody_of_the_team_and_it_says_so(office: Office) -> None:
    request = office.ask("drop", "fin", by="fay")
    assert (request.requester, request.asked_by) == ("fin", "u-fay")
    with office.store.read() as unit:
        (step,) = unit.requests.steps(request.id)
        entry = unit.journal.entries(limit=1)[0]
        assert entry.on_behalf_of == unit.aliases.find("fin")
    assert step.on_behalf_of == "fin"
    (mail,) = office.mails("pia")
    assert mail["facts"]["asker"] == "Fay"


def test_hr_asks_for_anybody_and_a_colleague_for_nobody(office: Office) -> None:
    assert office.ask("drop", "fin", by="hana").asked_by == "u-hana"
    for who in ("pam", "sam"):
        with pytest.raises(NotFound, match="no such placement"):
            office.ask("drop", "sid" if who == "pam" else "pam", by=who)


def test_nobody_approves_their_own_request(office: Office) -> None:
    office.publish(
        type(office.plan).of(
            [
                *office.plan,
                replace(
                    office.placement("sid"), employee="sam", first_day=day(2), last_day=day(3) - DAY
                ),
            ]
        )
    )
    request = office.ask("drop", "sam")
    assert [slot.approver for slot in request.slots] == ["boss", None]
    with pytest.raises(NotAllowed, match="You are part of this request"):
        office.approve(request, "sam")


def test_a_deputy_decides_on_behalf_of_the_manager(office: Office) -> None:
    request = office.ask("drop", "fin")
    delegate(office.store, office.user("pia"), "pia", "pat", last_day=day(3), now=NOW)
    after = office.approve(request, "pat")
    slot = next(each for each in after.slots if each.approver == "pia")
    assert (slot.decision, slot.decided_by, slot.on_behalf_of) == (
        Decision.APPROVED,
        "u-pat",
        "pia",
    )
    with office.store.read() as unit:
        assert unit.requests.steps(request.id)[-1].on_behalf_of == "pia"


def test_who_cannot_sign_in_is_no_approver_and_no_partner(office: Office) -> None:
    office.revoke_user("fay")
    office.revoke_user("sue")
    request = office.ask("drop", "fin")
    assert [slot.approver for slot in request.slots] == ["boss", "pia"]
    with pytest.raises(Refused, match="Sue cannot sign in"):
        office.swap()


def test_a_placement_that_begins_soon_is_not_changed(office: Office) -> None:
    soon = NOW + timedelta(days=22)  # six days before pam goes
    with pytest.raises(Refused, match="begins too soon"):
        office.ask("drop", "pam", now=soon)
    with pytest.raises(Refused, match="begins too soon"):
        office.ask("move", "sid", to=day(0) + 7 * DAY)


def test_one_live_request_for_a_placement(office: Office) -> None:
    first = office.ask("drop", "fin")
    with pytest.raises(Conflict, match=first.id):
        office.ask("move", "fin", to=day(7))
    withdraw_request(office.store, office.user("fin"), first.id, now=NOW)
    assert office.ask("move", "fin", to=day(7)).state is RequestState.PENDING_APPROVAL


def test_a_stale_look_is_told_and_changes_nothing(office: Office) -> None:
    request = office.ask("drop", "fin")
    office.approve(request, "pia", seen=request.revision)
    entries = office.entries()
    with pytest.raises(Conflict, match="changed since you looked"):
        office.approve(request, "fay", seen=request.revision)
    assert office.entries() == entries
    assert office.approve(request, "fay", seen=office.get(request).revision).state == "applied"


def test_the_same_key_twice_is_one_effect(office: Office) -> None:
    first = office.ask("drop", "fin", key="k")
    assert office.ask("drop", "fin", key="k") == first
    once = office.approve(first, "pia", key="k")
    assert office.approve(first, "pia", key="k") == once
    assert office.entries().count(f"request.approve request {first.id}") == 1
    assert office.told("fin") == ["The request of Fin has 1 of 2 approvals"]


def test_nothing_can_be_asked_before_a_plan_is_published(store: Store) -> None:
    organisation = company()
    store.write(lambda unit: unit.organisations.save(organisation, expected=0, now=NOW))
    office = Office(store)
    user = User("u-pam", "Pam", "", "pam", frozenset())
    store.write(lambda unit: unit.people.add(user, by="u-pam", at=NOW))
    with pytest.raises(Refused, match="No plan is published"):
        ask_for_change(
            store, office.user("pam"), Wish(RequestKind.DROP, "finance"), cycle=CYCLE, now=NOW
        )
