"""`planner import`, `export` and `cycles`, as people type them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from planner.store import open_store
from tests.exchange.folders import swapped, write_folder
from tests.workflow.organisation.office import add_users, entries, stored

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planner.store import Store

    Run = Callable[..., Any]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a database with users, which the environment names; HR acts."""
    path = tmp_path / "planner.sqlite"
    with open_store(str(path)) as store:
        add_users(store)
    monkeypatch.setenv("PLANNER_DATABASE_URL", str(path))
    monkeypatch.setenv("PLANNER_USER", "u1")
    return path


def opened(file: Path) -> Store:
    return open_store(str(file))


def test_first_a_trial_then_the_commit_it_names(planner: Run, file: Path, tmp_path: Path) -> None:
    source = write_folder(tmp_path / "org")
    tried = planner("import", source)
    assert tried.exit_code == 0
    assert 'nothing was changed. The cycle "Spring" would be new.' in tried.stdout
    assert "People: 5 new" in tried.stdout
    *_, line = tried.stdout.strip().splitlines()
    assert line == f"To do it: planner import {source} --commit --expect 0"
    done = planner(*line.removeprefix("To do it: planner ").split())
    assert done.exit_code == 0
    assert 'The cycle "Spring" was made; it has revision 1.' in done.stdout
    again = planner("import", source, "--commit")
    assert "is like this already (revision 1). Nothing to do." in again.stdout
    with opened(file) as store:
        assert len(entries(store)) == 1


def test_what_changes_is_named(planner: Run, file: Path, tmp_path: Path) -> None:
    planner("import", write_folder(tmp_path / "org"), "--commit")
    changed = write_folder(tmp_path / "new", swapped("employees.csv", "b2,Bob", "b2,Bobby"))
    tried = planner("import", changed, "--rows", "1")
    assert "has revision 1; this would change:" in tried.stdout
    assert '  changed: Bobby: name "Bob" becomes "Bobby"' in tried.stdout
    assert "Unchanged: departments (3), dependencies (2)" in tried.stdout


def test_somebody_else_was_first(planner: Run, file: Path, tmp_path: Path) -> None:
    planner("import", write_folder(tmp_path / "org"), "--commit")
    changed = write_folder(tmp_path / "new", swapped("employees.csv", "b2,Bob", "b2,Bobby"))
    result = planner("import", changed, "--commit", "--expect", "7")
    assert result.exit_code == 5
    assert "it has revision 1, not 7" in result.stderr
    with opened(file) as store:
        assert [each.name for each in stored(store).employees][3] == "Bob"


def test_faults_are_listed_like_those_of_check(planner: Run, file: Path, tmp_path: Path) -> None:
    source = write_folder(tmp_path / "org", {"pins.csv": "employee,host,first_day\nzz,B,x\n"})
    result = planner("import", source, "--commit")
    assert result.exit_code == 2
    assert "fault: pins.csv, row 2, column employee: there is no employee" in result.stderr
    assert "Traceback" not in result.stderr
    with opened(file) as store:
        assert entries(store) == ()


def test_those_who_may_not_are_told(planner: Run, file: Path, tmp_path: Path) -> None:
    source = write_folder(tmp_path / "org")
    planner("import", source, "--commit")
    result = planner("import", source, "--commit", "--as", "u4")
    assert (result.exit_code, result.stdout) == (2, "")
    assert '"Import an organisation" is for HR' in result.stderr


def test_out_and_in_again(planner: Run, file: Path, tmp_path: Path) -> None:
    planner("import", write_folder(tmp_path / "org"), "--commit")
    out = planner("export", tmp_path / "out", "--cycle", "Spring")
    assert out.stdout.strip() == (
        f'The cycle "Spring" (revision 1) is in {tmp_path / "out"}: 5 people.'
    )
    assert "Nothing to do" in planner("import", tmp_path / "out").stdout
    own = planner("export", tmp_path / "own.xlsx", "--as", "u4")
    assert own.stdout.strip().endswith(
        f"your share of it) is in {tmp_path / 'own.xlsx'}: 1 person."
    )
    assert planner("export", tmp_path / "x", "--cycle", "Autumn").exit_code == 2


def test_cycles_are_listed_made_and_filled(planner: Run, file: Path, tmp_path: Path) -> None:
    assert "planner import ORG" in planner("cycles").stdout
    planner("import", write_folder(tmp_path / "org"), "--commit")
    arguments = ("cycles", "next", "Autumn", "--from", "Spring", "--first-day", "2027-03-01")
    made = planner(*arguments)
    assert 'The cycle "Autumn" was made from "Spring".' in made.stdout
    assert "People: 5 new" in made.stdout
    assert "is there already, just like this" in planner(*arguments).stdout
    assert "Nothing to do" in planner("cycles", "carry", "Spring", "Autumn").stdout
    listed = planner("cycles").stdout.splitlines()
    assert [line.split()[0] for line in listed] == ["Cycle", "Spring", "Autumn"]
    assert "1 Mar to 11 Apr 2027" in listed[2]
    assert planner("cycles", "next", "X", "--from", "Spring", "--first-day", "soon").exit_code == 2
    early = planner("cycles", "next", "X", "--from", "Spring", "--first-day", "2027-01-05")
    assert early.exit_code == 2
    assert "runs until 14 Feb 2027" in early.stderr


@pytest.mark.parametrize(
    "arguments", [["import"], ["export"], ["cycles"], ["cycles", "next"], ["cycles", "carry"]]
)
def test_help_shows_an_example(planner: Run, arguments: list[str]) -> None:
    result = planner(*arguments, "--help")
    assert result.exit_code == 0
    assert f"planner {' '.join(arguments)} " in result.stdout
