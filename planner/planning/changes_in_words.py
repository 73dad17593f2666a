"""What changes from one plan to another, in sentences for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain import Direction
from planner.domain.days import during, in_words, span
from planner.planning.numbers import Numbers
from planner.planning.words import Count, Names, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.domain import (
        AimChange,
        Comparison,
        DependencyChange,
        Organisation,
        PersonChange,
        Placement,
        PlacementChange,
    )

NAMED = 3
"""People and dependencies that a summary names; of more it tells the number."""


class Called:
    """What to call people and departments by id, also those who were there before and are gone."""

    def __init__(self, organisation: Organisation, before: Organisation | None = None) -> None:
        self._employees: dict[str, str] = {}
        self._departments: dict[str, str] = {}
        for known in (before, organisation):
            if known is None:
                continue
            names, numbers = Names(known), Numbers.of(known)
            self._employees |= {i: names.employee(n) for i, n in numbers.employees.items()}
            self._departments |= {i: names.department(n) for i, n in numbers.departments.items()}

    def employee(self, id: str) -> str:
        """Return the name of an employee, the id of one who was never known."""
        return self._employees.get(id, id)

    def department(self, id: str) -> str:
        """Return the name of a department, the id of one that was never known."""
        return self._departments.get(id, id)

    def dependency(self, change: DependencyChange) -> str:
        """Return what to call a dependency: "Sales on Payroll"."""
        return f"{self.department(change.customer)} on {self.department(change.provider)}"


def summary(comparison: Comparison, called: Called) -> tuple[str, ...]:
    """Return what lies between two plans in a few sentences."""
    if comparison.same:
        return ("The two plans are the same.",)
    gaining = [d for d in comparison.dependencies if d.gains]
    losing = [d for d in comparison.dependencies if not d.gains]
    sentences = [
        _placements(comparison),
        _dependencies(losing, "loses", "lose", called),
        _dependencies(gaining, "gains", "gain", called),
        _people([p for p in comparison.people if not p.gains], "fewer", called),
        _people([p for p in comparison.people if p.gains], "more", called),
        *(aim_sentence(a) for a in comparison.aims if a.direction is not Direction.SAME),
    ]
    return tuple(filter(None, sentences))


def change_sentences(
    organisation: Organisation, comparison: Comparison, before: Organisation | None = None
) -> tuple[str, ...]:
    """Return one sentence for each placement that changes, the earliest first.

    Parameters
    ----------
    organisation : Organisation
        As it is now.
    comparison : Comparison
        What `planner.planning.compare` found.
    before : Organisation, optional
        What the first plan was made for, for the names of those who are gone.
    """
    called = Called(organisation, before)
    told = [(p, f"{_visit(p, called)} is new.") for p in comparison.added]
    told += [(p, f"{_visit(p, called)} is dropped.") for p in comparison.dropped]
    told += [(c.before, _moved(c, called)) for c in comparison.moved]
    told += [(c.before, _guided(c, called)) for c in comparison.guided_by_another]
    told.sort(key=lambda item: (item[0].first_day, item[0].employee, item[0].host))
    return tuple(sentence for _, sentence in told)


def aim_sentence(aim: AimChange) -> str:
    """Return how an aim changes: "Coverage: 85.69 % before, 84.20 % after (worse)."."""
    before, after = aim_value(aim.name, aim.before), aim_value(aim.name, aim.after)
    if aim.direction is Direction.SAME:
        return f"{aim.title}: {after}, as before."
    if before == after:
        before, after = (aim_value(aim.name, value, 6) for value in (aim.before, aim.after))
    return f"{aim.title}: {before} before, {after} after ({aim.direction.value})."


def aim_value(name: str, value: float, digits: int = 2) -> str:
    """Return the value of an aim as people read it; coverage in percent."""
    if name == "coverage":
        return f"{100 * value:.{digits}f} %"
    return f"{value:,.0f}" if value == round(value) else f"{value:,.{digits}f}"


def _placements(comparison: Comparison) -> str:
    parts = [
        (len(comparison.added), "is new", "are new"),
        (len(comparison.dropped), "is dropped", "are dropped"),
        (len(comparison.moved), "moves to other days", "move to other days"),
        (len(comparison.guided_by_another), "gets another mentor", "get another mentor"),
    ]
    told = [(count, one if count == 1 else more) for count, one, more in parts if count]
    (count, first), *others = told
    rest = (f"{count} {what}" for count, what in others)
    return f"{listed([f'{Count(count):placement} {first}', *rest])}."


def _dependencies(changes: Sequence[DependencyChange], one: str, more: str, called: Called) -> str:
    """Return which dependencies gain or lose, the most important first."""
    if not changes:
        return ""
    weighty = sorted(changes, key=lambda d: -d.importance)
    told = [f"{called.dependency(d)} ({d.before} to {d.after} of {d.target})" for d in weighty]
    verb = one if len(changes) == 1 else more
    number = "1 dependency" if len(changes) == 1 else f"{len(changes)} dependencies"
    return f"{number} {verb} visitors: {_some(told)}."


def _people(changes: Sequence[PersonChange], how: str, called: Called) -> str:
    if not changes:
        return ""
    verb = "has" if len(changes) == 1 else "have"
    names = _some([called.employee(change.employee) for change in changes])
    return f"{Count(len(changes)):person} {verb} {how} placements than before: {names}."


def _some(told: Sequence[str]) -> str:
    named = list(told[:NAMED] if len(told) > NAMED + 1 else told)
    more = len(told) - len(named)
    return listed([*named, f"{more} more"] if more else named)


def _visit(placement: Placement, called: Called) -> str:
    days = span(placement.first_day, placement.last_day)
    who, where = called.employee(placement.employee), called.department(placement.host)
    return f"{who}'s visit to {where} ({days}{_by(placement, called)})"


def _by(placement: Placement, called: Called) -> str:
    return f", with {called.employee(placement.mentor)}" if placement.mentor else ""


def _moved(change: PlacementChange, called: Called) -> str:
    now = change.after
    days = during(now.first_day, now.last_day)
    return f"{_visit(change.before, called)} is now {days}{_by(now, called)}."


def _guided(change: PlacementChange, called: Called) -> str:
    was, now = change.before, change.after
    who, where = called.employee(was.employee), called.department(was.host)
    day = in_words(was.first_day)
    if was.mentor == now.mentor:
        return f"{who}'s visit to {where} from {day} now ends on {in_words(now.last_day)}."
    mentors = [called.employee(p.mentor) if p.mentor else "nobody" for p in (now, was)]
    return f"{who}'s visit to {where} from {day} is guided by {mentors[0]} instead of {mentors[1]}."
