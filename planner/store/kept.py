"""Organisations that were loaded a moment ago: the next one who asks need not wait again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import fields, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.domain import CycleState, Organisation

_MOST_ROWS = 2_000_000
"""How many rows are kept at most, beyond the organisation that was asked for last."""


class Kept:
    """The organisations asked for last, each as it was at one revision.

    Whoever asks says where the cycle stands now, read in the same transaction, so that what
    is returned is never older than that. May be used by several threads.
    """

    def __init__(self, most_rows: int = _MOST_ROWS) -> None:
        self._most_rows = most_rows
        self._lock = threading.Lock()
        self._found: OrderedDict[CycleState, Organisation] = OrderedDict()

    def get(self, state: CycleState) -> Organisation | None:
        """Return the organisation that a cycle held when it stood like this, if it is kept."""
        with self._lock:
            key = _key(state)
            found = self._found.get(key)
            if found is not None:
                self._found.move_to_end(key)
            return found

    def put(self, state: CycleState, organisation: Organisation) -> None:
        """Keep an organisation, and let go of those that nobody asked for of late."""
        with self._lock:
            key = _key(state)
            self._found[key] = organisation
            self._found.move_to_end(key)
            while len(self._found) > 1 and self._rows() > self._most_rows:
                self._found.popitem(last=False)

    def _rows(self) -> int:
        return sum(map(_size, self._found.values()))


def _key(state: CycleState) -> CycleState:
    return replace(state, published=None)


def _size(organisation: Organisation) -> int:
    tables = (getattr(organisation, each.name) for each in fields(organisation))
    return sum(len(table) for table in tables if isinstance(table, tuple))
