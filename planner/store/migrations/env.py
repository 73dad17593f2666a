"""Runs the steps on a connection that the caller opened, in the transaction that it began."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
context.run_migrations()
