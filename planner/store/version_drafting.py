"""Plan versions as drafts: made, changed, thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from planner.domain import Conflict, NotFound, Refused, VersionState
from planner.store.organisation_tables import cycle as cycle_table
from planner.store.version_reading import VersionReading
from planner.store.version_rows import aims_as_json, waiver_columns
from planner.store.version_tables import draft_edit, plan_version

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from planner.domain import AimOutcome, Placement, PlanVersion


class VersionDrafting(VersionReading):
    """Changing drafts. Every change names the revision that was looked at."""

    def create(
        self,
        cycle: str,
        *,
        title: str,
        made_by: str,
        made_at: datetime,
        base: int | None = None,
        plan: Iterable[Placement] | None = None,
        pins: Collection[str] = (),
        organisation_hash: str = "",
        aims: Sequence[AimOutcome] = (),
    ) -> PlanVersion:
        """Make a draft with the next number of its cycle.

        Parameters
        ----------
        cycle, title, made_by, made_at
        base : int, optional
            The version that it is made from.
        plan : iterable of Placement, optional
            What it holds; without it the placements of ``base``, pins included, or nothing.
        pins : collection of str
            Ids of those placements of ``plan`` that are pinned.
        organisation_hash : str
            The digest of the organisation that it is a plan of.
        aims : sequence of AimOutcome
            What the plan is worth, if that is known.

        Raises
        ------
        NotFound
            There is no such cycle, or no such base.
        """
        if base is not None:
            self.get(cycle, base)
        number = self._next_number(cycle)
        self._connection.execute(
            insert(plan_version).values(
                cycle=cycle,
                number=number,
                title=title,
                state=VersionState.DRAFT.value,
                revision=1,
                base=base,
                made_by=made_by,
                made_at=made_at,
                aims=aims_as_json(aims),
                organisation_hash=organisation_hash,
                checked_hash="",
                rules="",
            )
        )
        if plan is not None:
            self._placements(cycle, number).put(plan, pins)
        elif base is not None:
            self._placements(cycle, number).copy_from(base)
        return self.get(cycle, number)

    def _next_number(self, cycle: str) -> int:
        here = cycle_table.c.name == cycle
        self._connection.execute(
            update(cycle_table).where(here).values(last_version=cycle_table.c.last_version + 1)
        )
        number: int | None = self._connection.scalar(select(cycle_table.c.last_version).where(here))
        if number is None:
            raise NotFound(f'There is no cycle "{cycle}". To see which there are: planner cycles')
        return number

    def replace(
        self,
        cycle: str,
        number: int,
        plan: Iterable[Placement],
        *,
        expected: int,
        organisation_hash: str | None = None,
        aims: Sequence[AimOutcome] = (),
    ) -> PlanVersion:
        """Put another plan into a draft; placements that stay keep their pins.

        What was done by hand before cannot be undone any more.

        Parameters
        ----------
        cycle, number
        plan : iterable of Placement
        expected : int
            The revision that was looked at.
        organisation_hash : str, optional
            Without it the draft stays the plan of the organisation that it was.
        aims : sequence of AimOutcome
            What the plan is worth, if that is known.

        Raises
        ------
        NotFound
            There is no such version.
        Refused
            It is no draft.
        Conflict
            Somebody else changed it: it has another revision.
        """
        hashes = {} if organisation_hash is None else {"organisation_hash": organisation_hash}
        self._touch(cycle, number, expected, aims=aims_as_json(aims), **hashes)
        self._placements(cycle, number).replace(plan)
        self._forget_edits(cycle, number)
        return self.get(cycle, number)

    def change(
        self,
        cycle: str,
        number: int,
        *,
        gives: Collection[Placement] = (),
        takes: Collection[Placement] = (),
        pins: Collection[str] = (),
        unpins: Collection[str] = (),
        expected: int,
        aims: Sequence[AimOutcome] = (),
    ) -> tuple[PlanVersion, frozenset[str], frozenset[str]]:
        """Change a draft by its net effect: some placements go, others come, at once.

        Parameters
        ----------
        cycle, number
        gives, takes : collection of Placement
            What goes and what comes. One with another mentor is in both.
        pins, unpins : collection of str
            Ids of placements to pin and to let go; what comes may be among the former.
        expected : int
            The revision that was looked at.
        aims : sequence of AimOutcome
            What the plan is worth then, if that is known.

        Returns
        -------
        tuple of PlanVersion, frozenset of str, frozenset of str
            The draft; the ids that are pinned now and were not; those that were and are not.

        Raises
        ------
        NotFound
            There is no such version.
        Refused
            It is no draft.
        Conflict
            It has another revision, or what goes is not there, or what comes is.
        """
        self._touch(cycle, number, expected, aims=aims_as_json(aims))
        placements = self._placements(cycle, number)
        let_go = placements.pin(unpins, pinned=False) | placements.exchange(gives, takes)
        newly = placements.pin(pins, pinned=True)
        return self.get(cycle, number), frozenset(newly), frozenset(let_go)

    def value(self, cycle: str, number: int, aims: Sequence[AimOutcome]) -> None:
        """Note what a draft is worth. The plan is the same, and so is its revision."""
        self._connection.execute(
            update(plan_version).where(*self._draft(cycle, number)).values(aims=aims_as_json(aims))
        )

    def rename(self, cycle: str, number: int, title: str, *, expected: int) -> PlanVersion:
        """Give a draft another title. Raises as `change` does."""
        self._touch(cycle, number, expected, title=title)
        return self.get(cycle, number)

    def discard(self, cycle: str, number: int, *, expected: int) -> PlanVersion:
        """Throw a draft away: its placements go, its number is not used again.

        Raises as `change` does.
        """
        self._touch(cycle, number, expected, state=VersionState.DISCARDED.value, aims=[])
        self._placements(cycle, number).clear()
        self._forget_edits(cycle, number)
        return self.get(cycle, number)

    def _forget_edits(self, cycle: str, number: int) -> None:
        here = (draft_edit.c.cycle == cycle) & (draft_edit.c.version == number)
        self._connection.execute(delete(draft_edit).where(here))

    def _draft(self, cycle: str, number: int) -> tuple[Any, ...]:
        column = plan_version.c
        is_draft = column.state == VersionState.DRAFT.value
        return column.cycle == cycle, column.number == number, is_draft

    def _touch(self, cycle: str, number: int, expected: int, **values: Any) -> None:
        # A waiver is about what was agreed to, and ends with any change of it.
        values = {**waiver_columns(None), **values}
        touched = self._connection.execute(
            update(plan_version)
            .where(*self._draft(cycle, number), plan_version.c.revision == expected)
            .values(revision=expected + 1, **values)
        )
        if touched.rowcount == 1:
            return
        found = self.get(cycle, number)
        if found.state is not VersionState.DRAFT:
            raise Refused(
                [f"Version {number} is {found.state}; only a draft can be changed. Make a draft."]
            )
        raise Conflict(f"Somebody else has changed draft {number} meanwhile. Look at it again.")
