"""Keep apart.

Deputies and other pairs who stand in for each other are never away in the same period.

    away[e, t] + away[f, t] <= 1    for all pairs e, f to keep apart and all t
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.examples import example
from solver.occupancy import Rows, load, numbered, rows_of
from solver.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.plan import Plan
    from solver.problem import Problem
    from solver.variables import Variables

EXPLANATION = "{employee} and {other} stand in for each other; both are away in the {period}."

KEPT = [
    example("one after the other", [(0, 1, 0), (2, 2, 2)], keep_apart=[(0, 2)]),
    example("others may be away together", [(0, 1, 0), (4, 1, 0)], keep_apart=[(0, 2)]),
]
BROKEN = [
    example("both away for one period", [(0, 1, 0), (2, 2, 1)], keep_apart=[(0, 2)]),
    example("the pair named the other way round", [(0, 1, 0), (2, 2, 0)], keep_apart=[(2, 0)]),
]


def post(model: Variables) -> None:
    """State the rule to a model of named people.

    Where placements of one person cannot overlap, all of both that cover a period exclude each
    other; else only one of one and one of the other do.
    """
    apart = "one_place_at_a_time" in model.enforced
    column, period = model.columns.covered
    employee, problem = model.columns.employee[column], model.problem
    members: list[int] = []
    groups: list[int] = []
    both = np.isin(problem.keep_apart, np.unique(employee)).all(axis=1)
    for one, other in problem.keep_apart[both].tolist():
        mine, theirs = (np.flatnonzero(employee == person) for person in (one, other))
        for t in np.intersect1d(period[mine], period[theirs]).tolist():
            first = column[mine[period[mine] == t]].tolist()
            second = column[theirs[period[theirs] == t]].tolist()
            cliques = [first + second] if apart else [[a, b] for a in first for b in second]
            for clique in cliques:
                groups += [groups[-1] + 1 if groups else 0] * len(clique)
                members += clique
    model.at_most(np.array(members, dtype=np.int64), np.array(groups, dtype=np.int64), 1)


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Yield the first period of each overlap between two people to keep apart."""
    goes = np.bincount(plan.employee, minlength=problem.employees) > 0
    pairs = problem.keep_apart[goes[problem.keep_apart].all(axis=1)]
    if not len(pairs):
        return
    people, place = numbered(pairs.ravel(), problem.employees)
    watched = plan.rows(rows_of(problem, plan, people))
    away = load(problem, watched, place[watched.employee], len(people)) > 0
    both = away[place[pairs[:, 0]]] & away[place[pairs[:, 1]]]
    both[:, 1:] &= ~both[:, :-1]
    rows = Rows(problem, plan, plan.employee)
    for pair, period in np.argwhere(both).tolist():
        one, other = pairs[pair].tolist()
        yield Violation(
            "keep_apart",
            tuple(sorted({*rows.covering(one, period), *rows.covering(other, period)})),
            employee=one,
            other=other,
            period=period,
        )
