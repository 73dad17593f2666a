"""Work in the background: a draft that is being built."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from planner.domain.organisation import Id
from planner.domain.outcome import Progress


class JobState(StrEnum):
    """Where a job is. ``LOST`` is a job whose worker died; it can be started again."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"
    LOST = "lost"
    STALE = "stale"


ENDED = frozenset({JobState.DONE, JobState.STOPPED, JobState.FAILED, JobState.LOST, JobState.STALE})
"""Jobs in these states do nothing any more. ``STALE``: the draft changed meanwhile, so that
the result was not put into it. ``STOPPED`` keeps the best plan so far."""


@dataclass(frozen=True, slots=True)
class Anew:
    """What a search that plans a published version anew has to leave as it is.

    A placement that begins on ``today`` or earlier has begun; nothing changes that begins less
    than ``freeze_days`` after it. ``keep`` and ``redo`` are ids of placements to hold like
    promises, and to plan anew.
    """

    today: date
    freeze_days: int
    keep: tuple[str, ...] = ()
    redo: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """How long and how a job searches; ``seconds`` of the solver's own time.

    With ``anew`` the version that the draft was made from is planned anew, as little of it as
    possible; without, whatever is not pinned is free.
    """

    seconds: float = 60.0
    workers: int | None = None
    seed: int = 0
    deterministic: bool = False
    strict: bool = False
    anew: Anew | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One search for a draft. ``beat_at`` is when its worker was last heard of.

    ``input_hash`` tells the organisation and the draft the search began with; a result is
    put into the draft only while these are still the same. ``reason`` says in a sentence why
    a job ended otherwise than it should.
    """

    id: str
    cycle: str
    version: int
    state: JobState
    search: Search
    input_hash: str
    asked_by: Id
    asked_at: datetime
    started_at: datetime | None = None
    beat_at: datetime | None = None
    ended_at: datetime | None = None
    worker: str = ""
    stop_asked: bool = False
    progress: Progress | None = None
    reason: str = ""
