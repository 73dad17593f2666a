"""Long lists in short statements."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")

SIZE = 500
"""How many values one statement names; databases refuse a statement with too many."""


def chunks(values: Iterable[T], size: int = SIZE) -> Iterator[tuple[T, ...]]:
    """Yield the values in order, at most ``size`` at a time; nothing where there are none."""
    rest = iter(values)
    while piece := tuple(islice(rest, size)):
        yield piece
