"""Calendar files: what they show, and that calendars of other makers read the same."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from planner.domain.feeds import FeedEvent
from planner.domain.notices import CalendarEvent
from planner.exchange.calendar_file import Method, calendar_bytes, event_bytes
from tests.exchange.calendar_reader import read

NOW = datetime(2027, 1, 2, 9, 30, tzinfo=UTC)
CHANGED = datetime(2026, 12, 24, 18, 0, 59, 123456, tzinfo=timezone(timedelta(hours=2)))
REFRESH = timedelta(hours=6)


def an_event(**changes: Any) -> CalendarEvent:
    """Return two weeks at Finance."""
    return replace(
        CalendarEvent(
            uid="0a1b2c",
            first_day=date(2027, 3, 1),
            last_day=date(2027, 3, 14),
            host="Finance",
            mentor="Ben Ode",
            link="https://planner.example.org/placements?id=0a1b2c",
            sequence=2,
            cancelled=False,
            changed_at=CHANGED,
        ),
        **changes,
    )


def feed(*events: CalendarEvent, owner: str = "Ada Ohm") -> bytes:
    return calendar_bytes(owner, events, now=NOW, refresh=REFRESH)


def values(data: bytes) -> dict[str, str]:
    (event,) = read(data).events
    return {name: line.value for name, line in event.items()}


def test_an_event_is_all_its_days_and_says_nothing_beyond_place_mentor_and_link() -> None:
    assert values(feed(an_event())) == {
        "UID": "0a1b2c@rotation-planner",
        "DTSTAMP": "20270102T093000Z",
        "LAST-MODIFIED": "20261224T160059Z",
        "SEQUENCE": "2",
        "STATUS": "CONFIRMED",
        "TRANSP": "OPAQUE",
        "DTSTART": "20270301",
        "DTEND": "20270315",
        "SUMMARY": "Placement at Finance",
        "DESCRIPTION": r"Your mentor: Ben Ode\nhttps://planner.example.org/placements?id=0a1b2c",
        "URL": "https://planner.example.org/placements?id=0a1b2c",
    }


def test_the_calendar_says_whose_it_is_and_when_to_look_again() -> None:
    own = read(feed(owner="Ohm, Ada")).own
    assert own["METHOD"].value == "PUBLISH"
    assert own["NAME"].value == own["X-WR-CALNAME"].value == r"Placements of Ohm\, Ada"
    assert own["REFRESH-INTERVAL"].parameters == {"VALUE": "DURATION"}
    assert own["REFRESH-INTERVAL"].value == own["X-PUBLISHED-TTL"].value == "PT6H"


def test_a_dropped_placement_stays_as_cancelled_without_its_mentor() -> None:
    shown = values(feed(an_event(cancelled=True, link="")))
    assert shown["STATUS"] == "CANCELLED"
    assert shown["TRANSP"] == "TRANSPARENT"
    assert shown["SUMMARY"] == "Cancelled: placement at Finance"
    assert not {"DESCRIPTION", "URL"} & set(shown)


def test_events_come_by_day_and_the_latest_of_one_placement_counts() -> None:
    late = an_event(uid="late", first_day=date(2027, 5, 3), last_day=date(2027, 5, 3))
    old, new = an_event(sequence=4, cancelled=True), an_event(sequence=5)
    shown = read(feed(late, new, old)).events
    assert [(e["UID"].value, e["SEQUENCE"].value, e["STATUS"].value) for e in shown] == [
        ("0a1b2c@rotation-planner", "5", "CONFIRMED"),
        ("late@rotation-planner", "2", "CONFIRMED"),
    ]


def test_the_same_events_in_any_order_make_the_same_file() -> None:
    one, other = an_event(), an_event(uid="other")
    assert feed(one, other) == feed(other, one)


def test_an_empty_feed_is_a_calendar_too() -> None:
    assert read(feed()).events == []


def test_a_line_break_in_a_name_begins_no_property() -> None:
    planted = "Finance\r\nATTENDEE:mailto:eve@example.org\nX:\x00\x85\u2028y"
    shown = read(feed(an_event(host=planted, mentor=planted), owner=planted))
    (event,) = shown.events
    assert "ATTENDEE" not in event
    assert event["SUMMARY"].text == "Placement at Finance ATTENDEE:mailto:eve@example.org X: y"


def test_a_line_break_in_a_link_begins_no_property() -> None:
    shown = values(feed(an_event(link="https://a.example/x\r\nATTENDEE:y z")))
    assert shown["URL"] == "https://a.example/x%20ATTENDEE:y%20z"


def test_what_stands_in_braces_is_a_name_like_any_other() -> None:
    shown = values(feed(an_event(host="{mentor}", mentor="{0}")))
    assert shown["SUMMARY"] == "Placement at {mentor}"


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (an_event(last_day=date(2027, 2, 28)), "ends on 2027-02-28, before 2027-03-01"),
        (an_event(changed_at=datetime(2027, 1, 1)), "has no time zone"),  # noqa: DTZ001
    ],
)
def test_events_that_cannot_be_are_refused(event: CalendarEvent, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        feed(event)


def test_a_refresh_below_a_minute_is_refused() -> None:
    with pytest.raises(ValueError, match="a minute or more"):
        calendar_bytes("Ada", [], now=NOW, refresh=timedelta(seconds=59))


def test_a_feed_event_of_the_store_shows_names_only() -> None:
    kept = FeedEvent(
        uid="0a1b2c",
        employee="e17",
        host="FIN",
        host_name="Finance",
        first_day=date(2027, 3, 1),
        last_day=date(2027, 3, 14),
        mentor="e99",
        mentor_name="Ben Ode",
        sequence=2,
        cancelled=False,
        changed_at=CHANGED,
    )
    assert CalendarEvent.of(kept, link=an_event().link) == an_event()
    assert not {"employee", "mentor_id"} & {each.name for each in fields(CalendarEvent)}
    assert not [word for word in (b"e17", b"e99", b"FIN") if word in feed(CalendarEvent.of(kept))]


def invitation(method: Method, event: CalendarEvent) -> bytes:
    return event_bytes(
        event,
        method=method,
        now=NOW,
        organiser="planner@example.org",
        attendee="ada@example.org",
    )


@pytest.mark.parametrize(("method", "cancelled"), [(Method.REQUEST, False), (Method.CANCEL, True)])
def test_an_invitation_names_who_sends_and_who_goes(method: Method, cancelled: bool) -> None:
    calendar = read(invitation(method, an_event(cancelled=cancelled)))
    assert calendar.own["METHOD"].value == method
    (event,) = calendar.events
    assert event["ORGANIZER"].value == "mailto:planner@example.org"
    assert event["ATTENDEE"].value == "mailto:ada@example.org"
    assert event["ATTENDEE"].parameters == {"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}


def test_a_published_event_is_for_nobody_to_answer() -> None:
    assert not {"ORGANIZER", "ATTENDEE"} & set(values(invitation(Method.PUBLISH, an_event())))


@pytest.mark.parametrize(("method", "cancelled"), [(Method.REQUEST, True), (Method.CANCEL, False)])
def test_a_method_that_contradicts_the_event_is_refused(method: Method, cancelled: bool) -> None:
    with pytest.raises(ValueError, match="does not suit"):
        invitation(method, an_event(cancelled=cancelled))


def test_an_invitation_without_addresses_is_refused() -> None:
    with pytest.raises(ValueError, match="needs the addresses"):
        event_bytes(an_event(), method=Method.REQUEST, now=NOW, attendee="ada@example.org")
