"""Clashes of random organisations: each is one, and not without any one of its parts."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import pytest

from planner.domain import Placement
from solver import Fact, diagnose
from solver.diagnose import possible
from solver.facts import facts_of, without
from tests.reference.best import best
from tests.reference.facts import Facts
from tests.reference.rules import breaches
from tests.solver.problems import Case, tiny_case

if TYPE_CHECKING:
    from collections.abc import Collection

    from planner.domain import Organisation
    from solver import Conflict

ASKING = ("pin", "requirement")


def asking(organisation: Organisation, facts: Collection[Fact]) -> Organisation:
    """Return an organisation that promises and requires no more than some facts say."""
    pins = tuple(organisation.pins[f.row] for f in facts if f.kind == "pin")
    rows = tuple(organisation.requirements[f.row] for f in facts if f.kind == "requirement")
    return replace(organisation, pins=pins, requirements=rows)


def can_hold(organisation: Organisation, rules: Collection[str]) -> bool:
    """Tell by trying whether promised and required visits can keep some rules together.

    Tries every start and every mentor for each of them.
    """
    facts = Facts(organisation)
    asked = {(p.employee, p.host): {p.first_day} for p in organisation.pins}
    for row in organisation.requirements:
        asked.setdefault((row.employee, row.department), set(facts.period))
    ways = []
    for (employee, host), starts in asked.items():
        mentors = {None, *facts.mentors_of(host)}
        promised = {p.mentor for p in organisation.pins if (p.employee, p.host) == (employee, host)}
        ways.append(
            [None]
            + [
                Placement(employee, host, first, facts.last_day(host, first), mentor)
                for first in starts
                for mentor in mentors | promised
            ]
        )
    wrong = {*rules, "horizon"}
    return any(
        not wrong & {each.rule for each in breaches(facts, filter(None, some), strict=True)}
        for some in product(*ways)
    )


def is_minimal(case: Case, conflict: Conflict) -> None:
    rules = frozenset(conflict.rules)
    alone = asking(case.organisation, conflict.facts)
    assert not can_hold(alone, rules)
    for rule in rules:
        assert can_hold(alone, rules - {rule}), rule
    for fact in conflict.facts:
        rest = [other for other in conflict.facts if other != fact]
        if fact.kind in ASKING:
            assert can_hold(asking(case.organisation, rest), rules), fact
        else:
            stated = {*facts_of(case.problem), *_all_asking(case)}
            gone = stated - {*rest, fact, *(Fact(f.kind, row=f.row) for f in rest)}
            assert not possible(without(case.problem, gone), rules)
            assert possible(without(case.problem, {*gone, fact}), rules), fact


def _all_asking(case: Case) -> set[Fact]:
    found = {Fact("pin", row=row) for row in range(len(case.problem.pins))}
    if case.strict:
        rows = range(len(case.problem.requirements))
        found |= {Fact("requirement", row=row) for row in rows}
    return found


def clashes(seed: int) -> int:
    """Hold what is said of a case against brute force, and return how many clashes there are."""
    case = tiny_case(seed)
    conflicts = diagnose(case.problem)
    assert bool(conflicts) == (best(case.organisation, case.previous, case.strict) is None)
    for conflict in conflicts:
        is_minimal(case, conflict)
    named = [Fact(f.kind, row=f.row) for c in conflicts for f in c.facts if f.kind in ASKING]
    assert len(named) == len(set(named))
    left = asking(case.organisation, _all_asking(case) - {*named})
    assert best(left, case.previous, case.strict) is not None
    return len(conflicts)


def test_a_clash_needs_each_of_its_parts() -> None:
    assert sum(clashes(seed) for seed in range(30)) > 2


@pytest.mark.slow
def test_many_clashes_need_each_of_their_parts() -> None:
    assert sum(clashes(seed) for seed in range(30, 230)) > 25
