"""Sending through a real mail server: everything arrives, and nothing arrives twice."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from planner.access import Action
from planner.domain import BadInput, Mail, NotAllowed, NotFound, Notice, NoticeKind, Refused
from planner.notify import CalendarPart, mail_of
from planner.store import open_store
from planner.workflow.acting import demand
from planner.workflow.send_mail import needed_settings, send_mail
from tests.notify.servers import DROP, Box, serving, settings
from tests.workflow.people.company import ADA, HANA, NOW, entries, settle

if TYPE_CHECKING:
    from planner.store import Store

LATER = NOW + timedelta(hours=5)
CALENDAR = CalendarPart("PUBLISH", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")


def a_mail(user: str = "u3", occasion: str = "1", **more: Any) -> Mail:
    notice = Notice(
        kind=NoticeKind.CALENDAR_RESET,
        to=user,
        thing="calendar",
        occasion=occasion,
        facts={"who": "Hana Novak", "day": "2027-03-15"},
        at=NOW,
        link="placements",
    )
    return mail_of(notice, **more)


def put(store: Store, *mails: Mail) -> None:
    store.write(lambda unit: unit.outbox.put(mails))


def test_mail_arrives_once_with_its_attachment(company: Store) -> None:
    put(company, a_mail(calendar=CALENDAR), a_mail("u5"))
    with serving(box := Box()) as port:
        sent = send_mail(company, settings(port), now=NOW)
        again = send_mail(company, settings(port), now=LATER)
    assert (sent.delivered, sent.later, sent.given_up, sent.waiting) == (2, 0, 0, 0)
    assert again.delivered == 0
    assert sorted(message["To"] for message in box.taken) == ["pam@example.org", "sue@example.org"]
    (mine,) = [message for message in box.taken if message["To"] == "pam@example.org"]
    assert [part.get_filename() for part in mine.iter_attachments()] == ["placement.ics"]
    assert entries(company) == ()


def test_several_for_one_person_become_one_mail(company: Store) -> None:
    put(company, *(a_mail(occasion=str(number)) for number in range(5)))
    with serving(box := Box()) as port:
        sent = send_mail(company, settings(port), now=NOW)
    assert (sent.delivered, len(box.taken)) == (1, 1)


def test_many_people_are_written_to_in_rounds(company: Store) -> None:
    put(company, *(a_mail(f"x{number}") for number in range(25)), a_mail("u3"))
    with serving(box := Box()) as port:
        sent = send_mail(company, settings(port), now=NOW)
    assert (sent.delivered, sent.given_up, len(box.taken)) == (1, 25, 1)


def test_while_the_server_is_down_nothing_is_lost_and_afterwards_nothing_doubled(
    company: Store,
) -> None:
    put(company, a_mail(), a_mail("u5"))
    with serving(Box()) as port:
        pass
    down = send_mail(company, settings(port), now=NOW)
    assert (down.delivered, down.later, down.waiting) == (0, 2, 2)
    assert any("cannot be used" in sentence for sentence in down.trouble)
    with serving(box := Box(), port=port):
        too_soon = send_mail(company, settings(port), now=NOW)
        put(company, a_mail(occasion="2"))
        sent = send_mail(company, settings(port), now=LATER)
        send_mail(company, settings(port), now=LATER + timedelta(days=1))
    assert too_soon.delivered == 0
    assert sent.waiting == 0
    told = sorted(message["To"] for message in box.taken)
    assert told == ["pam@example.org", "pam@example.org", "sue@example.org"]


def test_a_mail_that_may_have_arrived_comes_again_as_the_same_mail(company: Store) -> None:
    put(company, a_mail())
    with serving(box := Box(to_data=(DROP,))) as port:
        first = send_mail(company, settings(port), now=NOW)
        second = send_mail(company, settings(port), now=LATER)
    assert (first.later, second.delivered) == (1, 1)
    assert len(set(box.message_ids)) == 1


def test_a_refused_address_is_given_up_and_holds_nobody_up(company: Store) -> None:
    put(company, a_mail(), a_mail("u5"))
    with serving(box := Box(to_recipient={"pam@example.org": "550 no such user"})) as port:
        sent = send_mail(company, settings(port), now=NOW)
    assert (sent.delivered, sent.given_up, sent.waiting) == (1, 1, 0)
    assert len(box.taken) == 1
    with company.read() as unit:
        (lost,) = unit.outbox.in_trouble()
    assert "550" in lost.trouble or "no such user" in lost.trouble


def test_people_without_an_address_disabled_people_and_strange_mail_hold_nobody_up(
    company: Store,
) -> None:
    company.write(lambda unit: unit.people.disable("u5"))
    odd = Mail("odd", "u3", {"kind": "from the future"}, NOW)
    put(company, a_mail("u5"), a_mail("nobody"), odd, a_mail("u6"))
    with serving(box := Box()) as port:
        sent = send_mail(company, settings(port), now=NOW)
    assert (sent.delivered, sent.given_up, sent.waiting) == (1, 3, 0)
    assert [message["To"] for message in box.taken] == ["sam@example.org"]


def test_mail_that_is_not_due_yet_waits(company: Store) -> None:
    put(company, a_mail(due_at=LATER))
    with serving(box := Box()) as port:
        assert send_mail(company, settings(port), now=NOW).waiting == 1
        assert send_mail(company, settings(port), now=LATER).delivered == 1
    assert len(box.taken) == 1


def test_senders_side_by_side_send_each_mail_once(store_url: str) -> None:
    with open_store(store_url) as store:
        settle(store)
        put(store, *(a_mail(user, str(n)) for user in ("u1", "u2", "u3", "u4") for n in range(3)))
    with serving(box := Box()) as port:

        def work() -> None:
            with open_store(store_url) as own:
                send_mail(own, settings(port), now=NOW)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(message["To"] for message in box.taken) == [
        "ada@example.org",
        "hana@example.org",
        "pam@example.org",
        "pia@example.org",
    ]


def test_only_the_planner_itself_sends(company: Store) -> None:
    for actor in (ADA, HANA):
        with pytest.raises((NotFound, NotAllowed)):
            send_mail(company, settings(1), actor=actor, now=NOW)
        with company.read() as unit, pytest.raises((NotFound, NotAllowed)):
            demand(unit, actor, Action.MAIL_SEND, now=NOW)


def test_without_a_server_it_says_which_settings_are_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("PLANNER_SMTP_URL", "PLANNER_SMTP_HOST", "PLANNER_MAIL_FROM"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(Refused, match="PLANNER_SMTP_URL"):
        needed_settings()
    monkeypatch.setenv("PLANNER_SMTP_URL", "nonsense")
    with pytest.raises(BadInput):
        needed_settings()
