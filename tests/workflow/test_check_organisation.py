from __future__ import annotations

from typing import TYPE_CHECKING

from planner.workflow.check_organisation import check_organisation
from tests.workflow.files import a_folder, a_small_one

if TYPE_CHECKING:
    from pathlib import Path


def test_a_sound_organisation_has_no_faults_and_a_graph_to_tell_of(tmp_path: Path) -> None:
    checked = check_organisation(a_folder(tmp_path))

    assert checked.faults == ()
    assert checked.organisation == a_small_one()
    assert any("2 departments" in sentence for sentence in checked.insights)


def test_faults_are_gathered_not_raised(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    departments = folder / "departments.csv"
    lines = departments.read_text().splitlines()
    departments.write_text("\n".join([lines[0], "A,Alpha,many,0,1", "B,Beta,2,0,0", ""]))

    checked = check_organisation(folder)

    assert checked.organisation is None
    assert {fault.row for fault in checked.faults} >= {2, 3}


def test_a_folder_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    assert len(check_organisation(tmp_path / "nowhere").faults) == 1
