"""E-mails: what they say, how they are built, and that no text gets into their headers."""

from __future__ import annotations

import email
import re
from dataclasses import replace
from datetime import date, timedelta
from email.policy import default
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain import Refused
from planner.domain.notices import CalendarEvent
from planner.exchange.calendar_file import Method, event_bytes
from planner.notify import (
    CalendarPart,
    address_of,
    compose,
    mail_of,
    message_id,
    message_of,
    notice_of,
)
from tests.notify.notices import NOW, about, one_of_each
from tests.notify.servers import settings

if TYPE_CHECKING:
    from email.message import EmailMessage

    from planner.domain import Mail
    from planner.domain.notices import Notice

SETTINGS = settings(25)
ASKED = mail_of(about().waiting("u4"))
EVENT = CalendarEvent(
    "0a1b", date(2027, 3, 1), date(2027, 3, 14), "Finance", "Cleo Roy", "", 1, False, NOW
)


def composed(*mails: Mail, to: str = "dan@example.org", name: str = "Dan Tve") -> EmailMessage:
    """Return an e-mail as it is after a journey."""
    message = compose(mails, to=to, name=name, settings=SETTINGS, now=NOW)
    data = bytes(message)
    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 998
    return email.message_from_bytes(data, policy=default)


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    content = part.get_content()
    assert isinstance(content, str)
    return content.replace("\r\n", "\n")


