"""What a new version of a plan changes for each employee, as visitor and as mentor."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from planner.domain.plan import Placement
from planner.domain.versions import id_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planner.domain.organisation import Id


class ChangeKind(StrEnum):
    """What happens, in the order in which people are told."""

    NEW = "new"
    MOVED = "moved"
    MENTOR = "mentor"
    NO_MENTOR = "no_mentor"
    DROPPED = "dropped"
    GUIDES = "guides"
    GUIDES_MOVED = "guides_moved"
    GUIDES_NO_MORE = "guides_no_more"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changes; ``before`` is where a moved placement was."""

    kind: ChangeKind
    placement: Placement
    before: Placement | None = None


def changes_by_employee(
    before: Iterable[Placement], after: Iterable[Placement]
) -> dict[Id, list[Change]]:
    """Return what changes for whom; employees for whom nothing does are not in it.

    A placement that goes and one of the same employee at the same host that comes are one
    placement that has moved.
    """
    changes: defaultdict[Id, list[Change]] = defaultdict(list)
    for old, new in _pairs(before, after):
        for employee, change in _told(old, new):
            changes[employee].append(change)
    order = list(ChangeKind)
    return {
        employee: sorted(found, key=lambda each: (order.index(each.kind), each.placement.first_day))
        for employee, found in sorted(changes.items())
    }


def _pairs(
    before: Iterable[Placement], after: Iterable[Placement]
) -> Iterator[tuple[Placement | None, Placement | None]]:
    old, new = ({id_of(each): each for each in plan} for plan in (before, after))
    yield from ((old[id], new[id]) for id in old if id in new)
    gone: defaultdict[tuple[Id, Id], list[Placement]] = defaultdict(list)
    for each in sorted(_missing(old, new), key=lambda p: p.first_day, reverse=True):
        gone[each.employee, each.host].append(each)
    for each in sorted(_missing(new, old), key=lambda p: p.first_day):
        candidates = gone[each.employee, each.host]
        yield (candidates.pop() if candidates else None), each
    yield from ((each, None) for dropped in gone.values() for each in dropped)


def _missing(these: dict[str, Placement], there: dict[str, Placement]) -> list[Placement]:
    return [each for id, each in these.items() if id not in there]


def _told(old: Placement | None, new: Placement | None) -> Iterator[tuple[Id, Change]]:
    """Say who is to know of a placement that was as ``old`` and is as ``new``."""
    if old == new:
        return
    if new is None:
        if old is not None:
            yield old.employee, Change(ChangeKind.DROPPED, old)
    elif old is None:
        yield new.employee, Change(ChangeKind.NEW, new)
    elif (old.first_day, old.last_day) != (new.first_day, new.last_day):
        yield new.employee, Change(ChangeKind.MOVED, new, old)
    else:
        kind = ChangeKind.MENTOR if new.mentor else ChangeKind.NO_MENTOR
        yield new.employee, Change(kind, new)
    yield from _mentors_told(old, new)


def _mentors_told(old: Placement | None, new: Placement | None) -> Iterator[tuple[Id, Change]]:
    before, after = (each.mentor if each else None for each in (old, new))
    if old and new and before and before == after:
        yield before, Change(ChangeKind.GUIDES_MOVED, new, old)
        return
    if old and before:
        yield before, Change(ChangeKind.GUIDES_NO_MORE, old)
    if new and after:
        yield after, Change(ChangeKind.GUIDES, new)
