"""Taking edits of rows back, and checking an organisation that did not come from files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from planner.domain import Conflict
from planner.exchange.faults import Ledger
from planner.exchange.references import check_ids, check_pins
from planner.exchange.rows import Typed, check_keys
from planner.exchange.tables import CYCLE, TABLES, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.domain import Organisation
    from planner.domain.row_changes import RowSwap


def put_back(organisation: Organisation, name: str, swaps: Sequence[RowSwap]) -> Organisation:
    """Return an organisation in which rows of one table are what they were before an edit.

    Parameters
    ----------
    organisation : Organisation
    name : str
        Of the table; ``cycle`` for the settings.
    swaps : sequence of RowSwap
        What the edit changed, as `change_rows` returned it.

    Raises
    ------
    Conflict
        A row that the edit made or changed is not there any more as it left it.
    BadInput
        The rows would not fit to the other tables any more.
    """
    if name == CYCLE:
        changed = _settings_back(organisation, swaps)
    else:
        rows = _rows_back(list(getattr(organisation, name)), swaps)
        tables: dict[str, Any] = {name: tuple(rows), "lines": {}}
        changed = replace(organisation, **tables)
    check_fit(changed)
    return changed


def _settings_back(organisation: Organisation, swaps: Sequence[RowSwap]) -> Organisation:
    for swap in swaps:
        if organisation.cycle != swap.after:
            raise _changed_since("The settings")
        settings: Any = swap.before
        organisation = replace(organisation, cycle=settings)
    return organisation


def _rows_back(rows: list[Any], swaps: Sequence[RowSwap]) -> list[Any]:
    for swap in swaps:
        if swap.after is None:
            continue
        at = _nearest(rows, swap.after, swap.at)
        if swap.before is None:
            rows[at] = None
        else:
            rows[at] = swap.before
    rows = [row for row in rows if row is not None]
    for swap in sorted(swaps, key=lambda each: each.at):
        if swap.after is None:
            rows.insert(swap.at, swap.before)
    return rows


def _nearest(rows: list[Any], row: Any, at: int) -> int:
    """Return where a row stands: where it was left, or else where it is found."""
    if at < len(rows) and rows[at] == row:
        return at
    found = [place for place, each in enumerate(rows) if each == row]
    if not found:
        raise _changed_since("A row")
    return min(found, key=lambda place: abs(place - at))


def _changed_since(what: str) -> Conflict:
    return Conflict(
        f"{what} that this edit changed was changed again since. Nothing was taken back; change "
        "it by hand."
    )


def check_fit(organisation: Organisation) -> None:
    """See that the rows of an organisation fit together.

    Raises
    ------
    BadInput
        A key is there twice, an id is unknown, or a pin does not fit into the cycle.
    """
    ledger = Ledger(files=[table.name for table in TABLES])
    whole = {table.name: as_typed(organisation, table) for table in TABLES}
    known = {
        name: frozenset(row.id for row in getattr(organisation, name))
        for name in ("departments", "employees")
    }
    for rows in whole.values():
        check_keys(rows, ledger)
        check_ids(rows, known, ledger)
    check_pins(whole["pins"], whole["departments"], organisation.cycle, ledger)
    ledger.raise_if_any()


def as_typed(organisation: Organisation, table: Table) -> Typed:
    """Return a table of an organisation as if it had been read from a file of its name."""
    rows = getattr(organisation, table.name)
    lines = [organisation.line(table.name, at) for at in range(len(rows))]
    values = {name: [getattr(row, name) for row in rows] for name in table.names}
    return Typed(table, table.name, lines, values)
