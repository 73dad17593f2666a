"""Why there is no plan: the smallest sets of rules and facts that clash."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from ortools.sat.python import cp_model

from solver.beginning import join, promised
from solver.columns import Columns
from solver.constraints import all_rules
from solver.control import Control
from solver.facts import Fact, facts_of, without
from solver.ordered import EVERY_RULE
from solver.variables import Variables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from solver.problem import Problem

Item = TypeVar("Item")

ASKING = ("pins", "requirements")
"""The rules that ask for placements; all others only forbid."""

MOST = 10
"""Clashes told of at once: beyond that a list helps nobody."""

SECONDS = 30.0
"""For one question; one that takes longer counts as "no clash"."""


@dataclass(frozen=True)
class Conflict:
    """Rules and facts that cannot hold together; without any one of them they could.

    Attributes
    ----------
    rules : tuple of str
        Names of the rules.
    facts : tuple of Fact
        Pins and requirements first.
    """

    rules: tuple[str, ...]
    facts: tuple[Fact, ...]


def diagnose(problem: Problem) -> tuple[Conflict, ...]:
    """Return what leaves no plan, the smallest clash first; empty where a plan exists.

    Each clash shares no pin or requirement with another, and each is minimal (found by
    deletion: Chinneck 1997; in halves: Junker 2004).

    Parameters
    ----------
    problem : Problem
    """
    conflicts: list[Conflict] = []
    asked = problem
    lost: set[Fact] = set()
    while len(conflicts) < MOST and not possible(asked):
        conflict = _one(problem, lost)
        conflicts.append(conflict)
        lost |= {
            Fact(fact.kind, row=fact.row)
            for fact in conflict.facts
            if fact.kind in ("pin", "requirement")
        }
        asked = without(problem, lost)
    return tuple(sorted(conflicts, key=lambda c: (len(c.facts), len(c.rules))))


def possible(problem: Problem, rules: frozenset[str] = EVERY_RULE) -> bool:
    """Tell whether promised and strictly required placements can keep some rules together."""
    columns = promised(problem)
    if problem.strict:
        columns = join(problem, columns, _wanted(problem))
    model = Variables(problem, columns, None, rules)
    for name, rule in all_rules().items():
        if name in rules:
            rule.post(model)
    control = Control(SECONDS, 1)
    _, status = control.run(model.cp, SECONDS)
    if status == cp_model.INFEASIBLE:
        _, status = control.run(model.cp, SECONDS, presolve=False)
    return bool(status != cp_model.INFEASIBLE)


def _wanted(problem: Problem) -> Columns:
    """Return every placement of a requirement's employee at its department, forbidden or not."""
    rows = problem.requirements
    starts = np.maximum(0, problem.periods - problem.length[rows[:, 1]] + 1)
    entry = np.repeat(np.arange(len(rows)), starts)
    start = np.arange(len(entry)) - np.repeat(np.cumsum(starts) - starts, starts)
    return Columns.named(problem, rows[entry, 0], rows[entry, 1], start)


def _one(problem: Problem, lost: set[Fact]) -> Conflict:
    """Return one clash of a problem in which some pins and requirements are lost already."""
    asked = [Fact("pin", row=row) for row in range(len(problem.pins))]
    if problem.strict:
        asked += [Fact("requirement", row=row) for row in range(len(problem.requirements))]
    asked = [fact for fact in asked if fact not in lost]
    gone: set[Fact] = set(lost)

    def clash_of(kept: Sequence[Fact]) -> bool:
        return not possible(without(problem, gone | (set(asked) - set(kept))))

    wanted = shrink(asked, clash_of)
    gone |= set(asked) - set(wanted)
    rest = without(problem, gone)
    rules = shrink(_telling_last(), lambda kept: not possible(rest, frozenset(kept)))
    enforced = frozenset(rules)
    facts = facts_of(rest)

    def fact_clash(kept: Sequence[Fact]) -> bool:
        return not possible(without(rest, set(facts) - set(kept)), enforced)

    needed = shrink(facts, fact_clash)
    return Conflict(
        tuple(sorted(rules)), (*(_described(problem, fact) for fact in wanted), *needed)
    )


def _telling_last() -> list[str]:
    """Return the rules in the order in which they are left out.

    A rule that looks at a placement by itself tells more plainly what is wrong than one that
    counts: where both would do, it stays. Without those that ask for placements nothing clashes.
    """
    rules = all_rules()
    return sorted(rules, key=lambda n: (n in ASKING, rules[n].admits is not None, n))


def _described(problem: Problem, fact: Fact) -> Fact:
    """Return a pin or requirement with who goes where."""
    table = problem.pins if fact.kind == "pin" else problem.requirements
    employee, department, period = table[fact.row, :3].tolist()
    return replace(fact, employee=employee, department=department, period=period)


def shrink(items: Sequence[Item], clashes: Callable[[Sequence[Item]], bool]) -> list[Item]:
    """Return a smallest part of some items that still clashes, asking as seldom as it can.

    Leaves out as much at a time as it may, first large parts, then small ones.
    """
    kept = list(items)
    width = len(kept)
    while width:
        at = 0
        while at < len(kept):
            trial = kept[:at] + kept[at + width :]
            if clashes(trial):
                kept = trial
            else:
                at += width
        width //= 2
    return kept
