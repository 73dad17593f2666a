"""The command as its users run it: in a process of its own, stopped and killed."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from planner.exchange import read_organisation, read_plan
from planner.workflow.score_plan import score_plan
from tests.builders import a_cycle, a_department, a_dependency, an_employee, an_organisation
from tests.workflow.files import a_folder, impossible

if TYPE_CHECKING:
    from pathlib import Path

    from planner.domain import Organisation

pytestmark = pytest.mark.slow

COMMAND = [sys.executable, "-c", "from planner.cli import main; main()"]


def started(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(*arguments: object) -> subprocess.CompletedProcess[str]:
    process = started(*arguments)
    out, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def a_hard_one(people: int = 240) -> Organisation:
    """Return an organisation whose best plan takes longer to prove than a test waits."""
    draw = random.Random(5)
    ids = [f"D{number}" for number in range(16)]
    pairs = draw.sample([(a, b) for a in ids for b in ids if a != b], 90)
    return an_organisation(
        cycle=a_cycle(periods=20, rest_periods=2, max_from_one_home=1),
        departments=[
            a_department(each, host_capacity=1, minimum_staffing=13, rotation_periods=3)
            for each in ids
        ],
        employees=[
            an_employee(f"e{number}", ids[number % 16], mentors=int(number < 32))
            for number in range(people)
        ],
        dependencies=[
            a_dependency(*pair, importance=draw.randint(1, 100), target=draw.randint(1, 8))
            for pair in pairs
        ],
    )


def wait_for_a_plan(process: subprocess.Popen[str]) -> str:
    """Read what a search says until it has placements, and return the line that says so."""
    assert process.stderr is not None
    for line in process.stderr:
        if re.search(r"[1-9]\d* placement", line):
            return line
    raise AssertionError("the search ended before it told of a plan")


def test_a_plan_from_a_process_reads_back_and_keeps_every_rule(tmp_path: Path) -> None:
    folder, out, report = a_folder(tmp_path), tmp_path / "plan.csv", tmp_path / "report.json"

    done = ended("solve", folder, "--out", out, "--report", report, "--time-limit", 20)

    assert done.returncode == 0, done.stderr
    assert score_plan(folder, out).score.violations == ()
    assert json.loads(report.read_text())["status"] == "optimal"
    assert "\x1b" not in done.stdout + done.stderr


def test_an_impossible_organisation_ends_with_3(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, impossible())

    done = ended("solve", folder, "--out", tmp_path / "plan.csv", "--time-limit", 20)

    assert done.returncode == 3
    assert "pins.csv, row 2" in done.stderr
    assert done.stdout == ""


def test_ctrl_c_in_mid_solve_leaves_a_complete_legal_plan(tmp_path: Path) -> None:
    folder, out = a_folder(tmp_path, a_hard_one()), tmp_path / "plan.csv"
    process = started("solve", folder, "--out", out, "--time-limit", 120)
    wait_for_a_plan(process)

    process.send_signal(signal.SIGINT)
    asked = time.monotonic()
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)

    assert process.returncode == 130, stderr
    assert time.monotonic() - asked < 30
    assert "Stopped early." in stdout
    assert score_plan(folder, out).score.violations == ()
    assert len(read_plan(out, read_organisation(folder).organisation)) > 0


def test_the_time_limit_ends_the_command(tmp_path: Path) -> None:
    """Without a limit it would go on for minutes; how exactly it ends depends on the machine."""
    folder, out = a_folder(tmp_path, a_hard_one()), tmp_path / "plan.csv"
    begun = time.monotonic()

    done = ended("solve", folder, "--out", out, "--time-limit", 8, "--quiet")

    assert done.returncode == 0, done.stderr
    assert time.monotonic() - begun < 30
    assert score_plan(folder, out).score.violations == ()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that cannot be caught")
def test_killed_at_any_moment_no_file_is_half_written(tmp_path: Path) -> None:
    folder, out, report = a_folder(tmp_path), tmp_path / "plan.csv", tmp_path / "report.json"
    command = ("solve", folder, "--out", out, "--report", report, "--time-limit", 20)
    begun = time.monotonic()
    assert ended(*command).returncode == 0
    usual = time.monotonic() - begun
    organisation, whole = read_organisation(folder).organisation, out.read_text()
    draw = random.Random(11)

    for _ in range(25):
        process = started(*command)
        # Files are written at the end, so that is where most of the kills go.
        time.sleep(usual * draw.triangular(0.2, 1.1, 1.0))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=20)

        assert out.read_text() == whole
        assert len(read_plan(out, organisation)) > 0
        assert json.loads(report.read_text())["placements"]
