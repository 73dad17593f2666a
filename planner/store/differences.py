"""What changes from one state of an organisation to the next, row by row."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from planner.domain import Difference, TableDifference
from planner.store.organisation_rows import KINDS, cycle_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.domain import Organisation
    from planner.store.organisation_rows import Kind


def difference(before: Organisation | None, after: Organisation) -> Difference:
    """Return what changes from ``before`` (None: nothing was there) to ``after``."""
    old = cycle_values(before.cycle) if before is not None else {}
    new = cycle_values(after.cycle)
    return Difference(
        tuple(
            (name, old.get(name), value)
            for name, value in new.items()
            if name not in old or old[name] != value
        ),
        tuple(
            _of_table(kind, getattr(before, kind.name) if before else (), getattr(after, kind.name))
            for kind in KINDS
        ),
    )


def _of_table(kind: Kind, before: Sequence[Any], after: Sequence[Any]) -> TableDifference:
    if tuple(before) == tuple(after):
        return TableDifference(kind.name, unchanged=len(after))
    if not kind.key:
        return _of_nameless(kind, before, after)
    old = {kind.key_of(row): row for row in before}
    new = {kind.key_of(row): row for row in after}
    kept = [key for key in new if key in old]
    return TableDifference(
        kind.name,
        tuple(row for key, row in new.items() if key not in old),
        tuple((old[key], new[key]) for key in kept if old[key] != new[key]),
        tuple(row for key, row in old.items() if key not in new),
        sum(old[key] == new[key] for key in kept),
        kept != [key for key in old if key in new],
    )


def _of_nameless(kind: Kind, before: Sequence[Any], after: Sequence[Any]) -> TableDifference:
    old, new = Counter(before), Counter(after)
    kept = old & new
    return TableDifference(
        kind.name,
        _rows_beyond(after, kept),
        (),
        _rows_beyond(before, kept),
        kept.total(),
        _rows_within(before, kept) != _rows_within(after, kept),
    )


def _rows_beyond(rows: Sequence[Any], kept: Counter[Any]) -> tuple[Any, ...]:
    left = Counter(kept)
    beyond = []
    for row in rows:
        if left[row]:
            left[row] -= 1
        else:
            beyond.append(row)
    return tuple(beyond)


def _rows_within(rows: Sequence[Any], kept: Counter[Any]) -> list[Any]:
    left = Counter(kept)
    within = []
    for row in rows:
        if left[row]:
            left[row] -= 1
            within.append(row)
    return within


STEP = 256
"""How far apart rows stand at first, so that others can be put between them."""

_LAST = 2_000_000_000


def positions(kept: Sequence[int | None]) -> list[int]:
    """Return where rows shall stand, moving as few as possible.

    Parameters
    ----------
    kept : sequence of int or None
        For each row in its order, where it stands already; None for a row that is new.

    Returns
    -------
    list of int
        Rising. Where new rows find no room between the others, or the others have changed
        places, all are placed anew.
    """
    found: list[int] = []
    waiting, last = 0, 0
    for at in kept:
        if at is None:
            waiting += 1
            continue
        if at - last <= waiting:
            return _anew(len(kept))
        found += [last + (at - last) * n // (waiting + 1) for n in range(1, waiting + 1)]
        found.append(at)
        waiting, last = 0, at
    if last + STEP * waiting > _LAST:
        return _anew(len(kept))
    return found + [last + STEP * n for n in range(1, waiting + 1)]


def _anew(count: int) -> list[int]:
    return [STEP * n for n in range(1, count + 1)]
