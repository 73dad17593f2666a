"""Writing the tables of an organisation: rows that are new, changed or gone, and no others."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from planner.store.bulk import delete_rows, insert_rows, update_rows
from planner.store.differences import positions
from planner.store.organisation_rows import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from planner.domain import Difference, Organisation
    from planner.store.organisation_rows import Kind


def save_tables(
    connection: Connection, organisation: Organisation, changes: Difference, *, new: bool
) -> None:
    """Make the tables of a cycle what an organisation says.

    Parameters
    ----------
    connection : Connection
    organisation : Organisation
    changes : Difference
        From what the tables hold now.
    new : bool
        Whether they hold nothing of this cycle yet.
    """
    tables = [
        _Saving(connection, kind, organisation, new=new) for kind in KINDS if changes[kind.name]
    ]
    for table in tables:
        table.put()
    # Others may refer to a row that goes, so those are served first.
    for table in reversed(tables):
        table.remove()


class _Saving:
    def __init__(
        self, connection: Connection, kind: Kind, organisation: Organisation, *, new: bool
    ) -> None:
        self._connection = connection
        self._kind = kind
        self._cycle = organisation.cycle.name
        self._rows: Sequence[Any] = getattr(organisation, kind.name)
        self._gone: list[Any] = []
        self._found = [] if new else self._stored()

    def _stored(self) -> list[tuple[int, Any]]:
        table, fields = self._kind.table, self._kind.fields
        columns = [table.c.position, *(table.c[field] for field in fields)]
        found = self._connection.execute(
            select(*columns).where(table.c.cycle == self._cycle).order_by(table.c.position)
        ).all()
        rows = self._kind.rows([row[1:] for row in found])
        return [(row[0], each) for row, each in zip(found, rows, strict=True)]

    def put(self) -> None:
        if self._kind.key:
            self._put_named()
        else:
            self._put_nameless()

    def _put_named(self) -> None:
        kind = self._kind
        old = {kind.key_of(row): (at, row) for at, row in self._found}
        keys = [kind.key_of(row) for row in self._rows]
        places = positions([old[key][0] if key in old else None for key in keys])
        new, changed = [], []
        for row, key, at in zip(self._rows, keys, places, strict=True):
            if key not in old:
                new.append((at, row))
            elif old[key] != (at, row):
                changed.append((at, row))
        gone = old.keys() - set(keys)
        self._gone = [old[key][1] for key in gone]
        self._insert(new)
        self._update(changed)

    def _put_nameless(self) -> None:
        free: defaultdict[Any, deque[int]] = defaultdict(deque)
        for at, row in self._found:
            free[row].append(at)
        kept = [free[row].popleft() if free[row] else None for row in self._rows]
        places = positions(kept)
        pairs = list(zip(self._rows, kept, places, strict=True))
        staying = {was for _, was, at in pairs if was == at}
        leaving = [(self._cycle, at) for at, _ in self._found if at not in staying]
        delete_rows(self._connection, self._kind.table, ("cycle", "position"), leaving)
        self._insert([(at, row) for row, was, at in pairs if was != at])

    def _insert(self, placed: Sequence[tuple[int, Any]]) -> None:
        columns = ("cycle", "position", *self._kind.fields)
        insert_rows(self._connection, self._kind.table, columns, self._values(placed))

    def _values(self, placed: Sequence[tuple[int, Any]]) -> list[tuple[Any, ...]]:
        values = self._kind.values([row for _, row in placed])
        return [(self._cycle, at, *each) for (at, _), each in zip(placed, values, strict=True)]

    def _update(self, placed: Sequence[tuple[int, Any]]) -> None:
        key = ("cycle", *self._kind.key)
        columns = ("position", *self._kind.fields)
        rows = [
            (self._cycle, *_parts(self._kind.key_of(row)), *values[1:])
            for (_, row), values in zip(placed, self._values(placed), strict=True)
        ]
        update_rows(self._connection, self._kind.table, key, columns, rows)

    def remove(self) -> None:
        rows = [(self._cycle, *_parts(self._kind.key_of(row))) for row in self._gone]
        delete_rows(self._connection, self._kind.table, ("cycle", *self._kind.key), rows)


def _parts(key: Any) -> tuple[Any, ...]:
    return key if isinstance(key, tuple) else (key,)
