"""Who could go where and when, counted: the facts the counting model stands on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from solver.candidates import candidates
from solver.columns import Columns
from solver.keys import Keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from solver.problem import IntArray, Problem


@dataclass(frozen=True, eq=False)
class Tally:
    """Counts over all candidate placements.

    A pair is a home and a host that somebody could visit; a slot is a pair and a start.
    P pairs, C slots, D departments.

    Attributes
    ----------
    slots : Columns
        One entry a slot, nobody named.
    pair : (C,) int
        The pair of each slot.
    possible : (C,) int
        People who could start there.
    pair_home, pair_host : (P,) int
        The ends of each pair.
    people : (P,) int
        Distinct people who could make the visit at some time.
    wishes : list of P arrays of int
        Their scores, the highest first.
    rotations : (D,) int
        Placements that the people of each home can make in all, as far as limits and hosts
        tell.
    others : (P,) int
        Those among ``people`` who guide nobody.
    rotations_of_others : (D,) int
        The share in ``rotations`` of people who guide nobody.
    fresh : (D,) int
        People of each home without experience who could go anywhere.
    visit_of : (Q,) int
        Which required visit each requirement is about: one employee, one host.
    visitor, visited : (U,) int
        Employee and host of each required visit.
    could, could_slot : (n,) int
        Required visit ``could[i]`` could be made in slot ``could_slot[i]``, ascending by visit.
    """

    slots: Columns
    pair: IntArray
    possible: IntArray
    pair_home: IntArray
    pair_host: IntArray
    people: IntArray
    wishes: list[IntArray]
    rotations: IntArray
    others: IntArray
    rotations_of_others: IntArray
    fresh: IntArray
    visit_of: IntArray
    visitor: IntArray
    visited: IntArray
    could: IntArray
    could_slot: IntArray

    @cached_property
    def earliest(self) -> IntArray:
        """First period after the earliest visit that could meet each requirement, (Q,).

        More than the number of periods where none could.
        """
        first = np.full(len(self.visitor), self.slots.problem.periods + 1, dtype=np.int64)
        np.minimum.at(first, self.could, self.slots.end[self.could_slot])
        return first[self.visit_of]

    def column(self, home: IntArray, host: IntArray, start: IntArray) -> IntArray:
        """Return the slot of each home, host and start, -1 where nobody could start there."""
        return _slot_of(self.slots, home, host, start)

    def due(self, slots: Columns) -> tuple[IntArray, IntArray, list[list[int]], IntArray]:
        """Return which slots end by which date for which requirements.

        Returns
        -------
        slot, group : (n,) int
            Slot ``slot[i]`` could serve the requirements of ``group[i]``.
        rows : list of lists of int
            Per group, requirements of one home and host that are due by its date, one for
            each employee.
        taken : (G,) int
            Per group, the visits that are promised to people whom none of them is about.
        """
        problem = slots.problem
        wanted = problem.requirements
        home = problem.home[wanted[:, 0]]
        found: list[IntArray] = []
        rows: list[list[int]] = []
        taken: list[int] = []
        pins = np.unique(problem.pins[:, :3], axis=0)
        for a, b, due in sorted(set(zip(home.tolist(), *wanted.T[1:].tolist(), strict=True))):
            same = (home == a) & (wanted[:, 1] == b) & (wanted[:, 2] <= due)
            _, one = np.unique(wanted[same, 0], return_index=True)
            rows.append(np.flatnonzero(same)[one].tolist())
            in_time = (slots.home == a) & (slots.host == b) & (slots.end <= due + 1)
            found.append(np.flatnonzero(in_time))
            end = pins[:, 2] + problem.length[pins[:, 1]]
            others = ~np.isin(pins[:, 0], wanted[same, 0]) & (pins[:, 1] == b)
            taken.append(int((others & (problem.home[pins[:, 0]] == a) & (end <= due + 1)).sum()))
        group = np.repeat(np.arange(len(found)), [len(slot) for slot in found])
        slot = np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
        return slot, group, rows, np.array(taken, dtype=np.int64)


def tally(problem: Problem) -> Tally:
    """Count the candidate placements of a problem, home by home."""
    order = np.argsort(problem.home, kind="stable")
    cuts = np.searchsorted(problem.home[order], np.arange(problem.departments + 1))
    parts: list[_Part] = []
    totals = np.zeros((3, problem.departments), dtype=np.int64)
    wanted = problem.requirements[:, 0] * problem.departments + problem.requirements[:, 1]
    wanted, visit_of = np.unique(wanted, return_inverse=True)
    could: list[tuple[IntArray, Columns]] = []
    for home in range(problem.departments):
        columns = candidates(problem, order[cuts[home] : cuts[home + 1]])
        if not len(columns):
            continue
        visit = columns.visit
        visits = visit[np.r_[True, visit[1:] != visit[:-1]]]
        people, hosts = np.unique(visits // problem.departments, return_counts=True)
        most = np.minimum(problem.max_rotations[people], hosts)
        others = problem.guides[people] == 0
        fresh = (~problem.experienced[people]).sum()
        totals[:, home] = most.sum(), most[others].sum(), fresh
        parts.append(_count(problem, home, columns, visits))
        could.append(_meeting(wanted, columns))
    return _assemble(problem, parts, totals, _Wanted(wanted, visit_of, could))


@dataclass(frozen=True)
class _Part:
    """The pairs and slots of one home."""

    home: int
    host: IntArray
    people: IntArray
    others: IntArray
    wishes: list[IntArray]
    slot_pair: IntArray
    slot_start: IntArray
    possible: IntArray


def _count(problem: Problem, home: int, columns: Columns, visits: IntArray) -> _Part:
    goes = np.bincount(visits % problem.departments, minlength=problem.departments)
    hosts = np.flatnonzero(goes)
    other = visits[problem.guides[visits // problem.departments] == 0]
    others = np.bincount(other % problem.departments, minlength=problem.departments)
    rank = np.cumsum(goes > 0) - 1
    possible = np.bincount(rank[columns.host] * problem.periods + columns.start)
    slot = np.flatnonzero(possible)
    score = np.r_[problem.preferences[:, 2], 0][problem.preference_keys.find(visits)]
    order = np.lexsort((-score, visits % problem.departments))
    return _Part(
        home,
        hosts,
        goes[hosts],
        others[hosts],
        np.split(score[order], np.cumsum(goes[hosts])[:-1]),
        slot // problem.periods,
        slot % problem.periods,
        possible[slot],
    )


@dataclass(frozen=True)
class _Wanted:
    """The required visits, as employee times D plus host, and what could meet them."""

    visits: IntArray
    visit_of: IntArray
    could: list[tuple[IntArray, Columns]]


def _meeting(wanted: IntArray, columns: Columns) -> tuple[IntArray, Columns]:
    """Return the placements that are required visits, and which ones."""
    place = Keys.of(wanted).find(columns.visit)
    rows = np.flatnonzero(place >= 0)
    return place[rows], columns.take(rows)


def _assemble(
    problem: Problem,
    parts: list[_Part],
    totals: IntArray,
    wanted: _Wanted,
) -> Tally:
    sizes = np.array([len(part.host) for part in parts], dtype=np.int64)
    offsets = np.cumsum(sizes) - sizes
    pair_home = np.repeat([part.home for part in parts], sizes).astype(np.int64)
    pair_host = _join(part.host for part in parts)
    pair = _join(part.slot_pair + offset for part, offset in zip(parts, offsets, strict=True))
    start = _join(part.slot_start for part in parts)
    nobody = np.full(len(pair), -1, dtype=np.int64)
    slots = Columns(problem, nobody, pair_home[pair], pair_host[pair], start)
    could = _join(visit for visit, _ in wanted.could)
    made = [columns for _, columns in wanted.could]
    place = _slot_of(
        slots, *(_join(getattr(c, n) for c in made) for n in ("home", "host", "start"))
    )
    order = np.argsort(could, kind="stable")
    return Tally(
        slots=slots,
        pair=pair,
        possible=_join(part.possible for part in parts),
        pair_home=pair_home,
        pair_host=pair_host,
        people=_join(part.people for part in parts),
        wishes=[wish for part in parts for wish in part.wishes],
        rotations=totals[0],
        others=_join(part.others for part in parts),
        rotations_of_others=totals[1],
        fresh=totals[2],
        visit_of=wanted.visit_of,
        visitor=wanted.visits // problem.departments,
        visited=wanted.visits % problem.departments,
        could=could[order],
        could_slot=place[order],
    )


def _join(arrays: Iterable[IntArray]) -> IntArray:
    return np.concatenate([np.zeros(0, dtype=np.int64), *arrays])


def _slot_of(slots: Columns, home: IntArray, host: IntArray, start: IntArray) -> IntArray:
    """Return the slot of each home, host and start, -1 where there is none."""
    nobody = np.full(len(home), -1, dtype=np.int64)
    wanted = Columns(slots.problem, nobody, home, host, start)
    return Keys.of(slots.slot).find(wanted.slot)
