"""Fingerprints of what is planned with and of plans, the same wherever they are kept.

Order is no part of them: two organisations with the same rows have the same fingerprint, in
whatever order a spreadsheet held them.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from planner.store.organisation_rows import KINDS, cycle_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.domain import Organisation, Placement

_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
_PLACEMENT = attrgetter("employee", "host", "first_day", "last_day", "mentor")


def organisation_digest(organisation: Organisation) -> str:
    """Return the SHA-256 of everything an organisation says, in hexadecimal."""
    total = hashlib.sha256()
    _add(total, "cycle", cycle_values(organisation.cycle).items())
    for kind in KINDS:
        _add(total, kind.name, kind.values(getattr(organisation, kind.name)))
    return total.hexdigest()


def plan_digest(placements: Iterable[Placement]) -> str:
    """Return the SHA-256 of the placements of a plan, in hexadecimal."""
    total = hashlib.sha256()
    _add(total, "plan", [_PLACEMENT(each) for each in placements])
    return total.hexdigest()


def _add(total: Any, name: str, rows: Iterable[Sequence[Any]]) -> None:
    lines = sorted(map(_line, rows))
    total.update(f"{name} {len(lines)}\n".encode())
    total.update("\n".join([*lines, ""]).encode())


def _line(row: Sequence[Any]) -> str:
    return _encode([each.isoformat() if isinstance(each, date) else each for each in row])
