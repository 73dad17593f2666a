"""The inbox is one's own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planner.domain import Actor, Message, NotAllowed, NotFound
from planner.workflow.read_inbox import count_unread, mark_read, read_inbox
from tests.workflow.people.company import ADA, HANA, NOW, PAM, PIA, entries

if TYPE_CHECKING:
    from planner.store import Store

HELLO = Message("u3", "Hello", "Text", "", "calendar", NOW)


@pytest.fixture
def told(company: Store) -> Store:
    messages = [HELLO, replace(HELLO, subject="Again"), replace(HELLO, user="u4")]
    company.write(lambda unit: unit.outbox.inbox.add(messages))
    return company


def test_the_newest_comes_first_and_reading_marks_nothing(told: Store) -> None:
    assert [each.subject for each in read_inbox(told, PAM, now=NOW)] == ["Again", "Hello"]
    assert [each.subject for each in read_inbox(told, PAM, limit=1, now=NOW)] == ["Again"]
    assert count_unread(told, PAM, now=NOW) == 2


def test_marking_twice_marks_once_and_leaves_others_alone(told: Store) -> None:
    newest, oldest = read_inbox(told, PAM, now=NOW)
    theirs = read_inbox(told, PIA, now=NOW)[0]
    assert mark_read(told, PAM, numbers=[newest.number, theirs.number], now=NOW) == 1
    assert mark_read(told, PAM, numbers=[newest.number], now=NOW) == 0
    assert read_inbox(told, PAM, unread=True, now=NOW) == (oldest,)
    assert count_unread(told, PIA, now=NOW) == 1
    assert mark_read(told, PAM, now=NOW) == 1
    assert entries(told) == ()


@pytest.mark.parametrize("actor", [ADA, HANA, PIA])
def test_nobody_reads_the_messages_of_others(told: Store, actor: Actor) -> None:
    with pytest.raises(NotFound):
        read_inbox(told, actor, user="u3", now=NOW)


def test_whoever_was_disabled_reads_nothing(told: Store) -> None:
    told.write(lambda unit: unit.people.disable("u3"))
    for work in (read_inbox, count_unread, mark_read):
        with pytest.raises(NotAllowed):
            work(told, PAM, now=NOW)
