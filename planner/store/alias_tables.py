"""The table of pseudonyms: by which name the record calls an employee."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from planner.store.metadata import metadata

alias = Table(
    "alias",
    metadata,
    Column("alias", String(20), primary_key=True),
    Column("employee", String(100), nullable=False, unique=True),
)
