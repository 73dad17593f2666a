"""Calendar files in two other libraries: whatever the text, both read what was meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import vobject  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from planner.domain.notices import CalendarEvent
from planner.domain.texts import one_line
from planner.exchange.calendar_file import Method, calendar_bytes, event_bytes
from tests.exchange.calendar_reader import read

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2027, 1, 2, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Seen:
    """What somebody sees of an event in a calendar."""

    uid: str
    first: date
    after: date
    summary: str
    description: str
    url: str
    sequence: int
    status: str
    changed: datetime


def by_ical(data: bytes) -> tuple[str, list[Seen]]:
    calendar = IcsCalendarStream.calendar_from_ics(data.decode())
    events = [
        Seen(
            event.uid,
            event.dtstart or date.min,
            event.end,
            event.summary or "",
            event.description or "",
            str(event.url or ""),
            event.sequence or 0,
            event.status or "",
            event.last_modified or NOW,
        )
        for event in calendar.events
    ]
    return "".join(calendar.name), events


def by_vobject(data: bytes) -> tuple[str, list[Seen]]:
    calendar = vobject.readOne(data.decode())
    events = [
        Seen(
            event.uid.value,
            event.dtstart.value,
            event.dtend.value,
            event.summary.value,
            event.getChildValue("description", ""),
            event.getChildValue("url", ""),
            int(event.sequence.value),
            event.status.value,
            event.last_modified.value.replace(tzinfo=UTC),
        )
        for event in calendar.contents.get("vevent", [])
    ]
    return calendar.getChildValue("x_wr_calname", ""), events


def by_our_own(data: bytes) -> tuple[str, list[Seen]]:
    calendar = read(data)

    def day(value: str) -> date:
        return datetime.strptime(value, "%Y%m%d").replace(tzinfo=UTC).date()

    events = [
        Seen(
            event["UID"].text,
            day(event["DTSTART"].value),
            day(event["DTEND"].value),
            event["SUMMARY"].text,
            event["DESCRIPTION"].text if "DESCRIPTION" in event else "",
            event["URL"].value if "URL" in event else "",
            int(event["SEQUENCE"].value),
            event["STATUS"].value,
            datetime.strptime(event["LAST-MODIFIED"].value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC),
        )
        for event in calendar.events
    ]
    return calendar.own["NAME"].text if "NAME" in calendar.own else "", events


READERS = [by_ical, by_vobject, by_our_own]

any_text = st.text(max_size=120) | st.text(
    alphabet="\\nN;,:\r\n\t\"' =^é😀\u202e\u2028", max_size=200
)
days = st.dates(date(1, 1, 1), date(9998, 12, 30))


@st.composite
def any_event(draw: st.DrawFn) -> CalendarEvent:
    first = draw(days)
    return CalendarEvent(
        uid=draw(st.uuids()).hex,
        first_day=first,
        last_day=first + timedelta(days=draw(st.integers(0, 60))),
        host=draw(any_text),
        mentor=draw(any_text),
        link=draw(st.sampled_from(["", "https://planner.example.org/requests?request=1&a=%C3%A9"])),
        sequence=draw(st.integers(0, 2**31 - 1)),
        cancelled=draw(st.booleans()),
        changed_at=draw(
            st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
        ).replace(microsecond=0),
    )


def meant(event: CalendarEvent) -> Seen:
    host, mentor = one_line(event.host), one_line(event.mentor)
    lines = [f"Your mentor: {mentor}".strip()] if event.mentor and not event.cancelled else []
    title = "Cancelled: placement at" if event.cancelled else "Placement at"
    return Seen(
        f"{event.uid}@rotation-planner",
        event.first_day,
        event.last_day + timedelta(days=1),
        one_line(f"{title} {host}"),
        "\n".join([*lines, event.link] if event.link else lines),
        event.link,
        event.sequence,
        "CANCELLED" if event.cancelled else "CONFIRMED",
        event.changed_at,
    )


@pytest.mark.parametrize("reader", READERS)
@given(owner=any_text, events=st.lists(any_event(), max_size=4))
def test_every_text_survives(
    reader: Callable[[bytes], tuple[str, list[Seen]]], owner: str, events: list[CalendarEvent]
) -> None:
    data = calendar_bytes(owner, events, now=NOW, refresh=timedelta(hours=1))
    name, seen = reader(data)
    assert name == one_line(f"Placements of {one_line(owner)}")
    expected = [meant(event) for event in events]
    assert sorted(seen, key=lambda s: s.uid) == sorted(expected, key=lambda s: s.uid)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "name",
    [
        "Smith, Jones; Sons \\ Co",
        "C:\\New\\north",
        "ends with a backslash\\",
        "👩🏽\u200d🏫 Zoë \u202eterces\u202c 山田　太郎",
        "é" * 300,
        "e\u0301" * 200,
        "=1+1 BEGIN:VALARM",
        "quoted-printable " + "=" * 80,
        " " * 200 + "x" + " " * 200 + "y",
    ],
)
def test_names_that_have_broken_calendars_before(
    reader: Callable[[bytes], tuple[str, list[Seen]]], name: str
) -> None:
    event = CalendarEvent(
        "1", date(2027, 1, 4), date(2027, 1, 4), name, name, "https://a.example/", 0, False, NOW
    )
    found, (seen,) = reader(calendar_bytes(name, [event], now=NOW, refresh=timedelta(days=1)))
    assert found == f"Placements of {one_line(name)}"
    assert seen == meant(event)


@pytest.mark.parametrize("reader", READERS)
@given(event=any_event(), method=st.sampled_from(Method))
def test_an_event_for_a_mail_is_read_alike(
    reader: Callable[[bytes], tuple[str, list[Seen]]], event: CalendarEvent, method: Method
) -> None:
    if method is not Method.PUBLISH:
        method = Method.CANCEL if event.cancelled else Method.REQUEST
    data = event_bytes(
        event, method=method, now=NOW, organiser="a@example.org", attendee="b@example.org"
    )
    assert reader(data)[1] == [meant(event)]


def test_a_calendar_follows_a_plan_that_moves_keeps_and_drops() -> None:
    """A calendar that keeps the newest of each uid shows the second plan after both feeds."""

    def placed(uid: str, day: int, sequence: int, *, cancelled: bool = False) -> CalendarEvent:
        first = date(2027, 1, day)
        return CalendarEvent(
            uid, first, first + timedelta(days=6), uid, "", "", sequence, cancelled, NOW
        )

    before = [placed("kept", 4, 0), placed("old time", 11, 0), placed("dropped", 18, 0)]
    after = [
        placed("kept", 4, 0),
        placed("old time", 11, 1, cancelled=True),
        placed("new time", 25, 0),
        placed("dropped", 18, 1, cancelled=True),
    ]
    for reader in READERS:
        shown: dict[str, Seen] = {}
        for events in (before, after, after):
            for seen in reader(calendar_bytes("Ada", events, now=NOW, refresh=timedelta(hours=1)))[
                1
            ]:
                if seen.uid not in shown or shown[seen.uid].sequence <= seen.sequence:
                    shown[seen.uid] = seen
        there = {seen.first for seen in shown.values() if seen.status == "CONFIRMED"}
        assert there == {date(2027, 1, 4), date(2027, 1, 25)}
        assert len(shown) == 4
