"""The placements of plan versions: read, put, taken away, copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, literal, select, update

from planner.domain import Conflict, Placement, Plan, id_of
from planner.store.bulk import collector_paused, insert_rows
from planner.store.chunks import chunks
from planner.store.version_tables import placement

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import ColumnElement, Connection

_FIELDS = ("employee", "host", "first_day", "last_day", "mentor")
_CHOSEN = [placement.c[field] for field in _FIELDS]


class Placements:
    """The placements of one version. It does not ask whether the version may be changed."""

    def __init__(self, connection: Connection, cycle: str, version: int) -> None:
        self._connection = connection
        self._cycle = cycle
        self._version = version
        self._here = (placement.c.cycle == cycle) & (placement.c.version == version)

    def plan(self, *conditions: ColumnElement[bool]) -> Plan:
        """Return those that meet the conditions, in standard order."""
        with collector_paused():
            rows = self._connection.execute(select(*_CHOSEN).where(self._here, *conditions))
            return Plan.of(Placement(*row) for row in rows)

    def pinned(self) -> frozenset[str]:
        """Return the ids of those that are pinned."""
        chosen = select(placement.c.id).where(self._here, placement.c.pinned.is_(True))
        return frozenset(self._connection.scalars(chosen))

    def count(self) -> int:
        """Return how many there are."""
        chosen = select(func.count()).select_from(placement).where(self._here)
        return self._connection.scalar(chosen) or 0

    def put(self, placements: Iterable[Placement], pinned: Collection[str] = ()) -> None:
        """Add placements; those whose id is in ``pinned`` as pinned ones."""
        rows = [
            (
                self._cycle,
                self._version,
                (name := id_of(each)),
                each.employee,
                each.host,
                each.first_day,
                each.last_day,
                each.mentor,
                name in pinned,
            )
            for each in placements
        ]
        insert_rows(
            self._connection,
            placement,
            ("cycle", "version", "id", *_FIELDS, "pinned"),
            rows,
        )

    def replace(self, plan: Iterable[Placement]) -> None:
        """Put a plan in place of what is there; a placement that stays also stays pinned."""
        pinned = self.pinned()
        self.clear()
        self.put(plan, pinned)

    def clear(self) -> None:
        """Take all away."""
        self._connection.execute(delete(placement).where(self._here))

    def copy_from(self, version: int) -> None:
        """Add the placements of another version of the cycle, pins included."""
        columns = ["id", *_FIELDS, "pinned"]
        copied = select(
            literal(self._cycle), literal(self._version), *(placement.c[name] for name in columns)
        ).where(placement.c.cycle == self._cycle, placement.c.version == version)
        self._connection.execute(
            insert(placement).from_select(["cycle", "version", *columns], copied)
        )

    def exchange(self, gives: Collection[Placement], takes: Collection[Placement]) -> set[str]:
        """Take ``gives`` away and put ``takes`` there, at once.

        A placement that is both (its mentor changes) stays pinned.

        Returns
        -------
        set of str
            The ids of those that were pinned and are gone.

        Raises
        ------
        Conflict
            One of ``gives`` is not there as it is given, or one of ``takes`` is there
            already.
        """
        going = {id_of(each): each for each in gives}
        coming = {id_of(each): each for each in takes}
        if len(going) < len(gives) or len(coming) < len(takes):
            raise ValueError("the same placement is named twice")
        there = self._those({*going, *coming})
        for name, each in going.items():
            if there.get(name, (None, False))[0] != each:
                raise Conflict(f"{_named(each)} is not in the plan any more. Look at it again.")
        for name, each in coming.items():
            if name in there and name not in going:
                raise Conflict(f"{_named(each)} is in the plan already. Look at it again.")
        for some in chunks(going):
            self._connection.execute(delete(placement).where(self._here, placement.c.id.in_(some)))
        pinned = {name for name, (_, is_pinned) in there.items() if is_pinned}
        self.put(coming.values(), pinned)
        return pinned & (going.keys() - coming.keys())

    def _those(self, ids: Iterable[str]) -> dict[str, tuple[Placement, bool]]:
        found = {}
        for some in chunks(ids):
            chosen = select(placement.c.id, placement.c.pinned, *_CHOSEN)
            for name, pinned, *row in self._connection.execute(
                chosen.where(self._here, placement.c.id.in_(some))
            ):
                found[name] = (Placement(*row), pinned)
        return found

    def pin(self, ids: Iterable[str], *, pinned: bool) -> set[str]:
        """Pin placements or let them go; return the ids of those for which it was a change.

        Raises
        ------
        Conflict
            One of them is not there.
        """
        there = self._those(ids)
        changing = {name for name, (_, is_pinned) in there.items() if is_pinned is not pinned}
        if len(there) < len(set(ids)):
            raise Conflict("A placement to be pinned is not in the plan any more. Look again.")
        for some in chunks(changing):
            self._connection.execute(
                update(placement).where(self._here, placement.c.id.in_(some)).values(pinned=pinned)
            )
        return changing


def _named(each: Placement) -> Any:
    return f"The placement of {each.employee} at {each.host} from {each.first_day.isoformat()}"
