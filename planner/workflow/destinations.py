"""Whether results can be written, asked before the work and not after it."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

from planner.domain import BadInput
from planner.workflow.refusals import fault

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from planner.domain import Finding

_SPREADSHEETS = (".xlsx", ".xls", ".xlsm", ".ods")


def check_destinations(targets: Mapping[str, Path | None], organisation: Path) -> None:
    """Make sure that every target can be written.

    Parameters
    ----------
    targets : mapping of str to Path or None
        Where each result goes, by the name of the option that says so; None for nowhere.
    organisation : Path
        The organisation that is read; its own files are not overwritten.

    Raises
    ------
    BadInput
        With one fault for each target that cannot be written.
    """
    findings: list[Finding] = []
    seen: dict[Path, str] = {}
    for option, target in targets.items():
        if target is None:
            continue
        where = target.resolve()
        if where in seen:
            findings.append(
                fault(
                    str(target),
                    f"{option} and {seen[where]} name the same file",
                    "Give each result a file of its own",
                )
            )
        seen[where] = option
        problem = _problem(option, target, organisation)
        if problem is not None:
            findings.append(problem)
    if findings:
        raise BadInput(findings)


def _problem(option: str, target: Path, organisation: Path) -> Finding | None:
    folder = target.parent
    if target.is_dir():
        return fault(str(target), f"{option} is a folder", "Name a file inside it")
    if target.exists() and not target.is_file():
        return fault(str(target), f"{option} is not an ordinary file", "Name another file")
    if _is_input(target, organisation):
        return fault(
            str(target),
            f"{option} would overwrite a file of the organisation",
            "Name another file",
        )
    if target.suffix.lower() in _SPREADSHEETS:
        return fault(
            str(target),
            f"{option} names a workbook, and this result is text",
            "Name a file such as plan.csv; every spreadsheet program opens it",
        )
    if not folder.is_dir():
        return fault(
            str(target),
            f"the folder {folder} of {option} does not exist",
            "Make the folder first, or name another place",
        )
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".planner-"):
            pass
    except OSError as error:
        return fault(
            str(target),
            f"{option} cannot be written: {error.strerror or error}",
            "Name a place where you may write",
        )
    return None


def _is_input(target: Path, organisation: Path) -> bool:
    where, source = target.resolve(), organisation.resolve()
    if where == source:
        return True
    # A plan may live beside the tables; the tables themselves are somebody's work.
    return where.parent == source and where.exists() and where.stem in _TABLES


_TABLES = frozenset(
    (
        "absences",
        "closures",
        "cycle",
        "departments",
        "dependencies",
        "employees",
        "experience",
        "keep_apart",
        "pins",
        "preferences",
        "requirements",
        "restrictions",
    )
)
