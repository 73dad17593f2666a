"""Changes that the solver tried, as what goes out of a plan and what comes into it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from planner.domain import Placement, RequestKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import solver
    from planner.domain import Cycle
    from planner.planning.numbers import IntArray
    from planner.planning.standing import Standing


class Legs(NamedTuple):
    """A change: placements that go out, and those that come in with their mentors."""

    gives: tuple[Placement, ...]
    takes: tuple[Placement, ...]

    @property
    def core(self) -> frozenset[tuple[object, ...]]:
        """What the change is about: everything but the mentors."""
        return frozenset(
            (sign, leg.employee, leg.host, leg.first_day)
            for sign, legs in enumerate(self)
            for leg in legs
        )


def legs_of(standing: Standing, trials: solver.Trials, mentor: IntArray) -> list[Legs]:
    """Return each trial in the organisation's ids and dates, in their order."""
    ground = standing.ground
    organisation = ground.organisation
    gives: dict[int, list[Placement]] = defaultdict(list)
    takes: dict[int, list[Placement]] = defaultdict(list)
    for trial, row in zip(trials.out_trial.tolist(), trials.out_row.tolist(), strict=True):
        gives[trial].append(standing.rows[row])
    length = ground.problem.length[trials.host].tolist()
    columns = (trials.in_trial, trials.employee, trials.host, trials.start, mentor)
    entries = zip(*(column.tolist() for column in columns), length, strict=True)
    for trial, employee, host, start, guide, periods in entries:
        takes[trial].append(
            Placement(
                organisation.employees[employee].id,
                organisation.departments[host].id,
                organisation.cycle.first_day_of(start),
                organisation.cycle.last_day_of(start + periods - 1),
                None if guide < 0 else organisation.employees[guide].id,
            )
        )
    every = range(trials.number)
    return [Legs(tuple(gives[trial]), tuple(takes[trial])) for trial in every]


def first_start(cycle: Cycle, earliest: date | None) -> int:
    """Return the first period that begins on a day or after it, 0 without a day."""
    if earliest is None:
        return 0
    return max(0, cycle.period_of(earliest) + (not cycle.starts_period(earliest)))


def as_request(mine: Placement, legs: Legs) -> tuple[RequestKind, bool]:
    """Return what somebody does with their placement, and whether a request can say it all."""
    own = [take for take in legs.takes if take.employee == mine.employee]
    others = [take for take in legs.takes if take.employee != mine.employee]
    alone = len(legs.gives) == 1
    if not legs.takes:
        return RequestKind.DROP, alone
    if not others:
        return RequestKind.MOVE, alone and len(own) == 1 and own[0].host == mine.host
    if not own:
        return RequestKind.GIVE, alone and len(others) == 1 and _same_visit(mine, others[0])
    return RequestKind.SWAP, _exchanges(mine, legs.gives, own, others)


def _exchanges(
    mine: Placement,
    gives: Sequence[Placement],
    own: Sequence[Placement],
    others: Sequence[Placement],
) -> bool:
    theirs = [give for give in gives if give.employee != mine.employee]
    if not len(theirs) == len(own) == len(others) == 1 or len(gives) != 2:
        return False
    return _same_visit(mine, others[0]) and _same_visit(theirs[0], own[0])


def _same_visit(one: Placement, other: Placement) -> bool:
    """Tell whether two placements are at one host from the same day on."""
    return (one.host, one.first_day) == (other.host, other.first_day)
