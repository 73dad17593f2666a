"""Tables of calendar feeds: who may fetch which, and what was told of each placement."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from planner.store.metadata import Moment, metadata

feed = Table(
    "feed",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("employee", String(100), nullable=False),
    Column("token_sha256", String(64), nullable=False, unique=True),
    Column("made_at", Moment, nullable=False),
    Column("revoked_at", Moment),
)

_valid = feed.c.revoked_at.is_(None)
Index(
    "uq_feed_valid_employee",
    feed.c.employee,
    unique=True,
    sqlite_where=_valid,
    postgresql_where=_valid,
)

feed_event = Table(
    "feed_event",
    metadata,
    Column("uid", String(32), primary_key=True),
    Column("employee", String(100), nullable=False, index=True),
    Column("host", String(100), nullable=False),
    Column("host_name", Text, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("mentor", String(100), index=True),
    Column("mentor_name", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("cancelled", Boolean, nullable=False),
    Column("changed_at", Moment, nullable=False),
    CheckConstraint("sequence >= 0", name="sequence_counts"),
)
