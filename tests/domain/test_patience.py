"""What the clock does about requests that wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from planner.domain import Event, RequestKind, RequestState, Step
from planner.domain.approvals import passed_on
from planner.domain.patience import (
    Chore,
    Due,
    Patience,
    deadline_for,
    due,
    frozen_from,
    reminded,
    waiting_since,
    whom_to_remind,
)
from tests.domain.company import (
    DEADLINE,
    NOW,
    SOON,
    TEAMS,
    a_request,
    after,
    by,
    in_approval,
    in_state,
    placed,
)

PATIENCE = Patience(
    freeze_days=7,
    remind_after=timedelta(days=2),
    escalate_after=timedelta(days=5),
    answer_within=timedelta(days=14),
)


def test_a_placement_is_frozen_some_days_before_it_begins() -> None:
    placements = [placed("pam", "finance", 1), placed("pam", "sales", 0)]
    assert frozen_from(placements, PATIENCE) == datetime(2027, 2, 22, tzinfo=UTC)


def test_days_begin_where_people_are() -> None:
    moment = frozen_from([placed("pam", "finance")], PATIENCE, ZoneInfo("Etc/GMT-3"))
    assert moment == datetime(2027, 2, 21, 21, tzinfo=UTC)


def test_the_deadline_is_whichever_comes_first() -> None:
    placements = [placed("pam", "finance")]
    assert deadline_for(placements, NOW, PATIENCE) == NOW + timedelta(days=14)
    late = datetime(2027, 2, 20, tzinfo=UTC)
    assert deadline_for(placements, late, PATIENCE) == datetime(2027, 2, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    "wrong",
    [
        {"freeze_days": -1},
        {"remind_after": timedelta(0)},
        {"answer_within": timedelta(0)},
        {"remind_after": timedelta(days=5), "escalate_after": timedelta(days=5)},
    ],
)
def test_times_in_the_wrong_order_are_refused(wrong: dict[str, int | timedelta]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Patience(**wrong)  # type: ignore[arg-type]


def at(days: float) -> datetime:
    return NOW + timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (1.9, ()),
        (2, (Due(Chore.REMIND, frozenset({1, 2, 3, 4})),)),
        (4.9, (Due(Chore.REMIND, frozenset({1, 2, 3, 4})),)),
        (5, (Due(Chore.ESCALATE, frozenset({1, 2, 3, 4})),)),
        (13.9, (Due(Chore.ESCALATE, frozenset({1, 2, 3, 4})),)),
        (14, (Due(Chore.EXPIRE),)),
    ],
)
def test_an_unanswered_slot_is_reminded_then_escalated_then_expires(
    days: float, expected: tuple[Due, ...]
) -> None:
    assert due(in_approval(), at(days), NOW, PATIENCE) == expected


def test_whoever_has_answered_is_left_alone() -> None:
    request = after(in_approval(), (Event.APPROVE, by("pia")))
    assert due(request, at(2), NOW, PATIENCE) == (Due(Chore.REMIND, frozenset({2, 3, 4})),)


def test_a_slot_is_reminded_once() -> None:
    request = in_approval(RequestKind.DROP)
    once = reminded(request, {1}, at(2))
    assert once.slots[0].reminded_at == at(2)
    assert once.slots[1].reminded_at is None
    assert once.revision == request.revision + 1
    assert due(once, at(2), NOW, PATIENCE) == (Due(Chore.REMIND, frozenset({2})),)


def test_after_it_was_passed_on_the_waiting_begins_anew() -> None:
    request = passed_on(reminded(in_approval(RequestKind.DROP), {1}, at(2)), {1}, TEAMS, at(5))
    assert whom_to_remind(request, {1}) == ("boss",)
    assert due(request, at(6), at(5), PATIENCE) == ()
    assert due(request, at(7), at(6), PATIENCE) == (Due(Chore.REMIND, frozenset({1})),)
    assert due(request, at(10), at(6), PATIENCE) == (
        Due(Chore.ESCALATE, frozenset({1})),
        Due(Chore.REMIND, frozenset({2})),
    )


def test_hr_is_reminded_and_passes_nothing_on() -> None:
    request = a_request(RequestKind.DROP, gives=(placed("pam", "archive"),))
    request = after(request, (Event.SUBMIT, by("pam")))
    chores = due(request, at(6), NOW, PATIENCE)
    assert chores == (Due(Chore.ESCALATE, frozenset({1})), Due(Chore.REMIND, frozenset({2})))
    assert whom_to_remind(request, {1, 2}) == ("pia", None)


@pytest.mark.parametrize("state", list(RequestState))
def test_what_is_due_in_each_state(state: RequestState) -> None:
    live = {"draft", "open", "pending_partner", "pending_approval"}
    request = in_state(state)
    chores = [each.chore for each in due(request, request.deadline, NOW, PATIENCE)]
    assert chores == ([Chore.EXPIRE] if state.value in live else [])
    early = [each.chore for each in due(replace(request, deadline=DEADLINE), at(3), NOW, PATIENCE)]
    assert early == ([Chore.REMIND] if state is RequestState.PENDING_APPROVAL else [])


def test_waiting_begins_when_it_was_put_to_the_approvers() -> None:
    def told(event: Event, state: RequestState, days: int) -> Step:
        return Step(event, state, "u", at(days), 1)

    steps = [
        told(Event.SUBMIT, RequestState.PENDING_PARTNER, 0),
        told(Event.ACCEPT, RequestState.PENDING_APPROVAL, 3),
        told(Event.APPROVE, RequestState.PENDING_APPROVAL, 4),
    ]
    assert waiting_since(steps) == at(3)
    assert waiting_since(steps[:1]) is None
    assert due(in_approval(), SOON, None, PATIENCE) == ()
