"""Mentors in a model of named people: counted, not assigned one to one.

Visitors who arrive at a host in the same period stay equally long, so it does not matter
who of them is guided by whom: it is enough to count how many of them each mentor takes.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

if TYPE_CHECKING:
    from solver.problem import IntArray
    from solver.variables import Variables


def post_guiding(model: Variables) -> None:
    """State who can guide how many at every host that the model may change."""
    problem = model.problem
    hosts = _touched_hosts(model)
    if not len(hosts):
        return
    model.guided_hosts = frozenset(hosts.tolist())
    columns = model.columns
    arrivals: dict[tuple[int, int], list[int]] = defaultdict(list)
    for column in np.flatnonzero(np.isin(columns.host, hosts)).tolist():
        arrivals[int(columns.host[column]), int(columns.start[column])].append(column)
    away = _Away(model, np.flatnonzero(np.isin(problem.home, hosts) & (problem.guides > 0)))
    taken: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
    for (host, start), members in arrivals.items():
        guided = model.guided.setdefault((host, start), {})
        stay = range(start, start + int(problem.length[host]))
        for mentor in away.mentors_of(host, stay):
            room = min(int(problem.guides[mentor]), len(members))
            count = model.cp.new_int_var(0, room, "")
            guided[mentor] = count
            away.exclude(mentor, stay, count, room)
            for period in stay:
                taken[mentor, period].append(count)
        visitors = cp_model.LinearExpr.sum([model.literal(m) for m in members])
        model.cp.add(cp_model.LinearExpr.sum(list(guided.values())) == visitors)
    for (mentor, _), counts in taken.items():
        if len(counts) > 1:
            model.cp.add(cp_model.LinearExpr.sum(counts) <= int(problem.guides[mentor]))


def _touched_hosts(model: Variables) -> IntArray:
    """Return hosts with mentors where a visitor or a mentor's own rotation may change."""
    problem, free = model.problem, slice(model.free)
    employees = np.unique(model.columns.employee[free])
    guides = employees[problem.guides[employees] > 0]
    hosts = np.union1d(model.columns.host[free], problem.home[guides])
    touched: IntArray = hosts[problem.has_mentors[hosts]].astype(np.int64)
    return touched


class _Away:
    """When mentors may be away themselves."""

    def __init__(self, model: Variables, mentors: IntArray) -> None:
        self._model = model
        self._by_home: dict[int, list[int]] = defaultdict(list)
        for mentor in mentors.tolist():
            self._by_home[int(model.problem.home[mentor])].append(mentor)
        self._placed: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._flags: dict[tuple[int, int], cp_model.IntVar] = {}
        columns = model.columns
        own = np.isin(columns.employee, mentors)
        column, period = columns.covered
        inside = own[column]
        for c, t in zip(column[inside].tolist(), period[inside].tolist(), strict=True):
            self._placed[int(columns.employee[c]), t].append(c)

    def mentors_of(self, host: int, stay: range) -> list[int]:
        """Return mentors who are present throughout and on no placement that is fixed."""
        available = self._model.problem.available
        return [
            mentor
            for mentor in self._by_home[host]
            if available[mentor, stay.start : stay.stop].all()
            and all(c < self._model.free for t in stay for c in self._placed.get((mentor, t), ()))
        ]

    def exclude(self, mentor: int, stay: range, count: cp_model.IntVar, room: int) -> None:
        """Let a mentor guide nobody (``count`` = 0) while away in any period of a stay."""
        for period in stay:
            if (mentor, period) in self._placed:
                flag = self._flag(mentor, period)
                self._model.cp.add(count + room * flag <= room)

    def _flag(self, mentor: int, period: int) -> cp_model.IntVar:
        """Return a variable that is 1 where the mentor is placed in the period."""
        if (mentor, period) not in self._flags:
            placed = [self._model.x[c] for c in self._placed[mentor, period]]
            flag = placed[0]
            if len(placed) > 1:
                flag = self._model.cp.new_bool_var("")
                for literal in placed:
                    self._model.cp.add_implication(literal, flag)
            self._flags[mentor, period] = flag
        return self._flags[mentor, period]
