"""Placements as iCalendar: the feed of one employee, and single events for mails.

An event is all of its days, in no time zone, and tells no more than where, when, with which
mentor and a link. RFC 5545, with the names and intervals of RFC 7986.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from icalendar import Calendar, Event, vCalAddress, vDuration, vUri

from planner.exchange.calendar_text import address, text
from planner.exchange.calendar_words import ENGLISH, CalendarWords

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.domain.notices import CalendarEvent

_MAKER = "-//Rotation Planner//Rotation Planner//EN"
_SUFFIX = "@rotation-planner"
_SHORTEST = timedelta(minutes=1)


class Method(StrEnum):
    """What whoever gets a calendar file is to do with it."""

    PUBLISH = "PUBLISH"
    """Take note."""
    REQUEST = "REQUEST"
    """Put it into the calendar, and answer."""
    CANCEL = "CANCEL"
    """Take it out of the calendar."""


def calendar_bytes(
    owner_name: str,
    events: Iterable[CalendarEvent],
    *,
    now: datetime,
    refresh: timedelta,
    words: CalendarWords = ENGLISH,
) -> bytes:
    """Return an employee's feed.

    Parameters
    ----------
    owner_name : str
        Whose placements these are.
    events : iterable of CalendarEvent
        In any order, cancelled ones included. Of several with one ``uid`` the one with the
        highest ``sequence`` counts, as it does for calendars.
    now : datetime
        When the file is made, with its time zone.
    refresh : timedelta
        After what time a calendar should look again; at least a minute.
    words : CalendarWords
        The texts, English by default.

    Raises
    ------
    ValueError
        If a time has no time zone, an event ends before it begins, or ``refresh`` is shorter
        than a minute.
    """
    if refresh < _SHORTEST:
        raise ValueError(f"refresh is {refresh}; it has to be a minute or more")
    calendar = _calendar(Method.PUBLISH)
    name = text(words.calendar.format(owner=owner_name))
    calendar.add("NAME", name, encode=False)
    calendar.add("X-WR-CALNAME", name, encode=False)
    every = timedelta(seconds=int(refresh.total_seconds()))
    calendar.add("REFRESH-INTERVAL", every, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(every))
    for event in _latest(events):
        calendar.add_component(_event(event, now, words))
    return bytes(calendar.to_ical())


def event_bytes(
    event: CalendarEvent,
    *,
    method: Method,
    now: datetime,
    organiser: str = "",
    attendee: str = "",
    words: CalendarWords = ENGLISH,
) -> bytes:
    """Return one event as it is attached to a mail.

    Parameters
    ----------
    event : CalendarEvent
    method : Method
        ``CANCEL`` is for cancelled events, ``REQUEST`` for those that take place.
    now : datetime
        When the file is made, with its time zone.
    organiser, attendee : str
        Mail addresses of who sends it and of who goes. ``REQUEST`` and ``CANCEL`` need both;
        ``PUBLISH``, which nobody answers, shows neither.
    words : CalendarWords
        The texts, English by default.

    Raises
    ------
    ValueError
        If an address is missing, the method does not suit the event, or for the reasons that
        `calendar_bytes` gives.
    """
    calendar = _calendar(method)
    made = _event(event, now, words)
    if method is not Method.PUBLISH:
        if not (organiser and attendee):
            raise ValueError(f"{method} needs the addresses of organiser and attendee")
        if event.cancelled != (method is Method.CANCEL):
            state = "is" if event.cancelled else "is not"
            raise ValueError(f"{method} does not suit an event that {state} cancelled")
        made.add("ORGANIZER", vCalAddress(f"mailto:{address(organiser)}"))
        told = {"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
        made.add("ATTENDEE", vCalAddress(f"mailto:{address(attendee)}"), parameters=told)
    calendar.add_component(made)
    return bytes(calendar.to_ical())


def _calendar(method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", _MAKER)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method.value)
    return calendar


def _latest(events: Iterable[CalendarEvent]) -> list[CalendarEvent]:
    latest: dict[str, CalendarEvent] = {}
    for event in events:
        known = latest.get(event.uid)
        if known is None or event.sequence >= known.sequence:
            latest[event.uid] = event
    return sorted(latest.values(), key=lambda event: (event.first_day, event.uid))


def _event(event: CalendarEvent, now: datetime, words: CalendarWords) -> Event:
    summary = words.cancelled if event.cancelled else words.summary
    link = address(event.link)
    guided = event.mentor and not event.cancelled
    mentor = words.mentor.format(mentor=event.mentor) if guided else ""
    made = Event()
    made.add("UID", text(event.uid + _SUFFIX), encode=False)
    made.add("DTSTAMP", _utc(now))
    made.add("LAST-MODIFIED", _utc(event.changed_at))
    made.add("SEQUENCE", event.sequence)
    made.add("STATUS", "CANCELLED" if event.cancelled else "CONFIRMED")
    made.add("DTSTART", event.first_day)
    made.add("DTEND", _day_after(event))
    made.add("SUMMARY", text(summary.format(host=event.host)), encode=False)
    made.add("TRANSP", "TRANSPARENT" if event.cancelled else "OPAQUE")
    if mentor or link:
        made.add("DESCRIPTION", text(mentor, link), encode=False)
    if link:
        made.add("URL", vUri(link))
    return made


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone")
    return moment.astimezone(UTC)


def _day_after(event: CalendarEvent) -> date:
    """Return the first day that is not part of the event any more."""
    if event.last_day < event.first_day:
        raise ValueError(f"the event ends on {event.last_day}, before {event.first_day}")
    return event.last_day + timedelta(days=1)
