"""Tables of plans: their versions, the placements of each, and the edits of drafts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from planner.store.metadata import Moment, metadata

plan_version = Table(
    "plan_version",
    metadata,
    Column("cycle", String(200), ForeignKey("cycle.name", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("base", Integer),
    Column("made_by", String(100), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("aims", JSON, nullable=False),
    Column("organisation_hash", String(64), nullable=False),
    Column("checked_hash", String(64), nullable=False),
    Column("rules", Text, nullable=False),
    Column("published_by", String(100)),
    Column("published_at", Moment),
    Column("waiver_reason", Text),
    Column("waiver_asked_by", String(100)),
    Column("waiver_agreed_by", String(100)),
    Column("waiver_sentences", JSON(none_as_null=True)),
    PrimaryKeyConstraint("cycle", "number"),
    CheckConstraint(
        "state IN ('draft', 'published', 'superseded', 'discarded')", name="known_state"
    ),
)
_published = plan_version.c.state == "published"
Index(
    "uq_plan_version_published",
    plan_version.c.cycle,
    unique=True,
    sqlite_where=_published,
    postgresql_where=_published,
)


def _of_a_version() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["cycle", "version"], ["plan_version.cycle", "plan_version.number"], ondelete="CASCADE"
    )


def _day(name: str) -> Column[Any]:
    return Column(name, Date, nullable=False)


placement = Table(
    "placement",
    metadata,
    Column("cycle", String(200), nullable=False),
    Column("version", Integer, nullable=False),
    Column("id", String(32), nullable=False),
    Column("employee", String(100), nullable=False),
    Column("host", String(100), nullable=False),
    _day("first_day"),
    _day("last_day"),
    Column("mentor", String(100)),
    Column("pinned", Boolean, nullable=False),
    PrimaryKeyConstraint("cycle", "version", "id"),
    _of_a_version(),
    CheckConstraint("first_day <= last_day", name="days_in_order"),
)
Index("ix_placement_employee", placement.c.employee, placement.c.cycle, placement.c.version)

draft_edit = Table(
    "draft_edit",
    metadata,
    Column("cycle", String(200), nullable=False),
    Column("version", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    Column("what", Text, nullable=False),
    Column("made_by", String(100), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("undone", Boolean, nullable=False),
    Column("change", JSON, nullable=False),
    PrimaryKeyConstraint("cycle", "version", "step"),
    _of_a_version(),
)
