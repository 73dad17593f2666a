from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from planner import planning
from planner.domain import AimOutcome, Clash, InputRow, Solution, Status
from planner.exchange import write_organisation
from planner.planning import Planned
from planner.workflow.score_plan import score_plan
from tests.builders import a_plan
from tests.cli.test_processes import a_hard_one
from tests.workflow.files import a_small_one

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = [sys.executable, "-c", "from planner.cli import main; main()"]


def planned(coverage: float = 0.8, **changes: Any) -> Planned:
    clashes = changes.pop("clashes", ())
    defaults: dict[str, Any] = {
        "status": Status.FEASIBLE,
        "plan": a_plan(a_small_one(), ("a1", "B", 0)),
        "aims": (
            AimOutcome("requirements", 2.0, 1.0, 0.5),
            AimOutcome("coverage", coverage, 0.9, 0.1),
            AimOutcome("reach", 3.0),
        ),
        "dependencies": (),
        "stages": (),
        "seed": 0,
        "workers": 1,
        "wall_seconds": 4.2,
    }
    return Planned(Solution(**{**defaults, **changes}), clashes)


def row_of(stdout: str, name: str) -> str:
    """Return the rest of the row of the table that begins with a name."""
    (row,) = [line for line in stdout.splitlines() if line.startswith(f"{name} ")]
    return row.removeprefix(name).strip()


IMPOSSIBLE = planned(
    status=Status.IMPOSSIBLE,
    plan=None,
    aims=(),
    clashes=(Clash(("pins",), (InputRow("pins.csv", 2, "a1 at B"),), "B seats one visitor.", ()),),
)
NOT_FOUND = planned(status=Status.UNKNOWN, plan=None, aims=())


class FakePlanning:
    def __init__(self) -> None:
        self.answers: list[Planned | None] = []
        self.until_stopped = False
        self.called: dict[str, Any] = {}

    def __call__(self, organisations: Any, **arguments: Any) -> tuple[list[Any], list[str]]:
        self.called = arguments
        if self.until_stopped:
            assert arguments["cancel"].wait(10)
        for number, answer in enumerate(self.answers):
            if answer is not None:
                arguments["arrived"](number, answer)
        return self.answers, []


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakePlanning:
    answering = FakePlanning()
    monkeypatch.setattr(planning, "solve_each", answering)
    return answering


@pytest.fixture
def two(tmp_path: Path) -> list[Path]:
    folders = [tmp_path / "north", tmp_path / "south"]
    for folder in folders:
        write_organisation(a_small_one(), folder)
    return folders


def test_a_table_compares_them_and_marks_the_best(
    tmp_path: Path, planner: Any, fake: FakePlanning, two: list[Path]
) -> None:
    fake.answers = [planned(0.8), planned(0.85)]

    result = planner("scenarios", *two, "--out", tmp_path / "plans", "--time-limit", 3)

    assert result.exit_code == 0
    row = " ".join(row_of(result.stdout, "north").split())
    assert row == "legal plan 2 80.00 % 90.00 % 10.00 % 3 1 4.2 s"
    assert row_of(result.stdout, "south").endswith("best")
    assert f"The plan of north is in {tmp_path / 'plans' / 'north.csv'}" in result.stdout
    assert "1 of 2: north: legal plan, coverage 80.00 %, 1 placement" in result.stderr
    assert fake.called["time_limit"] == 3.0


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ([planned(), planned()], 0),
        ([planned(), NOT_FOUND], 4),
        ([planned(), None], 4),
        ([NOT_FOUND, IMPOSSIBLE], 3),
        ([planned(), Planned(trouble="never mind")], 1),
    ],
)
def test_the_status_is_that_of_the_worst(
    tmp_path: Path,
    planner: Any,
    fake: FakePlanning,
    two: list[Path],
    answers: list[Planned | None],
    status: int,
) -> None:
    fake.answers = answers
    result = planner("scenarios", *two, "--out", tmp_path / "plans")
    assert result.exit_code == status
    assert "Scenario" in result.stdout


def test_a_clash_is_told_with_its_organisation(
    tmp_path: Path, planner: Any, fake: FakePlanning, two: list[Path]
) -> None:
    fake.answers = [planned(), IMPOSSIBLE]
    result = planner("scenarios", *two, "--out", tmp_path / "plans")
    told = result.stderr[result.stderr.index("\nsouth\n") :]
    assert "B seats one visitor." in told
    assert "pins.csv, row 2: a1 at B" in told


def test_a_fault_is_told_once_and_the_others_are_planned(
    tmp_path: Path, planner: Any, fake: FakePlanning, two: list[Path]
) -> None:
    (two[1] / "departments.csv").write_text(
        "id,name,host_capacity,minimum_staffing,rotation_periods\nA,Alpha,x,0,1\nB,Beta,1,0,1\n"
    )
    fake.answers = [planned()]

    result = planner("scenarios", *two, "--out", tmp_path / "plans")

    assert result.exit_code == 2
    faults = [line for line in result.stderr.splitlines() if line.startswith("fault:")]
    assert len(faults) == 1
    assert faults[0].startswith(f"fault: {two[1]}: departments.csv, row 2, column host_capacity")
    assert row_of(result.stdout, "south").startswith("bad input")
    assert (tmp_path / "plans" / "north.csv").exists()


def test_stopping_writes_what_there_is(
    tmp_path: Path, planner: Any, fake: FakePlanning, two: list[Path]
) -> None:
    fake.answers, fake.until_stopped = [planned(), None], True
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()

    result = planner("scenarios", *two, "--out", tmp_path / "plans")

    assert result.exit_code == 130
    assert "Stopping" in result.stderr
    assert "Stopped early." in result.stdout
    assert row_of(result.stdout, "south").startswith("not planned")
    assert (tmp_path / "plans" / "north.csv").exists()


@pytest.mark.parametrize("options", [[], ["--time-limit", "0"], ["--workers", "0"]])
def test_options_that_make_no_sense_are_refused(
    tmp_path: Path, planner: Any, fake: FakePlanning, two: list[Path], options: list[str]
) -> None:
    out = ["--out", tmp_path / "plans"] if options else []
    result = planner("scenarios", *two, *out, *options)
    assert result.exit_code == 2
    assert fake.called == {}


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs groups of processes")
def test_ctrl_c_in_a_terminal_ends_in_order(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("north", "south", "east")]
    for folder in folders:
        write_organisation(a_hard_one(), folder)
    out = tmp_path / "plans"
    command = ["scenarios", *map(str, folders), "--out", str(out), "--time-limit", "100"]
    process = subprocess.Popen(
        [*COMMAND, *command, "--workers", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(8)

    os.killpg(process.pid, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=30)

    assert process.returncode == 130
    assert stderr.splitlines()[0].startswith("Stopping")
    assert "Traceback" not in stderr
    assert row_of(stdout, "east").startswith("not planned")
    for folder in folders[:2]:
        assert score_plan(folder, out / f"{folder.name}.csv").score.violations == ()
