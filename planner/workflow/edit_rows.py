"""Edit single rows of an organisation in the database, and take such edits back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.access import Action, may
from planner.domain import Conflict, CycleState, Difference, Finding, Refused
from planner.domain.row_changes import RowEdit
from planner.exchange import change_rows, put_back, table_oddities
from planner.store import difference
from planner.workflow.acting import clock, record, standing
from planner.workflow.import_organisation import counts_of
from planner.workflow.request_sweep import sweep_requests
from planner.workflow.row_permissions import EDITED, demand_changes, demand_some, demand_typed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from planner.access import Standing
    from planner.domain import Actor, Organisation
    from planner.domain.row_changes import RowChange
    from planner.store import Store, Unit


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit did.

    Attributes
    ----------
    state : CycleState
        Where the cycle stands now; its revision is what the next edit has to expect.
    changes : Difference
        It counts as false where all was so already; nothing was written then.
    edit : RowEdit, optional
        What `undo_rows` takes back; None where nothing changed.
    warnings : tuple of Finding
        What is legal but odd in the table now; told to those who may edit all of it.
    """

    state: CycleState
    changes: Difference
    edit: RowEdit | None
    warnings: tuple[Finding, ...]


def edit_rows(
    store: Store,
    actor: Actor,
    cycle: str,
    table: str,
    changes: Sequence[RowChange],
    *,
    expected: int,
    now: datetime | None = None,
) -> Edited:
    """Change, add and take out rows of one table, all of them or none.

    Change requests that cannot go on after that end, and everybody who was asked is told.

    Everything that an import would refuse is refused, and told beside its row and column.

    Parameters
    ----------
    store : Store
    actor : Actor
        HR may edit everything, others what the permission table says: managers absences,
        mentors and closures, everybody their own wishes, name and e-mail address.
    cycle : str
    table : str
        Such as ``absences``; ``cycle`` for the settings, whose columns are the keys of
        cycle.toml.
    changes : sequence of RowChange
    expected : int
        The revision of the cycle that was looked at.
    now : datetime, optional

    Raises
    ------
    BadInput
        With every fault at once.
    NotAllowed, NotFound
        The actor may not make one of these changes; there is no such cycle.
    Conflict
        The cycle has another revision, or a row is not there as it was.
    """
    moment = clock(now)

    def work(unit: Unit) -> Edited:
        here = standing(unit, actor, moment, cycle=cycle)
        demand_typed(here, table, changes, Action.ORGANISATION_EDIT, EDITED)
        before, state = _opened(unit, cycle, expected)
        after, swaps = change_rows(before, table, changes)
        made = difference(before, after)
        demand_changes(here, made, Action.ORGANISATION_EDIT, EDITED)
        if not made:
            return Edited(state, made, None, ())
        state = _save(unit, actor, after, state, made, moment, f"edit of {table}")
        edit = unit.row_edits.add(cycle, table, swaps, by=actor.user, at=moment)
        return Edited(state, made, edit, _warnings(here, after, table))

    return store.write(work)


def undo_rows(
    store: Store, actor: Actor, cycle: str, *, expected: int, now: datetime | None = None
) -> Edited:
    """Take back the last edit of rows that the actor made in a cycle and has not taken back yet.

    Called again, it takes back the one before.

    Raises
    ------
    Refused
        There is none.
    Conflict
        The cycle has another revision, or a row was changed again since the edit.
    BadInput
        The rows would not fit to what was changed since.
    NotAllowed, NotFound
        The actor may not make one of these changes; there is no such cycle.
    """
    moment = clock(now)

    def work(unit: Unit) -> Edited:
        here = standing(unit, actor, moment, cycle=cycle)
        demand_some(here, Action.ORGANISATION_EDIT, EDITED)
        before, state = _opened(unit, cycle, expected)
        edit = unit.row_edits.last(cycle, by=actor.user)
        if edit is None:
            raise Refused(["There is nothing to take back: no edit of yours is left."])
        after = put_back(before, edit.table, edit.swaps)
        made = difference(before, after)
        demand_changes(here, made, Action.ORGANISATION_EDIT, EDITED)
        state = _save(unit, actor, after, state, made, moment, f"undo of {edit.table}")
        unit.row_edits.mark_undone(cycle, edit.step)
        return Edited(state, made, edit, _warnings(here, after, edit.table))

    return store.write(work)


def _opened(unit: Unit, cycle: str, expected: int) -> tuple[Organisation, CycleState]:
    state = unit.organisations.state(cycle)
    if state.revision != expected:
        raise Conflict(
            f'Somebody else has changed the cycle "{cycle}" meanwhile. Look at it again, then edit.'
        )
    return unit.organisations.load(cycle), state


def _save(
    unit: Unit,
    actor: Actor,
    after: Organisation,
    state: CycleState,
    changes: Difference,
    now: datetime,
    what: str,
) -> CycleState:
    saved, _ = unit.organisations.save(after, expected=state.revision, now=now)
    name = state.cycle.name
    swept = sweep_requests(unit, name, now)
    facts = {"what": what, "revision": str(saved.revision), **counts_of(changes), **swept.facts()}
    record(unit, actor, Action.ORGANISATION_EDIT, name, "organisation", facts, now)
    return saved


def _warnings(here: Standing, after: Organisation, table: str) -> tuple[Finding, ...]:
    # They name rows of anybody.
    if may(here, Action.ORGANISATION_EDIT).allowed:
        return table_oddities(after, table)
    return ()
