"""Who could go where and when, counted: the facts the counting model stands on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from solver.columns import Columns
from solver.constraints import all_rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from solver.problem import BoolArray, IntArray, Problem


def candidates(problem: Problem, employees: IntArray, pairs: BoolArray | None = None) -> Columns:
    """Return every placement of some employees that no rule forbids by itself.

    Parameters
    ----------
    problem : Problem
    employees : (n,) int
        Of one home or of several.
    pairs : (D, D) bool, optional
        From which home to which host; wherever dependencies lead unless given.
    """
    linked = (problem.linked if pairs is None else problem.linked & pairs)[problem.home[employees]]
    linked = linked & (problem.max_rotations[employees] > 0)[:, None]
    row, host = np.nonzero(linked)
    starts = np.maximum(0, problem.periods - problem.length[host] + 1)
    entry = np.repeat(np.arange(len(row)), starts)
    start = np.arange(len(entry)) - np.repeat(np.cumsum(starts) - starts, starts)
    columns = Columns.named(problem, employees[row[entry]], host[entry], start)
    return columns.take(np.flatnonzero(admitted(columns)))


def all_candidates(problem: Problem, most: int) -> Columns | None:
    """Return every placement that no rule forbids by itself, None where they are too many."""
    links = problem.linked.sum(axis=1)[problem.home]
    if int(links.sum()) * problem.periods > 20 * most:
        return None
    columns = candidates(problem, np.arange(problem.employees))
    return columns if len(columns) <= most else None


def admitted(columns: Columns) -> BoolArray:
    """Return which placements no rule forbids by itself, (C,)."""
    mask = np.ones(len(columns), dtype=np.bool_)
    for rule in all_rules().values():
        if rule.admits is not None:
            mask &= rule.admits(columns)
    return mask


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
    wishes : list of (P,) lists of int
        Their scores, the highest first.
    rotations : (D,) int
        Placements that the people of each home can make in all, as far as limits and hosts
        tell.
    fresh : (D,) int
        People of each home without experience who could go anywhere.
    earliest : (Q,) int
        First period after the earliest visit that could meet each requirement; more than
        the number of periods where none could.
    """

    slots: Columns
    pair: IntArray
    possible: IntArray
    pair_home: IntArray
    pair_host: IntArray
    people: IntArray
    wishes: list[list[int]]
    rotations: IntArray
    fresh: IntArray
    earliest: IntArray

    @cached_property
    def _index(self) -> dict[tuple[int, int, int], int]:
        keys = zip(
            self.slots.home.tolist(),
            self.slots.host.tolist(),
            self.slots.start.tolist(),
            strict=True,
        )
        return {key: slot for slot, key in enumerate(keys)}

    def column(self, home: IntArray, host: IntArray, start: IntArray) -> IntArray:
        """Return the slot of each home, host and start, -1 where nobody could start there."""
        keys = zip(home.tolist(), host.tolist(), start.tolist(), strict=True)
        return np.array([self._index.get(key, -1) for key in keys], dtype=np.int64)

    def due(self, slots: Columns) -> tuple[IntArray, IntArray, list[list[int]], IntArray]:
        """Return which slots end by which date for which requirements.

        Returns
        -------
        slot, group : (n,) int
            Slot ``slot[i]`` could serve the requirements of ``group[i]``.
        rows : list of lists of int
            Per group, the requirements of one home and host that are due by its date.
        taken : (G,) int
            Per group, the visits that are promised to people whom none of them is about.
        """
        problem = slots.problem
        wanted = problem.requirements
        home = problem.home[wanted[:, 0]]
        found: list[IntArray] = []
        rows: list[list[int]] = []
        taken: list[int] = []
        pins = problem.pins
        for a, b, due in sorted(set(zip(home.tolist(), *wanted.T[1:].tolist(), strict=True))):
            same = (home == a) & (wanted[:, 1] == b) & (wanted[:, 2] <= due)
            rows.append(np.flatnonzero(same).tolist())
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
    rotations = np.zeros(problem.departments, dtype=np.int64)
    fresh = np.zeros(problem.departments, dtype=np.int64)
    earliest = np.full(len(problem.requirements), problem.periods + 1, dtype=np.int64)
    for home in range(problem.departments):
        columns = candidates(problem, order[cuts[home] : cuts[home + 1]])
        if not len(columns):
            continue
        visits = np.unique(columns.employee * problem.departments + columns.host)
        people, hosts = np.unique(visits // problem.departments, return_counts=True)
        rotations[home] = np.minimum(problem.max_rotations[people], hosts).sum()
        fresh[home] = (~problem.experienced[people]).sum()
        parts.append(_count(problem, home, columns, visits))
        _note_earliest(problem, home, columns, earliest)
    return _assemble(problem, parts, rotations, fresh, earliest)


@dataclass(frozen=True)
class _Part:
    """The pairs and slots of one home."""

    home: int
    host: IntArray
    people: IntArray
    wishes: list[list[int]]
    slot_pair: IntArray
    slot_start: IntArray
    possible: IntArray


def _count(problem: Problem, home: int, columns: Columns, visits: IntArray) -> _Part:
    hosts, pair = np.unique(columns.host, return_inverse=True)
    slot, possible = np.unique(pair * problem.periods + columns.start, return_counts=True)
    score = {(e, b): wish for e, b, wish in problem.preferences.tolist()}
    wishes: dict[int, list[int]] = {host: [] for host in hosts.tolist()}
    for visit in visits.tolist():
        employee, host = divmod(visit, problem.departments)
        wishes[host].append(score.get((employee, host), 0))
    return _Part(
        home,
        hosts,
        np.array([len(wishes[host]) for host in hosts.tolist()], dtype=np.int64),
        [sorted(wishes[host], reverse=True) for host in hosts.tolist()],
        slot // problem.periods,
        slot % problem.periods,
        possible,
    )


def _note_earliest(problem: Problem, home: int, columns: Columns, earliest: IntArray) -> None:
    wanted = problem.requirements
    for row in np.flatnonzero(problem.home[wanted[:, 0]] == home).tolist():
        mine = (columns.employee == wanted[row, 0]) & (columns.host == wanted[row, 1])
        if mine.any():
            earliest[row] = columns.end[mine].min()


def _assemble(
    problem: Problem,
    parts: list[_Part],
    rotations: IntArray,
    fresh: IntArray,
    earliest: IntArray,
) -> Tally:
    sizes = np.array([len(part.host) for part in parts], dtype=np.int64)
    offsets = np.cumsum(sizes) - sizes
    pair_home = np.repeat([part.home for part in parts], sizes).astype(np.int64)
    pair_host = _join(part.host for part in parts)
    pair = _join(part.slot_pair + offset for part, offset in zip(parts, offsets, strict=True))
    start = _join(part.slot_start for part in parts)
    nobody = np.full(len(pair), -1, dtype=np.int64)
    return Tally(
        slots=Columns(problem, nobody, pair_home[pair], pair_host[pair], start),
        pair=pair,
        possible=_join(part.possible for part in parts),
        pair_home=pair_home,
        pair_host=pair_host,
        people=_join(part.people for part in parts),
        wishes=[wish for part in parts for wish in part.wishes],
        rotations=rotations,
        fresh=fresh,
        earliest=earliest,
    )


def _join(arrays: Iterable[IntArray]) -> IntArray:
    return np.concatenate([np.zeros(0, dtype=np.int64), *arrays])
