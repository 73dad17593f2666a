"""Organisations: cycles side by side, each with a complete set of tables of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from planner.domain import Conflict, CycleState, Employee, NotFound, Organisation
from planner.store.bulk import collector_paused
from planner.store.chunks import chunks
from planner.store.differences import difference
from planner.store.digests import organisation_digest
from planner.store.kept import Kept
from planner.store.organisation_rows import KINDS, cycle_of, cycle_values
from planner.store.organisation_saving import save_tables
from planner.store.organisation_tables import cycle as cycle_table
from planner.store.organisation_tables import employee as employee_table
from planner.store.soundness import refuse_unsound

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row

    from planner.domain import Difference

_EMPLOYEES = next(kind for kind in KINDS if kind.row is Employee)


class Organisations:
    """The cycles of one organisation; a cycle is known by its name."""

    def __init__(self, connection: Connection, kept: Kept | None = None) -> None:
        self._connection = connection
        self._kept = kept or Kept()

    def cycles(self) -> tuple[CycleState, ...]:
        """Return all cycles, the earliest first day first."""
        order = select(cycle_table).order_by(cycle_table.c.first_day)
        found = [_state(row) for row in self._connection.execute(order)]
        return tuple(sorted(found, key=lambda each: (each.cycle.first_day, each.cycle.name)))

    def find(self, name: str) -> CycleState | None:
        """Return where a cycle stands; None if there is none of that name."""
        row = self._connection.execute(
            select(cycle_table).where(cycle_table.c.name == name)
        ).first()
        return None if row is None else _state(row)

    def state(self, name: str) -> CycleState:
        """Return where a cycle stands. Raises NotFound if there is none of that name."""
        found = self.find(name)
        if found is None:
            raise NotFound(f'There is no cycle "{name}". To see which there are: planner cycles')
        return found

    def load(self, name: str) -> Organisation:
        """Return the organisation of a cycle, every table in the order in which it was saved.

        Raises
        ------
        NotFound
            There is no cycle of that name.
        """
        state = self.state(name)
        found = self._kept.get(state)
        if found is None:
            found = self.load_anew(state)
            self._kept.put(state, found)
        return found

    def load_anew(self, state: CycleState) -> Organisation:
        """Return the organisation of a cycle as its tables hold it, whatever is remembered."""
        tables: dict[str, Any] = {}
        with collector_paused():
            for kind in KINDS:
                columns = [kind.table.c[field] for field in kind.fields]
                chosen = select(*columns).where(kind.table.c.cycle == state.cycle.name)
                in_order = self._connection.execute(chosen.order_by(kind.table.c.position))
                tables[kind.name] = kind.rows(in_order)
        return Organisation(cycle=state.cycle, **tables)

    def save(
        self, organisation: Organisation, *, expected: int, now: datetime
    ) -> tuple[CycleState, Difference]:
        """Make a cycle what ``organisation`` says; only rows that differ are written.

        Parameters
        ----------
        organisation : Organisation
        expected : int
            The revision that was looked at; 0 for a cycle that is new.
        now : datetime

        Returns
        -------
        tuple of CycleState and Difference
            Where the cycle stands now and what changed. Where nothing did, the revision is
            the one before.

        Raises
        ------
        Conflict
            The cycle has another revision: somebody else changed it.
        Refused
            Its rows do not fit together.
        """
        refuse_unsound(organisation)
        name = organisation.cycle.name
        found = self.find(name)
        _expect(name, expected, found.revision if found else 0)
        before = self.load(name) if found else None
        changes = difference(before, organisation)
        if found is not None and not changes:
            return found, changes
        values = {
            **cycle_values(organisation.cycle),
            "revision": expected + 1,
            "digest": organisation_digest(organisation),
            "changed_at": now,
        }
        if found is None:
            self._connection.execute(insert(cycle_table).values(last_version=0, **values))
        else:
            self._change(name, expected, values)
        with collector_paused():
            save_tables(self._connection, organisation, changes, new=found is None)
        return self.state(name), changes

    def _change(self, name: str, expected: int, values: Mapping[str, Any]) -> None:
        changed = self._connection.execute(
            update(cycle_table)
            .where(cycle_table.c.name == name, cycle_table.c.revision == expected)
            .values(**values)
        )
        if changed.rowcount != 1:
            raise Conflict(_OVERTAKEN.format(name))

    def delete(self, name: str, *, expected: int) -> None:
        """Delete a cycle with its tables, its plan versions and their placements.

        Raises
        ------
        NotFound
            There is no cycle of that name.
        Conflict
            The cycle has another revision: somebody else changed it.
        """
        _expect(name, expected, self.state(name).revision)
        for kind in reversed(KINDS):
            self._connection.execute(delete(kind.table).where(kind.table.c.cycle == name))
        self._connection.execute(delete(cycle_table).where(cycle_table.c.name == name))

    def employees(
        self,
        name: str,
        *,
        ids: Iterable[str] | None = None,
        manager: str | None = None,
        department: str | None = None,
    ) -> tuple[Employee, ...]:
        """Return employees of a cycle that match what is given, in the order of their table.

        Parameters
        ----------
        name : str
            Of the cycle; one that does not exist has no employees.
        ids : iterable of str, optional
        manager : str, optional
            Those whose manager is this employee.
        department : str, optional
            Those whose home it is.
        """
        conditions = [employee_table.c.cycle == name]
        if manager is not None:
            conditions.append(employee_table.c.manager == manager)
        if department is not None:
            conditions.append(employee_table.c.department == department)
        if ids is None:
            return self._employees(conditions)
        return tuple(
            each
            for some in chunks(dict.fromkeys(ids))
            for each in self._employees([*conditions, employee_table.c.id.in_(some)])
        )

    def _employees(self, conditions: Collection[ColumnElement[bool]]) -> tuple[Employee, ...]:
        chosen = select(*(employee_table.c[field] for field in _EMPLOYEES.fields))
        rows = chosen.where(*conditions).order_by(employee_table.c.position)
        return _EMPLOYEES.rows(self._connection.execute(rows))

    def manager_counts(self, name: str) -> dict[str, dict[str, int]]:
        """Return how many people of each department have which manager.

        People without a manager are not counted; a department without anybody who has one is
        left out.
        """
        column = employee_table.c
        counted = (
            select(column.department, column.manager, func.count())
            .where(column.cycle == name, column.manager.is_not(None))
            .group_by(column.department, column.manager)
        )
        found: dict[str, dict[str, int]] = {}
        for department, manager, count in self._connection.execute(counted):
            found.setdefault(department, {})[manager] = count
        return found


_OVERTAKEN = 'Somebody else has changed the cycle "{}" meanwhile. Look at it again, then decide.'


def _expect(name: str, expected: int, found: int) -> None:
    if expected == found:
        return
    if expected == 0:
        raise Conflict(f'There is a cycle "{name}" already.')
    if found == 0:
        raise Conflict(f'The cycle "{name}" was deleted meanwhile.')
    raise Conflict(_OVERTAKEN.format(name))


def _state(row: Row[Any]) -> CycleState:
    return CycleState(cycle_of(row), row.revision, row.digest, row.published, row.changed_at)
