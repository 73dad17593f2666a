"""The words in a calendar, together in one place so that a second language can come."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """The texts of a calendar; names are put in where the braces are."""

    calendar: str
    summary: str
    cancelled: str
    mentor: str


ENGLISH = CalendarWords(
    calendar="Placements of {owner}",
    summary="Placement at {host}",
    cancelled="Cancelled: placement at {host}",
    mentor="Your mentor: {mentor}",
)
