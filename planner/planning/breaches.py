"""Breaches of rules before and after a change: what is new, what is mended, what stays.

A breach that both plans have counts as the same even where it looks a little different: a
host that had one visitor too many and has two now is broken more badly; people kept apart who
were away together for three weeks and are for two now are still broken.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    import numpy as np
    import numpy.typing as npt

    import solver
    from planner.domain import Placement


Rows: TypeAlias = "npt.NDArray[np.object_]"
"""The placement behind each row of a plan."""


class Breach(NamedTuple):
    """A violation, and the placement behind each row of the plan that breaks the rule."""

    violation: solver.Violation
    rows: Rows

    @property
    def placements(self) -> tuple[Placement, ...]:
        """The placements that it is about."""
        return tuple(self.rows[row] for row in self.violation.placements)


class Turned(NamedTuple):
    """What became of breaches; ``still`` counts those that are no worse than before."""

    broken: list[Breach]
    mended: list[Breach]
    still: int


def turned(
    before: Iterable[Breach], after: Iterable[Breach], takes: Collection[Placement]
) -> Turned:
    """Match the breaches of two plans, of which the second was made by taking some placements.

    Every breach of the second plan is either in ``broken`` or counted in ``still``.
    """
    broken: list[Breach] = []
    old, new, same = _matched(list(before), list(after), _whole, _always)
    old, new, alike = _matched(old, new, _what, _always)
    broken += [now for was, now in alike if _excess(now) > _excess(was)]
    still = len(same) + len(alike) - len(broken)

    def left_over(was: Breach, now: Breach) -> bool:
        kept = not any(each in takes for each in now.placements)
        return kept and any(each in was.placements for each in now.placements)

    # Fewer placements never break such a rule: what is left of a breach is no new one.
    old, new, rest = _matched(old, new, _about, left_over)
    return Turned(broken + new, old, still + len(rest))


def _matched(
    before: Sequence[Breach],
    after: Sequence[Breach],
    key: Callable[[Breach], tuple[object, ...]],
    fits: Callable[[Breach, Breach], bool],
) -> tuple[list[Breach], list[Breach], list[tuple[Breach, Breach]]]:
    """Return what only one side has, and the pairs, one to one."""
    waiting: dict[tuple[object, ...], list[Breach]] = defaultdict(list)
    for was in before:
        waiting[key(was)].append(was)
    new: list[Breach] = []
    pairs: list[tuple[Breach, Breach]] = []
    for now in after:
        candidates = waiting.get(key(now), [])
        place = next((n for n, was in enumerate(candidates) if fits(was, now)), None)
        if place is None:
            new.append(now)
        else:
            pairs.append((candidates.pop(place), now))
    left = [was for some in waiting.values() for was in some]
    return left, new, pairs


def _always(_was: Breach, _now: Breach) -> bool:
    return True


def _excess(breach: Breach) -> int:
    return abs(breach.violation.value - breach.violation.limit)


def _whole(breach: Breach) -> tuple[object, ...]:
    return (*_what(breach), breach.violation.value, breach.violation.limit)


def _what(breach: Breach) -> tuple[object, ...]:
    told = breach.violation
    return (*_about(breach), told.employee, told.period)


def _about(breach: Breach) -> tuple[object, ...]:
    told = breach.violation
    return told.rule, told.other, told.department, told.host
