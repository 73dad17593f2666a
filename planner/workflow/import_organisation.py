"""Import an organisation into the database: first as a trial, then for good."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.access import Action
from planner.domain import Conflict, Difference, Finding, Organisation
from planner.exchange import read_organisation
from planner.present.row_words import RowNames
from planner.store import difference
from planner.workflow.acting import clock, record, standing
from planner.workflow.import_effects import NOTHING_ALIVE, Alive, alive, effects_of
from planner.workflow.request_sweep import sweep_requests
from planner.workflow.row_permissions import (
    IMPORTED,
    demand_changes,
    demand_some,
)
from planner.workflow.row_shares import own_share, with_share

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from planner.domain import Actor
    from planner.store import Store, Unit


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import changes, or has changed.

    Attributes
    ----------
    cycle : str
    is_new : bool
        Whether there was no cycle of that name.
    committed : bool
        Whether it was done; else nothing was changed.
    revision : int
        Of the cycle before a trial (0 for a new one), and after a commit.
    changes : Difference
        For somebody who imports their own share, of that share.
    names : RowNames
        What people and departments in the changes are called.
    warnings : tuple of Finding
        What is legal but odd in the files.
    effects : tuple of str
        What it means for plans and change requests, a sentence each.
    """

    cycle: str
    is_new: bool
    committed: bool
    revision: int
    changes: Difference
    names: RowNames
    warnings: tuple[Finding, ...]
    effects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    before: Organisation | None
    after: Organisation
    revision: int
    changes: Difference
    names: RowNames
    alive: Alive
    ended: tuple[str, ...] = ()


def import_organisation(
    store: Store,
    actor: Actor,
    source: Path,
    *,
    commit: bool = False,
    expected: int | None = None,
    now: datetime | None = None,
) -> Imported:
    """Make a cycle in the database what a folder or a workbook says, all of it or nothing.

    Change requests that cannot go on after that end, and everybody who was asked is told.

    The cycle is known by the name in cycle.toml; a new name makes a new cycle. Importing what
    is there already changes nothing and leaves no entry in the record.

    Parameters
    ----------
    store : Store
    actor : Actor
        Somebody who may not import everything imports the share that an export gives them,
        and may have changed absences, mentors and closures in it.
    source : Path
        A folder or an .xlsx workbook.
    commit : bool, default False
        Whether to do it; else it is only said what it would change.
    expected : int, optional
        The revision that the trial named. Without it whatever is there is replaced.
    now : datetime, optional

    Raises
    ------
    BadInput
        The files are faulty; every fault is named, and nothing was changed.
    NotAllowed, NotFound
        The actor may not import this.
    Conflict
        Somebody else changed the cycle since it had the revision ``expected``.
    """
    moment = clock(now)
    reading = read_organisation(source)
    name = reading.organisation.cycle.name

    def step(unit: Unit) -> _Step:
        return _step(unit, actor, reading.organisation, moment)

    def work(unit: Unit) -> tuple[_Step, int]:
        found = step(unit)
        if not found.changes:
            return found, found.revision
        if expected not in (None, found.revision):
            raise Conflict(
                f'Somebody else has changed the cycle "{name}" meanwhile: it has revision '
                f"{found.revision}, not {expected}. Try the import again to see what it changes."
            )
        state, _ = unit.organisations.save(found.after, expected=found.revision, now=moment)
        swept = sweep_requests(unit, name, moment)
        facts = {"revision": str(state.revision), **counts_of(found.changes), **swept.facts()}
        record(unit, actor, Action.ORGANISATION_IMPORT, name, "organisation", facts, moment)
        return replace(found, ended=swept.ended), state.revision

    if commit:
        found, revision = store.write(work)
    else:
        with store.read() as unit:
            found = step(unit)
        revision = found.revision
    return Imported(
        name,
        found.before is None,
        commit,
        revision,
        found.changes,
        found.names,
        reading.warnings,
        effects_of(found.alive, found.before, found.after, found.ended),
    )


def _step(unit: Unit, actor: Actor, told: Organisation, now: datetime) -> _Step:
    name = told.cycle.name
    state = unit.organisations.find(name)
    here = standing(unit, actor, now, cycle=None if state is None else name)
    demand_some(here, Action.ORGANISATION_IMPORT, IMPORTED)
    before = None if state is None else unit.organisations.load(name)
    share = None if before is None else own_share(before, here)
    changes = difference(share, told)
    demand_changes(here, changes, Action.ORGANISATION_IMPORT, IMPORTED)
    after = told if before is None or share is before else with_share(before, changes)
    revision = 0 if state is None else state.revision
    names = RowNames.of(share, told)
    # Read here, so that nothing can go wrong any more once the import is done.
    plans = alive(unit, name, in_full=share is before) if changes else NOTHING_ALIVE
    return _Step(before, after, revision, changes, names, plans)


def counts_of(changes: Difference) -> dict[str, str]:
    """Return how many rows of each table change, as the record keeps it."""
    facts = {
        f"rows of {table.name}": (
            f"{len(table.new)} new, {len(table.changed)} changed, {len(table.gone)} gone"
        )
        for table in changes.tables
        if table
    }
    settings = ", ".join(name for name, _, _ in changes.settings)
    return {**facts, "settings": settings} if settings else facts
