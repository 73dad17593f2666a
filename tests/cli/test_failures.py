from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from planner.cli.app import run
from planner.cli.clock import process_started
from tests.workflow.files import a_folder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import FakeSolver


def solve(folder: Path) -> int:
    arguments = ["solve", str(folder), "--out", str(folder.parent / "plan.csv")]
    return run(arguments, time.monotonic())


def test_what_nobody_foresaw_is_one_sentence_and_never_a_traceback(
    tmp_path: Path,
    fake: FakeSolver,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PLANNER_DEBUG", raising=False)
    fake.error = LookupError("a surprise\nwith a second line")

    assert solve(a_folder(tmp_path)) == 1

    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1
    assert "LookupError: a surprise" in told[0]
    assert "PLANNER_DEBUG=1" in told[0]


def test_the_details_are_shown_to_whoever_asks(
    tmp_path: Path,
    fake: FakeSolver,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PLANNER_DEBUG", "1")
    fake.error = LookupError("a surprise")

    assert solve(a_folder(tmp_path)) == 1
    assert "Traceback" in capsys.readouterr().err


def test_ctrl_c_outside_the_search_ends_quietly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from planner.workflow import check_organisation as verb

    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(verb, "check_organisation", interrupted)

    assert run(["check", str(tmp_path)], 0.0) == 130
    assert capsys.readouterr().err.strip() == "Stopped."


def test_the_clock_starts_with_the_process() -> None:
    code = (
        "import time; begun = time.monotonic(); time.sleep(0.3)\n"
        "from planner.cli.clock import process_started\n"
        "print(begun - process_started() if process_started() else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert -0.35 < float(done.stdout) < 10
    assert process_started() <= time.monotonic()


@pytest.mark.parametrize("arguments", [["--help"], ["solve", "--help"], ["check", "{folder}"]])
def test_quick_commands_load_nothing_heavy(tmp_path: Path, arguments: list[str]) -> None:
    filled = [each.format(folder=a_folder(tmp_path)) for each in arguments]
    code = (
        "import sys, time\nfrom planner.cli.app import run\n"
        f"status = run({filled!r}, time.monotonic())\n"
        "heavy = {'ortools', 'streamlit', 'pandas'} & set(sys.modules)\n"
        "sys.exit(f'{status} {heavy}' if status or heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
