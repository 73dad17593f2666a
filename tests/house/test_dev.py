"""dev.py: what it says and does, without installing anything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import dev


class Runs:
    """Stands in for `dev.run`: notes the commands and answers with set exit statuses."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []
        self.statuses: dict[str, int] = {}
        self.finds_a_plan = True

    def __call__(self, command: list[str], quiet: bool = False) -> int:
        self.commands.append(command)
        if "venv" in command:
            python = Path(dev.program("python"))
            python.parent.mkdir(parents=True)
            python.touch()
        if "solve" in command and self.finds_a_plan:
            (dev.OUT / "plan.csv").touch()
        return next((s for word, s in self.statuses.items() if word in command), 0)

    def count(self, word: str) -> int:
        return sum(word in command for command in self.commands)


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runs:
    runs = Runs()
    (tmp_path / "pyproject.toml").write_text("[project]", encoding="utf-8")
    (tmp_path / "constraints.txt").write_text("rich==15.0.0", encoding="utf-8")
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "OUT", tmp_path / "out")
    monkeypatch.setattr(dev, "run", runs)
    monkeypatch.setenv("PLANNER_EXAMPLES", "quick")
    return runs


@pytest.mark.parametrize("version", [(3, 11), (3, 11, 0), (3, 14, 9)])
def test_a_python_in_range_is_taken(version: tuple[int, ...]) -> None:
    assert dev.python_fault(version) is None


@pytest.mark.parametrize("version", [(2, 7), (3, 10, 13), (3, 15, 0), (4, 0)])
def test_another_python_is_refused_by_name(version: tuple[int, ...]) -> None:
    fault = dev.python_fault(version)
    assert fault is not None
    assert f"Python {version[0]}.{version[1]} " in fault
    assert "3.11 to 3.14" in fault


def test_the_environment_is_made_once(runs: Runs) -> None:
    dev.prepare()
    dev.prepare()
    assert (runs.count("venv"), runs.count("--editable")) == (1, 1)


def test_the_tests_add_to_the_environment_that_is_there(runs: Runs) -> None:
    dev.prepare()
    dev.prepare("dev")
    dev.prepare()
    dev.prepare("dev")
    assert (runs.count("venv"), runs.count("--editable")) == (1, 2)


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_a_change_of_what_is_needed_makes_it_anew(runs: Runs, name: str) -> None:
    dev.prepare()
    (dev.ROOT / name).write_text("changed", encoding="utf-8")
    dev.prepare()
    assert (runs.count("venv"), runs.count("--editable")) == (2, 2)


def test_a_failed_installation_says_what_to_look_at_and_is_tried_again(
    runs: Runs, capsys: pytest.CaptureFixture[str]
) -> None:
    runs.statuses = {"--editable": 1}
    assert dev.main(["app"]) == 1
    assert "network" in capsys.readouterr().err
    runs.statuses = {}
    assert dev.main(["app"]) == 0


def test_a_python_without_venv_names_the_package_to_install(
    runs: Runs, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert dev.main(["test"]) == 1
    said = capsys.readouterr().err
    assert "without venv and ensurepip" in said
    assert "apt-get install python3." in said
    assert runs.commands == []


def test_the_sample_is_solved_then_shown(runs: Runs, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["sample", "--time-limit", "5"]) == 0
    solve, show = runs.commands[-2:]
    assert solve[1] == "solve"
    assert solve[-2:] == ["--time-limit", "5"]
    assert show[1] == "show"
    assert str(dev.OUT / "plan.html") in capsys.readouterr().out


def test_a_sample_that_cannot_be_solved_hands_on_the_exit_status(runs: Runs) -> None:
    runs.statuses = {"solve": 4}
    assert dev.main(["sample"]) == 4
    assert runs.count("show") == 0


def test_a_plan_that_was_stopped_early_is_shown_all_the_same(runs: Runs) -> None:
    runs.statuses = {"solve": 130}
    assert dev.main(["sample"]) == 130
    assert runs.count("show") == 1


def test_the_plan_of_an_earlier_run_is_not_taken_for_this_one(runs: Runs) -> None:
    assert dev.main(["sample"]) == 0
    runs.finds_a_plan = False
    runs.statuses = {"solve": 130}
    assert dev.main(["sample"]) == 130
    assert runs.count("show") == 1


def test_all_tests_run_unless_only_the_quick_ones_are_wanted(runs: Runs) -> None:
    assert dev.main(["test", "-k", "pins"]) == 0
    assert dev.main(["test", "--quick"]) == 0
    everything, quick = runs.commands[-2:]
    assert everything[1:] == ["-m", "pytest", *dev.SPREAD, "-k", "pins"]
    assert quick[1:] == ["-m", "pytest", *dev.SPREAD, "-m", "not slow"]


def test_failed_tests_fail(runs: Runs) -> None:
    runs.statuses = {"pytest": 1}
    assert dev.main(["test"]) == 1


def test_every_check_runs_even_when_the_first_one_fails(
    runs: Runs, capsys: pytest.CaptureFixture[str]
) -> None:
    runs.statuses = {"ruff": 1}
    assert dev.main(["check"]) == 1
    assert runs.count("mypy") == 1
    assert "Failed: lint, format" in capsys.readouterr().out


def test_checks_can_be_named(runs: Runs) -> None:
    assert dev.main(["check", "types"]) == 0
    assert (runs.count("mypy"), runs.count("ruff")) == (1, 0)


def test_an_unknown_check_or_command_names_the_known_ones(
    runs: Runs, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main(["check", "spelling"]) == 1
    assert dev.main(["fly"]) == 2
    said = "".join(capsys.readouterr())
    assert "lint, format, types, contracts, hooks" in said
    assert "sample, app, test, check" in said


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["--help"]) == 0
    said = capsys.readouterr().out
    assert [name for name in dev.COMMANDS if f"dev.py {name} " not in said] == []


def test_a_full_disk_is_told_in_a_sentence(
    runs: Runs, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(dev, "run", full)
    assert dev.main(["app"]) == 1
    assert "No space left on device" in capsys.readouterr().err


def test_a_real_command_gives_back_its_exit_status() -> None:
    assert dev.run([sys.executable, "-c", "raise SystemExit(7)"]) == 7


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent another way there")
def test_ctrl_c_waits_for_the_command_to_finish_in_order(tmp_path: Path) -> None:
    """Both processes get the signal, as at a terminal; the inner one takes a second."""
    done = tmp_path / "done"
    inner = (
        "import pathlib, signal, sys, time\n"
        f"def end(*_): time.sleep(1); pathlib.Path({str(done)!r}).touch(); sys.exit(130)\n"
        "signal.signal(signal.SIGINT, end); print('ready', flush=True); time.sleep(60)"
    )
    outer = f"import sys, dev; sys.exit(dev.run([sys.executable, '-c', {inner!r}]))"
    with subprocess.Popen(
        [sys.executable, "-c", outer],
        cwd=dev.ROOT,
        stdout=subprocess.PIPE,
        process_group=0,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        os.killpg(process.pid, 2)
        assert process.wait(timeout=30) == 130
    assert done.exists()
