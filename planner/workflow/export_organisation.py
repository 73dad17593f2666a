"""Export an organisation from the database into a folder or a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.access import Action
from planner.exchange import write_organisation
from planner.workflow.acting import clock, record, standing
from planner.workflow.drafts import chosen_cycle
from planner.workflow.refusals import refused
from planner.workflow.row_shares import own_share

if TYPE_CHECKING:
    from datetime import datetime

    from planner.domain import Actor, Organisation
    from planner.store import Store, Unit

WORKBOOK = ".xlsx"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written where; ``in_full`` is False where it is the actor's own share."""

    cycle: str
    revision: int
    target: Path
    people: int
    in_full: bool


def export_organisation(
    store: Store,
    actor: Actor,
    target: Path,
    *,
    cycle: str | None = None,
    now: datetime | None = None,
) -> Exported:
    """Write a cycle's organisation so that an import reads back the same.

    HR gets everything. Others get departments, dependencies, and what is theirs of the rest.
    The entry in the record is written before the file is, so that nothing leaves unrecorded.

    Parameters
    ----------
    store : Store
    actor : Actor
    target : Path
        A workbook if it ends in .xlsx, else a folder, which is made where needed. Files of
        the same names are replaced.
    cycle : str, optional
        Without it the only one there is.
    now : datetime, optional

    Raises
    ------
    BadInput
        It cannot be written there.
    NotAllowed, NotFound
        Nothing of it is the actor's to take out; there is no such cycle.
    Refused
        There are several cycles, and none was named.
    """
    moment = clock(now)
    _refuse_unwritable(target)

    def work(unit: Unit) -> tuple[Organisation, int, bool]:
        state = chosen_cycle(unit, cycle)
        name = state.cycle.name
        here = standing(unit, actor, moment, cycle=name)
        whole = unit.organisations.load(name)
        share = own_share(whole, here)
        facts = {
            "revision": str(state.revision),
            "share": "everything" if share is whole else "own",
            "people in it": str(len(share.employees)),
            "form": "workbook" if target.suffix.lower() == WORKBOOK else "folder",
        }
        record(unit, actor, Action.EXPORT_MAKE, name, "organisation", facts, moment)
        return share, state.revision, share is whole

    share, revision, in_full = store.write(work)
    write_organisation(share, target)
    return Exported(share.cycle.name, revision, target, len(share.employees), in_full)


def _refuse_unwritable(target: Path) -> None:
    is_workbook = target.suffix.lower() == WORKBOOK
    if is_workbook and target.is_dir():
        raise refused(str(target), "this is a folder", "Name a file that ends in .xlsx")
    if is_workbook and not target.parent.is_dir():
        raise refused(
            str(target),
            f"the folder {target.parent} does not exist",
            "Make the folder first, or name another place",
        )
    if not is_workbook and target.exists() and not target.is_dir():
        raise refused(
            str(target),
            "there is a file of this name",
            "Name a folder, or a workbook ending in .xlsx",
        )
