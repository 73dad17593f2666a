"""Single rows as people type them, checked like the rows of a file."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from planner.domain import Conflict
from planner.domain.row_changes import RowChange, RowSwap
from planner.exchange.cells import text_of
from planner.exchange.cycle_file import read_cycle_grid, settings_of
from planner.exchange.cycle_keys import KEYS
from planner.exchange.faults import Ledger, one_fault
from planner.exchange.garbage import collector_paused
from planner.exchange.grid import Grid
from planner.exchange.oddities import odd_findings
from planner.exchange.putting_back import as_typed
from planner.exchange.references import check_ids, check_pins
from planner.exchange.rows import Typed, check_keys, typed
from planner.exchange.tables import CYCLE, TABLES, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.domain import Cycle, Finding, Organisation

    Changed = tuple[Organisation, tuple[RowSwap, ...]]

_TABLES = {table.name: table for table in TABLES}
_NAMES = {name: name for name in (CYCLE, *_TABLES)}


def change_rows(organisation: Organisation, name: str, changes: Sequence[RowChange]) -> Changed:
    """Return an organisation in which rows of one table are as somebody typed them.

    Parameters
    ----------
    organisation : Organisation
    name : str
        Of the table; ``cycle`` for the settings, whose columns are the keys of cycle.toml.
    changes : sequence of RowChange
        New rows are put behind the others.

    Returns
    -------
    tuple of Organisation and tuple of RowSwap
        The organisation, and the rows that are others now; what was typed and says the same
        as before is not among them.

    Raises
    ------
    BadInput
        With every fault at once; a finding names the table, the row as a file would count
        it, the column, the value and the remedy.
    Conflict
        A row that is to be changed is not there.
    """
    if name == CYCLE:
        return _with_settings(organisation, changes)
    if name not in _TABLES:
        raise one_fault(name, "there is no such table", f"Known are {', '.join(_NAMES)}")
    with collector_paused():
        changed, swaps = _Editing(organisation, _TABLES[name], changes).result()
    return changed, () if changed == organisation else swaps  # out and typed again is no change


def change_settings(cycle: Cycle, cells: Mapping[str, object]) -> Cycle:
    """Return a cycle with settings as somebody typed them, by the keys of cycle.toml.

    Raises
    ------
    BadInput
        With every fault at once.
    """
    ledger = Ledger()
    changed = _settings(cycle, cells, ledger)
    ledger.raise_if_any()
    return changed


def table_oddities(organisation: Organisation, name: str) -> tuple[Finding, ...]:
    """Return what is legal but odd in one table, which is named without a file's ending."""
    found = odd_findings(organisation, _NAMES)
    return tuple(each for each in found if each.file == name)


