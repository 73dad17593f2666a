"""What was done to single rows of an organisation, so that it can be undone."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, delete, func, insert, select, update

from planner.domain.row_changes import RowEdit, RowSwap
from planner.store.holding import json_holds, json_names
from planner.store.organisation_rows import KINDS, cycle_of, cycle_values
from planner.store.row_edit_tables import row_edit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row

    from planner.domain.organisation import Id
    from planner.store.organisation_rows import Kind

MOST = 200
"""How many edits of a cycle are remembered; the oldest are forgotten."""

_SETTINGS = "cycle"
_KINDS = {kind.name: kind for kind in KINDS}


class RowEdits:
    """The edits of rows of each cycle, in the order in which they were made."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self, cycle: str) -> tuple[RowEdit, ...]:
        """Return the edits of a cycle that are remembered, the first one first."""
        chosen = select(row_edit).where(row_edit.c.cycle == cycle).order_by(row_edit.c.step)
        return tuple(_edit(row) for row in self._connection.execute(chosen))

    def last(self, cycle: str, *, by: Id) -> RowEdit | None:
        """Return the last edit that a user made and that was not undone; None if there is none."""
        row = self._connection.execute(
            select(row_edit)
            .where(row_edit.c.cycle == cycle, row_edit.c.made_by == by)
            .where(row_edit.c.undone.is_(False))
            .order_by(row_edit.c.step.desc())
            .limit(1)
        ).first()
        return None if row is None else _edit(row)

    def add(
        self, cycle: str, table: str, swaps: Collection[RowSwap], *, by: Id, at: datetime
    ) -> RowEdit:
        """Remember an edit.

        Parameters
        ----------
        cycle : str
        table : str
            The name of the table, or ``cycle`` for the settings.
        swaps : collection of RowSwap
        by : str
            The user who made it.
        at : datetime
        """
        here = row_edit.c.cycle == cycle
        step = (self._connection.scalar(select(func.max(row_edit.c.step)).where(here)) or 0) + 1
        self._connection.execute(
            insert(row_edit).values(
                cycle=cycle,
                step=step,
                table_name=table,
                made_by=by,
                made_at=at,
                undone=False,
                swaps=[[each.at, *_values(table, (each.before, each.after))] for each in swaps],
            )
        )
        self._connection.execute(delete(row_edit).where(here, row_edit.c.step <= step - MOST))
        return RowEdit(step, table, tuple(swaps), by, at)

    def mark_undone(self, cycle: str, step: int) -> None:
        """Note that an edit was undone."""
        self._connection.execute(
            update(row_edit)
            .where(row_edit.c.cycle == cycle, row_edit.c.step == step)
            .values(undone=True)
        )

    def forget(self, employee: Id, *, words: Collection[str] = ()) -> int:
        """Forget every edit that an employee is in; return how many.

        Parameters
        ----------
        employee : str
        words : collection of str
            Forgotten is also every edit with one of these in it, such as a name.
        """
        told: ColumnElement[bool] = json_names(row_edit.c.swaps, employee)
        for word in words:
            told |= json_holds(row_edit.c.swaps, word)
        return self._connection.execute(delete(row_edit).where(told)).rowcount


def _values(table: str, rows: Iterable[Any]) -> list[Any]:
    return [None if row is None else _kept(table, row) for row in rows]


def _kept(table: str, row: Any) -> Any:
    if table == _SETTINGS:
        return {name: _plain(value) for name, value in cycle_values(row).items()}
    return list(map(_plain, _KINDS[table].values([row])[0]))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _edit(row: Row[Any]) -> RowEdit:
    swaps = tuple(
        RowSwap(at, _row(row.table_name, before), _row(row.table_name, after))
        for at, before, after in row.swaps
    )
    return RowEdit(row.step, row.table_name, swaps, row.made_by, row.made_at, row.undone)


def _row(table: str, kept: Any) -> Any:
    if kept is None:
        return None
    if table == _SETTINGS:
        settings: Any = SimpleNamespace(**kept)
        settings.first_day = date.fromisoformat(settings.first_day)
        return cycle_of(settings)
    kind = _KINDS[table]
    pairs = zip(kind.fields, kept, strict=True)
    (row,) = kind.rows([[_read(kind, field, value) for field, value in pairs]])
    return row


def _read(kind: Kind, field: str, value: Any) -> Any:
    is_day = value is not None and isinstance(kind.table.c[field].type, Date)
    return date.fromisoformat(value) if is_day else value
