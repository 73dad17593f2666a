"""The table of edits of single rows of organisations, kept so that they can be undone."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
)

from planner.store.metadata import Moment, metadata

row_edit = Table(
    "row_edit",
    metadata,
    Column("cycle", String(200), ForeignKey("cycle.name", ondelete="CASCADE"), nullable=False),
    Column("step", Integer, nullable=False),
    Column("table_name", String(20), nullable=False),
    Column("made_by", String(100), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("undone", Boolean, nullable=False),
    Column("swaps", JSON, nullable=False),
    PrimaryKeyConstraint("cycle", "step"),
)
