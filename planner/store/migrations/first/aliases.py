"""The first tables: by which name the record calls people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def make() -> None:
    """Make these tables."""
    op.create_table(
        "alias",
        sa.Column("alias", sa.String(length=20), nullable=False),
        sa.Column("employee", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("alias", name="pk_alias"),
        sa.UniqueConstraint("employee", name="uq_alias_employee"),
    )
