"""Impacts and alternatives in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from planner.domain import Direction
from planner.domain.days import during, span
from planner.planning.words import Count, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from planner.domain import (
        AimChange,
        Consequence,
        DependencyChange,
        HostLoad,
        Impact,
        MentorChange,
        Placement,
        Staffing,
    )
    from planner.planning.legs import Legs
    from planner.planning.standing import Ground


class Named(Protocol):
    """Tells what people and departments are called, given their ids."""

    def employee(self, id: str, /) -> str:
        """Return the name of an employee."""

    def department(self, id: str, /) -> str:
        """Return the name of a department."""


ALWAYS = ("coverage", "reach")
"""Aims that are told even where they stay as they are."""


def sentences(impact: Impact, names: Named) -> tuple[str, ...]:
    """Return an impact in plain words, what blocks and what is lost first.

    Parameters
    ----------
    impact : Impact
    names : Named
        What to call people and departments; ids that are not known any more are up to it.
    """
    told = (
        *(f"This breaks a rule: {broken.sentence}" for broken in impact.broken),
        *filter(None, [loss_sentence(impact, names)]),
        *(f"{clause}." for clause in _clauses(impact, names)),
        *(f"{dependency_words(each, names)}." for each in impact.dependencies),
        *(_aim(aim) for aim in impact.aims if _told(aim)),
        *(_staffing(each, names) for each in impact.staffing),
        *(_hosting(each, names) for each in impact.hosting),
        *(_mentoring(each, names) for each in impact.mentoring),
    )
    return told or ("This changes nothing.",)


def loss_sentence(impact: Impact, names: Named) -> str:
    """Return what is lost and has to be accepted, in one sentence; nothing if nothing is."""
    if not impact.losses:
        return ""
    parts = [f"{_title(aim)} {_values(aim)}" for aim in impact.losses]
    lost = [dependency_words(each, names) for each in impact.lost]
    named = f" ({'; '.join(lost)})" if lost else ""
    return f"This loses: {listed(parts)}{named}."


def dependency_words(change: DependencyChange, names: Named) -> str:
    """Return how many people walk a dependency: "Sales -> Finance: 2 -> 1 of 3"."""
    pair = f"{names.department(change.customer)} -> {names.department(change.provider)}"
    return f"{pair}: {change.before} -> {change.after} of {change.target}"


def alternative_sentence(ground: Ground, mine: Placement, legs: Legs, means: Consequence) -> str:
    """Return another way than a request, and what it costs, in plain words."""
    names = _ById(ground)
    people = dict.fromkeys([mine.employee, *(leg.employee for leg in (*legs.gives, *legs.takes))])
    clauses = [
        _clause(
            names,
            each,
            [leg for leg in legs.gives if leg.employee == each],
            [leg for leg in legs.takes if leg.employee == each],
        )
        for each in people
    ]
    changed = [(d, d.credit_after - d.credit_before) for d in means.dependencies]
    lost = [dependency_words(each, names) for each, more in changed if more < 0]
    won = [dependency_words(each, names) for each, more in changed if more > 0]
    told = f"{'; '.join(clauses)}."
    told += f" Lost: {'; '.join(lost)}." if lost else " No dependency is covered less."
    return told + (f" Gained: {'; '.join(won)}." if won else "")


class _ById:
    """The names of an organisation by id."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def employee(self, id: str, /) -> str:
        return self._ground.names.employee(self._ground.numbers.employees[id])

    def department(self, id: str, /) -> str:
        return self._ground.names.department(self._ground.numbers.departments[id])


def _clauses(impact: Impact, names: Named) -> Iterator[str]:
    for person in impact.people:
        yield _clause(names, person.employee, person.gives, person.takes)


def _clause(
    names: Named, employee: str, gives: Sequence[Placement], takes: Sequence[Placement]
) -> str:
    """Return what somebody does instead of what."""
    who = names.employee(employee)
    if not takes:
        return f"{who} no longer goes to {_visits(names, gives)}"
    if len(gives) == len(takes) == 1 and gives[0].host == takes[0].host:
        before = span(gives[0].first_day, gives[0].last_day)
        return f"{who} goes to {_visits(names, takes)} instead of {before}"
    instead = f" instead of {_visits(names, gives)}" if gives else ""
    return f"{who} goes to {_visits(names, takes)}{instead}"


def _visits(names: Named, legs: Iterable[Placement]) -> str:
    return listed(
        f"{names.department(leg.host)} {during(leg.first_day, leg.last_day)}" for leg in legs
    )


def _told(aim: AimChange) -> bool:
    return aim.direction is not Direction.SAME or aim.name in ALWAYS


def _title(aim: AimChange) -> str:
    return aim.title[0].lower() + aim.title[1:]


def _aim(aim: AimChange) -> str:
    if aim.direction is Direction.SAME:
        return f"{aim.title} stays at {_value(aim, aim.after)}."
    word = "better" if aim.direction is Direction.BETTER else "worse"
    return f"{aim.title}: {_values(aim)}, {word}."


def _values(aim: AimChange) -> str:
    return f"{_value(aim, aim.before)} -> {_value(aim, aim.after)}"


def _value(aim: AimChange, value: float) -> str:
    """Return a value with as many digits as show the difference."""
    if aim.name != "coverage":
        return f"{round(value):,}" if abs(value - round(value)) < 1e-9 else f"{value:,.2f}"
    digits = 2
    while digits < 6 and f"{aim.before:.{digits}%}" == f"{aim.after:.{digits}%}":
        digits += 1
    return f"{value * 100:.{digits if aim.direction is not Direction.SAME else 2}f} %"


def _staffing(each: Staffing, names: Named) -> str:
    department = names.department(each.department)
    present = Count(each.present)
    return (
        f"{department} has {present:person} present {during(each.first_day, each.last_day)}: "
        f"{_turned(each.away_before, each.away_after)} away on placements, {each.staying} at "
        f"their desks, {each.minimum} needed."
    )


def _hosting(each: HostLoad, names: Named) -> str:
    visitors = "visitor" if each.visitors_after == 1 else "visitors"
    return (
        f"{names.department(each.department)} hosts "
        f"{_turned(each.visitors_before, each.visitors_after)} {visitors} "
        f"{during(each.first_day, each.last_day)} and has {Count(each.seats):seat}."
    )


def _turned(before: int, after: int) -> str:
    """Return a number before and after, once where it stays."""
    return f"{before} -> {after}" if before != after else f"{after}"


def _mentoring(each: MentorChange, names: Named) -> str:
    visit = f"{names.employee(each.employee)} at {names.department(each.host)}"
    when = during(each.first_day, each.last_day)
    if each.after is None:
        return f"{visit} has no mentor {when}."
    mentor = names.employee(each.after)
    instead = ""
    if each.before not in (None, each.after):
        instead = f" instead of {names.employee(str(each.before))}"
    state = "free" if each.free else "not free"
    return f"{visit} is guided by {mentor}{instead}, who is {state} {when}."
