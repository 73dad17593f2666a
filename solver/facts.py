"""Single facts of a problem that can be dropped, to see whether a clash goes with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from solver.problem import IntArray, Problem

UNLIMITED = 10**6


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is given. -1 stands where a field says nothing.

    Attributes
    ----------
    kind : str
        "pin", "requirement", "restriction", "keep_apart", "experience" (``row`` of that
        array), "desks", "staffing", "mentors" (of a department), "unavailable" (an employee
        in a period), "rotations" (of an employee), "no_hosting", "no_releasing" (a department
        in a period), "rest", "one_home", "budget".
    """

    kind: str
    employee: int = -1
    other: int = -1
    department: int = -1
    period: int = -1
    row: int = -1


def facts_of(problem: Problem) -> list[Fact]:
    """Return the facts around pins and strict requirements, widest first.

    Those about other people, departments and periods have no part in whether these can be
    placed.
    """
    goers, hosts, periods = _concerned(problem)
    homes = np.unique(problem.home[goers])
    around = np.union1d(hosts, homes)
    people = np.union1d(goers, np.flatnonzero(np.isin(problem.home, around)))
    found: list[Fact] = [Fact("rest"), Fact("one_home"), Fact("budget")]
    found += [Fact("mentors", department=d) for d in hosts.tolist() if problem.has_mentors[d]]
    found += [Fact("rotations", employee=e) for e in goers.tolist()]
    found += [Fact("staffing", department=d) for d in homes.tolist()]
    found += [Fact("desks", department=d) for d in hosts.tolist()]
    found += _rows("restriction", problem.restrictions, goers)
    found += _rows("keep_apart", problem.keep_apart, goers)
    found += _rows("experience", problem.experience, goers)
    found += _cells("no_hosting", "department", ~problem.hosting, hosts, periods)
    found += _cells("no_releasing", "department", ~problem.releasing, homes, periods)
    found += _cells("unavailable", "employee", ~problem.available, people, periods)
    return found


def _concerned(problem: Problem) -> tuple[IntArray, IntArray, IntArray]:
    """Return the employees, hosts and periods of pins and strict requirements."""
    goers, hosts, starts, _ = problem.pins.T
    ends = np.minimum(problem.periods, starts + problem.length[hosts])
    periods = [np.arange(s, e) for s, e in zip(starts.tolist(), ends.tolist(), strict=True)]
    if problem.strict and len(problem.requirements):
        goers = np.union1d(goers, problem.requirements[:, 0])
        hosts = np.union1d(hosts, problem.requirements[:, 1])
        periods.append(np.arange(problem.periods))
    every = np.concatenate([np.zeros(0, dtype=np.int64), *periods])
    return np.unique(goers), np.unique(hosts), np.unique(every)


def _rows(kind: str, table: IntArray, employees: IntArray) -> Iterator[Fact]:
    """Yield the rows of a table that begin with, or keep apart, one of the employees."""
    named = np.isin(table[:, 0], employees)
    if kind == "keep_apart":
        named |= np.isin(table[:, 1], employees)
    for row in np.flatnonzero(named).tolist():
        first, second = table[row, :2].tolist()
        if kind == "keep_apart":
            yield Fact(kind, employee=first, other=second, row=row)
        else:
            yield Fact(kind, employee=first, department=second, row=row)


def _cells(kind: str, of: str, table: Any, rows: IntArray, periods: IntArray) -> Iterator[Fact]:
    for row, period in np.argwhere(table[np.ix_(rows, periods)]).tolist():
        where: dict[str, int] = {of: int(rows[row]), "period": int(periods[period])}
        yield Fact(kind, **where)


def without(problem: Problem, dropped: Collection[Fact]) -> Problem:
    """Return a problem in which some facts do not hold."""
    changed: dict[str, Any] = {}
    lost: dict[str, list[int]] = {}
    for fact in dropped:
        if fact.kind in _TABLES:
            lost.setdefault(_TABLES[fact.kind], []).append(fact.row)
        else:
            _CHANGES[fact.kind](_Copies(problem, changed), fact)
    for table, rows in lost.items():
        changed[table] = np.delete(getattr(problem, table), rows, axis=0)
    return replace(problem, **changed)


_TABLES = {
    "pin": "pins",
    "requirement": "requirements",
    "restriction": "restrictions",
    "keep_apart": "keep_apart",
    "experience": "experience",
}


class _Copies:
    """Arrays of a problem, each copied when it is first changed."""

    def __init__(self, problem: Problem, changed: dict[str, Any]) -> None:
        self.problem, self.changed = problem, changed

    def __call__(self, name: str) -> Any:
        if name not in self.changed:
            self.changed[name] = np.array(getattr(self.problem, name))
        return self.changed[name]


def _set(name: str, key: str, value: int) -> Callable[[_Copies, Fact], None]:
    def change(copies: _Copies, fact: Fact) -> None:
        copies(name)[getattr(fact, key)] = value

    return change


def _open(name: str, key: str) -> Callable[[_Copies, Fact], None]:
    def change(copies: _Copies, fact: Fact) -> None:
        copies(name)[getattr(fact, key), fact.period] = True

    return change


def _lift(name: str, value: int | None) -> Callable[[_Copies, Fact], None]:
    def change(copies: _Copies, fact: Fact) -> None:
        copies.changed[name] = value

    return change


def _no_mentors(copies: _Copies, fact: Fact) -> None:
    """Let nobody of a department guide visitors, nor be promised as a mentor there."""
    copies("guides")[copies.problem.home == fact.department] = 0
    pins = copies("pins")
    pins[pins[:, 1] == fact.department, 3] = -1


_CHANGES: dict[str, Callable[[_Copies, Fact], None]] = {
    "desks": _set("host_capacity", "department", UNLIMITED),
    "staffing": _set("minimum_staffing", "department", 0),
    "rotations": _set("max_rotations", "employee", UNLIMITED),
    "mentors": _no_mentors,
    "unavailable": _open("available", "employee"),
    "no_hosting": _open("hosting", "department"),
    "no_releasing": _open("releasing", "department"),
    "rest": _lift("rest_periods", 0),
    "one_home": _lift("max_from_one_home", None),
    "budget": _lift("max_placement_periods", None),
}
