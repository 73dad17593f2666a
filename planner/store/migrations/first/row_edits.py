"""The first tables: edits of single rows of organisations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def make() -> None:
    """Make these tables."""
    op.create_table(
        "row_edit",
        sa.Column("cycle", sa.String(length=200), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=20), nullable=False),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("swaps", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle"], ["cycle.name"], name="fk_row_edit_cycle", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cycle", "step", name="pk_row_edit"),
    )
