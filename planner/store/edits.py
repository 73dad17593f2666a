"""What was done to a draft by hand, so that it can be undone and done again."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from planner.domain import Placement, Refused
from planner.domain.versions import Edit
from planner.store.version_rows import aims_as_json, aims_of
from planner.store.version_tables import draft_edit
from planner.store.versions import Versions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row

    from planner.domain import AimOutcome, PlanVersion


class Edits:
    """The edits of drafts, in the order in which they were made.

    An edit that is undone can be done again until another one is made.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._versions = Versions(connection)

    def list(self, cycle: str, number: int) -> tuple[Edit, ...]:
        """Return the edits of a draft, the first one first, undone ones included."""
        chosen = select(draft_edit).where(_here(cycle, number)).order_by(draft_edit.c.step)
        return tuple(_edit(row) for row in self._connection.execute(chosen))

    def make(
        self,
        cycle: str,
        number: int,
        *,
        what: str,
        gives: Collection[Placement] = (),
        takes: Collection[Placement] = (),
        pins: Collection[str] = (),
        unpins: Collection[str] = (),
        expected: int,
        by: str,
        at: datetime,
        aims: Sequence[AimOutcome] = (),
    ) -> tuple[PlanVersion, Edit]:
        """Change a draft, and remember how to undo it.

        Parameters
        ----------
        cycle, number
        what : str
            What is done, in a sentence.
        gives, takes, pins, unpins, expected, aims
            As for `Versions.change`, which also says what is raised.
        by : str
            The user who does it.
        at : datetime
        """
        before = self._versions.get(cycle, number).aims
        version, newly, let_go = self._versions.change(
            cycle,
            number,
            gives=gives,
            takes=takes,
            pins=pins,
            unpins=unpins,
            expected=expected,
            aims=aims,
        )
        here = _here(cycle, number)
        self._connection.execute(delete(draft_edit).where(here, draft_edit.c.undone.is_(True)))
        last = self._connection.scalar(select(func.max(draft_edit.c.step)).where(here)) or 0
        edit = Edit(
            last + 1,
            what,
            tuple(gives),
            tuple(takes),
            tuple(sorted(newly)),
            tuple(sorted(let_go)),
            by,
            at,
            aims=before,
        )
        self._connection.execute(
            insert(draft_edit).values(
                cycle=cycle,
                version=number,
                step=edit.step,
                what=what,
                made_by=by,
                made_at=at,
                undone=False,
                change=_as_json(edit),
            )
        )
        return version, edit

    def undo(
        self, cycle: str, number: int, *, expected: int, aims: Sequence[AimOutcome] = ()
    ) -> tuple[PlanVersion, Edit]:
        """Take the last edit of a draft back, pins included; return the draft and the edit.

        Raises
        ------
        Refused
            There is nothing to take back, or the version is no draft.
        Conflict
            The draft has another revision.
        """
        edit = self._next(cycle, number, undone=False)
        if edit is None:
            raise Refused(["There is nothing to take back: no edit of this draft is left."])
        version, _, _ = self._versions.change(
            cycle,
            number,
            gives=edit.takes,
            takes=edit.gives,
            pins=edit.unpins,
            unpins=edit.pins,
            expected=expected,
            aims=aims,
        )
        self._mark(cycle, number, edit, undone=True)
        return version, edit

    def redo(
        self, cycle: str, number: int, *, expected: int, aims: Sequence[AimOutcome] = ()
    ) -> tuple[PlanVersion, Edit]:
        """Do the edit again that was taken back last; return the draft and the edit.

        Raises
        ------
        Refused
            There is nothing to do again, or the version is no draft.
        Conflict
            The draft has another revision.
        """
        edit = self._next(cycle, number, undone=True)
        if edit is None:
            raise Refused(["There is nothing to do again: no edit of this draft was taken back."])
        version, _, _ = self._versions.change(
            cycle,
            number,
            gives=edit.gives,
            takes=edit.takes,
            pins=edit.pins,
            unpins=edit.unpins,
            expected=expected,
            aims=aims,
        )
        self._mark(cycle, number, edit, undone=False)
        return version, edit

    def _next(self, cycle: str, number: int, *, undone: bool) -> Edit | None:
        step = draft_edit.c.step
        row = self._connection.execute(
            select(draft_edit)
            .where(_here(cycle, number), draft_edit.c.undone.is_(undone))
            .order_by(step if undone else step.desc())
            .limit(1)
        ).first()
        return None if row is None else _edit(row)

    def _mark(self, cycle: str, number: int, edit: Edit, *, undone: bool) -> None:
        self._connection.execute(
            update(draft_edit)
            .where(_here(cycle, number), draft_edit.c.step == edit.step)
            .values(undone=undone)
        )


def _here(cycle: str, number: int) -> ColumnElement[bool]:
    return (draft_edit.c.cycle == cycle) & (draft_edit.c.version == number)


def _as_json(edit: Edit) -> dict[str, Any]:
    return {
        "gives": _placements_as_json(edit.gives),
        "takes": _placements_as_json(edit.takes),
        "pins": list(edit.pins),
        "unpins": list(edit.unpins),
        "aims": aims_as_json(edit.aims),
    }


def _placements_as_json(placements: Iterable[Placement]) -> list[dict[str, Any]]:
    return [
        {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(each).items()
        }
        for each in placements
    ]


def _placements(found: Iterable[dict[str, Any]]) -> tuple[Placement, ...]:
    return tuple(
        Placement(
            each["employee"],
            each["host"],
            date.fromisoformat(each["first_day"]),
            date.fromisoformat(each["last_day"]),
            each["mentor"],
        )
        for each in found
    )


def _edit(row: Row[Any]) -> Edit:
    return Edit(
        row.step,
        row.what,
        _placements(row.change["gives"]),
        _placements(row.change["takes"]),
        tuple(row.change["pins"]),
        tuple(row.change["unpins"]),
        row.made_by,
        row.made_at,
        row.undone,
        aims_of(row.change["aims"]),
    )
