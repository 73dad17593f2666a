"""The record of who did what: entries that are added to and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from planner.domain.organisation import Id


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done.

    ``action`` is a name of the permission table; ``thing`` names what it was done to, such as
    ``version 3``; ``facts`` holds what matters of it as text, ids rather than names. ``digest``
    is the SHA-256 over this entry and the digest of the one before, in hexadecimal.
    """

    number: int
    at: datetime
    user: Id
    on_behalf_of: Id | None
    action: str
    cycle: str
    thing: str
    facts: Mapping[str, str]
    digest: str = ""


@dataclass(frozen=True, slots=True)
class BrokenEntry:
    """Where the record stops to be trustworthy: the first bad entry, and what is wrong."""

    number: int
    sentence: str
