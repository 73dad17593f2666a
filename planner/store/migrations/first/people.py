"""The first tables: users, roles, deputies, and answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def make() -> None:
    """Make these tables."""
    _user_account()
    _granted_role()
    _delegation()
    _answer()


def _user_account() -> None:
    op.create_table(
        "user_account",
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_key", sa.Text(), nullable=True),
        sa.Column("employee", sa.String(length=100), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_user_account"),
    )
    op.create_index(
        "uq_user_account_active_email_key",
        "user_account",
        ["email_key"],
        unique=True,
        sqlite_where=sa.text("active IS 1"),
        postgresql_where=sa.text("active IS true"),
    )
    op.create_index(
        "uq_user_account_active_employee",
        "user_account",
        ["employee"],
        unique=True,
        sqlite_where=sa.text("active IS 1"),
        postgresql_where=sa.text("active IS true"),
    )


def _granted_role() -> None:
    op.create_table(
        "granted_role",
        sa.Column("user_id", sa.String(length=100), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("granted_by", sa.String(length=100), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_granted_role_user_id"),
        sa.PrimaryKeyConstraint("user_id", "role", name="pk_granted_role"),
    )


def _delegation() -> None:
    op.create_table(
        "delegation",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=100), nullable=False),
        sa.Column("deputy", sa.String(length=100), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name="ck_delegation_days_in_order"),
        sa.CheckConstraint("holder <> deputy", name="ck_delegation_somebody_else"),
        sa.PrimaryKeyConstraint("number", name="pk_delegation"),
    )
    op.create_index("ix_delegation_deputy", "delegation", ["deputy"])
    op.create_index("ix_delegation_holder", "delegation", ["holder"])


def _answer() -> None:
    op.create_table(
        "answer",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_answer"),
    )
    op.create_index("ix_answer_at", "answer", ["at"])
