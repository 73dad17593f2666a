"""The table of answers that were given to requests with a key of their own."""

from __future__ import annotations

from sqlalchemy import Column, String, Table, Text

from planner.store.metadata import Moment, metadata

answer = Table(
    "answer",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("body", Text, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)
