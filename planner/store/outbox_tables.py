"""Tables of what people are told: the inbox, and mail on its way."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, String, Table, Text

from planner.store.metadata import Moment, metadata

message = Table(
    "message",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("user_id", String(100), nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("thing", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("read_at", Moment),
    Index("ix_message_user_id_number", "user_id", "number"),
)

outgoing = Table(
    "outgoing",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("key", String(300), nullable=False, unique=True),
    Column("user_id", String(100), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("trouble", Text, nullable=False),
    Column("sent_at", Moment),
    Column("given_up_at", Moment),
    Column("claimed_by", Text),
    Column("claimed_until", Moment),
)

# Mail that was sent stays for a while, and must not slow down the search for what waits.
_waiting = outgoing.c.sent_at.is_(None) & outgoing.c.given_up_at.is_(None)
Index(
    "ix_outgoing_waiting",
    outgoing.c.due_at,
    outgoing.c.user_id,
    sqlite_where=_waiting,
    postgresql_where=_waiting,
)
