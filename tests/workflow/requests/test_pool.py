"""Requests that are open to colleagues: offered, claimed, picked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planner.domain import NotFound, Plan, Refused, RequestKind, RequestState, Restriction, id_of
from planner.workflow.answer_request import claim_request, pick_claim
from planner.workflow.list_requests import open_offers
from planner.workflow.look_at_request import look_at_request
from planner.workflow.seek_alternatives import partners_for
from planner.workflow.withdraw_request import withdraw_request
from tests.builders import a_dependency, a_plan
from tests.workflow.requests.office import NOW, VISITS, Office, company, day

if TYPE_CHECKING:
    from planner.domain import ChangeRequest


def claim(office: Office, request: ChangeRequest, who: str, **more: object) -> ChangeRequest:
    return claim_request(office.store, office.user(who), request.id, now=NOW, **more)  # type: ignore[arg-type]


def pick(office: Office, request: ChangeRequest, who: str, by: str = "pam") -> ChangeRequest:
    store, user = office.store, office.user(by)
    return pick_claim(store, user, request.id, who, accept_loss=True, now=NOW)


def test_an_offer_is_told_to_those_who_could_take_it(office: Office) -> None:
    request = office.ask("give", "pam")
    assert request.state is RequestState.OPEN
    assert office.told("pat") == office.told("sid") == ["A placement at Finance is on offer"]
    assert office.told("fin") == office.told("flo") == office.told("pam") == []
    (offer,) = open_offers(office.store, office.user("pat"), now=NOW)
    assert (offer[0].request, offer[0].waiting) == (
        request,
        "waiting for a colleague to answer the offer",
    )
    assert open_offers(office.store, office.user("fin"), now=NOW) == ()
    assert open_offers(office.store, office.user("pam"), now=NOW) == ()


def test_several_claim_and_the_requester_picks(office: Office) -> None:
    request = office.ask("give", "pam")
    claim(office, request, "sid")
    claim(office, request, "pat")
    assert office.told("pam") == [
        "Sid would take part in your request",
        "Pat would take part in your request",
    ]
    picked = pick(office, request, "pat")
    assert (picked.state, picked.partner) == (RequestState.PENDING_APPROVAL, "pat")
    assert [slot.approver for slot in picked.slots] == ["pia", "pia", "fay"]
    assert office.told("pat")[-1] == "Pam picked you for a change"
    office.approve(request, "pia", "fay")
    assert office.placement("pat").host == "finance"


def test_a_claim_for_a_swap_offers_a_placement(office: Office) -> None:
    request = office.ask("swap", "pam")
    claimed = claim(office, request, "sue")
    assert claimed.claims[0].offers == office.placement("sue")
    picked = pick(office, request, "sue")
    assert {(each.employee, each.first_day) for each in picked.takes} == {
        ("pam", day(6)),
        ("sue", day(4)),
    }


def test_of_several_placements_one_has_to_be_named(office: Office) -> None:
    more = [a_dependency("payroll", host) for host in ("archive", "sales", "finance")]
    office.change(company(dependencies=more))
    plan = a_plan(company(), *VISITS[:1], ("pat", "archive", 7), ("pat", "sales", 10))
    office.publish(plan)
    request = office.ask("swap", "pam")
    with pytest.raises(Refused, match=r"Say which of your own.*Archive.*Sales"):
        claim(office, request, "pat")
    claimed = claim(office, request, "pat", offers="archive")
    assert claimed.claims[0].offers == office.placement("pat")


def test_who_could_not_take_part_does_not_see_it(office: Office) -> None:
    request = office.ask("give", "pam")
    for who in ("fin", "flo"):
        with pytest.raises(NotFound):
            claim(office, request, who)
        with pytest.raises(NotFound):
            look_at_request(office.store, office.user(who), request.id)
    assert look_at_request(office.store, office.user("pat"), request.id, now=NOW).can == {"claim"}


def test_a_claim_is_made_once_and_only_by_others(office: Office) -> None:
    request = office.ask("give", "pam")
    claim(office, request, "pat")
    with pytest.raises(Refused, match="answered this offer already"):
        claim(office, request, "pat")
    with pytest.raises(NotFound):
        pick(office, request, "pat", by="xeno")
    with pytest.raises(Refused, match="Choose one of the colleagues"):
        pick(office, request, "sid")


def test_rules_are_looked_at_again_when_somebody_is_picked(office: Office) -> None:
    request = office.ask("give", "pam")
    claim(office, request, "pat")
    office.change(company(restrictions=[Restriction("pat", "finance")]))
    with pytest.raises(Refused, match="This breaks a rule"):
        pick(office, request, "pat")


def test_an_offer_that_nobody_could_take_is_refused(office: Office) -> None:
    people = [each.id for each in company().employees if each.department != "finance"]
    barred = [Restriction(each, "finance") for each in people if each not in ("pam", "sue")]
    office.change(company(restrictions=[*barred, Restriction("boss", "payroll")]))
    office.publish(Plan.of(each for each in office.plan if each.employee != "sue"))
    office.change(company(restrictions=[*barred, Restriction("sue", "finance")]))
    with pytest.raises(Refused, match="no colleague who could take part"):
        office.ask("give", "pam")


def test_those_who_answered_are_told_when_it_is_withdrawn(office: Office) -> None:
    request = office.ask("give", "pam")
    claim(office, request, "pat")
    withdraw_request(office.store, office.user("pam"), request.id, now=NOW)
    assert office.told("pat")[-1] == "Pam withdrew a request"


def test_partners_are_shown_before_anything_is_asked(office: Office) -> None:
    mine, found, names = partners_for(
        office.store, office.user("pam"), "Finance", RequestKind.SWAP, now=NOW
    )
    assert id_of(mine) == id_of(office.placement("pam"))
    assert "Sue" in {names.employee(each.employee) for each in found}
    with pytest.raises(NotFound):
        partners_for(
            office.store, office.user("pam"), "finance", RequestKind.GIVE, requester="sue", now=NOW
        )
