from __future__ import annotations

import os
from pathlib import Path

import pytest

from planner.domain import BadInput
from planner.workflow.destinations import check_destinations
from tests.workflow.files import a_folder


def refusals(targets: dict[str, Path | None], organisation: Path) -> list[str]:
    with pytest.raises(BadInput) as caught:
        check_destinations(targets, organisation)
    return [str(finding) for finding in caught.value.findings]


def test_places_that_can_be_written_pass_and_leave_nothing_behind(tmp_path: Path) -> None:
    folder = tmp_path / "organisation"
    folder.mkdir()
    targets = {"--out": tmp_path / "plan.csv", "--report": None, "--html": folder / "plan.html"}

    check_destinations(targets, folder)

    assert sorted(path.name for path in tmp_path.rglob("*")) == ["organisation"]


def test_a_plan_that_is_there_already_may_be_replaced(tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_text("old")

    check_destinations({"--out": plan}, tmp_path / "organisation")

    assert plan.read_text() == "old"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("missing/plan.csv", "does not exist"),
        ("organisation", "is a folder"),
        ("plan.xlsx", "workbook"),
        ("organisation/employees.csv", "would overwrite a file of the organisation"),
    ],
)
def test_a_place_that_will_not_do_is_refused(tmp_path: Path, name: str, says: str) -> None:
    told = refusals({"--out": tmp_path / name}, a_folder(tmp_path))

    assert len(told) == 1
    assert says in told[0]
    assert "--out" in told[0]


def test_two_results_need_two_files(tmp_path: Path) -> None:
    same = tmp_path / "plan.csv"

    told = refusals({"--out": same, "--report": same}, tmp_path / "organisation")

    assert "--report and --out name the same file" in told[0]


def test_every_refusal_is_told_at_once(tmp_path: Path) -> None:
    nowhere = tmp_path / "missing"

    told = refusals({"--out": nowhere / "a", "--report": nowhere / "b"}, tmp_path)

    assert len(told) == 2


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs devices that are files")
def test_a_device_is_never_replaced(tmp_path: Path) -> None:
    assert "not an ordinary file" in refusals({"--out": Path("/dev/null")}, tmp_path)[0]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="may write everywhere here"
)
def test_a_folder_without_permission_is_refused(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)

    assert "cannot be written" in refusals({"--out": closed / "plan.csv"}, tmp_path)[0]
