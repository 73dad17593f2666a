"""A diary that subscribed to a calendar: it behaves as calendar programs do, and checks the feed.

Every look reads the feed with three libraries, which have to agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import icalendar
import vobject  # type: ignore[import-untyped]
from ical.calendar_stream import IcsCalendarStream

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Entry:
    """What a calendar knows of one event."""

    uid: str
    sequence: int
    cancelled: bool
    first_day: date
    summary: str


class Diary:
    """What somebody's own calendar program shows, told by the feed alone."""

    def __init__(self, feed: Callable[[], bytes]) -> None:
        self._feed = feed
        self.known: dict[str, Entry] = {}

    def look(self) -> list[Entry]:
        """Fetch the feed; return what is new in it, or shown in another way than before."""
        found = {each.uid: each for each in _read(self._feed())}
        assert self.known.keys() <= found.keys(), "a calendar must be told of what is dropped"
        for uid, before in self.known.items():
            after = found[uid]
            changed = after != before
            assert after.sequence == before.sequence + changed, f"{before} became {after}"
        news = [each for uid, each in found.items() if self.known.get(uid) != each]
        self.known = found
        return news

    @property
    def shown(self) -> dict[str, date]:
        """Return on which days something begins, by UID; what was cancelled is not shown."""
        return {e.uid.split("@")[0]: e.first_day for e in self.known.values() if not e.cancelled}


def _read(feed: bytes) -> list[Entry]:
    calendar = icalendar.Calendar.from_ical(feed)
    assert calendar.errors == []
    assert (calendar["VERSION"], calendar["METHOD"]) == ("2.0", "PUBLISH")
    read = []
    for event in calendar.events:
        assert event.errors == []
        cancelled = event.get("STATUS") == "CANCELLED"
        sequence, summary = int(event.sequence), str(event.summary)
        read.append(Entry(str(event["UID"]), sequence, cancelled, event.start, summary))
    read.sort(key=lambda each: each.uid)
    assert len({each.uid for each in read}) == len(read)
    assert read == _by_ical(feed)
    assert read == _by_vobject(feed)
    return read


def _by_ical(feed: bytes) -> list[Entry]:
    events = IcsCalendarStream.calendar_from_ics(feed.decode()).events
    read = [
        Entry(
            e.uid, e.sequence or 0, e.status == "CANCELLED", e.dtstart or date.min, e.summary or ""
        )
        for e in events
    ]
    return sorted(read, key=lambda each: each.uid)


def _by_vobject(feed: bytes) -> list[Entry]:
    events = vobject.readOne(feed.decode()).contents.get("vevent", [])
    read = [
        Entry(
            event.uid.value,
            int(event.sequence.value),
            event.status.value == "CANCELLED",
            event.dtstart.value,
            event.summary.value,
        )
        for event in events
    ]
    return sorted(read, key=lambda each: each.uid)
