"""Whatever people do in whatever order, some things about a change request always hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain import (
    ChangeRequest,
    Decision,
    Event,
    PlannerError,
    Refused,
    RequestKind,
    RequestState,
)
from planner.domain.approvals import is_pending, parties_of, passed_on, slots_of
from planner.domain.patience import Chore, due, reminded
from planner.domain.request_states import step
from planner.domain.request_table import CLOCKWORK, Doer, events_in
from tests.domain.company import HOMES, HR, KNOWN, NOW, TEAMS, a_request, an_offer, by, placed
from tests.domain.test_request_states import EXPECTED

WHO = st.sampled_from(sorted(HOMES))
DOERS = st.builds(
    lambda who, hr, holders: by(who, hr=hr, stands_in_for=tuple(holders)),
    st.none() | WHO,
    st.booleans(),
    st.lists(WHO, max_size=2),
)
CAST = [by(who) for who in ("pam", "sue", "sid", "pat", "pia", "sam", "fay", "mona", "boss")]
CAST += [HR, by("sue", hr=True), by("max", stands_in_for=("pia", "fay"))]
ONWARD = {Event.SUBMIT, Event.CLAIM, Event.PICK, Event.ACCEPT, Event.APPROVE, Event.REVERT}
ACTS = st.tuples(
    st.sampled_from(["on", "on", "on", "possible", "wild"]), st.sampled_from([0, 1, 30])
)
STARTS = st.sampled_from(
    [
        *(a_request(kind) for kind in RequestKind),
        an_offer(),
        an_offer(RequestKind.GIVE),
        a_request(RequestKind.DROP, gives=(placed("pam", "archive", 3),)),
    ]
)


def tended(request: ChangeRequest, now: datetime) -> ChangeRequest:
    """Return a request after the clock has done what is due, but for letting it expire."""
    for chore in due(request, now, NOW):
        if chore.chore is Chore.ESCALATE:
            request = passed_on(request, chore.slots, TEAMS, now)
        elif chore.chore is Chore.REMIND:
            request = reminded(request, chore.slots, now)
    return request


def check_step(
    before: ChangeRequest, after: ChangeRequest, event: Event, doer: Doer, now: datetime
) -> None:
    assert after.revision == before.revision + 1
    assert (before.state, event) in EXPECTED
    assert (after.id, after.requester, after.kind) == (before.id, before.requester, before.kind)
    if before.partner is not None:
        assert (after.partner, after.gives, after.takes) == (
            before.partner,
            before.gives,
            before.takes,
        )
    assert after.deadline <= before.deadline
    if event in {Event.APPROVE, Event.ACCEPT, Event.PICK}:
        assert now < before.deadline
    if event in {Event.APPROVE, Event.DENY}:
        assert doer.employee not in parties_of(before)
        assert [slot for slot in slots_of(after, doer) if is_pending(slot)] == []
    for old, new in zip(before.slots, after.slots, strict=False):
        assert is_pending(old) or new == old


def check_request(request: ChangeRequest) -> None:
    parties = parties_of(request)
    assert not parties & {slot.approver for slot in request.slots}
    deciders = {slot.decided_by for slot in request.slots if not is_pending(slot)}
    assert not {f"user of {party}" for party in parties} & deciders
    if request.state in {RequestState.APPLIED, RequestState.REVERTED}:
        assert request.slots
        assert {slot.decision for slot in request.slots} == {Decision.APPROVED}
        assert request.applied_version is not None
    if request.state is RequestState.DENIED:
        assert request.reason
        assert Decision.DENIED in {slot.decision for slot in request.slots}


def tried(request: ChangeRequest, event: Event, doer: Doer, now: datetime) -> ChangeRequest | None:
    offers = placed(doer.employee or "", "marketing", 5)
    picked = request.claims[-1].employee if request.claims else None
    try:
        return step(request, event, doer, now, replace(KNOWN, offers=offers, picked=picked))
    except Refused:
        return None


def drawn(
    data: st.DataObject, request: ChangeRequest, how: str, now: datetime
) -> tuple[Event, Doer]:
    """Draw an event and who tries it: anything, something possible, or a step forward."""
    acts = [
        (event, doer)
        for event in events_in(request.state)
        for doer in (*CAST, CLOCKWORK)
        if (event in ONWARD or how == "possible") and tried(request, event, doer, now)
    ]
    if how == "wild" or not acts:
        return data.draw(st.tuples(st.sampled_from(Event), st.just(CLOCKWORK) | DOERS))
    return data.draw(st.sampled_from(acts))


@given(STARTS, st.lists(ACTS, max_size=15), st.data())
def test_any_sequence_keeps_what_must_hold(
    request: ChangeRequest, acts: list[tuple[str, int]], data: st.DataObject
) -> None:
    now = NOW
    for how, hours in acts:
        now += timedelta(hours=hours)
        request = tended(request, now)
        check_request(request)
        event, doer = drawn(data, request, how, now)
        after = tried(request, event, doer, now)
        if after is not None:
            check_step(request, after, event, doer, now)
            check_request(after)
            request = after


@given(STARTS, st.lists(st.tuples(st.sampled_from(Event), DOERS), max_size=10))
def test_what_has_ended_stays_as_it_is(
    request: ChangeRequest, acts: list[tuple[Event, Doer]]
) -> None:
    ended = step(request, Event.WITHDRAW, by("pam"), NOW)
    for event, doer in acts:
        with pytest.raises(PlannerError):
            step(ended, event, doer, NOW, KNOWN)
    assert tended(ended, NOW + timedelta(days=99)) is ended


@given(st.permutations(["pia", "sam", "fay", "mona"]))
def test_approvals_in_any_order_end_alike(order: list[str]) -> None:
    request = step(a_request(), Event.SUBMIT, by("pam"), NOW, KNOWN)
    request = step(request, Event.ACCEPT, by("sue"), NOW, KNOWN)
    for place, approver in enumerate(order, start=1):
        assert request.state is RequestState.PENDING_APPROVAL
        request = step(request, Event.APPROVE, by(approver), NOW + timedelta(hours=place), KNOWN)
    assert request.state is RequestState.APPLIED