class Page(HTMLParser):
    """The tags, links and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_one_notice_is_a_mail_of_its_own() -> None:
    message = composed(ASKED)
    assert message["Subject"] == "A request of Ada Ohm waits for your decision"
    assert message["To"] == "dan@example.org"
    assert message["From"] == "Rotation Planner <planner@example.org>"
    assert message["Date"].datetime == NOW
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == "<rotation-planner.example.org>"
    assert message["Message-ID"] == message_id([ASKED], "example.org")
    assert message.get_content_type() == "multipart/alternative"
    text = body(message, "plain")
    assert text.startswith("Hello Dan Tve,")
    assert "Decide by 3 February 2027, or the request expires." in text
    assert (
        "See what it would change, and decide: "
        "https://planner.example.org/app/requests?request=3f2a" in text
    )


def test_html_says_the_same_and_asks_nobody_for_anything() -> None:
    message = composed(ASKED)
    page = Page(body(message, "html"))
    assert page.links == ["https://planner.example.org/app/requests?request=3f2a"]
    assert not {"img", "script", "link", "iframe", "form"} & set(page.tags)
    shown = " ".join(page.text.split())
    for line in body(message, "plain").split("\n-- \n")[0].splitlines():
        said = line.partition(": https:")[0]
        assert said in shown


@pytest.mark.parametrize("notice", one_of_each(), ids=lambda notice: notice.kind)
def test_every_kind_of_notice_can_be_mailed(notice: Notice) -> None:
    message = composed(mail_of(notice))
    assert "app/" in body(message, "plain")
    assert len(body(message, "html")) > 500


def test_several_notices_are_one_digest() -> None:
    mails = [mail_of(notice) for notice in one_of_each() if notice.to == "u1"]
    message = composed(*mails)
    assert message["Subject"] == f"{len(mails)} messages from the Rotation Planner"
    text, page = body(message, "plain"), Page(body(message, "html"))
    for mail in mails:
        subject = composed(mail)["Subject"]
        assert f"\n\n{subject}\n" in text
        assert subject in " ".join(page.text.split())


def test_without_a_place_for_the_app_there_are_no_links() -> None:
    message = compose([ASKED], to="a@example.org", settings=replace(SETTINGS, base_url=""), now=NOW)
    assert "http" not in body(message, "plain")
    assert Page(body(message, "html")).links == []


def test_whoever_has_no_name_is_greeted_all_the_same() -> None:
    assert body(composed(ASKED, name=" \r\n"), "plain").startswith("Hello,\n")


def test_a_calendar_goes_along_for_calendars_and_for_people() -> None:
    data = event_bytes(
        EVENT, method=Method.REQUEST, now=NOW, organiser="p@example.org", attendee="d@example.org"
    )
    message = composed(
        mail_of(about().waiting("u4"), calendar=CalendarPart("REQUEST", data.decode()))
    )
    assert message.get_content_type() == "multipart/mixed"
    alternative, attachment = message.iter_parts()
    kinds = [part.get_content_type() for part in alternative.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    calendar = list(alternative.iter_parts())[-1]
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_payload(decode=True) == data
    assert attachment.get_filename() == "placement.ics"
    assert attachment.get_content_disposition() == "attachment"
    assert attachment.get_content() == data


def test_a_digest_has_its_calendars_as_attachments_only() -> None:
    part = CalendarPart("PUBLISH", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    message = composed(*(mail_of(notice, calendar=part) for notice in one_of_each()[:1] * 2))
    assert [each.get_filename() for each in message.iter_attachments()] == [
        "placement-1.ics",
        "placement-2.ics",
    ]
    assert not [each for each in message.walk() if each.get_content_type() == "text/calendar"]


def test_the_same_mails_have_the_same_id_in_any_order_and_at_any_time() -> None:
    one, other = mail_of(about().waiting("u4")), mail_of(about().reminder("u4", since=NOW))
    first = compose([one, other], to="a@example.org", settings=SETTINGS, now=NOW)
    later = NOW + timedelta(hours=1)
    again = compose([other, one], to="a@example.org", settings=SETTINGS, now=later)
    assert first["Message-ID"] == again["Message-ID"]
    assert re.fullmatch(r"<[0-9a-f]{40}@example\.org>", first["Message-ID"])
    assert message_id([one], "example.org") != message_id([other], "example.org")


def test_mails_of_two_users_never_become_one() -> None:
    for mails in ([], [ASKED, mail_of(about().waiting("u5"))]):
        with pytest.raises(ValueError, match="all to the same user"):
            compose(mails, to="a@example.org", settings=SETTINGS, now=NOW)


any_text = (
    st.text(max_size=80)
    | st.text(alphabet="\r\n\t :;,<>\"'\\=?Bcc@\u202eé😀山\x00\u2028&{}", max_size=120)
    | st.builds("=?utf-8?{}?{}?=".format, st.sampled_from("qbQ?"), st.text("=0DABcc:x?_ "))
)


@given(name=any_text, host=any_text)
def test_no_text_adds_a_header_or_a_tag(name: str, host: str) -> None:
    facts = {**about().waiting("u4").facts, "requester": name, "host": host}
    message = composed(mail_of(replace(about().waiting("u4"), facts=facts)), name=name)
    assert set(message.keys()) == set(composed(ASKED).keys())
    assert not message.defects
    page = Page(body(message, "html"))
    assert (
        page.tags
        == Page(body(composed(mail_of(replace(about().waiting("u4"), facts=facts))), "html")).tags
    )
    assert set(page.tags) <= {"html", "head", "meta", "title", "body", "div", "p", "h2", "a"}
    assert len(page.links) == 1


@pytest.mark.parametrize(
    "name",
    [
        "Eve\r\nBcc: all@example.org",
        "Eve\n\nDear all,",
        "=?utf-8?q?Eve=0D=0ABcc:_all@example.org?=",
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "Zoë 😀 " * 40,
        "\u202egnp.exe",
    ],
)
def test_names_that_have_broken_mail_before(name: str) -> None:
    facts = {**about().waiting("u4").facts, "requester": name}
    message = composed(mail_of(replace(about().waiting("u4"), facts=facts)), name=name)
    assert "Bcc" not in message
    assert set(message.keys()) == set(composed(ASKED).keys())
    assert len(message["Subject"]) <= 155
    page = Page(body(message, "html"))
    assert not {"img", "script"} & set(page.tags)
    assert "\nDear all," not in body(message, "plain")


@given(requester=any_text)
def test_a_subject_survives_the_journey(requester: str) -> None:
    notice = about().partner_accepted("u1")
    mail = mail_of(replace(notice, facts={**notice.facts, "partner": f"{requester}x"}))
    assert composed(mail)["Subject"] == message_of(notice_of(mail)).subject


@pytest.mark.parametrize(
    "name", ["Zoë Müller-Lüdenscheidt von Böhmen", "山田　太郎 さん", "=?utf-8?q?a?="]
)
def test_a_subject_keeps_its_blanks(name: str) -> None:
    notice = about().waiting("u4")
    message = composed(mail_of(replace(notice, facts={**notice.facts, "requester": name})))
    assert message["Subject"] == f"A request of {name} waits for your decision"


@pytest.mark.parametrize(
    "address",
    [
        "ada@example.org",
        "ada.ohm+x@mail.example.org",
        "o'hara@example.org",
        "a@localhost",
    ],
)
def test_addresses_that_can_be(address: str) -> None:
    assert address_of(f" {address} ") == address


def test_domains_outside_ascii_are_written_as_domains_are() -> None:
    assert address_of("ada@bücher.example") == "ada@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@@example.org",
        "ada@example..org",
        ".ada@example.org",
        "ada@-example.org",
        "a da@example.org",
        "ada@example.org, eve@example.org",
        "Ada <ada@example.org>",
        "ada@example.org\r\nBcc: eve@example.org",
        "ada\n@example.org",
        "ada@example.org\x00",
        "\ud800@example.org",
        "a" * 65 + "@example.org",
        "a@" + "b" * 64 + ".org",
        "a@" + "b." * 130 + "org",
        '"ada ohm"@example.org',
        "=?utf-8?q?a?=@example.org",
        "zoë@example.org",
    ],
)
def test_addresses_that_cannot_be_are_refused_with_a_remedy(address: str) -> None:
    with pytest.raises(Refused, match=r"Correct the address|Enter one") as refused:
        compose([ASKED], to=address, settings=SETTINGS, now=NOW)
    assert "\n" not in str(refused.value)


@given(address=any_text | st.builds("{}@{}".format, any_text, any_text))
def test_an_address_is_refused_or_is_one_word_with_one_at(address: str) -> None:
    try:
        found = address_of(address)
    except Refused:
        return
    assert re.fullmatch(r"[^@\s,;<>]+@[A-Za-z0-9.-]+", found)
    message = composed(ASKED, to=found)
    assert message["Bcc"] is None
    assert message["To"] == found
