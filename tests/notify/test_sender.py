"""Sending to a real server: what arrives, and what becomes of the rest when it does not."""

from __future__ import annotations

import smtplib
import socket
from datetime import date
from typing import TYPE_CHECKING

import pytest

from planner.domain.notices import CalendarEvent
from planner.exchange.calendar_file import Method, event_bytes
from planner.notify import CalendarPart, Delivery, Outcome, Sender, compose, mail_of
from tests.exchange.calendar_reader import read
from tests.notify.notices import NOW, a_request, about
from tests.notify.servers import DROP, HOST, TAKEN, Box, serving, settings

if TYPE_CHECKING:
    from email.message import EmailMessage

    from planner.notify import MailSettings

DELIVERED, AGAIN, REFUSED = Delivery.DELIVERED, Delivery.TRY_AGAIN, Delivery.REFUSED
PEOPLE = ["ada@example.org", "ben@example.org", "cleo@example.org"]


def a_message(to: str = "ada@example.org", *, revision: int = 4) -> EmailMessage:
    mail = mail_of(about(a_request(revision=revision)).partner_accepted(to))
    return compose([mail], to=to, settings=settings(25), now=NOW)


def messages() -> list[EmailMessage]:
    return [a_message(to) for to in PEOPLE]


def sent(where: MailSettings, some: list[EmailMessage] | None = None) -> list[Delivery]:
    outcomes = Sender(where).send(messages() if some is None else some)
    assert all(bool(each.trouble) == (each.delivery is not DELIVERED) for each in outcomes)
    return [each.delivery for each in outcomes]


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def test_a_mail_arrives_with_its_calendar() -> None:
    event = CalendarEvent(
        "0a1b", date(2027, 3, 1), date(2027, 3, 14), "Zoë's; Büro, 1", "", "", 1, False, NOW
    )
    data = event_bytes(
        event, method=Method.REQUEST, now=NOW, organiser="p@example.org", attendee=PEOPLE[0]
    )
    mail = mail_of(about().waiting("u4"), calendar=CalendarPart("REQUEST", data.decode()))
    box = Box()
    with serving(box) as port:
        message = compose([mail], to=PEOPLE[0], settings=settings(port), now=NOW)
        assert sent(settings(port), [message]) == [DELIVERED]
    (taken,) = box.taken
    assert box.envelopes[0].mail_from == "planner@example.org"
    assert box.envelopes[0].rcpt_tos == PEOPLE[:1]
    assert taken["Subject"] == "A request of Ada Ohm waits for your decision"
    assert taken["Message-ID"] == message["Message-ID"]
    (attachment,) = taken.iter_attachments()
    (shown,) = read(attachment.get_content()).events
    assert shown["SUMMARY"].text == "Placement at Zoë's; Büro, 1"
    assert attachment.get_content() == data
    assert not taken.defects


def test_a_batch_goes_over_one_connection_each_to_its_own_reader() -> None:
    box = Box()
    with serving(box) as port:
        assert sent(settings(port)) == [DELIVERED] * 3
    assert [envelope.rcpt_tos for envelope in box.envelopes] == [[each] for each in PEOPLE]
    assert len(box.sessions) == 1


def test_no_mail_needs_no_server() -> None:
    assert sent(settings(a_free_port()), []) == []


def test_each_outcome_is_told_before_the_next_mail_goes() -> None:
    box, told = Box(to_data=(TAKEN, "451 later")), []

    def note(position: int, outcome: Outcome) -> None:
        told.append((position, outcome.delivery, len(box.taken)))

    with serving(box) as port:
        Sender(settings(port)).send(messages(), after=note)
    assert told == [(0, DELIVERED, 1), (1, AGAIN, 1), (2, DELIVERED, 2)]


def test_what_the_callback_raises_is_passed_on_and_nothing_more_is_sent() -> None:
    def full(_position: int, _outcome: Outcome) -> None:
        raise RuntimeError("the disk is full")

    box = Box()
    with serving(box) as port, pytest.raises(RuntimeError, match="disk is full"):
        Sender(settings(port)).send(messages(), after=full)
    assert len(box.taken) == 1


def test_while_the_server_is_down_all_is_to_be_tried_again_and_then_arrives_once() -> None:
    port = a_free_port()
    waiting = messages()
    for _ in range(3):
        assert sent(settings(port), waiting) == [AGAIN] * 3
    box = Box()
    with serving(box, port=port):
        assert sent(settings(port), waiting) == [DELIVERED] * 3
    assert sorted(box.message_ids) == sorted(message["Message-ID"] for message in waiting)


