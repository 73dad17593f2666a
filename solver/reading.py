"""From a model's Booleans to a plan and back."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

from solver.plan import Plan

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from solver.problem import IntArray
    from solver.variables import Variables


def read_plan(model: Variables, solver: cp_model.CpSolver) -> Plan:
    """Return the plan of a solved model: what was chosen and what was fixed."""
    chosen = [c for c in range(model.free) if solver.boolean_value(model.x[c])]
    columns = model.columns
    made = np.r_[np.array(chosen, dtype=np.int64), np.arange(model.free, len(columns))]
    mentor = np.full(len(made), -1, dtype=np.int64)
    if model.fixed_plan is not None:
        mentor[len(chosen) :] = model.fixed_plan.mentor
    counts = {
        arrival: Counter({g: solver.value(count) for g, count in guided.items()})
        for arrival, guided in model.guided.items()
    }
    _assign_mentors(model, made, mentor, counts)
    return Plan.from_arrays(columns.employee[made], columns.host[made], columns.start[made], mentor)


def _assign_mentors(
    model: Variables,
    made: IntArray,
    mentor: IntArray,
    counts: dict[tuple[int, int], Counter[int]],
) -> None:
    """Give each visitor one of the mentors counted for their arrival.

    Promised mentors first, then whoever guided the visitor before, then the others.
    """
    columns = model.columns
    promised = {(e, b, s): g for e, b, s, g in model.problem.pins.tolist() if g >= 0}
    arrivals: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row, column in enumerate(made.tolist()):
        arrival = (int(columns.host[column]), int(columns.start[column]))
        if arrival in counts:
            arrivals[arrival].append(row)
    for arrival, rows in arrivals.items():
        room = counts[arrival]
        wish = [promised.get((int(columns.employee[made[r]]), *arrival), -1) for r in rows]
        open_rows = []
        for row, wanted in sorted(zip(rows, wish, strict=True), key=lambda item: item[1] < 0):
            choice = wanted if wanted >= 0 else int(mentor[row])
            if room[choice] > 0:
                room[choice] -= 1
                mentor[row] = choice
            else:
                open_rows.append(row)
        for row, choice in zip(open_rows, sorted(room.elements()), strict=False):
            mentor[row] = choice


def write_hint(model: Variables, plan: Plan) -> None:
    """Tell a model a plan to begin with; only what it may choose is looked at."""
    model.cp.proto.clear_solution_hint()
    wanted = {(p.employee, p.host, p.start) for p in plan}
    columns = model.columns
    for column in range(model.free):
        visit = (columns.employee[column], columns.host[column], columns.start[column])
        model.cp.add_hint(model.x[column], tuple(map(int, visit)) in wanted)
    guided = Counter((p.host, p.start, p.mentor) for p in plan)
    for (host, start), mentors in model.guided.items():
        for mentor, count in mentors.items():
            model.cp.add_hint(count, guided[host, start, mentor])
