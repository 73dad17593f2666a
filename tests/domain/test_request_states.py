"""Each state, each event, each kind of person: what happens, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.domain import LIVE, ChangeRequest, Conflict, Event, Refused, RequestState
from planner.domain.request_facts import Facts
from planner.domain.request_states import step
from planner.domain.request_table import CLOCKWORK, TRANSITIONS, Doer, events_in, transition
from tests.domain.company import DEADLINE, HR, KNOWN, SOON, by, in_state, placed

S = RequestState
E = Event

PEOPLE: dict[str, Doer] = {
    "requester": by("pam"),
    "partner": by("sue"),
    "requester's manager": by("pia"),
    "partner's manager": by("sam"),
    "host's manager": by("fay"),
    "deputy": by("max", stands_in_for=("mona",)),
    "deputy who is a party": by("sue", stands_in_for=("pia", "mona")),
    "HR": HR,
    "HR who is a party": by("pam", hr=True),
    "bystander": by("mia"),
    "claimant": by("sid"),
    "stranger": by(None),
    "planner": CLOCKWORK,
}

APPROVERS = {"requester's manager", "partner's manager", "host's manager", "deputy"}
ASKED_FOR = {"requester", "HR who is a party"}
SENDERS = ASKED_FOR | {"requester's manager", "HR"}
PARTNERS = {"partner", "deputy who is a party"}
CLAIMANTS = {
    *("partner", "requester's manager", "partner's manager", "host's manager", "deputy"),
    *("deputy who is a party", "bystander"),
}

EXPECTED: dict[tuple[S, E], tuple[S, set[str]]] = {
    (S.DRAFT, E.SUBMIT): (S.PENDING_PARTNER, SENDERS),
    (S.OPEN, E.CLAIM): (S.OPEN, CLAIMANTS),
    (S.OPEN, E.PICK): (S.PENDING_APPROVAL, ASKED_FOR),
    (S.PENDING_PARTNER, E.ACCEPT): (S.PENDING_APPROVAL, PARTNERS),
    (S.PENDING_PARTNER, E.DECLINE): (S.DECLINED, PARTNERS),
    (S.PENDING_APPROVAL, E.APPROVE): (S.PENDING_APPROVAL, APPROVERS),
    (S.PENDING_APPROVAL, E.DENY): (S.DENIED, APPROVERS),
    (S.APPLIED, E.REVERT): (S.REVERTED, {"HR"}),
    (S.DRAFT, E.WITHDRAW): (S.WITHDRAWN, ASKED_FOR),
    (S.OPEN, E.WITHDRAW): (S.WITHDRAWN, ASKED_FOR),
    (S.PENDING_PARTNER, E.WITHDRAW): (S.WITHDRAWN, ASKED_FOR),
    (S.PENDING_APPROVAL, E.WITHDRAW): (S.WITHDRAWN, ASKED_FOR),
    (S.DRAFT, E.EXPIRE): (S.EXPIRED, {"planner"}),
    (S.OPEN, E.EXPIRE): (S.EXPIRED, {"planner"}),
    (S.PENDING_PARTNER, E.EXPIRE): (S.EXPIRED, {"planner"}),
    (S.PENDING_APPROVAL, E.EXPIRE): (S.EXPIRED, {"planner"}),
    (S.DRAFT, E.SUPERSEDE): (S.SUPERSEDED, {"planner"}),
    (S.OPEN, E.SUPERSEDE): (S.SUPERSEDED, {"planner"}),
    (S.PENDING_PARTNER, E.SUPERSEDE): (S.SUPERSEDED, {"planner"}),
    (S.PENDING_APPROVAL, E.SUPERSEDE): (S.SUPERSEDED, {"planner"}),
    (S.DRAFT, E.INVALIDATE): (S.INVALID, {"planner"}),
    (S.OPEN, E.INVALIDATE): (S.INVALID, {"planner"}),
    (S.PENDING_PARTNER, E.INVALIDATE): (S.INVALID, {"planner"}),
    (S.PENDING_APPROVAL, E.INVALIDATE): (S.INVALID, {"planner"}),
}
"""Written out by hand: what happens to a swap that Pam asks of Sue, and through whom."""


def tried(request: ChangeRequest, event: Event, doer: Doer) -> ChangeRequest:
    now = DEADLINE if event is Event.EXPIRE else SOON
    offers = placed(doer.employee or "", "marketing", 5)
    return step(request, event, doer, now, replace(KNOWN, picked="sid", offers=offers))


@pytest.mark.parametrize("event", list(Event))
@pytest.mark.parametrize("state", list(RequestState))
def test_each_event_in_each_state_by_each_person(state: RequestState, event: Event) -> None:
    request = in_state(state)
    to, allowed = EXPECTED.get((state, event), (None, set()))
    for person, doer in PEOPLE.items():
        if person in allowed:
            after = tried(request, event, doer)
            assert (person, after.state) == (person, to)
            assert after.revision == request.revision + 1
        else:
            with pytest.raises(Refused, match=r"^[A-Z].*\.$"):
                tried(request, event, doer)


def test_the_table_has_these_transitions_and_no_others() -> None:
    assert {(each.state, each.event) for each in TRANSITIONS} == set(EXPECTED)
    assert len(TRANSITIONS) == len(EXPECTED)
    for place, (to, _) in EXPECTED.items():
        found = transition(*place)
        assert found is not None
        assert to in found.to


def test_several_ends_where_the_request_decides() -> None:
    several = {(each.state, each.event): set(each.to) for each in TRANSITIONS if len(each.to) > 1}
    assert several == {
        (S.DRAFT, E.SUBMIT): {S.PENDING_PARTNER, S.OPEN, S.PENDING_APPROVAL},
        (S.PENDING_APPROVAL, E.APPROVE): {S.PENDING_APPROVAL, S.APPLIED},
    }


def test_nothing_happens_to_what_has_ended_but_for_taking_back() -> None:
    for state in set(RequestState) - LIVE:
        assert events_in(state) == ((Event.REVERT,) if state is S.APPLIED else ())


def test_a_stale_look_is_a_conflict() -> None:
    request = in_state(S.PENDING_PARTNER)
    with pytest.raises(Conflict, match="Look again"):
        step(request, Event.ACCEPT, by("sue"), SOON, KNOWN, seen=request.revision - 1)
    step(request, Event.ACCEPT, by("sue"), SOON, KNOWN, seen=request.revision)


@pytest.mark.parametrize(
    ("state", "event", "person"),
    [
        (S.DRAFT, E.SUBMIT, "requester"),
        (S.OPEN, E.CLAIM, "bystander"),
        (S.OPEN, E.PICK, "requester"),
        (S.PENDING_PARTNER, E.ACCEPT, "partner"),
        (S.PENDING_APPROVAL, E.APPROVE, "requester's manager"),
    ],
)
def test_nothing_goes_on_after_the_deadline(state: S, event: E, person: str) -> None:
    offers = placed("mia", "marketing", 5)
    facts = replace(KNOWN, picked="sid", offers=offers)
    just = DEADLINE - timedelta(seconds=1)
    step(in_state(state), event, PEOPLE[person], just, facts)
    with pytest.raises(Refused, match="time to answer"):
        step(in_state(state), event, PEOPLE[person], DEADLINE, facts)


def test_nothing_expires_before_its_deadline() -> None:
    with pytest.raises(Refused, match="still time"):
        step(in_state(S.OPEN), Event.EXPIRE, CLOCKWORK, SOON)


@pytest.mark.parametrize(
    ("state", "event", "person"),
    [
        (S.DRAFT, E.SUBMIT, "requester"),
        (S.OPEN, E.CLAIM, "bystander"),
        (S.OPEN, E.PICK, "requester"),
        (S.PENDING_PARTNER, E.ACCEPT, "partner"),
        (S.PENDING_APPROVAL, E.APPROVE, "requester's manager"),
        (S.APPLIED, E.REVERT, "HR"),
    ],
)
def test_an_obstacle_blocks_and_is_told(state: S, event: E, person: str) -> None:
    facts = replace(KNOWN, obstacles=("Finance is closed.", "So is Sales."))
    with pytest.raises(Refused) as refused:
        step(in_state(state), event, PEOPLE[person], SOON, facts)
    assert refused.value.sentences == ("Finance is closed.", "So is Sales.")


@pytest.mark.parametrize(
    ("state", "event", "person"),
    [
        (S.PENDING_PARTNER, E.DECLINE, "partner"),
        (S.PENDING_APPROVAL, E.DENY, "host's manager"),
        (S.PENDING_APPROVAL, E.WITHDRAW, "requester"),
    ],
)
def test_an_obstacle_does_not_keep_a_request_from_ending(state: S, event: E, person: str) -> None:
    facts = replace(KNOWN, obstacles=("Finance is closed.",), loss="It costs coverage.")
    assert step(in_state(state), event, PEOPLE[person], SOON, facts).state not in LIVE


@pytest.mark.parametrize(
    ("state", "event", "person"),
    [
        (S.PENDING_APPROVAL, E.DENY, "host's manager"),
        (S.PENDING_APPROVAL, E.INVALIDATE, "planner"),
    ],
)
def test_some_ends_need_a_reason(state: S, event: E, person: str) -> None:
    with pytest.raises(Refused, match="Say why"):
        step(in_state(state), event, PEOPLE[person], SOON, replace(KNOWN, comment="  "))
    after = step(in_state(state), event, PEOPLE[person], SOON, replace(KNOWN, comment=" No. "))
    assert after.reason == "No."


LOSS = replace(KNOWN, loss="Payroll gets to know Finance less.", picked="sid")


@pytest.mark.parametrize(
    ("state", "event", "person", "kept"),
    [
        (S.DRAFT, E.SUBMIT, "requester", True),
        (S.OPEN, E.PICK, "requester", True),
        (S.PENDING_PARTNER, E.ACCEPT, "partner", False),
        (S.PENDING_APPROVAL, E.APPROVE, "requester's manager", False),
    ],
)
def test_a_loss_must_be_confirmed(state: S, event: E, person: str, kept: bool) -> None:
    request = in_state(state)
    with pytest.raises(Refused, match="Confirm"):
        step(request, event, PEOPLE[person], SOON, LOSS)
    ticked = step(request, event, PEOPLE[person], SOON, replace(LOSS, loss_accepted=True))
    assert ticked.loss_accepted is kept


def test_a_loss_that_the_requester_confirmed_is_confirmed() -> None:
    request = replace(in_state(S.PENDING_PARTNER), loss_accepted=True)
    assert step(request, Event.ACCEPT, by("sue"), SOON, LOSS).loss_accepted


def test_a_loss_is_confirmed_anew_for_the_colleague_who_is_picked() -> None:
    with pytest.raises(Refused, match="Confirm"):
        step(replace(in_state(S.OPEN), loss_accepted=True), Event.PICK, by("pam"), SOON, LOSS)


def test_facts_that_only_the_caller_can_know_are_asked_for() -> None:
    with pytest.raises(ValueError, match="teams"):
        step(in_state(S.PENDING_PARTNER), Event.ACCEPT, by("sue"), SOON, Facts())
    with pytest.raises(ValueError, match="version"):
        step(in_state(S.DRAFT), Event.SUPERSEDE, CLOCKWORK, SOON, Facts())