def test_a_server_that_cannot_be_found_is_named() -> None:
    (outcome,) = Sender(settings(25, host="mail.invalid")).send([a_message()])
    assert outcome.delivery is AGAIN
    assert outcome.trouble.startswith("The mail server (mail.invalid, port 25) cannot be used: ")


def test_a_server_that_says_nothing_costs_one_wait_for_all() -> None:
    with socket.socket() as silent:
        silent.bind((HOST, 0))
        silent.listen()
        assert sent(settings(silent.getsockname()[1], timeout=0.2)) == [AGAIN] * 3


@pytest.mark.parametrize("answer", ["451 4.3.0 busy", "421 closing", "452 4.2.2 mailbox full"])
def test_a_server_that_is_busy_takes_it_later(answer: str) -> None:
    box = Box(to_data=(answer,))
    with serving(box) as port:
        assert sent(settings(port)) == [AGAIN, DELIVERED, DELIVERED]
        assert sent(settings(port), [a_message(PEOPLE[0])]) == [DELIVERED]
    assert len(set(box.message_ids)) == 3
    assert len(box.taken) == 3


def test_a_mail_that_is_not_wanted_is_refused_for_good_and_the_others_go() -> None:
    box = Box(to_data=(TAKEN, "554 5.7.1 looks like spam"))
    with serving(box) as port:
        first, second, third = Sender(settings(port)).send(messages())
    assert (first, third) == (Outcome(DELIVERED), Outcome(DELIVERED))
    assert second == Outcome(REFUSED, "The mail server refuses the mail: 554 5.7.1 looks like spam")
    assert len(box.sessions) == 1


@pytest.mark.parametrize(
    ("answer", "delivery"),
    [
        ("550 5.1.1 no such user", REFUSED),
        ("553 5.1.3 bad address", REFUSED),
        ("450 4.2.0 greylisted", AGAIN),
        ("530 5.7.0 sign in first", AGAIN),
    ],
)
def test_an_address_that_is_not_known_stops_nobody_else(answer: str, delivery: Delivery) -> None:
    box = Box(to_recipient={PEOPLE[1]: answer})
    with serving(box) as port:
        assert sent(settings(port)) == [DELIVERED, delivery, DELIVERED]
    assert [envelope.rcpt_tos for envelope in box.envelopes] == [[PEOPLE[0]], [PEOPLE[2]]]


@pytest.mark.parametrize(
    ("answer", "delivery"),
    [
        ("550 5.7.1 sender not allowed", AGAIN),
        ("451 4.7.1 too many", AGAIN),
        ("552 5.3.4 too big", REFUSED),
    ],
)
def test_a_sender_that_is_not_allowed_loses_no_mail(answer: str, delivery: Delivery) -> None:
    """It is the settings that are wrong; once they are mended the mail can go."""
    box = Box(to_sender=(answer,))
    with serving(box) as port:
        assert sent(settings(port)) == [delivery, DELIVERED, DELIVERED]


def test_a_connection_that_breaks_after_the_data_leads_to_the_same_mail_again() -> None:
    """Nobody can know whether it was taken; the reader's server sees that it is the same."""
    box = Box(to_data=(DROP,))
    with serving(box) as port:
        assert sent(settings(port)) == [AGAIN, DELIVERED, DELIVERED]
        assert sent(settings(port), [a_message(PEOPLE[0])]) == [DELIVERED]
    assert len(box.taken) == 4
    assert len(set(box.message_ids)) == 3


def test_a_server_that_always_breaks_off_is_left_alone_after_three_times() -> None:
    box = Box(to_data=(DROP,) * 10)
    with serving(box) as port:
        assert sent(settings(port), [a_message(revision=each) for each in range(6)]) == [AGAIN] * 6
    assert len(box.taken) == 3


def test_a_message_that_cannot_be_written_stops_nobody_else() -> None:
    broken = a_message()
    broken.set_raw("X-Note", "\ud800")
    box = Box()
    with serving(box) as port:
        assert sent(settings(port), [broken] * 4 + [a_message()]) == [REFUSED] * 4 + [DELIVERED]
    assert len(box.sessions) == 1


def test_no_failure_of_the_client_gets_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise LookupError("unheard of")

    with serving(Box()) as port:
        monkeypatch.setattr(smtplib.SMTP, "send_message", fail)
        assert sent(settings(port)) == [REFUSED] * 3
        monkeypatch.setattr(smtplib.SMTP, "connect", fail)
        assert sent(settings(port)) == [AGAIN] * 3
