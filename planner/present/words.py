"""Plain words for dates, numbers, aims and states."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from planner.domain import Status
from planner.domain.aim_names import AIM_NAMES

if TYPE_CHECKING:
    from datetime import date

    from planner.domain import AimOutcome

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

STATUS = {
    Status.OPTIMAL: "The plan is proven to be the best there is, aim by aim.",
    Status.FEASIBLE: "The plan keeps every rule; not every aim is proven to be the best there is.",
    Status.IMPOSSIBLE: "The rules and promises leave no plan.",
    Status.UNKNOWN: "No plan was found in the time that was given.",
}


def plain(text: str) -> str:
    """Return text without what would steer a terminal or turn the reading direction."""
    return "".join(
        " " if unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp", "Cs") else letter
        for letter in text
    )


def day(when: date) -> str:
    """Return a day as people write it: 4 Jan 2027."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def days(first: date, last: date) -> str:
    """Return a run of days, saying month and year once where they are the same."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    if first.year == last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def share(value: float, digits: int = 1) -> str:
    """Return a share in [0, 1] in per cent; 100 % is said of a whole share only."""
    scale = 10**digits
    percent = value * 100
    rounded = round(percent * scale) / scale
    if rounded >= 100 > percent + 1e-4:
        rounded = 100 - 1 / scale
    return f"{rounded:.{digits}f} %"


def number(value: float) -> str:
    """Return a number with as many digits as it needs, and groups of three."""
    if abs(value - round(value)) < 1e-9:
        return f"{round(value):,}"
    return f"{value:,.2f}"


def seconds(value: float) -> str:
    """Return a duration: 0.4 s, 12 s, 3 min 20 s."""
    if value < 10:
        return f"{value:.1f} s"
    if value < 120:
        return f"{value:.0f} s"
    minutes, rest = divmod(round(value), 60)
    return f"{minutes} min {rest} s"


def count(amount: int, one: str, many: str = "") -> str:
    """Return an amount with its noun: 1 person, 3 people."""
    return f"{amount:,} {one if amount == 1 else many or one + 's'}"


def periods(amount: int, days_each: int) -> str:
    """Return a number of periods by the name that people have for one, if there is one."""
    if days_each in (1, 7):
        return count(amount, "day" if days_each == 1 else "week")
    return f"{count(amount, 'period')} of {days_each:,} days"


def listed(names: tuple[str, ...], at_most: int = 5) -> str:
    """Return names in a sentence: A, B and C; or A, B and 7 more."""
    if len(names) > at_most:
        names = (*names[: at_most - 1], f"{len(names) - at_most + 1:,} more")
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def aim_name(aim: str) -> str:
    """Return what an aim is called where people read it."""
    return AIM_NAMES.get(aim, aim.replace("_", " ").capitalize())


def rule_name(rule: str) -> str:
    """Return what a rule is called where people read it."""
    return rule.replace("_", " ").capitalize()


def aim_value(aim: str, value: float) -> str:
    """Return the value of an aim in its own unit."""
    return share(value, 2) if aim == "coverage" else number(value)


def is_proven(value: float, bound: float | None) -> bool:
    """Tell whether no better value is possible; coverage is compared to a millionth."""
    return bound is not None and abs(bound - value) <= 1e-6


def aim_proof(outcome: AimOutcome) -> str:
    """Return in words how good the value of an aim is known to be."""
    if outcome.bound is None:
        return "not proven"
    if is_proven(outcome.value, outcome.bound):
        return "proven best"
    bound = aim_value(outcome.name, outcome.bound)
    most = "at most" if outcome.bound > outcome.value else "at least"
    gap = f", gap {share(outcome.gap, 2)}" if outcome.gap is not None else ""
    return f"proven: {most} {bound}{gap}"


def coverage_sentence(aim: AimOutcome, before: float) -> str:
    """Return in words how much is covered, before and after, and how much ever could be."""
    reached = f"Coverage rises from {share(before)} to {share(aim.value, 2)}."
    if aim.bound is None:
        return f"{reached} How much more is possible is not known."
    if is_proven(aim.value, aim.bound):
        return f"{reached} No plan can cover more."
    within = f": this one is within {share(aim.gap, 2)} of the best" if aim.gap is not None else ""
    return f"{reached} No plan can cover more than {share(aim.bound, 2)}{within}."
