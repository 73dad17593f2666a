"""The database: what is remembered, in transactions that hold together."""

from planner.store.backup import back_up, restore
from planner.store.differences import difference
from planner.store.digests import organisation_digest, plan_digest
from planner.store.store import Store, open_store
from planner.store.unit import Unit
from planner.store.verify import verify

__all__ = [
    "Store",
    "Unit",
    "back_up",
    "difference",
    "open_store",
    "organisation_digest",
    "plan_digest",
    "restore",
    "verify",
]
