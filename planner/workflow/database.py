"""Looking after the database: backups, and whether it is sound.

Whoever has the address of the database may do these; they have no actor, because a database
that is to be restored has no users yet.
"""

from __future__ import annotations

from planner.store import back_up, restore, verify

__all__ = ["back_up", "restore", "verify"]
