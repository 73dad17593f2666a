"""One step of naming or improving: a small model that any process can solve."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from solver.candidates import candidates
from solver.columns import Columns
from solver.control import Control
from solver.keys import Keys
from solver.ordered import build, solve_blended

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from solver.parts import Parts
    from solver.plan import Plan
    from solver.problem import BoolArray, IntArray, Problem


@dataclass(frozen=True, eq=False)
class Step:
    """What to solve; people are numbered as in its own problem.

    Attributes
    ----------
    problem : Problem
        Usually part of a larger one (`solver.cutting`).
    plan : Plan
        A legal plan to begin with.
    free : (P,) bool
        Its placements that may change.
    people : (n,) int
        Who may be placed.
    pairs : (D, D) bool
        From which home to which host.
    first, last : int
        Starts that may change, both included.
    room : Room, optional
        Visits at most by home, host and start, none where it tells nothing; as many as the
        rules allow unless given.
    thin : int
        With ``room``: how many people at most are considered for each visit.
    guests : (G, 3) int, optional
        Employee, host and start of placements that may be chosen besides.
    seconds : float
    patience : float
        Seconds on the wall's clock until the run is over, which ends a reproducible step too.
    seed : int
    deterministic : bool
    """

    problem: Problem
    plan: Plan
    free: BoolArray
    people: IntArray
    pairs: BoolArray
    first: int
    last: int
    seconds: float
    patience: float
    seed: int
    deterministic: bool
    room: Room | None = None
    thin: int = 0
    guests: IntArray | None = None


class Room(NamedTuple):
    """How many may go from a home to a host from a start on.

    Attributes
    ----------
    slot : (S,) int
        As `solver.columns.Columns.slot` numbers them, ascending.
    visits : (S,) int
    """

    slot: IntArray
    visits: IntArray

    def of(self, columns: Columns) -> tuple[IntArray, IntArray]:
        """Return the slot of each placement, and the visits that it leaves room for."""
        row = Keys.of(self.slot).find(columns.slot)
        return columns.slot, np.r_[self.visits, 0][row]


class Taken(NamedTuple):
    """What came of a step: the best plan or None, whether it is proven, and the work done."""

    plan: Plan | None
    proven: bool
    units: float


def take(step: Step, cancel: threading.Event | None = None) -> Taken:
    """Solve a step."""
    # A reproducible step must not tell how busy a machine is: only the run's end ends it.
    own = math.inf if step.deterministic else max(step.seconds, 1.0)
    wall = max(step.patience, 1.0) if step.deterministic else own
    control = Control(own, 1, step.seed, step.deterministic, cancel, wall)
    kept = step.plan.rows(np.flatnonzero(~step.free))
    columns = _columns(step, kept)
    if not len(columns):
        return Taken(None, True, 0.0)
    control.spend(len(columns) * 1e-5 + 0.01)
    model = build(step.problem, columns, kept)
    if step.room is not None:
        counted = np.flatnonzero(np.isin(columns.employee, step.people))
        model.at_most(counted, *step.room.of(columns.take(counted)))
    found = solve_blended(model, control, step.seconds, hint=step.plan)
    return Taken(found.plan, found.proven, control.spent)


def taker(parts: Parts, control: Control) -> Callable[[Step], Taken]:
    """Return `take` for the parts: done in this process, it hears when the run is stopped."""
    return partial(take, cancel=control.cancel) if parts.alone else take


def _columns(step: Step, kept: Plan) -> Columns:
    """Return the placements to choose from."""
    problem = step.problem
    columns = candidates(problem, step.people, step.pairs)
    columns = columns.take(
        np.flatnonzero((columns.start >= step.first) & (columns.start <= step.last))
    )
    if step.room is not None:
        columns = columns.take(np.flatnonzero(step.room.of(columns)[1] > 0))
        columns = columns.take(_thinned(step, step.room, columns))
        return columns if step.guests is None else columns.with_named(step.guests)
    return columns.take(np.flatnonzero(room_for(columns, kept)))


def _thinned(step: Step, room: Room, columns: Columns) -> IntArray:
    """Return some placements for each visit: those wished for, and others by chance.

    Of people who guide visitors only where there are not enough others.
    """
    problem, (slot, visits) = step.problem, room.of(columns)
    wish = problem.preferences[problem.preferences[:, 2] > 0]
    wished = np.isin(columns.visit, wish[:, 0] * problem.departments + wish[:, 1])
    chance = np.random.default_rng(step.seed).random(len(columns)) - wished
    chance += problem.guides[columns.employee] > 0
    order = np.lexsort((chance, slot))
    begins = np.flatnonzero(np.r_[True, np.diff(slot[order]) != 0])
    rank = np.arange(len(order)) - np.repeat(begins, np.diff(np.r_[begins, len(order)]))
    kept: IntArray = np.sort(order[rank < step.thin * (2 + visits[order])])
    return kept


def room_for(columns: Columns, kept: Plan) -> BoolArray:
    """Return which placements find a desk and may leave theirs, whatever else is chosen.

    The rules say so too, but a model is quicker to write without the others.
    """
    problem = columns.problem
    made = Columns.named(problem, kept.employee, kept.host, kept.start)
    row, period = made.covered
    seats = np.zeros((problem.departments, problem.periods), dtype=np.int64)
    desks = np.zeros_like(seats)
    np.add.at(seats, (made.host[row], period), 1)
    np.add.at(desks, (made.home[row], period), 1)
    full = np.pad(np.cumsum(seats >= problem.host_capacity[:, None], axis=1), ((0, 0), (1, 0)))
    bare = np.pad(np.cumsum(desks >= problem.releasable, axis=1), ((0, 0), (1, 0)))
    no_seat: IntArray = full[columns.host, columns.end] - full[columns.host, columns.start]
    no_leave: IntArray = bare[columns.home, columns.end] - bare[columns.home, columns.start]
    room: BoolArray = no_seat + no_leave == 0
    return room


def changed(
    problem: Problem, current: Plan, before: Plan, after: Plan, guided: bool = True
) -> Plan | None:
    """Return ``current`` changed as ``before`` was changed to ``after``, None if it cannot be.

    ``before`` and ``after`` are parts of plans; placements in both of them stay. Where the two
    differ in the mentor of one, that of ``after`` is taken if ``guided``; where they agree, that
    of ``current`` stays. Placements that come have the mentors of ``after``.
    """
    old, new, now = (plan.codes(problem) for plan in (before, after, current))
    gone = old[~np.isin(old, new)]
    come = np.flatnonzero(~np.isin(new, old))
    if not np.isin(gone, now).all():
        return None
    stays = np.flatnonzero(~np.isin(now, gone))
    if np.isin(new[come], now[stays]).any():
        return None
    mentor = current.mentor.copy()
    if guided:
        both = np.flatnonzero(np.isin(old, new))
        led = after.mentor[Keys.of(new).find(old[both])]
        place = Keys.of(now).find(old[both])
        other = (led != before.mentor[both]) & (place >= 0)
        mentor[place[other]] = led[other]
    kept = (current.employee, current.host, current.start, mentor)
    arrays = zip(kept, after.arrays, strict=True)
    return type(current).from_arrays(*(np.concatenate([k[stays], a[come]]) for k, a in arrays))
