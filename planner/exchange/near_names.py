"""Names that are probably a misspelling of a known one."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def near_name(name: str, candidates: Iterable[str], cutoff: float = 0.75) -> str | None:
    """Return the candidate that looks most like a name, capitals and blanks aside."""
    spellings = {_plain(candidate): candidate for candidate in candidates}
    close = difflib.get_close_matches(_plain(name), list(spellings), n=1, cutoff=cutoff)
    return spellings[close[0]] if close else None


def _plain(name: str) -> str:
    return name.strip().casefold().replace(" ", "_").replace("-", "_")
