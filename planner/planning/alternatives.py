"""Other ways to do what a request asks for that keep every rule and lose less."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import solver
from planner.domain import Alternative, RequestKind
from planner.planning.impact_words import alternative_sentence
from planner.planning.legs import Legs, as_request, first_start, legs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from planner.domain import Consequence, Placement
    from planner.planning.standing import Standing
    from planner.planning.what_if import WhatIf

ALTERNATIVES = 6
"""Alternatives that are returned, unless told otherwise."""

EACH = 2
"""How many of one kind there are at most among them."""

ROUNDED = 6
"""Digits behind the point to which the worth of two ways is compared."""

_SIMPLEST = (RequestKind.MOVE, RequestKind.GIVE, RequestKind.DROP, RequestKind.SWAP)


class _Way(NamedTuple):
    legs: Legs
    consequence: Consequence


def alternatives_to(
    what_if: WhatIf,
    gives: Sequence[Placement],
    takes: Sequence[Placement],
    *,
    earliest: date | None = None,
    most: int = ALTERNATIVES,
    seed: int = 0,
) -> tuple[Alternative, ...]:
    """Return the best legal alternatives to a request, those that lose least first.

    What the requester would no longer do is the first placement of ``gives``. Tried are all
    other times for it (move), all colleagues who could take it (give), all placements that
    could be exchanged for it (swap), and, found by the solver, what becomes of it at best
    when it is dropped, the requester may go elsewhere or at another time, and one colleague
    of the sixteen most promising may step in at that host, at any time, and shift what they
    have. Everything else stays.

    Where the request breaks a rule every legal way is an alternative; else only those are
    returned that are better in the strict order of the aims. Each is confirmed by the checker
    of whole plans. The same plan and request give the same answer.

    Parameters
    ----------
    what_if : WhatIf
        The plan.
    gives, takes : sequence of Placement
        The whole request. The first that goes out is the requester's.
    earliest : date, optional
        Nothing that starts before this day is put in, or taken from a colleague.
    most : int
        Alternatives at most, `EACH` of one kind.
    seed : int
        What chance in the solver depends on.

    Raises
    ------
    BadInput, Refused
        As in `WhatIf.net`.
    ValueError
        If nothing goes out.
    """
    if not gives:
        raise ValueError("gives is empty; a request gives up at least one placement")
    asked = what_if.net(gives, takes)
    standing = what_if.standing
    rows, _ = standing.find(gives[:1])
    if not len(rows):
        return ()
    mine: Placement = standing.rows[int(rows[0])]
    first = first_start(what_if.organisation.cycle, earliest)
    seen = {Legs(tuple(gives), tuple(takes)).core}
    ways = []
    for legs in _legal_ways(standing, int(rows[0]), first, seed):
        if legs.core not in seen:
            seen.add(legs.core)
            ways.append(_Way(legs, what_if.net(*legs)))
    bar = _worth(asked) if asked.breaks_nothing else None
    better = [
        way
        for way in ways
        if way.consequence.breaks_nothing and (bar is None or _worth(way.consequence) > bar)
    ]
    better.sort(key=lambda way: _ease(mine, way.legs))
    better.sort(key=lambda way: _worth(way.consequence), reverse=True)
    return tuple(_told(standing, mine, way) for way in _some_of_each(mine, better, most))


def _legal_ways(standing: Standing, row: int, first: int, seed: int) -> Iterator[Legs]:
    """Yield the best ways of each kind, and the one that the solver finds."""
    board = solver.Board(standing.ground.problem, standing.plan)
    kinds = (
        solver.moves(board, row, first),
        solver.gifts(board, row),
        solver.swaps(board, row, first),
    )
    for trials in kinds:
        # One more than are shown: one of them may be the request itself.
        found = solver.tried(board, trials, EACH + 1)
        yield from legs_of(standing, found.trials, found.mentor)
    best = solver.replaced(solver.Vacancy(board, row, first), seed)
    if best.change is not None and best.mentor is not None:
        yield from legs_of(standing, best.change, best.mentor)


def _worth(consequence: Consequence) -> tuple[float, ...]:
    """Return what a change does to the aims, to be compared in order; larger is better."""
    return tuple(
        round(solver.aim_sense(aim.name) * (aim.after - aim.before), ROUNDED) + 0.0
        for aim in consequence.aims
    )


def _ease(mine: Placement, legs: Legs) -> tuple[bool, int, int]:
    """Return how much a way asks of people; less is easier."""
    kind, by_request = as_request(mine, legs)
    return not by_request, _SIMPLEST.index(kind), len(legs.gives) + len(legs.takes)


def _some_of_each(mine: Placement, ways: Sequence[_Way], most: int) -> Iterator[_Way]:
    shown: Counter[tuple[RequestKind, bool]] = Counter()
    for way in ways:
        kind = as_request(mine, way.legs)
        if shown[kind] < EACH and shown.total() < most:
            shown[kind] += 1
            yield way


def _told(standing: Standing, mine: Placement, way: _Way) -> Alternative:
    (gives, takes), consequence = way
    kind, by_request = as_request(mine, way.legs)
    others = [leg.employee for leg in (*takes, *gives) if leg.employee != mine.employee]
    return Alternative(
        kind=kind,
        gives=gives,
        takes=takes,
        partner=others[0] if others else None,
        by_request=by_request,
        dependencies=consequence.dependencies,
        aims=consequence.aims,
        sentence=alternative_sentence(standing.ground, mine, way.legs, consequence),
    )
