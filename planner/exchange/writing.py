"""Writing an organisation as a folder or a workbook, and a plan as plan.csv."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from planner.exchange.atomic import write_files
from planner.exchange.cells import UNREADABLE, text_of
from planner.exchange.columns import Column, Kind
from planner.exchange.csv_file import csv_bytes, inert, quoted
from planner.exchange.cycle_file import cycle_toml, settings_of
from planner.exchange.faults import Ledger, one_fault
from planner.exchange.tables import CYCLE, PLAN, TABLES, Table
from planner.exchange.workbook_write import workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from planner.domain import Organisation, Plan


def write_organisation(organisation: Organisation, path: Path) -> None:
    """Write an organisation so that it reads back equal.

    Parameters
    ----------
    organisation : Organisation
        What to write; every table is written, empty ones with their header alone.
    path : Path
        A workbook if it ends in .xlsx, else a folder, which is made where needed. Files of
        the same names are replaced, all others are left alone.

    Raises
    ------
    BadInput
        If it cannot be written there, or holds characters that no file can carry.
    """
    _refuse_unreadable(organisation)
    if path.suffix.lower() == ".xlsx":
        write_files({path: _workbook(organisation)})
        return
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise one_fault(
            str(path),
            f"no folder can be made here: {error.strerror or error}",
            "Name a folder that exists or can be made, or a workbook ending in .xlsx",
        ) from error
    contents = {path / f"{CYCLE}.toml": cycle_toml(organisation.cycle).encode("utf-8")}
    for table in TABLES:
        contents[path / f"{table.name}.csv"] = _csv(table, getattr(organisation, table.name))
    write_files(contents)


def write_plan(plan: Plan, path: Path) -> None:
    """Write a plan as a CSV file, one row a placement, so that it reads back equal.

    Raises
    ------
    BadInput
        If the file cannot be written there.
    """
    write_files({path: _csv(PLAN, plan)})


def _csv(table: Table, rows: Iterable[Any]) -> bytes:
    known = tuple(rows)
    return csv_bytes(table.names, (_cells(column, known) for column in table.columns))


def _cells(column: Column, rows: Iterable[Any]) -> list[str]:
    """Return a column as it stands in a CSV file; each different value is written out once."""
    values = _column(column, rows)
    as_text = _text_cell if column.kind in (Kind.ID, Kind.TEXT) else text_of
    cell = {value: as_text(value) for value in dict.fromkeys(values)}
    return [cell[value] for value in values]


def _text_cell(value: str | None) -> str:
    return quoted(inert(value)) if value else ""


def _column(column: Column, rows: Iterable[Any]) -> list[Any]:
    return list(map(attrgetter(column.name), rows))


def _workbook(organisation: Organisation) -> bytes:
    settings = [
        (key, ", ".join(value) if isinstance(value, tuple) else value)
        for key, value in settings_of(organisation.cycle).items()
    ]
    sheets: dict[str, Any] = {CYCLE: (("key", "value"), settings)}
    for table in TABLES:
        rows = _values(table, getattr(organisation, table.name))
        sheets[table.name] = (table.names, map(_typed_cells, rows))
    return workbook_bytes(sheets)


def _typed_cells(row: tuple[Any, ...]) -> list[Any]:
    return [text_of(value) if isinstance(value, str) else value for value in row]


def _values(table: Table, rows: Iterable[Any]) -> Iterable[tuple[Any, ...]]:
    return map(attrgetter(*table.names), rows)


def _refuse_unreadable(organisation: Organisation) -> None:
    ledger = Ledger()
    if UNREADABLE.search(organisation.cycle.name):
        ledger.fault(
            "cycle.toml",
            "holds a character that no file can carry",
            "Type the text anew",
            column="name",
            value=organisation.cycle.name,
        )
    for table in TABLES:
        for column in table.columns:
            if column.kind not in (Kind.ID, Kind.TEXT):
                continue
            values = _column(column, getattr(organisation, table.name))
            if not UNREADABLE.search(" ".join(filter(None, dict.fromkeys(values)))):
                continue
            for number, value in enumerate(values):
                if value and UNREADABLE.search(value):
                    ledger.fault(
                        f"{table.name}.csv",
                        "holds a character that no file can carry",
                        "Type the text anew",
                        row=organisation.line(table.name, number),
                        column=column.name,
                        value=value,
                    )
    ledger.raise_if_any()