class _Editing:
    """The rows of one table while some of them change."""

    def __init__(
        self, organisation: Organisation, table: Table, changes: Sequence[RowChange]
    ) -> None:
        self._organisation = organisation
        self._table = table
        self._rows: tuple[Any, ...] = getattr(organisation, table.name)
        self._ledger = Ledger(files=list(_NAMES))
        places = self._places(changes)
        self._leaving = {at for at in places if at is not None}
        self._typed: list[tuple[int | None, int, Mapping[str, object]]] = []
        new = 0
        for change, at in zip(changes, places, strict=True):
            if change.cells is None:
                continue
            line = len(self._rows) + 2 + new if at is None else organisation.line(table.name, at)
            new += at is None
            self._typed.append((at, change.line or line, change.cells))

    def _places(self, changes: Sequence[RowChange]) -> list[int | None]:
        """Return where each row that changes stands; None for one that is new."""
        wanted = {change.was for change in changes if change.was is not None}
        places: defaultdict[Any, deque[int]] = defaultdict(deque)
        for at, row in enumerate(self._rows if wanted else ()):
            if row in wanted:
                places[row].append(at)
        found: list[int | None] = []
        for change in changes:
            if change.was is None:
                found.append(None)
            elif places[change.was]:
                found.append(places[change.was].popleft())
            else:
                raise Conflict(
                    f"A row of the table {self._table.name} is not there any more as it was. "
                    "Look at the table again."
                )
        return found

    def result(self) -> Changed:
        new = self._read()
        whole = self._merged(new)
        check_keys(whole, self._ledger)
        self._check_references(whole)
        self._ledger.faults = list(dict.fromkeys(self._ledger.faults))
        self._ledger.raise_if_any()
        return self._changed(new.rows() if self._typed else ())

    def _read(self) -> Typed:
        table, header = self._table, list(self._table.names)
        if not self._typed:
            return Typed(table, table.name, (), {name: [] for name in header})
        cells = [self._texts(at, line, typing) for at, line, typing in self._typed]
        lines = [line for _, line, _ in self._typed]
        return typed(table, Grid(table.name, header, cells, lines), table.name, self._ledger)

    def _texts(self, at: int | None, line: int, typing: Mapping[str, object]) -> list[str]:
        for name in typing.keys() - set(self._table.names):
            self._ledger.fault(
                self._table.name,
                "the column is not known",
                f"Known are {', '.join(self._table.names)}",
                row=line,
                column=name,
                value=text_of(typing[name]),
            )
        was = None if at is None else self._rows[at]
        return [
            text_of(typing[name] if name in typing else getattr(was, name, None))
            for name in self._table.names
        ]

    def _merged(self, new: Typed) -> Typed:
        """Return the whole table, what was typed last: so it is told to be there twice."""
        table, rows = self._table, self._rows
        staying = [at for at in range(len(rows)) if at not in self._leaving]
        if not staying and not new.lines and table.mandatory:
            self._ledger.fault(table.name, "has no rows left", "Leave at least one row")
        values = {
            name: [getattr(rows[at], name) for at in staying] + new.values[name]
            for name in table.names
        }
        lines = [self._organisation.line(table.name, at) for at in staying]
        ids = frozenset(each for each in values.get("id", ()) if isinstance(each, str))
        return Typed(table, table.name, [*lines, *new.lines], values, ids)

    def _check_references(self, whole: Typed) -> None:
        name, organisation = self._table.name, self._organisation
        known = {
            each: frozenset(row.id for row in getattr(organisation, each))
            for each in ("departments", "employees")
        }
        if name in known:
            known[name] = whole.ids or frozenset()
        check_ids(whole, known, self._ledger)
        if name not in (*known, "pins"):
            return
        tables = {each.name: as_typed(organisation, each) for each in TABLES} | {name: whole}
        for other in TABLES:
            if other is not self._table and name in {column.refers for column in other.columns}:
                check_ids(tables[other.name], known, self._ledger)
        if name != "employees":
            check_pins(tables["pins"], tables["departments"], organisation.cycle, self._ledger)

    def _changed(self, new: tuple[Any, ...]) -> Changed:
        after = list(self._rows)
        swaps: list[RowSwap] = []
        gone = set(self._leaving)
        added = []
        for (at, _, _), row in zip(self._typed, new, strict=True):
            if at is None:
                added.append(row)
                continue
            gone.discard(at)
            if after[at] != row:
                swaps.append(RowSwap(at, after[at], row))
                after[at] = row
        swaps += [RowSwap(at, self._rows[at], None) for at in sorted(gone)]
        kept = [row for at, row in enumerate(after) if at not in gone]
        swaps += [RowSwap(len(kept) + n, None, row) for n, row in enumerate(added)]
        tables: dict[str, Any] = {self._table.name: (*kept, *added), "lines": {}}
        return replace(self._organisation, **tables), tuple(swaps)


def _with_settings(organisation: Organisation, changes: Sequence[RowChange]) -> Changed:
    before = after = organisation.cycle
    ledger = Ledger()
    for change in changes:
        if change.was is not None and change.was != before:
            raise Conflict("The settings of the cycle are not what they were. Look at them again.")
        if change.cells is None:
            raise one_fault(CYCLE, "the settings cannot be taken out", "Write other values")
        after = _settings(after, change.cells, ledger)
    _check_name(before, after, ledger)
    pins, departments = (as_typed(organisation, _TABLES[name]) for name in ("pins", "departments"))
    check_pins(pins, departments, after, ledger)
    ledger.raise_if_any()
    swaps = (RowSwap(0, before, after),) if after != before else ()
    return replace(organisation, cycle=after), swaps


def _check_name(before: Cycle, after: Cycle, ledger: Ledger) -> None:
    if before.name != after.name:
        ledger.fault(
            CYCLE,
            f'the name is what the cycle is known by, "{before.name}"',
            "Leave it; make the next cycle with: planner cycles next",
            column="name",
            value=after.name,
        )


def _settings(cycle: Cycle, typing: Mapping[str, object], ledger: Ledger) -> Cycle:
    values = {**dict.fromkeys(KEYS), **settings_of(cycle), **typing}
    texts = [[key, _setting_text(value)] for key, value in values.items()]
    read = read_cycle_grid(Grid(CYCLE, ["key", "value"], texts, [2] * len(texts)), ledger)
    return cycle if read is None else read


def _setting_text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else text_of(value)
