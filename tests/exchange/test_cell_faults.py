"""Every way in which one cell can be wrong, and what the message says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planner.exchange import read_organisation
from tests.exchange.folders import swapped, the_fault, write_folder

if TYPE_CHECKING:
    from pathlib import Path

CELLS = [
    # file, what is there, what is put there, row, column, value, words of the message or remedy
    ("departments.csv", "Accounts,2,", "Accounts,-1,", 2, "host_capacity", "-1", "at least 0"),
    ("departments.csv", "Accounts,2,", "Accounts,,", 2, "host_capacity", "", "not be empty"),
    ("departments.csv", "Accounts,2,", "Accounts,two,", 2, "host_capacity", "two", "digits"),
    ("departments.csv", "Accounts,2,", "Accounts,NaN,", 2, "host_capacity", "NaN", "whole"),
    (
        *("departments.csv", "Accounts,2,", "Accounts,4611686018427387904,"),
        *(2, "host_capacity", "4611686018427387904", "too large"),
    ),
    ("departments.csv", "Accounts,2,", "Accounts,1_0,", 2, "host_capacity", "1_0", "digits"),
    ("departments.csv", "Care,1,0,3", "Care,1,0,0", 4, "rotation_periods", "0", "at least 1"),
    ("departments.csv", "Accounts", '"Acc\x1bts"', 2, "name", r"Acc\x1bts", "cannot be shown"),
    ("dependencies.csv", "A,B,3", 'A,B,"1,5"', 2, "importance", "1,5", "such as 1.5"),
    ("dependencies.csv", "A,B,3", "A,B,nan", 2, "importance", "nan", "above 0"),
    ("dependencies.csv", "A,B,3", "A,B,inf", 2, "importance", "inf", "above 0"),
    ("dependencies.csv", "A,B,3", "A,B,1e400", 2, "importance", "1e400", "number"),
    ("dependencies.csv", "A,B,3", "A,B,0", 2, "importance", "0", "above 0"),
    ("dependencies.csv", "3,2,either", "3,0,either", 2, "target", "0", "at least 1"),
    ("dependencies.csv", "either", "Either", 2, "who_visits", "Either", "Write either"),
    ("dependencies.csv", "either", "both", 2, "who_visits", "both", "customer, provider, either"),
    ("closures.csv", "both", "shut", 2, "kind", "shut", "hosting, releasing, both"),
    ("preferences.csv", "a1,B,2", "a1,B,3", 2, "score", "3", "at most 2"),
    ("absences.csv", "2027-01-04", "4.1.2027", 2, "first_day", "4.1.2027", "Write 2027-01-04"),
    ("absences.csv", "2027-01-04", "1/4/2027", 2, "first_day", "1/4/2027", "2027-01-04"),
    ("absences.csv", "2027-01-04", "03/04/05", 2, "first_day", "03/04/05", "YYYY-MM-DD"),
    ("absences.csv", "2027-01-04", "46391", 2, "first_day", "46391", "2027-01-04"),
    ("absences.csv", "2027-01-04", "2027-02-30", 2, "first_day", "2027-02-30", "calendar"),
    ("absences.csv", "2027-01-04", "20270104", 2, "first_day", "20270104", "YYYY-MM-DD"),
    ("absences.csv", "2027-01-04", "2027-W01-1", 2, "first_day", "2027-W01-1", "YYYY-MM-DD"),
    (
        *("absences.csv", "2027-01-04", "2027-01-04 00:00:00"),
        *(2, "first_day", "2027-01-04 00:00:00", "Write 2027-01-04"),
    ),
    ("absences.csv", "2027-01-08", "2027-01-03", 2, "last_day", "2027-01-03", "before first_day"),
    ("employees.csv", "2030-12-31", "9999-12-31", 4, "ends", "9999-12-31", "leave the cell empty"),
    ("employees.csv", "2020-01-01,", "2020-01-02,2020-01-01", 3, "ends", "2020-01-01", "before"),
    ("employees.csv", "A,a1,2", "A,a2,2", 3, "manager", "a2", "same as id"),
    ("employees.csv", "A,a1,2", "A,a9,2", 3, "manager", "a9", "no employee"),
    ("employees.csv", "c1,Cy,,C", "c1,Cy,,c", 6, "department", "c", 'Write "C"'),
    ("employees.csv", "c1,Cy,,C", "c1,Cy,,C\u200b", 6, "department", r"C\u200b", 'Write "C"'),
    ("employees.csv", "c1,Cy,,C", "a1,Cy,,C", 6, "id", "a1", "in row 2 already"),
    ("employees.csv", "c1,Cy,,C", "c1,Cy,," + "x" * 101, 6, "department", "x" * 101, "Shorten"),
    ("dependencies.csv", "B,C,1.5", "B,B,1.5", 3, "provider", "B", "same as customer"),
    ("dependencies.csv", "B,C,1.5", "A,B,1.5", 3, "customer, provider", "A, B", "row 2 already"),
    ("restrictions.csv", "b2,A,", "b2,Z,", 2, "department", "Z", "no department"),
    ("keep_apart.csv", "a1,a2\n", "a1,a1\n", 2, "other", "a1", "same as employee"),
    ("keep_apart.csv", "a1,a2\n", "a1,a2\na2,a1\n", 3, "employee, other", "a1, a2", "row 2"),
    ("preferences.csv", "b1,C,-1", "a1,B,-1", 3, "employee, department", "a1, B", "row 2"),
    ("pins.csv", "2027-01-18", "2027-01-20", 2, "first_day", "2027-01-20", "2027-01-25"),
    ("pins.csv", "2027-01-18", "2026-12-28", 2, "first_day", "2026-12-28", "inside the cycle"),
    ("pins.csv", "B,2027-01-18", "C,2027-02-08", 2, "first_day", "2027-02-08", "2027-01-25"),
    ("pins.csv", "b1\n", "b7\n", 2, "mentor", "b7", "no employee"),
]


@pytest.mark.parametrize(("file", "old", "new", "row", "column", "value", "words"), CELLS)
def test_a_wrong_cell_is_named_with_row_column_value_and_remedy(
    tmp_path: Path, file: str, old: str, new: str, row: int, column: str, value: str, words: str
) -> None:
    folder = write_folder(tmp_path / "org", swapped(file, old, new))
    fault = the_fault(folder)
    assert (fault.file, fault.row, fault.column, fault.value) == (file, row, column, value)
    assert words in f"{fault.message}. {fault.remedy}"
    assert fault.remedy


def test_numbers_written_by_other_programs_are_understood(tmp_path: Path) -> None:
    changes = swapped("departments.csv", "Accounts,2,", "Accounts, 2.0 ,")
    organisation = read_organisation(write_folder(tmp_path / "org", changes)).organisation
    assert organisation.departments[0].host_capacity == 2
