"""Tables of people: users, the roles they were granted, and who stands in for whom."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from planner.store.metadata import Moment, metadata

user_account = Table(
    "user_account",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    # Two spellings of one address are one address, and "" is no address: it is NULL here.
    Column("email_key", Text),
    Column("employee", String(100)),
    Column("active", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
)

# A disabled user keeps what they were, so that somebody else may be given it.
for _column in (user_account.c.email_key, user_account.c.employee):
    _active = user_account.c.active.is_(True)
    Index(
        f"uq_user_account_active_{_column.name}",
        _column,
        unique=True,
        sqlite_where=_active,
        postgresql_where=_active,
    )

granted_role = Table(
    "granted_role",
    metadata,
    Column("user_id", String(100), ForeignKey("user_account.id"), primary_key=True),
    Column("role", String(20), primary_key=True),
    Column("granted_by", String(100), nullable=False),
    Column("granted_at", Moment, nullable=False),
)

delegation = Table(
    "delegation",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("holder", String(100), nullable=False, index=True),
    Column("deputy", String(100), nullable=False, index=True),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("made_by", String(100), nullable=False),
    Column("made_at", Moment, nullable=False),
    CheckConstraint("first_day <= last_day", name="days_in_order"),
    CheckConstraint("holder <> deputy", name="somebody_else"),
)
