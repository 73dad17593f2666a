"""Small pieces of English: counts with the right plural, lists, names."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from planner.domain.days import period_in_words, unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.domain import Department, Employee, Organisation

_PLURALS = {"person": "people"}


class Count:
    """A number that says what it counts: ``f"{Count(3):person}"`` is "3 people".

    ``unit`` is the word for one period of the cycle, which takes the place of "period".
    """

    def __init__(self, number: int, unit: str = "period") -> None:
        self.number = int(number)
        self.unit = unit

    def __format__(self, noun: str) -> str:
        if not noun:
            return str(self.number)
        if noun == "period":
            noun = self.unit
        if self.number != 1:
            noun = _PLURALS.get(noun, f"{noun}s")
        return f"{self.number} {noun}"

    def __str__(self) -> str:
        return str(self.number)


def listed(items: Iterable[str]) -> str:
    """Return "a", "a and b" or "a, b and c"; nothing for nothing."""
    *head, tail = list(items) or [""]
    return f"{', '.join(head)} and {tail}" if head else tail


def both_or_all(items: Sequence[object]) -> str:
    """Return "both " for two items, "all " for more and nothing for one."""
    return {1: "", 2: "both "}.get(len(items), "all ")


class Names:
    """What to call the people, departments and periods of an organisation, by number.

    An id stands behind a name, in brackets, only where two share the name; it stands
    alone where there is no name.
    """

    def __init__(self, organisation: Organisation) -> None:
        self._cycle = organisation.cycle
        self._employees = _names(organisation.employees)
        self._departments = _names(organisation.departments)
        self.unit = unit(organisation.cycle)

    def employee(self, number: int) -> str:
        """Return the name of an employee; "nobody" for -1."""
        return self._employees[number] if number >= 0 else "nobody"

    def department(self, number: int) -> str:
        """Return the name of a department; "no department" for -1."""
        return self._departments[number] if number >= 0 else "no department"

    def period(self, number: int) -> str:
        """Return a period so that it reads well after "the"; the time before it for -1."""
        return period_in_words(self._cycle, number) if number >= 0 else "start of the cycle"

    def periods(self, number: int) -> str:
        """Return a number of periods: "2 weeks"."""
        return format(Count(number, self.unit), "period")


def _names(things: Sequence[Employee | Department]) -> tuple[str, ...]:
    shared = Counter(thing.name for thing in things)
    return tuple(
        (f"{thing.name} ({thing.id})" if shared[thing.name] > 1 else thing.name)
        if thing.name
        else thing.id
        for thing in things
    )
