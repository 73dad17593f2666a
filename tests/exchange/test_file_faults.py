"""Everything that can be wrong with a file as a whole."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from planner.domain import BadInput
from planner.exchange import limits, read_organisation
from tests.exchange.folders import SOUND, faults_of, swapped, the_fault, write_folder

if TYPE_CHECKING:
    from pathlib import Path

TABLE = SOUND["absences.csv"]
FILES = [
    # what absences.csv holds, the row that is named, words of the message or remedy
    (TABLE.encode("utf-16"), None, "UTF-16"),
    (TABLE.encode("utf-16-le"), 1, "NUL"),
    (TABLE.replace("leave", "congé").encode("latin-1"), 2, "UTF-8"),
    (TABLE.replace("leave", "le\0ave").encode(), 2, "NUL"),
    (TABLE.replace(",", ";").encode(), 1, "semicolons"),
    (TABLE.replace(",", "\t").encode(), 1, "tabs"),
    (TABLE.replace("leave", '"leave').encode(), 2, "never closed"),
    (TABLE.replace("leave", '"lea"ve').encode(), 2, "closing quotation mark"),
    (TABLE.replace("kind", "kind,kind").replace("leave", "leave,x").encode(), 1, "2 times"),
    (TABLE.replace("last_day", "until").encode(), 1, "Add the column last_day"),
    (TABLE.replace("last_day", "Last Day").encode(), 1, 'Rename the column "Last Day"'),
    (TABLE.replace(",leave", "").encode(), 2, "3 cells, the header has 4"),
    (TABLE.replace("leave", "leave,early").encode(), 2, "5 cells, the header has 4"),
    (b"what,is,this\n1,2,3\n", 1, "Begin with the header"),
    ((",".join(f"c{i}" for i in range(300)) + "\n").encode(), 1, "at most 200"),
    (TABLE.replace("leave", "x" * 40_000).encode(), 2, "Shorten"),
    (TABLE.replace("leave", "x" * 200_000).encode(), 2, "131,072"),
    (TABLE.replace("leave", "x" * 5_000_000).encode(), 2, "longer than 2,000,000 bytes"),
]


@pytest.mark.parametrize(("content", "row", "words"), FILES)
def test_a_file_that_is_no_table_says_why(
    tmp_path: Path, content: bytes, row: int | None, words: str
) -> None:
    fault = the_fault(write_folder(tmp_path / "org", {"absences.csv": content}))
    assert (fault.file, fault.row) == ("absences.csv", row)
    assert words in f"{fault.message}. {fault.remedy}"


@pytest.mark.parametrize("name", ["departments.csv", "employees.csv", "dependencies.csv"])
@pytest.mark.parametrize("content", ["", " \n\n", '""\n', "header"])
def test_a_mandatory_table_must_not_be_empty(tmp_path: Path, name: str, content: str) -> None:
    content = SOUND[name].splitlines()[0] + "\n" if content == "header" else content
    faults = faults_of(write_folder(tmp_path / "org", {name: content}))
    assert [f for f in faults if f.file == name and f.row is None and f.remedy]


def test_an_optional_table_may_be_missing_or_empty(tmp_path: Path) -> None:
    changes: dict[str, str | bytes | None] = dict.fromkeys(list(SOUND)[4:], "")
    changes["pins.csv"] = None
    changes["absences.csv"] = "employee,first_day,last_day,kind\n"
    organisation = read_organisation(write_folder(tmp_path / "org", changes)).organisation
    assert [organisation.pins, organisation.absences, organisation.closures] == [(), (), ()]


@pytest.mark.parametrize("name", list(SOUND)[:4])
def test_a_mandatory_file_must_be_there(tmp_path: Path, name: str) -> None:
    faults = [f for f in faults_of(write_folder(tmp_path / "org", {name: None})) if f.file == name]
    assert [f.message for f in faults] == ["the file is missing"]


def test_a_missing_table_does_not_make_its_ids_faults(tmp_path: Path) -> None:
    fault = the_fault(write_folder(tmp_path / "org", {"departments.csv": None}))
    assert fault.file == "departments.csv"


def test_a_misspelt_mandatory_file_is_named(tmp_path: Path) -> None:
    changes: dict[str, str | bytes | None] = {
        "employees.csv": None,
        "Employee.csv": SOUND["employees.csv"],
    }
    assert the_fault(write_folder(tmp_path / "org", changes)).remedy == (
        "Rename Employee.csv to employees.csv"
    )


def test_a_misspelt_optional_file_is_a_warning_and_company_is_not(tmp_path: Path) -> None:
    changes: dict[str, str | bytes | None] = {
        "abscences.csv": TABLE,
        "plan.csv": "",
        "reference-plan.csv": "",
        "report.json": "{}",
        "notes.txt": "",
    }
    warnings = read_organisation(write_folder(tmp_path / "org", changes)).warnings
    assert [(w.file, w.remedy) for w in warnings] == [
        ("abscences.csv", "Rename it to absences.csv if that is meant")
    ]


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "org", {"pins.csv": None})
    (folder / "pins.csv").mkdir()
    assert the_fault(folder).message == "is a folder, not a file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_in_place_of_a_file_does_not_hang(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "org", {"pins.csv": None})
    os.mkfifo(folder / "pins.csv")
    assert the_fault(folder).message == "is not a file"


@pytest.mark.parametrize("name", ["nothing", "some.csv", "nothing.xlsx"])
def test_a_path_that_is_no_organisation(tmp_path: Path, name: str) -> None:
    (tmp_path / "some.csv").write_text(TABLE, encoding="utf-8")
    assert the_fault(tmp_path / name).file == str(tmp_path / name)


def test_a_mark_at_the_start_and_mixed_line_ends_are_tolerated(tmp_path: Path) -> None:
    text = SOUND["preferences.csv"].replace("\n", "\r\n", 1).replace("2\n", "2\r")
    changes: dict[str, str | bytes | None] = {
        "employees.csv": b"\xef\xbb\xbf" + SOUND["employees.csv"].encode(),
        "preferences.csv": text,
    }
    organisation = read_organisation(write_folder(tmp_path / "org", changes)).organisation
    assert organisation.employees[0].id == "a1"
    assert [row.score for row in organisation.preferences] == [2, -1]


def test_lines_are_true_through_blank_lines_and_texts_of_several_lines(tmp_path: Path) -> None:
    text = (
        "employee,first_day,last_day,kind\n"
        '\na1,2027-01-04,2027-01-08,"two\nlines"\n'
        ",,,\n\n"
        "a2,2027-01-04,2027-01-08,\n"
        "b1,2027-01-04,2027-01-08,,,\n"
    )
    folder = write_folder(tmp_path / "org", {"absences.csv": text})
    organisation = read_organisation(folder).organisation
    assert organisation.lines["absences"] == (3, 7, 8)
    (folder / "absences.csv").write_text(text.replace("b1,", "b9,"), encoding="utf-8")
    assert the_fault(folder).row == 8


def test_columns_may_come_in_any_order_and_unknown_ones_are_warnings(tmp_path: Path) -> None:
    changes: dict[str, str | bytes | None] = {
        "preferences.csv": "score,mood,department,employee,\n2,happy,B,a1,\n",
        "dependencies.csv": SOUND["dependencies.csv"]
        .replace("who_visits", "who_visits,seasn_from")
        .replace("either", "either,2027-01-01")
        .replace("1,customer", "1,customer,"),
    }
    reading = read_organisation(write_folder(tmp_path / "org", changes))
    assert reading.organisation.preferences[0].score == 2
    unknown = [(w.file, w.row, w.column) for w in reading.warnings]
    assert unknown == [("dependencies.csv", 1, "seasn_from"), ("preferences.csv", 1, "mood")]
    assert reading.warnings[0].remedy == "Rename it to season_from if that is meant"


def test_a_ragged_row_still_makes_its_id_known(tmp_path: Path) -> None:
    changes = swapped("employees.csv", "A,,2,1,,", "A,,2,1,")
    assert "8 cells" in the_fault(write_folder(tmp_path / "org", changes)).message


def test_too_large_a_file_is_turned_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.exchange.csv_file.MAX_FILE_BYTES", 1000)
    folder = write_folder(tmp_path / "org", {"absences.csv": TABLE + "\n" * 1000})
    assert "is larger than" in the_fault(folder).message


def test_too_many_rows_are_turned_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.exchange.csv_file.MAX_ROWS", 5)
    rows = TABLE + TABLE.splitlines()[1] + "\n" + "a2,2027-01-04,2027-01-08,\n" * 4
    fault = the_fault(write_folder(tmp_path / "org", {"absences.csv": rows}))
    assert (fault.row, fault.file) == (7, "absences.csv")


def test_a_flood_of_the_same_fault_is_counted(tmp_path: Path) -> None:
    many = limits.MAX_ALIKE + 234
    rows = TABLE + "a1,soon,2027-01-08,leave\n" * many
    faults = faults_of(write_folder(tmp_path / "org", {"absences.csv": rows}))
    assert len(faults) == limits.MAX_ALIKE + 1
    assert faults[0].value == "234 more rows"


def test_a_flood_of_repeated_keys_is_counted_though_each_names_another_row(tmp_path: Path) -> None:
    many = limits.MAX_ALIKE + 5
    header = "employee,department,score\n"
    folder = write_folder(tmp_path / "org", {"preferences.csv": header + "a1,B,1\n" * (many + 1)})
    faults = faults_of(folder)
    assert len(faults) == limits.MAX_ALIKE + 1
    assert faults[0].value == "5 more rows"
    assert faults[0].row is None
    assert faults[1].message.endswith("in row 2 already")


def test_a_flood_of_warnings_is_counted(tmp_path: Path) -> None:
    many = limits.MAX_ALIKE + 7
    header, *_ = SOUND["employees.csv"].splitlines()
    columns = dict.fromkeys(header.split(","), "")
    staff, wishes = SOUND["employees.csv"], "employee,department,score\n"
    for number in range(many):
        row = columns | {"id": f"x{number}", "department": "A", "max_rotations": "1"}
        staff += ",".join(row.values()) + "\n"
        wishes += f"x{number},A,1\n"
    folder = write_folder(tmp_path / "org", {"employees.csv": staff, "preferences.csv": wishes})
    warnings = [w for w in read_organisation(folder).warnings if w.file == "preferences.csv"]
    assert len(warnings) == limits.MAX_ALIKE + 1
    assert warnings[0].value == "7 more rows"
    assert warnings[1].message.startswith("no dependency sends x0 of A there")


def test_findings_come_file_by_file_and_row_by_row(tmp_path: Path) -> None:
    staff = SOUND["employees.csv"].replace("a1,2,,", "a7,2,,").replace("1,,\n", ",x,\n")
    changes = {
        **swapped("pins.csv", "b1\n", "b7\n"),
        **swapped("cycle.toml", "periods = 6", "periods = 0"),
        "employees.csv": staff,
    }
    with pytest.raises(BadInput) as caught:
        read_organisation(write_folder(tmp_path / "org", changes))
    places = [(f.file, f.row) for f in caught.value.findings]
    rows = [row for file, row in places if file == "employees.csv" and row]
    assert [file for file, _ in places] == sorted((f for f, _ in places), key=list(SOUND).index)
    assert rows == sorted(rows)
    assert len(rows) > 1
