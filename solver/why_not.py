"""Why a dependency is not better covered: what stands in the way of each further walker."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.check import check
from solver.columns import Columns
from solver.constraints import all_rules
from solver.coverage import coverage_table
from solver.objectives.coverage import walks
from solver.occupancy import ends
from solver.plan import Placement, Plan

if TYPE_CHECKING:
    from solver.problem import BoolArray, IntArray, Problem

TRIALS = 400
"""Placements tried at most; of more, some of each person are tried, evenly spread."""

SEASON = "season"
"""Stands for the season of the dependency, which is no rule."""

NOTHING = ""
"""Stands for people whom no rule holds back."""


@dataclass(frozen=True)
class Reason:
    """What stands in the way of some people.

    Attributes
    ----------
    rule : str
        Name of the rule, `SEASON`, or `NOTHING` where a placement would break no rule.
    people : int
        How many people it stands in the way of.
    department : int
        The department whose desks, staff or mentors it is about, -1 where none.
    competitors : tuple of int
        Dependencies walked by the placements that take the room, the heaviest first.
    """

    rule: str
    people: int
    department: int = -1
    competitors: tuple[int, ...] = ()


@dataclass(frozen=True)
class WhyNot:
    """Why a dependency has no more walkers.

    Attributes
    ----------
    dependency, before, after, target : int
        Which one, its walkers without and with the plan, and those it should have.
    people : int
        People on the sides that may walk it who do not yet.
    eligible : int
        Those of them who could be placed at some time if nobody else were.
    excluded : tuple of Reason
        Why the others could not, the most frequent first.
    reasons : tuple of Reason
        What stands in the way of the eligible in this plan, the most frequent first.
    """

    dependency: int
    before: int
    after: int
    target: int
    people: int
    eligible: int
    excluded: tuple[Reason, ...]
    reasons: tuple[Reason, ...]


def why_not(problem: Problem, plan: Plan, dependency: int) -> WhyNot:
    """Return what stands between a dependency and more walkers in a legal plan.

    Parameters
    ----------
    problem : Problem
    plan : Plan
    dependency : int
        In 0 .. N - 1.

    Raises
    ------
    ValueError
        If there is no such dependency.
    """
    if not 0 <= dependency < problem.dependencies:
        raise ValueError(f"dependency is {dependency}; there are {problem.dependencies}")
    table = coverage_table(problem, plan)
    columns, walking = _all_visits(problem, dependency), _walkers(problem, plan, dependency)
    columns = columns.take(np.flatnonzero(~np.isin(columns.employee, walking)))
    people = np.unique(columns.employee)
    in_season = np.zeros(len(columns), dtype=np.bool_)
    entry, walked = walks(columns)
    in_season[entry[walked == dependency]] = True
    allowed = {SEASON: in_season}
    for name, rule in all_rules().items():
        if rule.admits is not None:
            allowed[name] = rule.admits(columns)
    allowed["rotation_limit"] = problem.max_rotations[columns.employee] > 0
    every = np.logical_and.reduce(list(allowed.values()))
    eligible = np.unique(columns.employee[every])
    return WhyNot(
        dependency,
        int(table.before[dependency]),
        int(table.after[dependency]),
        int(problem.target[dependency]),
        len(people),
        len(eligible),
        _excluded(columns, allowed, np.setdiff1d(people, eligible)),
        _reasons(problem, plan, columns.take(np.flatnonzero(every))),
    )


def _all_visits(problem: Problem, dependency: int) -> Columns:
    """Return every placement inside the horizon between the two ends, forbidden or not."""
    customer, provider = int(problem.customer[dependency]), int(problem.provider[dependency])
    parts: list[tuple[IntArray, IntArray, IntArray]] = []
    for home, host, visits in (
        (customer, provider, problem.customer_visits[dependency]),
        (provider, customer, problem.provider_visits[dependency]),
    ):
        people = np.flatnonzero((problem.home == home) & visits)
        starts = np.arange(max(0, problem.periods - int(problem.length[host]) + 1))
        employee, start = (grid.ravel() for grid in np.meshgrid(people, starts, indexing="ij"))
        parts.append((employee, np.full(len(employee), host, dtype=np.int64), start))
    return Columns.named(problem, *(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))


def _walkers(problem: Problem, plan: Plan, dependency: int) -> IntArray:
    """Return who walks the dependency already."""
    made = Columns.named(problem, plan.employee, plan.host, plan.start)
    entry, walked = walks(made)
    pair = {
        (int(problem.customer[dependency]), int(problem.provider[dependency])),
        (int(problem.provider[dependency]), int(problem.customer[dependency])),
    }
    past = [e for e, b in problem.experience.tolist() if (int(problem.home[e]), b) in pair]
    return np.union1d(plan.employee[entry[walked == dependency]], np.array(past, dtype=np.int64))


def _excluded(
    columns: Columns, allowed: dict[str, BoolArray], people: IntArray
) -> tuple[Reason, ...]:
    """Return, for people who could go at no time, what forbids most of their placements."""
    count: Counter[str] = Counter()
    for employee in people.tolist():
        mine = columns.employee == employee
        forbidden = {name: int((~mask[mine]).sum()) for name, mask in allowed.items()}
        count[max(forbidden, key=lambda name: forbidden[name])] += 1
    return tuple(Reason(name, number) for name, number in count.most_common())


def _reasons(problem: Problem, plan: Plan, columns: Columns) -> tuple[Reason, ...]:
    """Return what stands in the way of people who could go if nobody else went."""
    blocked: dict[int, Counter[tuple[str, int]]] = defaultdict(Counter)
    free: set[int] = set()
    rivals: dict[tuple[str, int], set[int]] = defaultdict(set)
    broken_before = {(v.rule, v.department, v.host, v.period) for v in check(problem, plan)}
    for column in _sample(columns):
        employee = int(columns.employee[column])
        if employee in free:
            continue
        visit = Placement(employee, int(columns.host[column]), int(columns.start[column]))
        breaches = _breaches(problem, plan, visit, broken_before)
        if not breaches:
            free.add(employee)
        for breach, rows in breaches.items():
            blocked[employee][breach] += 1
            rivals[breach] |= rows
    count: Counter[tuple[str, int]] = Counter()
    for employee, breaches_of in blocked.items():
        if employee not in free:
            count[breaches_of.most_common(1)[0][0]] += 1
    reasons = [
        Reason(rule, people, department, _dependencies(problem, plan, rivals[rule, department]))
        for (rule, department), people in count.most_common()
    ]
    if free:
        reasons.append(Reason(NOTHING, len(free)))
    return tuple(reasons)


def _sample(columns: Columns) -> list[int]:
    """Return some columns of each employee, all where they are few."""
    people = np.unique(columns.employee)
    each = max(1, TRIALS // max(1, len(people)))
    chosen: list[int] = []
    for employee in people.tolist():
        mine = np.flatnonzero(columns.employee == employee)
        places = np.unique(np.linspace(0, len(mine) - 1, min(each, len(mine))).astype(np.int64))
        chosen += mine[places].tolist()
    return chosen


def _breaches(
    problem: Problem,
    plan: Plan,
    visit: Placement,
    before: set[tuple[str, int, int, int]],
) -> dict[tuple[str, int], set[int]]:
    """Return the rules that one more placement breaks, each with the placements in its way."""
    mentors = np.flatnonzero((problem.home == visit.host) & (problem.guides > 0)).tolist()
    found: dict[tuple[str, int], set[int]] = {}
    for mentor in mentors or [-1]:
        more = Plan.of([*plan, visit._replace(mentor=mentor)])
        found = {}
        for violation in check(problem, more):
            key = (violation.rule, violation.department, violation.host, violation.period)
            if key in before:
                continue
            department = violation.department if violation.department >= 0 else violation.host
            rows = {_row(plan, more, row) for row in violation.placements} - {-1}
            if violation.rule == "placement_budget":
                rows = set(range(len(plan)))
            found.setdefault((violation.rule, department), set()).update(rows)
        if not any(rule == "mentors" for rule, _ in found):
            break
    return found


def _row(plan: Plan, more: Plan, row: int) -> int:
    """Return the row in ``plan`` of a row of a plan with one placement more, -1 for that."""
    same = (
        (plan.employee == more.employee[row])
        & (plan.host == more.host[row])
        & (plan.start == more.start[row])
    )
    return int(np.flatnonzero(same)[0]) if same.any() else -1


def _dependencies(problem: Problem, plan: Plan, rows: set[int]) -> tuple[int, ...]:
    """Return the dependencies that some placements walk, the heaviest first."""
    some = plan.rows(np.array(sorted(rows), dtype=np.int64))
    inside = ends(problem, some) <= problem.periods
    made = Columns.named(problem, some.employee, some.host, some.start)
    _, walked = walks(made.take(np.flatnonzero(inside)))
    unique = np.unique(walked)
    return tuple(unique[np.argsort(-problem.importance[unique], kind="stable")].tolist())
