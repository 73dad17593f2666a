"""Text that a spreadsheet would run as a formula is harmless in every file we write."""

from __future__ import annotations

import csv
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain import Department, Employee, Organisation, Restriction
from planner.exchange import read_organisation, write_organisation
from planner.exchange.csv_file import inert, plain
from tests.builders import a_cycle, a_dependency
from tests.exchange.organisations import PAYLOADS

if TYPE_CHECKING:
    from pathlib import Path

ACTIVE = ("=", "+", "-", "@", "\t", "\r")


def an_organisation_of(text: str) -> Organisation:
    """Return an organisation with a text in every field that takes one."""
    return Organisation(
        a_cycle(name=text),
        (Department(text, text, 1, 0, 1), Department("B", text, 1, 0, 1)),
        (Employee(text, text, text, text, None, 1),),
        (a_dependency(text, "B", service=text, target=1),),
        restrictions=(Restriction(text, "B", text),),
    )


@given(st.text())
def test_any_text_comes_back_from_being_made_inert(text: str) -> None:
    safe = inert(text)
    assert plain(safe) == text
    assert not safe.startswith(ACTIVE)


@pytest.mark.parametrize("text", PAYLOADS)
def test_no_cell_of_a_csv_file_begins_like_a_formula(tmp_path: Path, text: str) -> None:
    organisation = an_organisation_of(text)
    write_organisation(organisation, tmp_path / "org")
    for path in (tmp_path / "org").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            assert [
                cell for row in csv.reader(file) for cell in row if cell.startswith(ACTIVE)
            ] == []
    assert read_organisation(tmp_path / "org").organisation == organisation


@pytest.mark.parametrize("text", PAYLOADS)
def test_no_cell_of_a_workbook_is_a_formula_or_a_link(tmp_path: Path, text: str) -> None:
    organisation = an_organisation_of(text)
    write_organisation(organisation, tmp_path / "org.xlsx")
    with zipfile.ZipFile(tmp_path / "org.xlsx") as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        assert len(sheets) == 12
        for name in sheets:
            assert b"<f" not in archive.read(name)
            assert b"<hyperlink" not in archive.read(name)
    assert read_organisation(tmp_path / "org.xlsx").organisation == organisation
