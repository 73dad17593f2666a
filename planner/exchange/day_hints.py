"""What to write in place of a day that a spreadsheet or a habit has written differently."""

from __future__ import annotations

import re
from datetime import date, timedelta

_PARTS = re.compile(r"([0-9]{1,4})[./ -]([0-9]{1,2})[./ -]([0-9]{1,4})", re.ASCII)
_SERIAL = re.compile(r"[0-9]{5}", re.ASCII)
_WITH_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ].+", re.ASCII)
_FORM = "Write the day as YYYY-MM-DD, for example 2027-01-31 for 31 January 2027"


def day_remedy(text: str) -> str:
    """Return the remedy for a text that is no day, naming the days that it could mean."""
    candidates = _candidates(text)
    if not candidates:
        return _FORM
    if len(candidates) == 1:
        return f"Write {candidates[0]} if {spoken(candidates[0])} is meant"
    meant = ", ".join(f"{day} for {spoken(day)}" for day in candidates)
    return f"Write the day as YYYY-MM-DD: {meant}"


def spoken(day: date) -> str:
    """Return a day in words, such as 4 January 2027."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _candidates(text: str) -> list[date]:
    if match := _WITH_TIME.fullmatch(text):
        return _days([(match[1][:4], match[1][5:7], match[1][8:])])
    if _SERIAL.fullmatch(text):
        return [date(1899, 12, 30) + timedelta(days=int(text))]
    match = _PARTS.fullmatch(text)
    if not match:
        return []
    first, second, third = match.groups()
    if len(first) == 4:
        return _days([(first, second, third)])
    if len(third) == 4 and "." in text:
        return _days([(third, second, first)])
    if len(third) == 4:
        return _days([(third, second, first), (third, first, second)])
    return []


def _days(triples: list[tuple[str, str, str]]) -> list[date]:
    """Return the days among year, month, day triples, without repeats."""
    found: dict[date, None] = {}
    for year, month, day in triples:
        try:
            found[date(int(year), int(month), int(day))] = None
        except ValueError:
            continue
    return list(found)
