"""The database of an organisation, opened for those who may not reach into the store."""

from __future__ import annotations

from planner.store import Store, open_store

__all__ = ["Store", "open_store"]
