"""Plan versions: drafts that change, and published plans that never do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from planner.domain import Conflict, VersionState, id_of
from planner.store.digests import plan_digest
from planner.store.organisation_tables import cycle as cycle_table
from planner.store.version_rows import aims_as_json, waiver_columns
from planner.store.version_tables import plan_version
from planner.store.version_waiving import VersionWaiving

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from planner.domain import AimOutcome, Placement, PlanVersion, Waiver


class Versions(VersionWaiving):
    """The plan versions of all cycles; a version is known by its cycle and its number."""

    def publish(
        self,
        cycle: str,
        number: int,
        *,
        expected: int,
        instead_of: int | None,
        by: str,
        at: datetime,
        checked_hash: str,
        organisation_hash: str,
        rules: str = "",
        aims: Sequence[AimOutcome] = (),
        waiver: Waiver | None = None,
    ) -> PlanVersion:
        """Publish a draft: its placements are frozen, the version before it is superseded.

        Parameters
        ----------
        cycle, number
        expected : int
            The revision of the draft that was looked at.
        instead_of : int, optional
            The number of the version that is published now; None while none is.
        by : str
            The user who publishes.
        at : datetime
        checked_hash : str
            The digest of the placements that were checked (`plan_digest`).
        organisation_hash : str
            The digest of the organisation that they were checked against.
        rules : str
            The rules that held, as text.
        aims : sequence of AimOutcome
        waiver : Waiver, optional
            Why it is published although it breaks rules.

        Returns
        -------
        PlanVersion
            Published, its revision raised by one.

        Raises
        ------
        NotFound
            There is no such version.
        Refused
            It is no draft.
        Conflict
            The draft has another revision, other placements than those that were checked, or
            another version was published meanwhile.
        """
        self._touch(
            cycle,
            number,
            expected,
            aims=aims_as_json(aims),
            organisation_hash=organisation_hash,
            checked_hash=checked_hash,
            rules=rules,
            published_by=by,
            published_at=at,
            **waiver_columns(waiver),
        )
        if plan_digest(self.plan(cycle, number)) != checked_hash:
            raise Conflict(f"Draft {number} has changed since it was checked. Check it again.")
        self._point_at(cycle, number, instead_of)
        self._step_down(cycle, instead_of)
        self._connection.execute(
            update(plan_version)
            .where(*self._draft(cycle, number))
            .values(state=VersionState.PUBLISHED.value)
        )
        self._forget_edits(cycle, number)
        return self.get(cycle, number)

    def _step_down(self, cycle: str, number: int | None) -> None:
        if number is None:
            return
        column = plan_version.c
        stepped = self._connection.execute(
            update(plan_version)
            .where(column.cycle == cycle, column.number == number)
            .where(column.state == VersionState.PUBLISHED.value)
            .values(state=VersionState.SUPERSEDED.value, revision=column.revision + 1)
        )
        if stepped.rowcount != 1:
            raise Conflict(_OVERTAKEN.format(cycle))

    def _point_at(self, cycle: str, number: int, before: int | None) -> None:
        column = cycle_table.c.published
        pointed = self._connection.execute(
            update(cycle_table)
            .where(cycle_table.c.name == cycle)
            .where(column.is_(None) if before is None else column == before)
            .values(published=number)
        )
        if pointed.rowcount != 1:
            raise Conflict(_OVERTAKEN.format(cycle))

    def apply(
        self,
        cycle: str,
        instead_of: int,
        *,
        gives: Collection[Placement],
        takes: Collection[Placement],
        title: str,
        by: str,
        at: datetime,
        checked_hash: str,
        organisation_hash: str,
        rules: str = "",
        aims: Sequence[AimOutcome] = (),
        waiver: Waiver | None = None,
        pinned: bool = True,
    ) -> PlanVersion:
        """Publish the published plan anew with a change: a new version takes its place.

        Parameters
        ----------
        cycle : str
        instead_of : int
            The number of the published version that the change was checked against.
        gives, takes : collection of Placement
            What goes and what comes.
        title, by, at, checked_hash, organisation_hash, rules, aims, waiver
            As for `publish`; ``checked_hash`` is that of all placements after the change.
        pinned : bool, default True
            Whether later searches keep what comes.

        Returns
        -------
        PlanVersion
            The new version, published.

        Raises
        ------
        NotFound
            There is no such version.
        Conflict
            Another version is published by now, or what goes is not there, or what comes is,
            or the plan then is not the one that was checked.
        """
        now = self.published(cycle)
        if now is None or now.number != instead_of:
            raise Conflict(_OVERTAKEN.format(cycle))
        new = self.create(cycle, title=title, made_by=by, made_at=at, base=instead_of)
        placements = self._placements(cycle, new.number)
        placements.exchange(gives, takes)
        placements.pin([id_of(each) for each in takes], pinned=pinned)
        return self.publish(
            cycle,
            new.number,
            expected=new.revision,
            instead_of=instead_of,
            by=by,
            at=at,
            checked_hash=checked_hash,
            organisation_hash=organisation_hash,
            rules=rules,
            aims=aims,
            waiver=waiver,
        )


_OVERTAKEN = (
    'Another version of the plan "{}" was published meanwhile. Nothing was changed; look at '
    "the plan as it is now."
)
