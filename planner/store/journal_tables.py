"""Tables of the record: its entries, and where it ends."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Integer, String, Table, Text

from planner.store.metadata import Moment, metadata

journal_entry = Table(
    "journal_entry",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("user_id", String(100), nullable=False, index=True),
    Column("on_behalf_of", String(100)),
    Column("action", String(100), nullable=False, index=True),
    Column("cycle", String(200), nullable=False, index=True),
    Column("thing", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    CheckConstraint("number >= 1", name="counted_from_one"),
)

# Without it, whoever cut the last entries off would leave a record that looks whole.
journal_head = Table(
    "journal_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)
