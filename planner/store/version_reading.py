"""Plan versions as they are looked at: what there is, and what each holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from planner.domain import NotFound, PlanVersion, VersionState
from planner.store.placements import Placements
from planner.store.version_rows import version_of
from planner.store.version_tables import placement, plan_version

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import ColumnElement, Connection

    from planner.domain import Plan


class VersionReading:
    """Looking at plan versions; one is known by its cycle and its number."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(
        self, cycle: str, states: Collection[VersionState] | None = None
    ) -> tuple[PlanVersion, ...]:
        """Return the versions of a cycle, the newest first; only those in these states."""
        conditions = [plan_version.c.cycle == cycle]
        if states is not None:
            conditions.append(plan_version.c.state.in_([state.value for state in states]))
        return self._found(*conditions)

    def _found(self, *conditions: ColumnElement[bool]) -> tuple[PlanVersion, ...]:
        chosen = select(plan_version).where(*conditions).order_by(plan_version.c.number.desc())
        return tuple(version_of(row) for row in self._connection.execute(chosen))

    def find(self, cycle: str, number: int) -> PlanVersion | None:
        """Return a version; None if there is none of that number."""
        here = (plan_version.c.cycle == cycle) & (plan_version.c.number == number)
        return next(iter(self._found(here)), None)

    def get(self, cycle: str, number: int) -> PlanVersion:
        """Return a version. Raises NotFound if there is none of that number."""
        found = self.find(cycle, number)
        if found is None:
            raise NotFound(
                f'There is no version {number} of the plan "{cycle}". '
                "To see which there are: planner plan list"
            )
        return found

    def published(self, cycle: str) -> PlanVersion | None:
        """Return the published version of a cycle; None while nothing is published."""
        return next(iter(self.list(cycle, {VersionState.PUBLISHED})), None)

    def plan(
        self,
        cycle: str,
        number: int,
        *,
        employees: Iterable[str] | None = None,
        hosts: Iterable[str] | None = None,
        ids: Iterable[str] | None = None,
    ) -> Plan:
        """Return the placements of a version that match what is given.

        A version that does not exist, and a discarded one, has none.

        Parameters
        ----------
        cycle : str
        number : int
        employees, hosts : iterable of str, optional
            Only of these employees, at these departments.
        ids : iterable of str, optional
            Only those with these ids (`planner.domain.id_of`).
        """
        conditions = [
            column.in_(list(wanted))
            for column, wanted in (
                (placement.c.employee, employees),
                (placement.c.host, hosts),
                (placement.c.id, ids),
            )
            if wanted is not None
        ]
        return self._placements(cycle, number).plan(*conditions)

    def count(self, cycle: str, number: int) -> int:
        """Return how many placements a version has."""
        return self._placements(cycle, number).count()

    def pins(self, cycle: str, number: int) -> Plan:
        """Return the placements of a version that are pinned: those that a search keeps."""
        return self._placements(cycle, number).plan(placement.c.pinned.is_(True))

    def _placements(self, cycle: str, number: int) -> Placements:
        return Placements(self._connection, cycle, number)
