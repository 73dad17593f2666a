"""A reader of calendar files that is strict where RFC 5545 is, and shares no code with any."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_LINE = re.compile(r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', re.DOTALL)
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f]")
_ESCAPES = {"\\": "\\", ";": ";", ",": ",", "n": "\n", "N": "\n"}
_CALENDAR = {"PRODID", "VERSION"}
_EVENT = {"UID", "DTSTAMP", "DTSTART"}
_REPEATED = {"ATTENDEE"}
_UTC = re.compile(r"\d{8}T\d{6}Z")
_DAY = re.compile(r"\d{8}")
_DURATION = re.compile(r"P(\d+W|(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?)")


@dataclass(frozen=True)
class Line:
    """One property: its name, parameters and value as written."""

    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as TEXT; a faulty escape is a fault of the file."""
        assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", self.value, re.DOTALL), self.value
        return re.sub(r"\\(.)", lambda found: _ESCAPES[found[1]], self.value)


@dataclass(frozen=True)
class Read:
    """A calendar: its own properties, and those of each event by name."""

    own: dict[str, Line]
    events: list[dict[str, Line]]


def read(data: bytes) -> Read:
    """Return what a file says, after checking that it says it as the standard wants."""
    lines = [_line(line) for line in _unfolded(data)]
    assert (lines[0].name, lines[0].value) == ("BEGIN", "VCALENDAR")
    assert (lines[-1].name, lines[-1].value) == ("END", "VCALENDAR")
    own: list[Line] = []
    events: list[list[Line]] = []
    inside = False
    for line in lines[1:-1]:
        if line.name in ("BEGIN", "END"):
            assert line.value == "VEVENT", "events only"
            assert inside == (line.name == "END")
            inside = not inside
            events += [[]] if inside else []
        else:
            (events[-1] if inside else own).append(line)
    assert not inside
    result = Read(_unique(own, _CALENDAR), [_unique(event, _EVENT) for event in events])
    _check(result)
    return result


def _unfolded(data: bytes) -> list[str]:
    assert data.endswith(b"\r\n")
    rows = data[:-2].split(b"\r\n")
    for row in rows:
        assert len(row) <= 75, row
        assert b"\n" not in row
        assert b"\r" not in row
        row.decode("utf-8")  # a fold never cuts a character in two
    whole: list[bytes] = []
    for row in rows:
        if row[:1] in (b" ", b"\t"):
            whole[-1] += row[1:]
        else:
            whole.append(row)
    return [row.decode("utf-8") for row in whole]


def _line(line: str) -> Line:
    assert not _CONTROL.search(line), line
    found = _LINE.fullmatch(line)
    assert found, line
    pairs = [(part.partition("=")[0], part.partition("=")[2]) for part in found[2].split(";")[1:]]
    return Line(found[1].upper(), dict(pairs), found[3])


def _unique(lines: list[Line], required: set[str]) -> dict[str, Line]:
    names = Counter(line.name for line in lines)
    assert not [name for name, count in names.items() if count > 1 and name not in _REPEATED]
    assert required <= set(names)
    return {line.name: line for line in lines}


def _check(calendar: Read) -> None:
    assert calendar.own["VERSION"].value == "2.0"
    uids = [event["UID"].text for event in calendar.events]
    assert len(set(uids)) == len(uids)
    for name in ("REFRESH-INTERVAL", "X-PUBLISHED-TTL"):
        if name in calendar.own:
            assert _DURATION.fullmatch(calendar.own[name].value)
            assert calendar.own[name].value not in ("P", "PT")
    for event in calendar.events:
        for name in ("DTSTAMP", "LAST-MODIFIED"):
            assert _UTC.fullmatch(event[name].value)
            assert "TZID" not in event[name].parameters
        for name in ("DTSTART", "DTEND"):
            assert event[name].parameters == {"VALUE": "DATE"}
            assert _DAY.fullmatch(event[name].value)
        assert event["DTEND"].value > event["DTSTART"].value
        assert event["SEQUENCE"].value.isdecimal()
        assert event["STATUS"].value in ("CONFIRMED", "CANCELLED")
        assert event["TRANSP"].value in ("OPAQUE", "TRANSPARENT")
        assert re.fullmatch(r"[!-~]*", event["URL"].value if "URL" in event else "")
