"""What is written reads back equal, whatever it holds and whichever coat it wears."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain import BadInput, Organisation
from planner.exchange import read_organisation, read_plan, write_organisation, write_plan
from tests.builders import a_plan, an_employee, an_organisation
from tests.exchange.folders import write_folder
from tests.exchange.organisations import organisations, plans

if TYPE_CHECKING:
    from planner.domain import Plan


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@given(organisations())
def test_a_folder_reads_back_equal_and_is_written_the_same_twice(
    organisation: Organisation,
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_organisation(organisation, folder / "a")
        read = read_organisation(folder / "a").organisation
        assert read == organisation
        write_organisation(read, folder / "b")
        assert contents(folder / "a") == contents(folder / "b")


@given(organisations())
def test_folder_to_workbook_to_folder_changes_nothing(organisation: Organisation) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_organisation(organisation, folder / "a")
        write_organisation(organisation, folder / "o.xlsx")
        read = read_organisation(folder / "o.xlsx").organisation
        assert read == organisation
        write_organisation(read, folder / "b")
        assert contents(folder / "a") == contents(folder / "b")
        before = (folder / "o.xlsx").read_bytes()
        write_organisation(read, folder / "o.xlsx")
        assert (folder / "o.xlsx").read_bytes() == before


@given(organisations().flatmap(lambda o: st.tuples(st.just(o), plans(o))))
def test_a_plan_reads_back_equal(case: tuple[Organisation, Plan]) -> None:
    organisation, plan = case
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "plan.csv"
        write_plan(plan, path)
        assert read_plan(path, organisation) == plan


def test_a_written_folder_holds_every_table_and_forgets_what_was_there(tmp_path: Path) -> None:
    organisation = an_organisation()
    folder = write_folder(tmp_path / "org", {"notes.txt": "keep"})
    write_organisation(organisation, folder)
    assert read_organisation(folder).organisation == organisation
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "keep"
    assert (folder / "pins.csv").read_bytes() == b"employee,host,first_day,mentor\n"


def test_both_coats_of_a_folder_know_the_same_rows(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "org")
    organisation = read_organisation(folder).organisation
    write_organisation(organisation, tmp_path / "org.xlsx")
    again = read_organisation(tmp_path / "org.xlsx").organisation
    assert again == organisation
    assert again.lines == organisation.lines


def test_a_character_that_no_file_can_carry_is_refused_before_anything_is_written(
    tmp_path: Path,
) -> None:
    staff = (an_employee("a1"), an_employee("a2", name="Z\0e"), an_employee("b1", "B"))
    organisation = an_organisation(employees=staff)
    with pytest.raises(BadInput) as caught:
        write_organisation(organisation, tmp_path / "org")
    (fault,) = caught.value.findings
    assert (fault.file, fault.row, fault.column, fault.value) == (
        *("employees.csv", 3, "name", r"Z\x00e"),
    )
    assert not (tmp_path / "org").exists()
    named = replace(organisation.cycle, name="\ud800")
    with pytest.raises(BadInput):
        write_organisation(an_organisation(cycle=named), tmp_path / "org")


def test_a_plan_is_written_in_its_standard_order(tmp_path: Path) -> None:
    organisation = an_organisation()
    plan = a_plan(organisation, ("b1", "A", 2), ("a2", "B", 0, "b1"), ("a1", "B", 0))
    write_plan(plan, tmp_path / "plan.csv")
    assert (tmp_path / "plan.csv").read_text(encoding="utf-8") == (
        "employee,host,first_day,last_day,mentor\n"
        "a1,B,2027-01-04,2027-01-10,\n"
        "a2,B,2027-01-04,2027-01-10,b1\n"
        "b1,A,2027-01-18,2027-01-24,\n"
    )


def test_a_folder_that_cannot_be_made_and_one_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "o.xlsx").mkdir()
    for path in (tmp_path / "file", tmp_path / "file" / "deeper", tmp_path / "o.xlsx"):
        with pytest.raises(BadInput) as caught:
            write_organisation(an_organisation(), path)
        assert caught.value.findings[0].remedy
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "o.xlsx"]
