"""Who works with the small organisation of `tests.exchange.folders`, and what can be seen of it.

Ann manages Abe and with him the department A; Bea manages Bob and B.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from planner.domain import Actor, Organisation, Placement, Role, User, VersionState
from planner.store import plan_digest
from planner.workflow.import_organisation import import_organisation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from planner.domain import Entry
    from planner.store import Store, Unit

NOW = datetime(2027, 1, 2, 9, tzinfo=UTC)
HANA, ADA, ANN, ABE, BEA, GONE = (Actor(each) for each in ("u1", "u2", "u3", "u4", "u5", "u6"))
"""HR, the administrator, a manager, her employee, another manager, and a disabled user."""

SPRING = "Spring"


def add_users(store: Store) -> None:
    people: list[tuple[Actor, str, str | None, set[Role]]] = [
        (HANA, "Hana Novak", None, {Role.HR}),
        (ADA, "Ada Admin", None, {Role.ADMINISTRATOR}),
        (ANN, "Ann", "a1", set()),
        (ABE, "Abe", "a2", set()),
        (BEA, "Bea", "b1", set()),
        (GONE, "Gus Gone", None, {Role.HR}),
    ]

    def work(unit: Unit) -> None:
        for actor, name, employee, granted in people:
            user = User(actor.user, name, f"{actor.user}@example.org", employee, frozenset(granted))
            unit.people.add(user, by="u2", at=NOW)
        unit.people.disable(GONE.user)

    store.write(work)


def bring_in(store: Store, source: Path) -> None:
    import_organisation(store, HANA, source, commit=True, now=NOW)


def stored(store: Store, cycle: str = SPRING) -> Organisation:
    """Return what the tables hold, not what is remembered."""
    with store.read() as unit:
        return unit.organisations.load_anew(unit.organisations.state(cycle))


def revision(store: Store, cycle: str = SPRING) -> int:
    with store.read() as unit:
        return unit.organisations.state(cycle).revision


def entries(store: Store) -> tuple[Entry, ...]:
    """Return the record, the newest entry first."""
    with store.read() as unit:
        assert unit.journal.verify() is None
        return unit.journal.entries()


def everything(store: Store) -> list[Any]:
    """Return every row of every table, to be compared."""
    from planner.store.metadata import metadata

    with store.engine.connect() as connection:
        return [
            sorted(map(repr, connection.execute(table.select()).all()))
            for table in metadata.sorted_tables
        ]


def publish(store: Store, placements: Sequence[Placement], cycle: str = SPRING) -> int:
    """Publish a plan as it is, in place of the one before; return the number of its version."""

    def work(unit: Unit) -> int:
        state = unit.organisations.state(cycle)
        draft = unit.versions.create(cycle, title="", made_by="u1", made_at=NOW, plan=placements)
        published = unit.versions.publish(
            cycle,
            draft.number,
            expected=draft.revision,
            instead_of=state.published,
            by="u1",
            at=NOW,
            checked_hash=plan_digest(placements),
            organisation_hash=state.digest,
        )
        assert published.state is VersionState.PUBLISHED
        return published.number

    return store.write(work)


class FaultAt:
    """Lets the n-th statement of a store fail, counted from 1, as long as the block lasts."""

    def __init__(self, store: Store, number: int) -> None:
        self._engine = store.engine
        self._number = number
        self.seen = 0

    def _strike(self, *_: object) -> None:
        self.seen += 1
        if self.seen == self._number:
            raise PlantedError

    def __enter__(self) -> FaultAt:
        event.listen(self._engine, "before_cursor_execute", self._strike)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._strike)


class PlantedError(Exception):
    """What a test planted."""
