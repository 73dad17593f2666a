"""Into the outbox and out of it: nothing is lost, and what belongs together stays together."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain import Mail
from planner.notify import CalendarPart, batches, mail_of, message_of, next_try, notice_of
from planner.notify.letters import calendar_of
from planner.notify.schedule import LONGEST_WAIT, MOST_ATTEMPTS
from tests.notify.notices import NOW, about, one_of_each

if TYPE_CHECKING:
    from planner.domain.notices import Notice


@pytest.mark.parametrize("notice", one_of_each(), ids=lambda notice: notice.kind)
def test_a_notice_comes_back_from_the_outbox_as_it_was(notice: Notice) -> None:
    mail = mail_of(notice, calendar=CalendarPart("PUBLISH", "BEGIN:VCALENDAR\r\n"))
    kept = replace(mail, payload=json.loads(json.dumps(mail.payload)))
    assert notice_of(kept) == notice
    assert (kept.key, kept.user, kept.due_at) == (notice.key, notice.to, notice.at)
    assert calendar_of(kept) == CalendarPart("PUBLISH", "BEGIN:VCALENDAR\r\n")


def test_most_mail_goes_without_a_calendar() -> None:
    assert calendar_of(mail_of(about().waiting("u4"))) is None


def test_mail_may_wait_for_more() -> None:
    later = NOW + timedelta(minutes=10)
    assert mail_of(about().waiting("u4"), due_at=later).due_at == later


def test_the_inbox_says_what_the_mail_says() -> None:
    message = message_of(about().waiting("u4"))
    assert message.user == "u4"
    assert message.subject == "A request of Ada Ohm waits for your decision"
    assert message.created_at == NOW
    assert message.read_at is None


def a_mail(key: str, user: str = "u1", attempts: int = 1, wait: int = 0) -> Mail:
    return Mail(key, user, {}, NOW + timedelta(minutes=wait), attempts=attempts)


def keys(mails: list[Mail]) -> list[list[str]]:
    return [[mail.key for mail in batch] for batch in batches(mails)]


def test_what_is_new_to_one_person_goes_together() -> None:
    mails = [a_mail("c", "u2"), a_mail("b", wait=3), a_mail("a"), a_mail("d", attempts=0)]
    assert keys(mails) == [["a", "d", "b"], ["c"]]


def test_what_was_tried_together_stays_together_and_apart_from_the_rest() -> None:
    again = [a_mail("a", attempts=2, wait=1), a_mail("b", attempts=2, wait=1)]
    assert keys([*again, a_mail("new"), a_mail("c", attempts=2, wait=2)]) == [
        ["new"],
        ["a", "b"],
        ["c"],
    ]


def test_what_happened_first_is_told_first() -> None:
    times = ("2027-01-04T09:05:00+00:00", "2027-01-04T10:00:00+00:00", "2027-01-04T10:07:00+00:00")
    told = zip(("b", "c", "a"), times, strict=True)
    mails = [replace(a_mail(key), payload={"at": at}) for key, at in told]
    assert keys(mails[::-1]) == [["b", "c", "a"]]


def test_a_flood_becomes_several_digests() -> None:
    mails = [a_mail(f"{number:03}") for number in range(120)]
    assert [len(batch) for batch in batches(mails)] == [50, 50, 20]
    assert [len(batch) for batch in batches(mails, most=7)] == [7] * 17 + [1]


mails = st.lists(
    st.builds(
        a_mail,
        key=st.text(alphabet="abcdef", min_size=3, max_size=3),
        user=st.sampled_from(["u1", "u2"]),
        attempts=st.integers(0, 3),
        wait=st.integers(0, 2),
    ),
    unique_by=lambda mail: mail.key,
    max_size=30,
)


@given(waiting=mails, seed=st.integers(0, 100))
def test_each_mail_goes_once_whatever_the_order(waiting: list[Mail], seed: int) -> None:
    found = batches(waiting, most=4)
    assert sorted(mail.key for batch in found for mail in batch) == sorted(
        mail.key for mail in waiting
    )
    assert all(len({mail.user for mail in batch}) == 1 for batch in found)
    shuffled = list(waiting)
    Random(seed).shuffle(shuffled)
    assert batches(shuffled, most=4) == found


def test_waits_double_up_to_four_hours_and_end_after_five_days() -> None:
    waits = []
    now, attempts = NOW, 1
    while (later := next_try(attempts, now)) is not None:
        waits.append(later - now)
        now, attempts = later, attempts + 1
    assert [wait // timedelta(minutes=1) for wait in waits[:10]] == [
        *(1, 2, 4, 8, 16, 32, 64, 128),
        *(240, 240),
    ]
    assert set(waits[8:]) == {LONGEST_WAIT}
    assert timedelta(days=4.5) < now - NOW < timedelta(days=5)
    assert attempts == MOST_ATTEMPTS


def test_a_wait_before_any_attempt_is_refused() -> None:
    with pytest.raises(ValueError, match="attempts is 0"):
        next_try(0, NOW)
