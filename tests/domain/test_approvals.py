"""Whose approval a change needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain import Decision, Event, Placement, RequestKind, Slot, SlotKind
from planner.domain.approvals import (
    completes,
    deciders,
    held_by,
    is_pending,
    parties_of,
    passed_on,
    slots_for,
    slots_of,
    waiting_on,
)
from planner.domain.teams import Teams
from tests.domain.company import (
    FIRST,
    HOMES,
    HR,
    NOW,
    PAM_AT_FINANCE,
    SOON,
    TEAMS,
    a_request,
    after,
    by,
    in_approval,
    organisation,
    placed,
)

DAY = NOW.date()

Asked = list[tuple[str, str, str | None]]


def asked(slots: tuple[Slot, ...]) -> Asked:
    return [(slot.kind.value, slot.subject, slot.approver) for slot in slots]


def slots_of_kind(kind: RequestKind, teams: Teams = TEAMS) -> Asked:
    request = a_request(kind)
    return asked(slots_for(request.gives, request.takes, parties_of(request), teams, DAY))


EXPECTED: dict[RequestKind, Asked] = {
    RequestKind.SWAP: [
        ("home", "pam", "pia"),
        ("home", "sue", "sam"),
        ("host", "finance", "fay"),
        ("host", "marketing", "mona"),
    ],
    RequestKind.GIVE: [
        ("home", "pam", "pia"),
        ("home", "pat", "pia"),
        ("host", "finance", "fay"),
    ],
    RequestKind.MOVE: [("home", "pam", "pia"), ("host", "finance", "fay")],
    RequestKind.DROP: [("home", "pam", "pia"), ("host", "finance", "fay")],
}


@pytest.mark.parametrize("kind", list(RequestKind))
def test_the_slots_of_each_kind(kind: RequestKind) -> None:
    assert slots_of_kind(kind) == EXPECTED[kind]


def test_slots_are_numbered_from_one() -> None:
    assert [slot.number for slot in in_approval().slots] == [1, 2, 3, 4]


def test_a_swap_at_one_host_needs_that_host_once() -> None:
    mine, theirs = placed("pam", "finance"), placed("sue", "finance", 2)
    takes = (replace(theirs, employee="pam"), replace(mine, employee="sue"))
    slots = slots_for((mine, theirs), takes, {"pam", "sue"}, TEAMS, DAY)
    assert [slot.subject for slot in slots] == ["pam", "sue", "finance"]


def test_another_mentor_alone_is_no_change() -> None:
    mine = placed("pam", "finance", mentor="fin")
    assert slots_for((mine,), (replace(mine, mentor="flo"),), {"pam"}, TEAMS, DAY) == ()


def test_without_a_manager_hr_answers() -> None:
    visit = placed("xeno", "archive")
    assert asked(slots_for((visit,), (), {"xeno"}, TEAMS, DAY)) == [
        ("hr", "xeno", None),
        ("hr", "archive", None),
    ]


def test_a_manager_who_is_a_party_hands_it_to_their_own() -> None:
    gift = placed("pam", "finance")
    slots = slots_for((gift,), (replace(gift, employee="pia"),), {"pam", "pia"}, TEAMS, DAY)
    assert asked(slots) == [
        ("home", "pam", "boss"),
        ("home", "pia", "boss"),
        ("host", "finance", "fay"),
    ]


def test_a_manager_without_a_manager_who_is_a_party_hands_it_to_hr() -> None:
    gift = placed("pia", "finance")
    slots = slots_for((gift,), (replace(gift, employee="boss"),), {"pia", "boss"}, TEAMS, DAY)
    assert asked(slots) == [
        ("hr", "pia", None),
        ("hr", "boss", None),
        ("host", "finance", "fay"),
    ]


def test_a_manager_who_cannot_decide_hands_it_to_their_own() -> None:
    slots = slots_for((PAM_AT_FINANCE,), (), {"pam"}, TEAMS, DAY, unavailable={"pia"})
    assert asked(slots) == [("home", "pam", "boss"), ("host", "finance", "fay")]


def test_a_manager_who_has_left_hands_it_to_their_own() -> None:
    rows = [(who, home, head, None) for who, (home, head) in HOMES.items() if who != "pia"]
    teams = Teams.from_rows([*rows, ("pia", "payroll", "boss", DAY - timedelta(days=1))])
    slots = slots_for((PAM_AT_FINANCE,), (), {"pam"}, teams, DAY)
    assert slots[0].approver == "boss"


def test_a_circle_of_managers_ends_at_hr() -> None:
    teams = Teams.of(organisation(pam="pat", pat="pam"))
    gift = placed("pam", "finance")
    slots = slots_for((gift,), (replace(gift, employee="pat"),), {"pam", "pat"}, teams, DAY)
    assert [slot.approver for slot in slots[:2]] == [None, None]


def test_who_has_several_slots_answers_them_in_one_act() -> None:
    request = in_approval(RequestKind.GIVE)
    assert deciders(request) == ("pia", "fay")
    request = after(request, (Event.APPROVE, by("pia")))
    assert [is_pending(slot) for slot in request.slots] == [False, False, True]
    assert waiting_on(request) == ("fay",)


def test_an_answer_says_who_gave_it_and_for_whom() -> None:
    deputy = by("max", stands_in_for=("pia",))
    request = after(in_approval(), (Event.APPROVE, deputy), comment="Fine.")
    slot = request.slots[0]
    assert (slot.decided_by, slot.on_behalf_of) == ("user of max", "pia")
    assert (slot.decision, slot.decided_at, slot.comment) == (Decision.APPROVED, SOON, "Fine.")
    request = after(request, (Event.APPROVE, by("sam")))
    assert request.slots[1].on_behalf_of is None


def test_a_party_holds_no_slot_whatever_they_are() -> None:
    request = in_approval()
    assert slots_of(request, by("sue", hr=True, stands_in_for=("pia", "sam"))) == ()
    assert slots_of(request, by("pam", hr=True, stands_in_for=("pia", "sam"))) == ()


def test_hr_holds_the_slots_of_hr_only() -> None:
    assert slots_of(in_approval(), HR) == ()
    request = after(
        a_request(RequestKind.DROP, gives=(placed("pam", "archive"),)),
        (Event.SUBMIT, by("pam")),
    )
    assert [slot.subject for slot in slots_of(request, HR)] == ["archive"]
    assert slots_of(request, by("max")) == ()


def test_who_manages_nobody_any_more_holds_no_slot() -> None:
    assert slots_of(in_approval(), replace(by("pia"), team=frozenset())) == ()


def test_the_last_approval_is_known_beforehand() -> None:
    request = in_approval(RequestKind.DROP)
    assert not completes(request, by("pia"))
    assert completes(request, by("pia", stands_in_for=("fay",)))
    assert not completes(request, by("max"))
    request = after(request, (Event.APPROVE, by("pia")))
    assert completes(request, by("fay"))
    assert not completes(request, by("pia"))


def test_a_slot_is_passed_up_once_and_then_to_hr() -> None:
    request = in_approval(RequestKind.DROP)
    once = passed_on(request, {1}, TEAMS, SOON)
    assert once.slots[0].approver == "boss"
    assert once.slots[0].escalated_at == SOON
    assert once.revision == request.revision + 1
    assert once.slots[1] == request.slots[1]
    twice = passed_on(once, {1}, TEAMS, SOON + timedelta(days=5))
    assert asked(twice.slots)[0] == ("hr", "pam", None)
    assert passed_on(twice, {1}, TEAMS, SOON + timedelta(days=9)) is twice


def test_a_slot_goes_up_once_however_many_are_above() -> None:
    tall = Teams.of(organisation(boss="xeno"))
    once = passed_on(in_approval(RequestKind.DROP), {1}, tall, SOON)
    assert once.slots[0].approver == "boss"
    assert passed_on(once, {1}, tall, SOON).slots[0].approver is None


def test_a_slot_does_not_come_back_to_whom_it_was_taken_from() -> None:
    circle = Teams.of(organisation(boss="pia"))
    request = passed_on(in_approval(RequestKind.DROP), {1}, circle, SOON, unavailable={"boss"})
    assert request.slots[0].approver is None


def test_an_answered_slot_is_not_passed_on() -> None:
    request = after(in_approval(), (Event.APPROVE, by("pia")))
    assert passed_on(request, {1}, TEAMS, SOON) is request


def test_a_slot_is_not_passed_up_to_a_party() -> None:
    gift = placed("sue", "finance")
    request = a_request(
        RequestKind.GIVE,
        requester="sue",
        gives=(gift,),
        takes=(replace(gift, employee="boss"),),
        partner="boss",
    )
    request = after(request, (Event.SUBMIT, by("sue")), (Event.ACCEPT, by("boss")))
    assert asked(request.slots)[0] == ("home", "sue", "sam")
    assert passed_on(request, {1}, TEAMS, SOON).slots[0].approver is None


def test_all_unanswered_slots_of_somebody_can_be_passed_on() -> None:
    request = in_approval(RequestKind.GIVE)
    assert held_by(request, "pia") == {1, 2}
    assert held_by(passed_on(request, {1, 2}, TEAMS, SOON), "pia") == frozenset()
    assert held_by(after(request, (Event.APPROVE, by("pia"))), "pia") == frozenset()


WHO = st.sampled_from(sorted(HOMES))
WHERE = st.sampled_from(sorted({home for home, _ in HOMES.values()}))
PLACEMENTS = st.lists(
    st.builds(lambda who, where, week: placed(who, where, week), WHO, WHERE, st.integers(0, 2)),
    max_size=3,
)


def core(placement: Placement) -> tuple[str, str, date]:
    return placement.employee, placement.host, placement.first_day


@given(PLACEMENTS, PLACEMENTS, st.frozensets(WHO, max_size=2), st.frozensets(WHO, max_size=3))
def test_every_change_has_its_slots_and_no_party_is_asked(
    gives: list[Placement],
    takes: list[Placement],
    parties: frozenset[str],
    unavailable: frozenset[str],
) -> None:
    slots = slots_for(gives, takes, parties, TEAMS, FIRST, unavailable)
    net = {core(each) for each in gives} ^ {core(each) for each in takes}
    assert sorted(slot.subject for slot in slots) == sorted(
        [*{each[0] for each in net}, *{each[1] for each in net}]
    )
    for slot in slots:
        head = TEAMS.manager_of_department(slot.subject) or TEAMS.manager_of(slot.subject)
        line = [each for each in (head, TEAMS.manager_of(head or "")) if each]
        fit = [each for each in line if each not in parties | unavailable]
        assert slot.approver == (fit[0] if fit else None)
        assert (slot.kind is SlotKind.HR) == (slot.approver is None)
