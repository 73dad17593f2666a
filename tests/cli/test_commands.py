from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.workflow.files import a_folder, a_plan_file, impossible

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = ["sample", "check", "solve", "score", "why", "show"]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_explains_with_an_example(planner: Any, command: str) -> None:
    result = planner(command, "--help")

    assert result.exit_code == 0
    assert f"planner {command} acme" in result.stdout


def test_the_commands_are_these(planner: Any) -> None:
    listed = planner("--help").stdout

    assert [command for command in COMMANDS if command not in listed] == []


def test_version(planner: Any) -> None:
    result = planner("--version")

    assert result.exit_code == 0
    assert result.stdout.startswith("Rotation Planner")


def test_an_unknown_command_is_bad_input(planner: Any) -> None:
    assert planner("slove").exit_code == 2


def test_sample_writes_what_check_accepts(tmp_path: Path, planner: Any) -> None:
    folder = tmp_path / "acme"

    written, checked = planner("sample", folder), planner("check", folder)

    assert (written.exit_code, checked.exit_code) == (0, 0)
    assert f"planner solve {folder}" in written.stdout
    assert "0 faults" in checked.stdout
    assert "What the dependencies tell" in checked.stdout


def test_sample_overwrites_nothing(tmp_path: Path, planner: Any) -> None:
    result = planner("sample", a_folder(tmp_path))

    assert result.exit_code == 2
    assert "not empty" in result.stderr


def test_check_lists_every_fault_on_a_line_of_its_own(tmp_path: Path, planner: Any) -> None:
    folder = a_folder(tmp_path)
    (folder / "dependencies.csv").write_text(
        "customer,provider,importance,target,who_visits\nA,B,-1,2,either\nA,Z,1,0,nobody\n"
    )

    result = planner("check", folder)

    assert result.exit_code == 2
    faults = [line for line in result.stdout.splitlines() if line.startswith("fault: ")]
    assert len(faults) == 4
    assert all("dependencies.csv, row " in fault for fault in faults)
    assert "4 faults, 0 warnings" in result.stdout


def test_check_accepts_what_is_odd(tmp_path: Path, planner: Any) -> None:
    folder = a_folder(tmp_path)
    with (folder / "departments.csv").open("a") as file:
        file.write("C,Alone,0,0,1\n")

    result = planner("check", folder)

    assert result.exit_code == 0
    assert "warning: departments.csv" in result.stdout


@pytest.mark.parametrize("command", ["check", "score", "why", "show"])
def test_a_missing_organisation_is_bad_input(tmp_path: Path, planner: Any, command: str) -> None:
    rest = ["plan.csv"] if command in ("score", "show") else []

    result = planner(command, tmp_path / "nowhere", *rest)

    assert result.exit_code == 2
    assert "nowhere" in result.output


def test_score_tells_of_breaches_and_aims(tmp_path: Path, planner: Any) -> None:
    plan = a_plan_file(tmp_path, ("a1", "B", 1), ("a1", "B", 2))

    result = planner("score", a_folder(tmp_path), plan)

    assert result.exit_code == 0
    assert "No repeats" in result.stdout
    assert "Coverage" in result.stdout


def test_score_as_json_can_be_read_by_a_program(tmp_path: Path, planner: Any) -> None:
    plan = a_plan_file(tmp_path, ("a1", "B", 1))

    result = planner("score", a_folder(tmp_path), plan, "--json")
    document = json.loads(result.stdout)

    assert result.exit_code == 0
    assert document["violations"] == []
    assert {aim["name"]: aim["value"] for aim in document["aims"]}["reach"] == 1
    assert document["dependencies"][0]["after"] == 1


def test_why_tells_what_clashes(tmp_path: Path, planner: Any) -> None:
    result = planner("why", a_folder(tmp_path, impossible()))

    assert result.exit_code == 3
    assert "(pins)" in result.stdout
    assert "(host_capacity)" in result.stdout
    assert "pins.csv, row 2" in result.stdout


def test_why_says_when_nothing_clashes(tmp_path: Path, planner: Any) -> None:
    result = planner("why", a_folder(tmp_path))

    assert result.exit_code == 0
    assert "Nothing clashes" in result.stdout


def test_why_explains_a_dependency(tmp_path: Path, planner: Any) -> None:
    plan = a_plan_file(tmp_path)

    result = planner("why", a_folder(tmp_path), plan, "--customer", "A", "--provider", "B")

    assert result.exit_code == 0
    assert "Department A" in result.stdout


def test_why_wants_both_ends_of_a_dependency(tmp_path: Path, planner: Any) -> None:
    result = planner("why", a_folder(tmp_path), "--customer", "A")

    assert result.exit_code == 2
    assert "both or none" in result.stderr


def test_show_draws_calendar_coverage_and_matrix(tmp_path: Path, planner: Any) -> None:
    plan = a_plan_file(tmp_path, ("a1", "B", 1))

    result = planner("show", a_folder(tmp_path), plan)

    assert result.exit_code == 0
    assert "Employee a1  .....DB-- .........." in result.stdout
    assert "0 → 1 of 2" in result.stdout
    assert "Who knows what" in result.stdout


def test_show_writes_a_page(tmp_path: Path, planner: Any) -> None:
    page = tmp_path / "plan.html"

    result = planner(
        "show", a_folder(tmp_path), a_plan_file(tmp_path, ("a1", "B", 1)), "--html", page
    )

    assert result.exit_code == 0
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert str(page) in result.stdout
