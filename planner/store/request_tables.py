"""Tables of change requests: what is asked for, who has to agree, and every step."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from planner.domain import LIVE
from planner.store.metadata import Moment, metadata

LIVE_STATES = tuple(sorted(state.value for state in LIVE))


def _request() -> Column[str]:
    """Return the column that ties a row to its request, the first of every key."""
    return Column("request", String(100), ForeignKey("change_request.id"), primary_key=True)


change_request = Table(
    "change_request",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("cycle", String(200), nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("requester", String(100), nullable=False, index=True),
    Column("partner", String(100), index=True),
    # The placement of the requester's own that it is about: of it, one live request.
    Column("placement", String(32), nullable=False),
    Column("asked_by", String(100), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("deadline", Moment, nullable=False),
    Column("comment", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("loss_accepted", Boolean, nullable=False),
    Column("applied_at", Moment),
    Column("applied_version", Integer),
    Index("ix_change_request_state_deadline", "state", "deadline"),
)

_live = change_request.c.state.in_(LIVE_STATES)
Index(
    "uq_change_request_live_placement",
    change_request.c.cycle,
    change_request.c.placement,
    unique=True,
    sqlite_where=_live,
    postgresql_where=_live,
)

request_leg = Table(
    "request_leg",
    metadata,
    _request(),
    # "gives", "takes", or "offers": what the claim of the same number gives in a swap.
    Column("side", String(10), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("placement", String(32), nullable=False, index=True),
    Column("employee", String(100), nullable=False),
    Column("host", String(100), nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("mentor", String(100)),
)

request_slot = Table(
    "request_slot",
    metadata,
    _request(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(10), nullable=False),
    Column("subject", String(100), nullable=False),
    Column("approver", String(100), index=True),
    Column("decision", String(10), nullable=False),
    Column("decided_by", String(100)),
    Column("on_behalf_of", String(100)),
    Column("decided_at", Moment),
    Column("comment", Text, nullable=False),
    Column("reminded_at", Moment),
    Column("escalated_at", Moment),
)

request_claim = Table(
    "request_claim",
    metadata,
    _request(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("employee", String(100), nullable=False, index=True),
    Column("claimed_at", Moment, nullable=False),
)

request_step = Table(
    "request_step",
    metadata,
    _request(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("event", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("user_id", String(100), nullable=False),
    Column("on_behalf_of", String(100)),
    Column("at", Moment, nullable=False),
    Column("version", Integer, nullable=False),
    Column("impact", JSON(none_as_null=True)),
    Column("comment", Text, nullable=False),
)
