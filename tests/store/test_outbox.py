"""Inbox and outbox: told once, read when read, sent once whatever happens to the senders."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from planner.domain import Mail, Message

if TYPE_CHECKING:
    from planner.store.store import Store

NOW = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
UNTIL = NOW + 5 * MINUTE


def a_message(user: str, subject: str = "Hello", *, minutes: int = 0) -> Message:
    when = NOW + minutes * MINUTE
    return Message(user, subject, "A text.\nTwo lines.", "/requests/r1", "request r1", when)


def a_mail(key: str, user: str = "ada", *, minutes: int = 0) -> Mail:
    payload = {"facts": {"name": "Zoë"}, "items": [1, 2], "calendar": {"text": "BEGIN:VEVENT\r\n"}}
    return Mail(key, user, payload, NOW + minutes * MINUTE)


def put(store: Store, *mails: Mail) -> int:
    return store.write(lambda unit: unit.outbox.put(mails))


def claimed(
    store: Store, sender: str = "s1", now: datetime = NOW, *, users: int = 20
) -> list[list[str]]:
    until = now + 5 * MINUTE
    found = store.write(lambda unit: unit.outbox.claim(sender, now, until, users=users))
    return [[mail.key for mail in mails] for mails in found]


def test_messages_are_kept_for_each_user_the_newest_first(store: Store) -> None:
    messages = [a_message("ada", "one"), a_message("ben", "two"), a_message("ada", "three")]
    store.write(lambda unit: unit.outbox.inbox.add(messages))
    store.write(lambda unit: unit.outbox.inbox.add([]))
    with store.read() as unit:
        found = unit.outbox.inbox.of("ada")
        assert [replace(each, number=0) for each in found] == [messages[2], messages[0]]
        assert [each.subject for each in unit.outbox.inbox.of("ada", limit=1)] == ["three"]
        assert unit.outbox.inbox.of("coy") == ()


def test_messages_are_unread_until_their_owner_reads_them(store: Store) -> None:
    messages = [a_message("ada", f"{number}") for number in range(3)] + [a_message("ben")]
    store.write(lambda unit: unit.outbox.inbox.add(messages))
    with store.read() as unit:
        inbox = unit.outbox.inbox
        assert (inbox.unread("ada"), inbox.unread("ben")) == (3, 1)
        newest = inbox.of("ada")[0].number
        bens = inbox.of("ben")[0].number
    both = {newest, bens}
    assert store.write(lambda unit: unit.outbox.inbox.read("ada", NOW, numbers=both)) == 1
    with store.read() as unit:
        assert [each.subject for each in unit.outbox.inbox.of("ada", unread=True)] == ["1", "0"]
        assert unit.outbox.inbox.of("ada")[0].read_at == NOW
        assert unit.outbox.inbox.unread("ben") == 1
    assert store.write(lambda unit: unit.outbox.inbox.read("ada", NOW + MINUTE)) == 2
    with store.read() as unit:
        assert unit.outbox.inbox.unread("ada") == 0
        assert unit.outbox.inbox.of("ada")[0].read_at == NOW


def test_messages_are_pruned_and_forgotten(store: Store) -> None:
    messages = [
        a_message("ada", "old"),
        a_message("ada", "new", minutes=2),
        a_message("ben", "Ada asks for a swap", minutes=2),
        a_message("ben", "100 % done in Canada", minutes=2),
    ]
    store.write(lambda unit: unit.outbox.inbox.add(messages))
    assert store.write(lambda unit: unit.outbox.inbox.prune(NOW + MINUTE)) == 1
    assert store.write(lambda unit: unit.outbox.inbox.forget("ada", words=["Ada", "0%", ""])) == 2
    with store.read() as unit:
        assert [each.subject for each in unit.outbox.inbox.of("ben")] == ["100 % done in Canada"]


def test_mail_comes_back_whole_and_counts_the_attempt(store: Store) -> None:
    assert put(store, a_mail("k1")) == 1
    found = store.write(lambda unit: unit.outbox.claim("s1", NOW, UNTIL))
    assert found == ((replace(a_mail("k1"), attempts=1),),)


def test_a_key_is_put_once_ever(store: Store) -> None:
    assert put(store, a_mail("k1"), a_mail("k1"), a_mail("k2")) == 2
    assert put(store, a_mail("k1", "ben"), a_mail("k3")) == 1
    claimed(store)
    store.write(lambda unit: unit.outbox.done(["k1", "k2", "k3"], NOW))
    assert put(store, a_mail("k1")) == 0
    with store.read() as unit:
        assert unit.outbox.count_waiting() == 0


def test_mail_of_one_user_that_is_due_is_claimed_together(store: Store) -> None:
    put(
        store,
        a_mail("a1", "ada", minutes=-1),
        a_mail("b1", "ben", minutes=-2),
        a_mail("a2", "ada"),
        a_mail("a3", "ada", minutes=1),
    )
    with store.read() as unit:
        assert (unit.outbox.count_waiting(), unit.outbox.count_waiting(NOW)) == (4, 3)
    assert claimed(store) == [["b1"], ["a1", "a2"]]
    assert claimed(store, "s2") == []
    assert claimed(store, "s2", NOW + MINUTE) == [["a3"]]


def test_a_sender_takes_some_users_those_who_waited_longest(store: Store) -> None:
    put(store, *(a_mail(f"k{number}", f"u{number}", minutes=-number) for number in range(5)))
    assert claimed(store, users=2) == [["k4"], ["k3"]]
    assert claimed(store, users=2) == [["k2"], ["k1"]]
    assert claimed(store, users=2) == [["k0"]]


def test_what_was_begun_together_can_be_told_when_it_is_tried_again(store: Store) -> None:
    put(store, a_mail("k1", minutes=-9), a_mail("k2", minutes=-3))
    claimed(store)
    # The sender died; what came since is tried for the first time.
    put(store, a_mail("k3"))
    later = NOW + 6 * MINUTE
    (mails,) = store.write(lambda unit: unit.outbox.claim("s2", later, later + MINUTE))
    begun = [(mail.key, mail.attempts, mail.due_at) for mail in mails]
    assert begun == [("k1", 2, NOW), ("k2", 2, NOW), ("k3", 1, later)]


def test_mail_of_a_sender_who_died_is_claimed_again_and_not_before(store: Store) -> None:
    put(store, a_mail("k1"))
    assert claimed(store, "s1") == [["k1"]]
    assert claimed(store, "s2", UNTIL - MINUTE) == []
    assert claimed(store, "s2", UNTIL) == [["k1"]]


def test_failed_mail_waits_and_says_why(store: Store) -> None:
    put(store, a_mail("k1"), a_mail("k2"))
    claimed(store)
    again = NOW + 3 * MINUTE
    said = "The mail server does not answer."
    store.write(lambda unit: unit.outbox.failed(["k1", "k2"], "s1", NOW, said, again_at=again))
    assert claimed(store, "s1", again - MINUTE) == []
    with store.read() as unit:
        assert [(mail.key, mail.trouble) for mail in unit.outbox.in_trouble()] == [
            ("k2", said),
            ("k1", said),
        ]
    assert claimed(store, "s2", again) == [["k1", "k2"]]
    store.write(lambda unit: unit.outbox.done(["k1", "k2"], again))
    with store.read() as unit:
        assert unit.outbox.in_trouble() == ()


def test_mail_that_nobody_will_take_is_given_up_and_shown(store: Store) -> None:
    put(store, a_mail("k1"))
    claimed(store)
    said = "There is no such address."
    store.write(lambda unit: unit.outbox.failed(["k1"], "s1", NOW, said, again_at=None))
    assert claimed(store, "s1", NOW + timedelta(days=30)) == []
    with store.read() as unit:
        (mail,) = unit.outbox.in_trouble()
        assert (mail.given_up_at, mail.sent_at, mail.trouble) == (NOW, None, said)
        assert unit.outbox.count_waiting() == 0


def test_a_sender_who_comes_too_late_does_not_disturb_the_next(store: Store) -> None:
    put(store, a_mail("k1"))
    claimed(store, "s1")
    claimed(store, "s2", UNTIL)
    store.write(lambda unit: unit.outbox.failed(["k1"], "s1", UNTIL, "Late.", again_at=UNTIL))
    assert claimed(store, "s3", UNTIL) == []
    with store.read() as unit:
        assert unit.outbox.in_trouble() == ()


def test_what_was_sent_late_is_sent_all_the_same(store: Store) -> None:
    put(store, a_mail("k1"))
    claimed(store, "s1")
    claimed(store, "s2", UNTIL)
    store.write(lambda unit: unit.outbox.done(["k1"], UNTIL))
    store.write(lambda unit: unit.outbox.failed(["k1"], "s2", UNTIL, "No.", again_at=UNTIL))
    assert claimed(store, "s3", UNTIL + timedelta(days=1)) == []
    store.write(lambda unit: unit.outbox.done(["k1"], UNTIL + MINUTE))
    assert store.write(lambda unit: unit.outbox.prune(UNTIL + MINUTE)) == 1


def test_old_mail_is_pruned_and_what_waits_is_not(store: Store) -> None:
    put(store, a_mail("sent"), a_mail("given up"), a_mail("waiting"))
    claimed(store)

    store.write(lambda unit: unit.outbox.done(["sent"], NOW))
    store.write(lambda unit: unit.outbox.failed(["given up"], "s1", NOW, "No.", again_at=None))
    assert store.write(lambda unit: unit.outbox.prune(NOW)) == 0
    assert store.write(lambda unit: unit.outbox.prune(NOW + MINUTE)) == 2
    with store.read() as unit:
        assert unit.outbox.count_waiting() == 1


def test_mail_to_or_about_a_forgotten_person_is_gone(store: Store) -> None:
    put(store, a_mail("to ada"), a_mail("about zoe", "ben"))
    other = replace(a_mail("other", "ben"), payload={"facts": {"name": "Zoe"}})
    named = [replace(other, key=key, payload={"about": [key]}) for key in ("e1", "e12", 'e"1')]
    put(store, other, *named)
    assert store.write(lambda unit: unit.outbox.forget("ada", employee="e1", words=["Zoë"])) == 3
    assert claimed(store) == [["other", "e12", 'e"1']]


def test_many_mails_are_put_and_claimed_at_once(store: Store) -> None:
    mails = [a_mail(f"k{number:04}", f"u{number % 7}") for number in range(1_500)]
    assert put(store, *mails) == 1_500
    assert sorted(key for keys in claimed(store) for key in keys) == [mail.key for mail in mails]
    keys = [mail.key for mail in mails]
    store.write(lambda unit: unit.outbox.done(keys, NOW))
    with store.read() as unit:
        assert unit.outbox.count_waiting() == 0


@pytest.mark.parametrize("users", [1, 5])
def test_many_senders_send_every_mail_once(store: Store, users: int) -> None:
    mails = [a_mail(f"k{number:02}", f"u{number % 12}") for number in range(48)]
    put(store, *mails)
    senders = 5
    start = Barrier(senders)

    def sent_all(keys: list[str]) -> list[str]:
        store.write(lambda unit: unit.outbox.done(keys, NOW), quiet=True)
        return keys

    def send(sender: str) -> list[str]:
        start.wait()
        sent: list[str] = []
        while batch := store.write(
            lambda unit: unit.outbox.claim(sender, NOW, UNTIL, users=users), quiet=True
        ):
            sent += sent_all([mail.key for of_user in batch for mail in of_user])
        return sent

    with ThreadPoolExecutor(senders) as threads:
        sent = [
            key for keys in threads.map(send, [f"s{n}" for n in range(senders)]) for key in keys
        ]
    assert sorted(sent) == [mail.key for mail in mails]
