"""Workbooks as people make them, and as nobody should."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from planner.exchange import read_organisation
from tests.exchange.books import repacked, write_book
from tests.exchange.folders import SOUND, faults_of, the_fault, write_folder

if TYPE_CHECKING:
    from pathlib import Path


def test_a_workbook_made_by_hand_is_the_same_as_the_folder(tmp_path: Path) -> None:
    reading = read_organisation(write_book(tmp_path / "o.xlsx"))
    assert reading.organisation == read_organisation(write_folder(tmp_path / "f")).organisation
    assert reading.warnings == ()


def test_days_of_the_1904_calendar_are_understood(tmp_path: Path) -> None:
    modern = read_organisation(write_book(tmp_path / "a.xlsx")).organisation
    path = write_book(tmp_path / "b.xlsx", date_1904=True)
    assert read_organisation(path).organisation == modern


def test_faults_name_sheet_row_column_and_value(tmp_path: Path) -> None:
    def edit(_: Any, sheets: dict[str, Any]) -> None:
        sheets["employees"].write(2, 5, 1.5)
        sheets["absences"].write(1, 1, 46391)
        sheets["absences"].write(3, 0, "a9")
        sheets["absences"].write(3, 1, "2027-01-04")
        sheets["absences"].write(3, 2, "5.1.2027")
        sheets["pins"].write(1, 1, True)
        sheets["cycle"].write(3, 1, "six")
        sheets["cycle"].write(6, 0, "rules.speed")
        sheets["cycle"].write(6, 1, 3)

    found = [
        (f.file, f.row, f.column, f.value) for f in faults_of(write_book(tmp_path / "o.xlsx", edit))
    ]
    assert found == [
        ("o.xlsx, sheet cycle", 4, "periods", "six"),
        ("o.xlsx, sheet cycle", 7, "rules.speed", "3"),
        ("o.xlsx, sheet employees", 3, "max_rotations", "1.5"),
        ("o.xlsx, sheet absences", 2, "first_day", "46391"),
        ("o.xlsx, sheet absences", 4, "last_day", "5.1.2027"),
        ("o.xlsx, sheet absences", 4, "employee", "a9"),
        ("o.xlsx, sheet pins", 2, "host", "TRUE"),
    ]


def test_merged_cells_and_cells_without_a_value_are_faults(tmp_path: Path) -> None:
    def edit(_: Any, sheets: dict[str, Any]) -> None:
        sheets["preferences"].merge_range("B2:B3", "B")
        sheets["closures"].write_formula("D2", '="bo"&"th"', value="both")
        sheets["absences"].write_formula("D2", "=1/0", value="#DIV/0!")
        sheets["departments"].write_formula("D2", "=1+0", value="")

    path = write_book(tmp_path / "o.xlsx", edit)
    found = {(f.file, f.row, f.value): f.message for f in faults_of(path) if not f.column}
    assert set(found) == {
        ("o.xlsx, sheet preferences", 2, "B2:B3"),
        ("o.xlsx, sheet absences", 2, "D2"),
        ("o.xlsx, sheet departments", 2, "D2"),
    }
    assert "never computed" in found["o.xlsx, sheet departments", 2, "D2"]
    assert "error" in found["o.xlsx, sheet absences", 2, "D2"]


def test_hidden_and_unknown_sheets_are_warnings(tmp_path: Path) -> None:
    def edit(book: Any, sheets: dict[str, Any]) -> None:
        sheets["pins"].hide()
        book.add_worksheet("Notes").write(0, 0, "hello")
        book.add_worksheet("Restriction").write(0, 0, "hello")

    warnings = read_organisation(write_book(tmp_path / "o.xlsx", edit)).warnings
    found = {w.file: (w.message, w.remedy) for w in warnings}
    assert set(found) == {
        "o.xlsx, sheet pins",
        "o.xlsx, sheet Notes",
        "o.xlsx, sheet Restriction",
    }
    assert "hidden" in found["o.xlsx, sheet pins"][0]
    assert "restrictions" in found["o.xlsx, sheet Restriction"][1]


def test_a_missing_sheet_and_a_setting_that_is_given_twice(tmp_path: Path) -> None:
    def rename(name: str, data: bytes) -> bytes:
        return data.replace(b'"employees"', b'"staff"') if name == "xl/workbook.xml" else data

    path = repacked(write_book(tmp_path / "o.xlsx"), rename)
    assert the_fault(path).file == "o.xlsx, sheet employees"

    def repeat(_: Any, sheets: dict[str, Any]) -> None:
        sheets["cycle"].write_row(6, 0, ["periods", 9])

    fault = the_fault(write_book(tmp_path / "p.xlsx", repeat))
    assert (fault.row, fault.column, fault.value) == (7, "key", "periods")


def test_numbers_may_stand_for_ids(tmp_path: Path) -> None:
    def edit(_: Any, sheets: dict[str, Any]) -> None:
        sheets["employees"].write_row(6, 0, [1001, 7, "", "A", "", 1, ""])
        sheets["absences"].write_row(2, 0, ["1001", "2027-01-04", "2027-01-04"])

    organisation = read_organisation(write_book(tmp_path / "o.xlsx", edit)).organisation
    assert (organisation.employees[-1].id, organisation.employees[-1].name) == ("1001", "7")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (SOUND["employees.csv"].encode(), "is not a workbook"),
        (b"", "is not a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "password"),
        (b"PK\x03\x04" + b"\0" * 50, "damaged"),
    ],
)
def test_what_is_no_workbook(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "o.xlsx").write_bytes(content)
    fault = the_fault(tmp_path / "o.xlsx")
    assert (fault.file, fault.row) == ("o.xlsx", None)
    assert words in fault.message
    assert fault.remedy


def test_a_truncated_workbook_and_any_other_zip_file(tmp_path: Path) -> None:
    path = write_book(tmp_path / "o.xlsx")
    path.write_bytes(path.read_bytes()[:-200])
    assert "damaged" in the_fault(path).message
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("notes.txt", "hello")
    assert "damaged" in the_fault(path).message


def test_a_workbook_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    path = write_book(tmp_path / "o.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", b"\0" * 50_000_000)
    assert "unpacks to more" in the_fault(path).message


def test_a_part_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = write_book(tmp_path / "o.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", b"\0" * 50_000_000)
    size = (50_000_000).to_bytes(4, "little")
    data = path.read_bytes()
    assert size in data
    path.write_bytes(data.replace(size, (1000).to_bytes(4, "little")))
    assert "damaged" in the_fault(path).message


@pytest.mark.parametrize("cell", [b"XFD1", b"A1048576", b"GS9", b"AAAAA1"])
def test_a_sheet_that_claims_to_be_huge_is_refused(tmp_path: Path, cell: bytes) -> None:
    def grow(name: str, data: bytes) -> bytes:
        end = b"</sheetData>"
        row = b'<row r="' + cell.lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ") + b'"><c r="' + cell
        row += b'"><v>1</v></c></row>'
        return data.replace(end, row + end) if name.endswith("sheet3.xml") else data

    fault = the_fault(repacked(write_book(tmp_path / "o.xlsx"), grow))
    assert fault.file == "o.xlsx, sheet employees"
    assert "larger" in fault.message


def test_definitions_that_unfold_are_refused(tmp_path: Path) -> None:
    def define(name: str, data: bytes) -> bytes:
        bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        head = b'standalone="yes"?>'
        return data.replace(head, head + bomb) if name == "xl/sharedStrings.xml" else data

    assert "definitions" in the_fault(repacked(write_book(tmp_path / "o.xlsx"), define)).message
