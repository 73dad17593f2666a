"""Dates in plain English, the same on every machine whatever its language settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from planner.domain.cycle import Cycle

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_UNITS = {1: "day", 7: "week"}


def in_words(day: date) -> str:
    """Return a date such as "18 January 2027"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def span(first: date, last: date) -> str:
    """Return a run of days without repeating what both ends share: "18 to 31 January 2027"."""
    if first == last:
        return in_words(first)
    if first.year != last.year:
        return f"{in_words(first)} to {in_words(last)}"
    if first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]} to {in_words(last)}"
    return f"{first.day} to {in_words(last)}"


def during(first: date, last: date) -> str:
    """Return when something happens: "on 20 January 2027", "from 18 to 31 January 2027"."""
    return f"on {in_words(first)}" if first == last else f"from {span(first, last)}"


def unit(cycle: Cycle) -> str:
    """Return what people call one period of the cycle: a day, a week, or just a period."""
    return _UNITS.get(cycle.period_days, "period")


def period_in_words(cycle: Cycle, period: int) -> str:
    """Return a period so that it reads well after "the": "week of 18 January 2027"."""
    first, last = cycle.first_day_of(period), cycle.last_day_of(period)
    if cycle.period_days in _UNITS:
        return f"{unit(cycle)} of {in_words(first)}"
    return f"period from {span(first, last)}"
