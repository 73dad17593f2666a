from __future__ import annotations

import json
import os
import signal
import threading
from typing import TYPE_CHECKING, Any

import pytest

from planner import planning
from planner.domain import Clash, InputRow, Status
from planner.exchange import read_plan
from tests.builders import a_plan
from tests.workflow.files import a_folder, a_small_one

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import FakeSolver


def test_a_plan_is_written_and_told_of(tmp_path: Path, planner: Any, fake: FakeSolver) -> None:
    out, report = tmp_path / "plan.csv", tmp_path / "report.json"

    result = planner("solve", a_folder(tmp_path), "--out", out, "--report", report)

    assert result.exit_code == 0
    assert read_plan(out, a_small_one()) == a_plan(a_small_one(), ("a1", "B", 0))
    assert json.loads(report.read_text())["placements"]
    for told in (
        "not every aim is proven",
        "1 placement for 1 person",
        "Coverage rises from 0.0 % to 80.00 %. No plan can cover more than 90.00 %",
        "Department A depends on Department B: 1 of 2 people have seen it (weight 1)",
        f"The plan is in {out}",
    ):
        assert told in result.stdout
    assert fake.calls == 1


def test_progress_goes_to_stderr_in_plain_lines(
    tmp_path: Path, planner: Any, fake: FakeSolver
) -> None:
    result = planner("solve", a_folder(tmp_path), "--out", tmp_path / "plan.csv")

    assert "0.2 s: Improving: Coverage 80.00 %, at most 90.00 % possible" in result.stderr
    assert "\x1b" not in result.output
    assert "Improving" not in result.stdout


def test_quiet_says_nothing(tmp_path: Path, planner: Any, fake: FakeSolver) -> None:
    result = planner("solve", a_folder(tmp_path), "--out", tmp_path / "plan.csv", "--quiet")

    assert (result.exit_code, result.output) == (0, "")
    assert (tmp_path / "plan.csv").exists()


@pytest.mark.parametrize(
    ("status", "code"),
    [(Status.OPTIMAL, 0), (Status.FEASIBLE, 0), (Status.IMPOSSIBLE, 3), (Status.UNKNOWN, 4)],
)
def test_the_status_tells_how_it_ended(
    tmp_path: Path,
    planner: Any,
    fake: FakeSolver,
    monkeypatch: pytest.MonkeyPatch,
    status: Status,
    code: int,
) -> None:
    fake.changes["status"] = status
    if code:
        fake.changes["plan"] = None
    monkeypatch.setattr(planning, "explain_impossible", lambda *_: ())

    result = planner("solve", a_folder(tmp_path), "--out", tmp_path / "plan.csv")

    assert result.exit_code == code
    assert (tmp_path / "plan.csv").exists() == (code == 0)
    assert (result.stdout == "") == (code != 0)


def test_a_clash_is_told_with_rules_rows_and_remedies(
    tmp_path: Path, planner: Any, fake: FakeSolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    clash = Clash(
        ("pins", "host_capacity"),
        (InputRow("pins.csv", 2, "a1 at B"), InputRow("cycle.toml", None, "rest_periods")),
        "B seats one visitor.",
        ("Give B another seat",),
    )
    fake.changes |= {"status": Status.IMPOSSIBLE, "plan": None}
    monkeypatch.setattr(planning, "explain_impossible", lambda *_: (clash,))

    result = planner("solve", a_folder(tmp_path), "--out", tmp_path / "plan.csv", "--quiet")

    for told in (
        "B seats one visitor.",
        "Pins (pins) and Host capacity (host_capacity)",
        "pins.csv, row 2: a1 at B",
        "cycle.toml: rest_periods",
        "Give B another seat",
    ):
        assert told in result.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_writes_the_best_plan_so_far(
    tmp_path: Path, planner: Any, fake: FakeSolver, number: signal.Signals
) -> None:
    fake.until_stopped = True
    before = signal.getsignal(number)
    threading.Timer(0.5, os.kill, (os.getpid(), number)).start()

    result = planner("solve", a_folder(tmp_path), "--out", tmp_path / "plan.csv")

    assert result.exit_code == 130
    assert len(read_plan(tmp_path / "plan.csv", a_small_one())) == 1
    assert "finishing with the best plan so far" in result.stderr
    assert "Stopped early." in result.stdout
    assert signal.getsignal(number) is before


def test_stopping_before_there_is_a_plan_says_so(
    tmp_path: Path, planner: Any, fake: FakeSolver
) -> None:
    fake.until_stopped = True
    fake.changes |= {"status": Status.UNKNOWN, "plan": None}
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()

    result = planner("solve", a_folder(tmp_path), "--out", tmp_path / "plan.csv")

    assert result.exit_code == 130
    assert "nothing was written" in result.stderr
    assert not (tmp_path / "plan.csv").exists()


@pytest.mark.parametrize(
    "options",
    [
        ["--time-limit", "0"],
        ["--time-limit", "nan"],
        ["--time-limit", "soon"],
        ["--workers", "0"],
        ["--seed", "-1"],
        ["--sede", "1"],
    ],
)
def test_an_option_that_makes_no_sense_is_refused(
    tmp_path: Path, planner: Any, fake: FakeSolver, options: list[str]
) -> None:
    result = planner("solve", a_folder(tmp_path), "--out", tmp_path / "plan.csv", *options)

    assert result.exit_code == 2
    assert options[0] in result.stderr
    assert fake.calls == 0


def test_out_is_needed(tmp_path: Path, planner: Any) -> None:
    result = planner("solve", a_folder(tmp_path))

    assert result.exit_code == 2
    assert "--out" in result.stderr


@pytest.mark.parametrize("option", ["--out", "--report"])
def test_a_result_that_cannot_be_written_is_refused_before_solving(
    tmp_path: Path, planner: Any, fake: FakeSolver, option: str
) -> None:
    places = {"--out": tmp_path / "plan.csv", option: tmp_path / "missing" / "file"}
    arguments = [part for pair in places.items() for part in pair]

    result = planner("solve", a_folder(tmp_path), *arguments)

    assert result.exit_code == 2
    assert "Make the folder first" in result.stderr
    assert fake.calls == 0


def test_faults_of_the_organisation_come_one_a_line(
    tmp_path: Path, planner: Any, fake: FakeSolver
) -> None:
    folder = a_folder(tmp_path)
    (folder / "departments.csv").write_text(
        "id,name,host_capacity,minimum_staffing,rotation_periods\nA,Alpha,x,0,1\nB,Beta,1,y,1\n"
    )

    result = planner("solve", folder, "--out", tmp_path / "plan.csv")

    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert [line[:40] for line in lines] == [
        "fault: departments.csv, row 2, column ho",
        "fault: departments.csv, row 3, column mi",
    ]
    assert fake.calls == 0
