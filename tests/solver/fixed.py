"""A model with a plan fixed in it: does it agree with the checker?"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from solver.beginning import join, promised
from solver.columns import Columns
from solver.constraints import all_rules
from solver.control import Control
from solver.counting import Counting
from solver.diagnose import _wanted
from solver.linear import Program, solve_here
from solver.tally import tally
from solver.variables import Variables

if TYPE_CHECKING:
    from solver import Plan, Problem


def with_mentors(problem: Problem, rule: str) -> set[str]:
    """Return a rule, and mentors where it can be told only with them.

    Who guides a visitor is the model's own choice until mentors are enforced: so they are for
    promises that name a mentor.
    """
    named = rule == "pins" and bool((problem.pins[:, 3] >= 0).any())
    return {rule, "mentors"} if named else {rule}


def fits(problem: Problem, plan: Plan, *together: str) -> bool:
    """Tell whether a model that keeps some rules can hold exactly this plan."""
    rules = frozenset().union(*(with_mentors(problem, rule) for rule in together))
    made = Columns.named(problem, plan.employee, plan.host, plan.start)
    columns = _beside(made, join(problem, promised(problem), _wanted(problem)))
    model = Variables(problem, columns, None, rules)
    for name in sorted(rules):
        all_rules()[name].post(model)
    chosen = {(p.employee, p.host, p.start) for p in plan}
    for column in range(len(columns)):
        visit = (columns.employee[column], columns.host[column], columns.start[column])
        model.cp.add(model.x[column] == (tuple(map(int, visit)) in chosen))
    if "mentors" in rules and not _fix_mentors(model, plan):
        return False
    _, status = Control(30, 1).run(model.cp, 30)
    assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE)
    return bool(status != cp_model.INFEASIBLE)


def _beside(made: Columns, others: Columns) -> Columns:
    """Return placements that were made, even twice, and those of the others that were not."""
    taken = {visit[1:] for visit in _visits(made)}
    fresh = [row for row, *visit in _visits(others) if tuple(visit) not in taken]
    rest = others.take(np.array(fresh, dtype=np.int64))
    arrays = (
        np.concatenate([getattr(part, name) for part in (made, rest)])
        for name in ("employee", "host", "start")
    )
    return Columns.named(made.problem, *arrays)


def _visits(columns: Columns) -> list[tuple[int, ...]]:
    arrays = (columns.employee, columns.host, columns.start)
    rows = zip(*(array.tolist() for array in arrays), strict=True)
    return [(row, *visit) for row, visit in enumerate(rows)]


def _fix_mentors(model: Variables, plan: Plan) -> bool:
    """Fix who guides how many; False where the model knows no such mentor there."""
    named = Counter((p.host, p.start, p.mentor) for p in plan if p.mentor >= 0)
    for (host, start), guided in model.guided.items():
        for mentor, count in guided.items():
            model.cp.add(count == named.pop((host, start, mentor), 0))
    return not named


def counts_fit(problem: Problem, plan: Plan) -> dict[str, float]:
    """Return the best value of each aim that counting allows with just this plan's counts.

    Fails where counting cuts the plan off.
    """
    counting = Counting(problem, tally(problem))
    slots = len(counting.columns)
    counts = np.zeros(slots)
    column = counting.tally.column(problem.home[plan.employee], plan.host, plan.start)
    assert (column >= 0).all(), "a placement of a legal plan has no slot"
    np.add.at(counts, column, 1)
    matrix, lower, upper = counting.matrix(counting.aims)
    rest = matrix[:, slots:]
    used = matrix[:, :slots] @ counts
    best: dict[str, float] = {}
    for name, terms in counting.aims.items():
        sense = -1 if name in ("requirements", "stability", "economy", "earliness") else 1
        weight = np.zeros(counting.variables)
        np.add.at(weight, terms.variable, terms.weight.astype(float))
        program = Program(
            -sense * weight[slots:],
            counting.upper[slots:].astype(float),
            rest,
            lower - used,
            upper - used,
        )
        assert (counts <= counting.upper[:slots]).all()
        if counting.variables == slots:
            assert (used <= upper + 1e-9).all()
            assert (used >= lower - 1e-9).all()
            best[name] = float(terms.constant + weight @ counts)
            continue
        answer = solve_here(replace(program, whole=len(program.cost)))
        assert not answer.impossible, "counting cuts off a legal plan"
        assert answer.values is not None
        earned = weight[:slots] @ counts + weight[slots:] @ answer.values
        best[name] = float(terms.constant + earned)
    return best
