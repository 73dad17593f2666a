"""The first tables: change requests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def make() -> None:
    """Make these tables."""
    _change_request()
    _request_leg()
    _request_slot()
    _request_claim()
    _request_step()


def _change_request() -> None:
    op.create_table(
        "change_request",
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("cycle", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("requester", sa.String(length=100), nullable=False),
        sa.Column("partner", sa.String(length=100), nullable=True),
        sa.Column("placement", sa.String(length=32), nullable=False),
        sa.Column("asked_by", sa.String(length=100), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("loss_accepted", sa.Boolean(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_version", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_change_request"),
    )
    op.create_index("ix_change_request_partner", "change_request", ["partner"])
    op.create_index("ix_change_request_requester", "change_request", ["requester"])
    op.create_index("ix_change_request_state_deadline", "change_request", ["state", "deadline"])
    op.create_index(
        "uq_change_request_live_placement",
        "change_request",
        ["cycle", "placement"],
        unique=True,
        sqlite_where=sa.text("state IN ('draft', 'open', 'pending_approval', 'pending_partner')"),
        postgresql_where=sa.text(
            "state IN ('draft', 'open', 'pending_approval', 'pending_partner')"
        ),
    )


def _request_leg() -> None:
    op.create_table(
        "request_leg",
        sa.Column("request", sa.String(length=100), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("placement", sa.String(length=32), nullable=False),
        sa.Column("employee", sa.String(length=100), nullable=False),
        sa.Column("host", sa.String(length=100), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("mentor", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(["request"], ["change_request.id"], name="fk_request_leg_request"),
        sa.PrimaryKeyConstraint("request", "side", "number", name="pk_request_leg"),
    )
    op.create_index("ix_request_leg_placement", "request_leg", ["placement"])


def _request_slot() -> None:
    op.create_table(
        "request_slot",
        sa.Column("request", sa.String(length=100), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("approver", sa.String(length=100), nullable=True),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("decided_by", sa.String(length=100), nullable=True),
        sa.Column("on_behalf_of", sa.String(length=100), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["request"], ["change_request.id"], name="fk_request_slot_request"),
        sa.PrimaryKeyConstraint("request", "number", name="pk_request_slot"),
    )
    op.create_index("ix_request_slot_approver", "request_slot", ["approver"])


def _request_claim() -> None:
    op.create_table(
        "request_claim",
        sa.Column("request", sa.String(length=100), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("employee", sa.String(length=100), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["request"], ["change_request.id"], name="fk_request_claim_request"
        ),
        sa.PrimaryKeyConstraint("request", "number", name="pk_request_claim"),
    )
    op.create_index("ix_request_claim_employee", "request_claim", ["employee"])


def _request_step() -> None:
    op.create_table(
        "request_step",
        sa.Column("request", sa.String(length=100), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("user_id", sa.String(length=100), nullable=False),
        sa.Column("on_behalf_of", sa.String(length=100), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("impact", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["request"], ["change_request.id"], name="fk_request_step_request"),
        sa.PrimaryKeyConstraint("request", "number", name="pk_request_step"),
    )
