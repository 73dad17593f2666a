"""Figures about people are told for groups that are large enough to hide in."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from planner.domain.organisation import Id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

K = TypeVar("K")

SMALLEST = 5
"""How many people a figure must be about; nobody at all is no secret either."""


def too_small(size: int) -> bool:
    """Tell whether a group of this size would give its people away: one to four."""
    return 0 < size < SMALLEST


def refusal(group: AbstractSet[Id], told: Iterable[AbstractSet[Id]] = ()) -> str:
    """Return why a figure about a group is not told; empty if it may be.

    Parameters
    ----------
    group : set of str
        The people it is about: those who answered, not those who were asked.
    told : iterable of sets of str
        The groups about which the same figure is told beside it, to the same person.

    Returns
    -------
    str
        A sentence, if the group is too small; or if it and another, or it and all those told
        within another, leave so few people that subtracting would single them out.
    """
    if too_small(len(group)):
        return f"Figures are shown for groups of at least {SMALLEST} people only."
    others = [each for each in told if each != group]
    differences = [part for other in others for part in (len(group - other), len(other - group))]
    rests = [
        len(whole - frozenset[Id]().union(*(part for part in (*others, group) if part < whole)))
        for whole in (*others, group)
    ]
    if any(too_small(size) for size in (*differences, *rests)):
        return (
            f"Beside another figure that is shown, this one would tell of fewer than {SMALLEST} "
            "people."
        )
    return ""


def tellable(groups: Mapping[K, AbstractSet[Id]]) -> frozenset[K]:
    """Return which of several figures may be told side by side.

    The largest groups come first, of equal ones the earlier; a group that would give people
    away beside those already chosen is left out. Each overlap is looked at by itself and
    against the parts of a whole; cunning sums over many overlapping groups are not.
    """
    order = sorted(groups, key=lambda key: -len(groups[key]))
    told: list[AbstractSet[Id]] = []
    chosen = set()
    for key in order:
        if not refusal(groups[key], told):
            told.append(groups[key])
            chosen.add(key)
    return frozenset(chosen)
