"""The cycle: the horizon that is planned, its periods, its rules and its aims."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

AIMS = (
    "requirements",
    "coverage",
    "reach",
    "stability",
    "economy",
    "preferences",
    "earliness",
)
"""Every aim the planner knows, in the order in which it weighs them unless told otherwise."""


Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
"""A calendar day near enough for counting days from it never to leave the calendar."""

Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
"""A whole number of people, periods or days."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Limits that hold for the whole cycle; None means that there is no such limit."""

    rest_periods: Annotated[int, Field(ge=0, le=1000)] = 0
    max_from_one_home: Count | None = None
    experience_valid_days: Annotated[int, Field(ge=0, le=100_000)] | None = None
    max_placement_periods: Count | None = None


@dataclass(frozen=True, slots=True)
class Cycle:
    """A horizon of ``periods`` equal parts of ``period_days`` calendar days each."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    first_day: Day
    periods: Annotated[int, Field(ge=1, le=1000)]
    period_days: Annotated[int, Field(ge=1, le=366)]
    rules: Rules = field(default_factory=Rules)
    decay: Annotated[float, Field(gt=0, le=1)] = 0.5
    aims: tuple[str, ...] = AIMS

    @property
    def last_day(self) -> date:
        """The last day of the last period."""
        return self.last_day_of(self.periods - 1)

    def first_day_of(self, period: int) -> date:
        """Return the first day of a period, counted from 0."""
        return self.first_day + timedelta(days=period * self.period_days)

    def last_day_of(self, period: int) -> date:
        """Return the last day of a period, counted from 0."""
        return self.first_day_of(period + 1) - timedelta(days=1)

    def period_of(self, day: date) -> int:
        """Return the period of ``day``: below 0 before the cycle, ``periods`` or more after it."""
        return (day - self.first_day).days // self.period_days

    def starts_period(self, day: date) -> bool:
        """Tell whether ``day`` is the first day of a period, inside the cycle or not."""
        return (day - self.first_day).days % self.period_days == 0
