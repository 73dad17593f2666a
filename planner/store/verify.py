"""Whether everything in the database fits together, from its pages up to what it means."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from sqlalchemy import select

from planner.domain import VersionState, id_of
from planner.store.digests import organisation_digest, plan_digest
from planner.store.organisation_tables import cycle as cycle_table
from planner.store.version_tables import placement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from planner.domain import CycleState, Plan, PlanVersion
    from planner.store.store import Store
    from planner.store.unit import Unit

_ONCE_PUBLISHED = {VersionState.PUBLISHED, VersionState.SUPERSEDED}


def verify(store: Store) -> tuple[str, ...]:
    """Return a sentence for everything that is wrong; nothing where all is sound.

    Looked at are the pages and references of the database, the record of who did what from
    its first entry to its last, the one published version of each cycle, every placement,
    and the fingerprints of organisations and published plans, which are computed anew.

    Raises
    ------
    StoreTrouble
        The database cannot be read at all.
    """
    with store.read() as unit:
        return tuple(_problems(unit))


def _problems(unit: Unit) -> Iterator[str]:
    yield from _broken_pages(unit.connection)
    broken = unit.journal.verify()
    if broken is not None:
        yield f"The record of who did what cannot be trusted: {broken.sentence}"
    for state in unit.organisations.cycles():
        yield from _of_cycle(unit, state)


def _broken_pages(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return
    for (said,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
        if said != "ok":
            yield f"The file is damaged: {said}."
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"Row {row} of the table {table} refers to a row of {parent} that is not there."


def _of_cycle(unit: Unit, state: CycleState) -> Iterator[str]:
    name = state.cycle.name
    if organisation_digest(unit.organisations.load_anew(state)) != state.digest:
        yield f'The tables of the cycle "{name}" were changed from outside.'
    versions = unit.versions.list(name)
    published = [each.number for each in versions if each.state is VersionState.PUBLISHED]
    if published != ([] if state.published is None else [state.published]):
        yield (
            f'The cycle "{name}" names version {state.published} as the published one; '
            f"published is {_listed(published)}."
        )
    last = unit.connection.scalar(
        select(cycle_table.c.last_version).where(cycle_table.c.name == name)
    )
    if versions and versions[0].number > (last or 0):
        yield f'Version {versions[0].number} of "{name}" has a number that was never given out.'
    for version in versions:
        yield from _of_version(unit, version)


def _listed(numbers: list[int]) -> str:
    return " and ".join(map(str, numbers)) or "none"


def _of_version(unit: Unit, version: PlanVersion) -> Iterator[str]:
    name = f'Version {version.number} of "{version.cycle}"'
    plan = unit.versions.plan(version.cycle, version.number)
    column = placement.c
    kept = unit.connection.scalars(
        select(column.id).where(column.cycle == version.cycle, column.version == version.number)
    )
    if set(kept) != {id_of(each) for each in plan}:
        yield f"{name} holds placements with the id of another one."
    if version.state not in _ONCE_PUBLISHED:
        return
    if plan_digest(plan) != version.checked_hash:
        yield f"{name} does not hold the placements any more that were checked and published."
    if version.waiver is None:
        yield from _twice_at_once(name, plan)


def _twice_at_once(name: str, plan: Plan) -> Iterator[str]:
    by_employee = sorted(plan, key=lambda each: (each.employee, each.first_day))
    for one, next_one in pairwise(by_employee):
        if one.employee == next_one.employee and next_one.first_day <= one.last_day:
            yield f"{name} has {one.employee} in two places on {next_one.first_day.isoformat()}."
