"""Reading an organisation, from a folder or from a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain import Cycle, Finding, Organisation
from planner.exchange.csv_file import read_csv
from planner.exchange.cycle_file import read_cycle_grid, read_cycle_toml
from planner.exchange.faults import Ledger, one_fault
from planner.exchange.garbage import collector_paused
from planner.exchange.grid import Grid
from planner.exchange.near_names import near_name
from planner.exchange.oddities import odd_findings
from planner.exchange.references import check_ids, check_pins
from planner.exchange.rows import Typed, typed
from planner.exchange.tables import CYCLE, TABLES
from planner.exchange.workbook import read_workbook, sheet_label

if TYPE_CHECKING:
    from pathlib import Path

_TABLE_NAMES = tuple(table.name for table in TABLES)


@dataclass(frozen=True)
class Reading:
    """An organisation that can be planned with, and what is odd about it."""

    organisation: Organisation
    warnings: tuple[Finding, ...]


@dataclass(frozen=True)
class Source:
    """What a folder or a workbook holds: the cycle and the tables that could be read.

    ``files`` names each part as findings name it.
    """

    files: dict[str, str]
    cycle: Cycle | None
    grids: dict[str, Grid]


def read_organisation(path: Path) -> Reading:
    """Read a whole organisation and check everything about it that needs no planning.

    Parameters
    ----------
    path : Path
        A folder of CSV files with cycle.toml, or an .xlsx workbook with one sheet a table
        and a sheet ``cycle`` of the columns key and value.

    Returns
    -------
    Reading
        The organisation, with the line of every row, and warnings.

    Raises
    ------
    BadInput
        With every fault of every file at once.
    """
    with collector_paused():
        return _read(path)


def _read(path: Path) -> Reading:
    ledger = Ledger()
    source = _open(path, ledger)
    ledger.files = list(source.files.values())
    tables = {
        table.name: typed(table, source.grids.get(table.name), source.files[table.name], ledger)
        for table in TABLES
    }
    known = {name: rows.ids for name, rows in tables.items() if rows.ids is not None}
    for rows in tables.values():
        check_ids(rows, known, ledger)
    check_pins(tables["pins"], tables["departments"], source.cycle, ledger)
    ledger.raise_if_any()
    organisation = _organisation(source, tables)
    ledger.warnings += odd_findings(organisation, source.files)
    return Reading(organisation, tuple(ledger.ordered(ledger.warnings)))


def _organisation(source: Source, tables: dict[str, Typed]) -> Organisation:
    if source.cycle is None:
        raise AssertionError("a cycle that cannot be read leaves a fault")
    return Organisation(
        cycle=source.cycle,
        lines={name: tuple(rows.lines) for name, rows in tables.items()},
        **{name: rows.rows() for name, rows in tables.items()},
    )


def _open(path: Path, ledger: Ledger) -> Source:
    if path.is_dir():
        return _open_folder(path, ledger)
    if path.suffix.lower() == ".xlsx" and path.exists():
        return _open_workbook(path, ledger)
    raise one_fault(
        str(path),
        "is neither a folder nor an .xlsx workbook" if path.exists() else "does not exist",
        "Name the folder that holds cycle.toml and the tables, or a workbook ending in .xlsx",
    )


def _open_folder(path: Path, ledger: Ledger) -> Source:
    files = {CYCLE: f"{CYCLE}.toml"} | {name: f"{name}.csv" for name in _TABLE_NAMES}
    try:
        present = {entry.name for entry in path.iterdir()}
    except OSError as error:
        raise one_fault(
            str(path),
            f"the folder cannot be opened: {error.strerror or error}",
            "Check that you may read it",
        ) from error
    strangers = _misspelt(present - set(files.values()), files)
    cycle = None
    if _is_there(files[CYCLE], present, strangers, ledger):
        cycle = read_cycle_toml(path / files[CYCLE], ledger)
    grids: dict[str, Grid] = {}
    for table in TABLES:
        file = files[table.name]
        if file in present or (table.mandatory and _is_there(file, present, strangers, ledger)):
            grid = read_csv(path / file, ledger, may_be_empty=not table.mandatory)
            if grid is not None:
                grids[table.name] = grid
    for file, guess in strangers.items():
        ledger.warn(
            file,
            "the file is not read, its name is not that of a table",
            f"Rename it to {guess} if that is meant",
        )
    return Source(files, cycle, grids)


def _misspelt(strangers: set[str], files: dict[str, str]) -> dict[str, str]:
    """Return the files whose names look like that of a table, with the name they miss."""
    guesses = {}
    for name in sorted(strangers):
        stem, dot, suffix = name.rpartition(".")
        if dot and stem and suffix.casefold() in ("csv", "toml"):
            guess = near_name(stem, files)
            if guess and files[guess].endswith(suffix.casefold()):
                guesses[name] = files[guess]
    return guesses


def _is_there(file: str, present: set[str], strangers: dict[str, str], ledger: Ledger) -> bool:
    if file in present:
        return True
    twin = next((name for name, guess in strangers.items() if guess == file), None)
    remedy = f"Rename {twin} to {file}" if twin else f"Put a file named {file} into the folder"
    ledger.fault(file, "the file is missing", remedy)
    return False


def _open_workbook(path: Path, ledger: Ledger) -> Source:
    files = {name: sheet_label(path, name) for name in (CYCLE, *_TABLE_NAMES)}
    grids = read_workbook(path, ledger)
    if grids is None:
        ledger.raise_if_any()
    grids = grids or {}
    needed = (CYCLE, *(table.name for table in TABLES if table.mandatory))
    for name in needed:
        if name not in grids:
            ledger.fault(
                files[name],
                "the sheet is missing or empty",
                f"Add a sheet named {name}, with its header in the first row",
            )
    return Source(files, read_cycle_grid(grids.pop(CYCLE, None), ledger), grids)
