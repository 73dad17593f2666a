"""The first tables."""

from __future__ import annotations

from planner.store.migrations.first import (
    aliases,
    journal,
    messages,
    organisations,
    people,
    plans,
    requests,
    row_edits,
    wishes,
)

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table, in an empty database."""
    for part in (
        people,
        organisations,
        wishes,
        row_edits,
        plans,
        requests,
        messages,
        journal,
        aliases,
    ):
        part.make()
