"""The first tables: plan versions, placements, edits and jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def make() -> None:
    """Make these tables."""
    _plan_version()
    _placement()
    _draft_edit()
    _job()


def _plan_version() -> None:
    op.create_table(
        "plan_version",
        sa.Column("cycle", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("aims", sa.JSON(), nullable=False),
        sa.Column("organisation_hash", sa.String(length=64), nullable=False),
        sa.Column("checked_hash", sa.String(length=64), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("published_by", sa.String(length=100), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiver_reason", sa.Text(), nullable=True),
        sa.Column("waiver_asked_by", sa.String(length=100), nullable=True),
        sa.Column("waiver_agreed_by", sa.String(length=100), nullable=True),
        sa.Column("waiver_sentences", sa.JSON(none_as_null=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'superseded', 'discarded')",
            name="ck_plan_version_known_state",
        ),
        sa.ForeignKeyConstraint(
            ["cycle"], ["cycle.name"], name="fk_plan_version_cycle", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cycle", "number", name="pk_plan_version"),
    )
    op.create_index(
        "uq_plan_version_published",
        "plan_version",
        ["cycle"],
        unique=True,
        sqlite_where=sa.text("state = 'published'"),
        postgresql_where=sa.text("state = 'published'"),
    )


def _placement() -> None:
    op.create_table(
        "placement",
        sa.Column("cycle", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("employee", sa.String(length=100), nullable=False),
        sa.Column("host", sa.String(length=100), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("mentor", sa.String(length=100), nullable=True),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name="ck_placement_days_in_order"),
        sa.ForeignKeyConstraint(
            ["cycle", "version"],
            ["plan_version.cycle", "plan_version.number"],
            name="fk_placement_cycle_version",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cycle", "version", "id", name="pk_placement"),
    )
    op.create_index("ix_placement_employee", "placement", ["employee", "cycle", "version"])


def _draft_edit() -> None:
    op.create_table(
        "draft_edit",
        sa.Column("cycle", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("change", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle", "version"],
            ["plan_version.cycle", "plan_version.number"],
            name="fk_draft_edit_cycle_version",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cycle", "version", "step", name="pk_draft_edit"),
    )


def _job() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("cycle", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("search", sa.JSON(), nullable=False),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column("asked_by", sa.String(length=100), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("stop_asked", sa.Boolean(), nullable=False),
        sa.Column("progress", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
    )
    op.create_index("ix_job_state_asked_at", "job", ["state", "asked_at"])
    op.create_index(
        "uq_job_live_cycle_version",
        "job",
        ["cycle", "version"],
        unique=True,
        sqlite_where=sa.text("state IN ('queued', 'running')"),
        postgresql_where=sa.text("state IN ('queued', 'running')"),
    )
