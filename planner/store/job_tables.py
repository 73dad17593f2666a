"""The table of jobs, and how a job stands in it."""

from __future__ import annotations

import math
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Boolean, Column, Index, Integer, String, Table, Text

from planner.domain import Anew, Job, JobState, Progress, Search
from planner.store.metadata import Moment, metadata

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

job = Table(
    "job",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("cycle", String(200), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("search", JSON, nullable=False),
    Column("input_hash", String(64), nullable=False),
    Column("asked_by", String(100), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("beat_at", Moment),
    Column("ended_at", Moment),
    Column("worker", Text, nullable=False),
    Column("stop_asked", Boolean, nullable=False),
    Column("progress", JSON(none_as_null=True)),
    Column("reason", Text, nullable=False),
    Index("ix_job_state_asked_at", "state", "asked_at"),
)

_live = job.c.state.in_([JobState.QUEUED.value, JobState.RUNNING.value])
Index(
    "uq_job_live_cycle_version",
    job.c.cycle,
    job.c.version,
    unique=True,
    sqlite_where=_live,
    postgresql_where=_live,
)


def as_json(progress: Progress) -> dict[str, Any]:
    """Return progress without infinities: JSON has none, and they say nothing is known."""
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in asdict(progress).items()
    }


def search_as_json(search: Search) -> dict[str, Any]:
    """Return how a job searches as JSON holds it."""
    found = asdict(search)
    if search.anew is not None:
        found["anew"]["today"] = search.anew.today.isoformat()
    return found


def _as_search(found: dict[str, Any]) -> Search:
    anew = found.get("anew")
    if anew is None:
        return Search(**found)
    today = date.fromisoformat(anew["today"])
    kept = Anew(today, anew["freeze_days"], tuple(anew["keep"]), tuple(anew["redo"]))
    return Search(**{**found, "anew": kept})


def as_job(row: RowMapping) -> Job:
    """Return the job that a row holds."""
    progress = row["progress"]
    return Job(
        **{
            **row,
            "state": JobState(row["state"]),
            "search": _as_search(row["search"]),
            "progress": None if progress is None else Progress(**progress),
        }
    )
