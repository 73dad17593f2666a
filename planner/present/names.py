"""Names instead of ids, and short names that fit into a narrow cell."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from planner.present.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.domain import Organisation

SHORT = 4
"""Letters in a short name, at most."""


class Names:
    """The names of an organisation's people and departments.

    Two that share a name are told apart by their id. An id that is not known (a plan may
    name anybody) stands for itself.
    """

    def __init__(self, organisation: Organisation) -> None:
        self._employees = _told_apart((e.id, e.name) for e in organisation.employees)
        self._departments = _told_apart((d.id, d.name) for d in organisation.departments)
        self._short = _short_names(self._departments)

    def employee(self, employee: str) -> str:
        """Return the name of an employee."""
        return self._employees.get(employee, plain(employee))

    def department(self, department: str) -> str:
        """Return the name of a department."""
        return self._departments.get(department, plain(department))

    def short(self, department: str) -> str:
        """Return a name of at most four letters that no other department has."""
        return self._short.get(department, plain(department)[:SHORT])


def in_order(name: str) -> tuple[tuple[int, str], ...]:
    """Return what to sort names by, so that Department 9 comes before Department 10."""
    return tuple(
        (int(part), "") if part.isdecimal() else (-1, part)
        for part in re.split(r"(\d{1,18})", name.casefold())
        if part
    )


def _told_apart(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    names = {key: " ".join(plain(name).split()) or plain(key) for key, name in rows}
    times = Counter(names.values())
    return {
        key: name if times[name] == 1 else f"{name} ({plain(key)})" for key, name in names.items()
    }


def _short_names(names: dict[str, str]) -> dict[str, str]:
    taken: set[str] = set()
    short = {}
    for key, name in names.items():
        choice = next(c for c in _candidates(name, key) if c.casefold() not in taken)
        taken.add(choice.casefold())
        short[key] = choice
    return short


def _candidates(name: str, key: str) -> Iterable[str]:
    if key.isalpha() and 2 <= len(key) <= SHORT:
        yield key  # people who gave it such an id know it by that id
    words = re.findall(r"\w+", name)
    telling = [w for w in words if w.casefold() not in ("and", "of", "the", "for")]
    numbered = telling and telling[-1].isdigit()
    if len(telling) > 1 and not numbered:
        yield "".join(word[0] for word in telling).upper()[:SHORT]  # ß becomes two letters
    if numbered and len(telling[-1]) < SHORT:
        yield telling[0][: SHORT - len(telling[-1])] + telling[-1]
    if telling:
        yield telling[0][:SHORT]
        yield telling[-1][:SHORT]
    stem = (telling[0] if telling else "D").upper()
    for attempt in range(1, 10_000):
        tail = str(attempt)
        yield stem[: SHORT - len(tail)] + tail
