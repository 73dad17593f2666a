"""Change requests: they come back whole, one step at a time, and end for good."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.domain import (
    LIVE,
    ChangeRequest,
    Claim,
    Conflict,
    Decision,
    Event,
    NotFound,
    Placement,
    RequestKind,
    RequestState,
    Slot,
    SlotKind,
    Step,
    id_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.store.store import Store
    from planner.store.unit import Unit

NOW = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
PENDING = RequestState.PENDING_APPROVAL


def a_visit(employee: str, host: str = "Payroll", day: int = 1, *, mentor: str = "") -> Placement:
    first = date(2027, 3, day)
    return Placement(employee, host, first, first + timedelta(days=6), mentor or None)


ADAS, BENS = a_visit("ada", mentor="max"), a_visit("ben", "Sales", 8)
SLOTS = (
    Slot(1, SlotKind.HOME, "ada", "mia"),
    Slot(2, SlotKind.HOST, "Payroll", "pia"),
    Slot(3, SlotKind.HR, "ben", None),
)
SWAP = ChangeRequest(
    id="r1",
    cycle="Spring",
    version=3,
    kind=RequestKind.SWAP,
    state=PENDING,
    revision=1,
    requester="ada",
    gives=(ADAS, BENS),
    takes=(a_visit("ada", "Sales", 8), a_visit("ben", mentor="max")),
    partner="ben",
    slots=SLOTS,
    claims=(),
    asked_by="u-ada",
    asked_at=NOW,
    deadline=NOW + 14 * DAY,
    comment="My sister marries.",
    loss_accepted=True,
)


def a_drop(id: str, employee: str, **changes: Any) -> ChangeRequest:
    blank = replace(SWAP, id=id, kind=RequestKind.DROP, requester=employee, partner=None)
    visit = a_visit(employee)
    return replace(blank, **{"gives": (visit,), "takes": (), "slots": SLOTS[:1], **changes})


def a_step(event: Event, state: RequestState, at: datetime = NOW, **more: Any) -> Step:
    return Step(event, state, "u-ada", at, 3, **more)


def keep(store: Store, *requests: ChangeRequest) -> None:
    def add(unit: Unit) -> None:
        for request in requests:
            unit.requests.add(request)

    store.write(add)


def ids(requests: Iterable[ChangeRequest]) -> list[str]:
    return [request.id for request in requests]


def test_a_request_comes_back_whole(store: Store) -> None:
    keep(store, SWAP)
    with store.read() as unit:
        assert unit.requests.get("r1") == SWAP
        assert unit.requests.find("r2") is None
        with pytest.raises(NotFound, match="no request r2"):
            unit.requests.get("r2")


def test_a_new_request_has_revision_1_and_its_first_step(store: Store) -> None:
    step = a_step(Event.SUBMIT, PENDING, impact={"lost": [{"from": 2, "to": 1}]}, comment="Please.")
    added = store.write(lambda unit: unit.requests.add(replace(SWAP, revision=9), step))
    assert added == SWAP
    with store.read() as unit:
        assert unit.requests.get("r1") == SWAP
        assert unit.requests.steps("r1") == (step,)
        assert unit.requests.steps("r2") == ()


def test_claims_and_what_they_offer_keep_their_order(store: Store) -> None:
    claims = (
        Claim("zoe", NOW, a_visit("zoe", "Sales", 15)),
        Claim("ben", NOW + HOUR),
        Claim("ali", NOW + 2 * HOUR, a_visit("ali", "Legal", 8, mentor="max")),
    )
    pool = replace(SWAP, state=RequestState.OPEN, partner=None, gives=(ADAS,), takes=())
    keep(store, pool)
    saved = store.write(lambda unit: unit.requests.save(replace(pool, claims=claims), 1))
    assert saved.claims == claims
    with store.read() as unit:
        assert unit.requests.get("r1").claims == claims
        assert ids(unit.requests.matching(claimant="ben")) == ["r1"]
        assert ids(unit.requests.matching(claimant="ada")) == []
        offered = [id_of(a_visit("zoe", "Sales", 15))]
        assert ids(unit.requests.touching("Spring", offered)) == []
        assert ids(unit.requests.touching("Spring", offered, offers=True)) == ["r1"]


def test_saving_replaces_slots_and_legs_and_raises_the_revision(store: Store) -> None:
    keep(store, SWAP)
    approved = replace(
        SLOTS[0],
        decision=Decision.APPROVED,
        decided_by="u-dan",
        on_behalf_of="mia",
        decided_at=NOW + HOUR,
        comment="Fine.",
        reminded_at=NOW,
        escalated_at=NOW,
    )
    after = replace(SWAP, version=4, slots=(approved, *SLOTS[1:]), takes=SWAP.takes[:1])
    saved = store.write(lambda unit: unit.requests.save(after, 1))
    assert saved == replace(after, revision=2)
    with store.read() as unit:
        assert unit.requests.get("r1") == saved


def test_what_a_request_is_about_cannot_be_changed_by_saving(store: Store) -> None:
    keep(store, SWAP)
    other = replace(SWAP, cycle="Autumn", kind=RequestKind.GIVE, asked_by="x", asked_at=NOW + DAY)
    assert store.write(lambda unit: unit.requests.save(other, 1)) == replace(SWAP, revision=2)


def test_steps_follow_each_other(store: Store) -> None:
    keep(store, SWAP)
    steps = (
        a_step(Event.APPROVE, PENDING, NOW + HOUR, on_behalf_of="mia"),
        a_step(Event.DENY, RequestState.DENIED, NOW + HOUR, comment="We are too few."),
    )
    denied = replace(SWAP, state=RequestState.DENIED, reason="We are too few.")
    store.write(lambda unit: unit.requests.save(SWAP, 1, steps[0]))
    store.write(lambda unit: unit.requests.save(denied, 2, steps[1]))
    with store.read() as unit:
        assert unit.requests.steps("r1") == steps
        assert unit.requests.get("r1") == replace(denied, revision=3)


def test_who_saw_an_older_state_loses_and_changes_nothing(store: Store) -> None:
    keep(store, SWAP)
    withdrawn = replace(SWAP, state=RequestState.WITHDRAWN)
    store.write(lambda unit: unit.requests.save(SWAP, 1))
    with pytest.raises(Conflict, match="it is pending approval now"):
        store.write(lambda unit: unit.requests.save(withdrawn, 1))
    with pytest.raises(NotFound):
        store.write(lambda unit: unit.requests.save(replace(withdrawn, id="r2"), 1))
    with store.read() as unit:
        assert unit.requests.get("r1") == replace(SWAP, revision=2)


@pytest.mark.parametrize("end", sorted(set(RequestState) - LIVE))
@pytest.mark.parametrize("next_state", [PENDING, RequestState.DENIED, RequestState.REVERTED])
def test_an_end_is_an_end_but_an_applied_request_may_be_reverted(
    store: Store, end: RequestState, next_state: RequestState
) -> None:
    keep(store, replace(SWAP, state=end))
    changed = replace(SWAP, state=next_state)
    if (end, next_state) == (RequestState.APPLIED, RequestState.REVERTED):
        assert store.write(lambda unit: unit.requests.save(changed, 1)).state is next_state
        return
    with pytest.raises(Conflict, match="stays as it is"):
        store.write(lambda unit: unit.requests.save(changed, 1))
    with store.read() as unit:
        assert unit.requests.get("r1") == replace(SWAP, state=end)


def test_a_placement_has_one_live_request(store: Store) -> None:
    keep(store, SWAP)
    with pytest.raises(Conflict, match=r"already \(r1\)"):
        keep(store, a_drop("r2", "ada"))
    with pytest.raises(Conflict, match="a request r1 already"):
        keep(store, a_drop("r1", "zoe"))
    # Ben is Ada's partner; what he asks for himself is another matter, and so is next year.
    keep(store, a_drop("r3", "ben", gives=(BENS,)), a_drop("r4", "ada", cycle="Autumn"))
    store.write(lambda unit: unit.requests.save(replace(SWAP, state=RequestState.DECLINED), 1))
    keep(store, a_drop("r2", "ada"))
    with store.read() as unit:
        live = unit.requests.matching(cycle="Spring", requester="ada", states=LIVE)
        assert ids(live) == ["r2"]


def test_a_request_without_a_placement_of_the_requester_is_a_mistake(store: Store) -> None:
    with pytest.raises(ValueError, match="no placement of ada"):
        keep(store, replace(SWAP, gives=(BENS,)))


def test_requests_are_found_by_who_has_to_do_with_them(store: Store) -> None:
    keep(
        store,
        SWAP,
        a_drop("r2", "zoe", asked_at=NOW + HOUR, state=RequestState.DENIED),
        a_drop("r3", "ben", asked_at=NOW - HOUR, cycle="Autumn"),
    )
    with store.read() as unit:
        found = unit.requests.matching
        assert ids(found()) == ["r3", "r1", "r2"]
        assert ids(found(cycle="Spring")) == ["r1", "r2"]
        assert ids(found(states=[RequestState.DENIED])) == ["r2"]
        assert ids(found(requester="ben")) == ["r3"]
        assert ids(found(partner="ben")) == ["r1"]
        assert ids(found(party="ben")) == ["r3", "r1"]
        assert ids(found(party="ben", cycle="Spring")) == ["r1"]
        assert ids(found(approver="mia")) == ["r3", "r1", "r2"]
        assert ids(found(approver="pia")) == ["r1"]


def test_an_approver_sees_what_waits_for_them(store: Store) -> None:
    decided = replace(SLOTS[0], decision=Decision.APPROVED, decided_by="u-mia", decided_at=NOW)
    keep(
        store,
        SWAP,
        a_drop("r2", "zoe", asked_at=NOW + HOUR, slots=(decided, SLOTS[2])),
        a_drop("r3", "ali", state=RequestState.OPEN),
    )
    with store.read() as unit:
        assert ids(unit.requests.waiting_for(["mia"])) == ["r1"]
        assert ids(unit.requests.waiting_for(["mia", "pia"])) == ["r1"]
        assert ids(unit.requests.waiting_for([], hr=True)) == ["r1", "r2"]
        assert ids(unit.requests.waiting_for([])) == []


def test_a_changed_placement_leads_to_the_requests_about_it(store: Store) -> None:
    keep(
        store,
        SWAP,
        a_drop("r2", "zoe", asked_at=NOW + HOUR),
        a_drop("r3", "ben", gives=(BENS,), asked_at=NOW - HOUR),
        a_drop("r4", "ada", state=RequestState.APPLIED),
        a_drop("r5", "ada", cycle="Autumn"),
    )
    with store.read() as unit:
        touching = unit.requests.touching
        assert ids(touching("Spring", [id_of(ADAS)])) == ["r1"]
        assert ids(touching("Spring", [id_of(BENS)])) == ["r3", "r1"]
        assert ids(touching("Spring", [id_of(SWAP.takes[1])])) == ["r1"]
        assert ids(touching("Spring", (id_of(visit) for visit in (ADAS, BENS)))) == ["r3", "r1"]
        assert ids(touching("Spring", [id_of(a_visit("nobody"))])) == []
        assert ids(touching("Spring", [])) == []
        applied = touching("Spring", [id_of(ADAS)], states=[RequestState.APPLIED])
        assert ids(applied) == ["r4"]


def test_touching_takes_more_placements_than_one_statement_may_name(store: Store) -> None:
    keep(store, SWAP)
    many = [id_of(a_visit(f"e{number}")) for number in range(1_200)]
    with store.read() as unit:
        assert ids(unit.requests.touching("Spring", [*many, id_of(ADAS)])) == ["r1"]


def test_live_requests_are_over_at_their_deadline(store: Store) -> None:
    keep(
        store,
        replace(SWAP, deadline=NOW),
        a_drop("r2", "zoe", deadline=NOW + HOUR),
        a_drop("r3", "ali", deadline=NOW - HOUR, state=RequestState.WITHDRAWN),
        a_drop("r4", "ben", deadline=NOW - DAY, state=RequestState.DRAFT),
    )
    with store.read() as unit:
        assert ids(unit.requests.past_deadline(NOW - HOUR / 2)) == ["r4"]
        assert ids(unit.requests.past_deadline(NOW)) == ["r1", "r4"]


def test_slots_wait_from_when_they_were_put_to_their_approvers(store: Store) -> None:
    opened = a_step(Event.SUBMIT, RequestState.OPEN, NOW - 9 * DAY)
    picked = a_step(Event.PICK, PENDING, NOW)
    approved = a_step(Event.APPROVE, PENDING, NOW + DAY)
    asked = NOW - 9 * DAY

    def history(unit: Unit) -> None:
        unit.requests.add(replace(SWAP, asked_at=asked))
        for step in (opened, picked, approved):
            unit.requests.add_step("r1", step)
        unit.requests.add(a_drop("r2", "zoe", asked_at=NOW - HOUR))
        unit.requests.add(a_drop("r3", "ali", asked_at=asked, state=RequestState.OPEN))

    store.write(history)
    with store.read() as unit:
        assert unit.requests.unanswered(NOW - DAY) == ()
        found = unit.requests.unanswered(NOW)
    assert [(request.id, since) for request, since in found] == [("r1", NOW), ("r2", NOW - HOUR)]
    assert found[0][0].slots == SLOTS


def test_a_slot_that_was_passed_on_waits_from_then(store: Store) -> None:
    answered = replace(SLOTS[2], decision=Decision.APPROVED)
    passed = [replace(slot, escalated_at=NOW + DAY) for slot in SLOTS[:2]]
    keep(store, replace(SWAP, slots=(*passed, answered)))
    with store.read() as unit:
        assert unit.requests.unanswered(NOW + HOUR) == ()
        assert [each[1] for each in unit.requests.unanswered(NOW + DAY)] == [NOW]


def test_of_many_who_answer_at_once_one_wins(store: Store) -> None:
    requests = [a_drop(f"r{number}", f"e{number}") for number in range(4)]
    keep(store, *requests)

    def answer(number: int) -> bool:
        request = requests[number % len(requests)]
        applied = replace(request, state=RequestState.APPLIED, applied_version=number)
        step = a_step(Event.APPROVE, RequestState.APPLIED, comment=str(number))
        try:
            store.write(lambda unit: unit.requests.save(applied, 1, step))
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        won = [number for number, yes in enumerate(threads.map(answer, range(32))) if yes]
    assert sorted(number % len(requests) for number in won) == [0, 1, 2, 3]
    with store.read() as unit:
        for number in won:
            request = unit.requests.get(requests[number % len(requests)].id)
            assert (request.revision, request.applied_version) == (2, number)
            assert [step.comment for step in unit.requests.steps(request.id)] == [str(number)]


def test_of_many_who_ask_for_one_placement_one_is_heard(store: Store) -> None:
    def ask(number: int) -> bool:
        try:
            keep(store, a_drop(f"r{number}", "ada"))
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(ask, range(12))) == 1
    with store.read() as unit:
        assert len(unit.requests.matching(states=LIVE)) == 1


def test_of_an_erased_person_nothing_is_left(store: Store) -> None:
    slots = (
        Slot(1, SlotKind.HOME, "ada", "mia", Decision.APPROVED, "u-mia", None, NOW, "Ada may."),
        Slot(2, SlotKind.HOST, "ada", "ada"),
    )
    impact = {"alternatives": ["Zoë instead of Ada"]}
    other = a_drop("r2", "zoe", slots=(Slot(1, SlotKind.HOME, "zoe", "ada"),), comment="As Ada did")

    def history(unit: Unit) -> None:
        unit.requests.add(replace(SWAP, state=RequestState.DENIED, slots=slots))
        step = a_step(Event.SUBMIT, PENDING, on_behalf_of="ada", impact=impact, comment="Please")
        unit.requests.add_step("r1", step)
        unit.requests.add(other)
        unit.requests.add_step("r2", a_step(Event.SUBMIT, PENDING, impact={"who": "Zoë Özil"}))
        unit.requests.add_step("r2", a_step(Event.APPROVE, PENDING, impact={"mentors": ["ada"]}))
        unit.requests.add_step("r2", a_step(Event.APPROVE, PENDING, impact={"mentors": ["adam"]}))
        unit.requests.forget("ada", "u-ada", "erased-1", words=["Ada", "Zoë Ö"])

    store.write(history)
    with store.read() as unit:
        request = unit.requests.get("r1")
        assert (request.requester, request.asked_by, request.comment) == ("erased-1",) * 2 + ("",)
        assert request.gives == (replace(ADAS, employee="erased-1"), BENS)
        assert request.takes[0].employee == "erased-1"
        home, host = request.slots
        assert (home.subject, home.approver, home.comment) == ("erased-1", "mia", "")
        assert (host.subject, host.approver) == ("ada", "erased-1")
        step = unit.requests.steps("r1")[0]
        assert step == Step(Event.SUBMIT, PENDING, "erased-1", NOW, 3, "erased-1")
        assert unit.requests.touching("Spring", [id_of(ADAS)], states=list(RequestState)) == ()
        anew = id_of(replace(ADAS, employee="erased-1"))
        assert ids(unit.requests.touching("Spring", [anew], states=list(RequestState))) == ["r1"]
        assert unit.requests.get("r2").comment == ""
        assert unit.requests.get("r2").slots[0].approver == "erased-1"
        impacts = [step.impact for step in unit.requests.steps("r2")]
        assert impacts == [None, None, {"mentors": ["adam"]}]


names = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40
)
visits = st.builds(
    Placement,
    names,
    names,
    st.dates(date(2020, 1, 1)),
    st.dates(date(2020, 1, 1)),
    st.none() | names,
)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
slots = st.builds(
    Slot,
    st.integers(1, 99),
    st.sampled_from(SlotKind),
    names,
    st.none() | names,
    st.sampled_from(Decision),
    st.none() | names,
    st.none() | names,
    st.none() | moments,
    names,
    st.none() | moments,
    st.none() | moments,
)


@st.composite
def any_request(draw: st.DrawFn) -> ChangeRequest:
    own = draw(visits)
    some = st.lists(visits, max_size=3).map(tuple)
    numbered = st.lists(slots, max_size=4, unique_by=lambda slot: slot.number)
    by_number = numbered.map(lambda each: tuple(sorted(each, key=lambda slot: slot.number)))
    claims = st.lists(st.builds(Claim, names, moments, st.none() | visits), max_size=3)
    return ChangeRequest(
        id="r1",
        cycle=draw(names),
        version=draw(st.integers(1, 10**6)),
        kind=draw(st.sampled_from(RequestKind)),
        state=draw(st.sampled_from(RequestState)),
        revision=1,
        requester=own.employee,
        gives=(own, *draw(some)),
        takes=draw(some),
        partner=draw(st.none() | names),
        slots=draw(by_number),
        claims=tuple(draw(claims)),
        asked_by=draw(names),
        asked_at=draw(moments),
        deadline=draw(moments),
        comment=draw(names),
        reason=draw(names),
        loss_accepted=draw(st.booleans()),
        applied_at=draw(st.none() | moments),
        applied_version=draw(st.none() | st.integers(1, 10**6)),
    )


class _TakeBackError(Exception):
    """Ends a transaction whose changes are not wanted."""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(request=any_request())
def test_whatever_a_request_says_comes_back(store: Store, request: ChangeRequest) -> None:
    def there_and_back(unit: Unit) -> None:
        unit.requests.add(request)
        assert unit.requests.get("r1") == request
        raise _TakeBackError

    with pytest.raises(_TakeBackError):
        store.write(there_and_back)
