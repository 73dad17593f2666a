"""`planner bench` as its users see it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from planner.bench import OBVIOUS, Case, Measuring, Run, to_document
from planner.cli.app import app
from planner.workflow import bench_planner as workflow
from tests.bench.small import a_recording, a_run
from tests.workflow.files import a_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def planner() -> Callable[..., Any]:
    """Return a function that runs a command in this process."""
    return lambda *arguments: CliRunner().invoke(app, [str(each) for each in arguments])


def nothing_found() -> Run:
    return a_run(
        model=OBVIOUS,
        status="unknown",
        aims=(),
        improvements=(),
        first_plan=None,
        violations=None,
        placements=0,
    )


class FakeMeasure:
    """Measures nothing; gives the runs it was told to, whatever the case."""

    def __init__(self) -> None:
        self.cases: list[Case] = []
        self.measuring: list[Measuring] = []
        self.runs = [a_run(), nothing_found()]
        self.stopped = False

    def __call__(self, case: Case, measuring: Measuring) -> Iterator[Run]:
        self.cases.append(case)
        self.measuring.append(measuring)
        measuring.tell(f"{case.name}: measuring")
        yield from self.runs
        if self.stopped:
            raise KeyboardInterrupt


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeMeasure:
    measure = FakeMeasure()
    monkeypatch.setattr(workflow, "measure", measure)
    return measure


def lines(text: str) -> list[str]:
    """Return the lines with single spaces, so that the width of columns does not matter."""
    return [" ".join(line.split()) for line in text.splitlines()]


def test_help_explains_with_an_example(planner: Any) -> None:
    result = planner("bench", "--help")
    assert result.exit_code == 0
    assert "planner bench --compare before.json today.json" in result.stdout


def test_small_sizes_are_measured_unless_others_are_asked_for(
    planner: Any, fake: FakeMeasure
) -> None:
    assert planner("bench").exit_code == 0
    assert [case.name for case in fake.cases] == list(workflow.SIZES)
    assert {case.seconds for case in fake.cases} == {60.0}
    assert fake.measuring[0].models == ("planner", "obvious")


def test_every_option_reaches_the_measurement(
    planner: Any, fake: FakeMeasure, tmp_path: Path
) -> None:
    result = planner(
        *("bench", "--size", "300x15x26", "--size", "60x8x12,scarcity=4,time=3"),
        *("--folder", a_folder(tmp_path), "--time-limit", "7", "--workers", "2", "--seed", "9"),
        *("--density", "5", "--scarcity", "2", "--target-share", "0.1", "--decay", "0.8"),
        "--no-obvious",
    )

    assert result.exit_code == 0
    first, second, third = fake.cases
    assert first.shape is not None
    assert second.shape is not None
    assert (first.shape.density, first.shape.scarcity, first.seconds) == (5, 2, 7)
    assert (first.shape.target_share, first.shape.decay) == (0.1, 0.8)
    assert (second.shape.density, second.shape.scarcity, second.seconds) == (5, 4, 3)
    assert (third.name, third.seconds, third.shape) == ("organisation", 7, None)
    told = fake.measuring[0]
    assert (told.workers, told.seed, told.models) == (2, 9, ("planner",))


def test_the_tables_hold_what_was_measured(planner: Any, fake: FakeMeasure) -> None:
    result = planner("bench", "--size", "300x15x26")

    printed = lines(result.stdout)
    assert result.exit_code == 0
    assert "300x15x26: measuring" in result.stderr
    assert "300x15x26, planner: legal plan, coverage 0.9500 of 0.9600, 9.5 s" in result.stderr
    assert "300x15x26 planner legal plan 0.9500 0.9600 1.04 % 120 130 90 0" in printed
    assert "300x15x26 obvious no plan - - - - - - -" in printed
    assert "300x15x26 300 15 26 planner 1.6 4.0 4.0 9.5 310" in printed
    assert "300x15x26 300 15 26 obvious - - - 9.5 310" in printed
    assert "Problem By Start Read Count Write Total Check" in printed
    assert "300x15x26 planner 1.0 0.5 2.0 0.1 9.5 0.2" in printed


def test_two_sizes_of_one_kind_show_how_the_time_grows(planner: Any, fake: FakeMeasure) -> None:
    fake.runs = [a_run(people=60, seconds=1.0), a_run(people=600, seconds=10.0)]
    result = planner("bench", "--size", "60x8x12")
    assert "How the time grows" in result.stdout
    assert "density 8, scarcity 1 total 2 0.84 1.000" in lines(result.stdout)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, 0),
        ({"status": "optimal"}, 0),
        ({"status": "unknown"}, 4),
        ({"status": "impossible"}, 3),
        ({"status": "failed", "trouble": "it was ended by SIGKILL"}, 1),
        ({"violations": 2, "trouble": "the plan breaks rules: mentors (2)"}, 1),
        ({"model": OBVIOUS, "status": "unknown"}, 0),
        ({"model": OBVIOUS, "status": "failed", "trouble": "it took all the memory"}, 0),
        ({"model": OBVIOUS, "violations": 1}, 1),
    ],
)
def test_the_exit_status_says_how_the_planner_did(
    planner: Any, fake: FakeMeasure, changes: dict[str, Any], status: int
) -> None:
    run = a_run(**changes)
    fake.runs = [a_run(), run]

    result = planner("bench", "--size", "300x15x26")

    assert result.exit_code == status
    if run.trouble:
        assert f"{run.trouble}." in result.stdout


def test_what_was_measured_is_kept(planner: Any, fake: FakeMeasure, tmp_path: Path) -> None:
    file = tmp_path / "today.json"
    assert planner("bench", "--size", "300x15x26", "--save", file).exit_code == 0
    document = json.loads(file.read_text(encoding="utf-8"))
    assert [run["model"] for run in document["runs"]] == ["planner", "obvious"]
    assert document["machine"]["cores"] >= 1


def test_what_was_measured_before_ctrl_c_is_kept(
    planner: Any, fake: FakeMeasure, tmp_path: Path
) -> None:
    fake.stopped = True
    file = tmp_path / "today.json"
    assert planner("bench", "--size", "300x15x26", "--save", file).exit_code == 130
    assert len(json.loads(file.read_text(encoding="utf-8"))["runs"]) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--size", "many", "--size", "300x15x26,scarcity=0"], ["'many' is no size", "scarcity"]),
        (["--folder", "nowhere"], ["nowhere", "does not exist"]),
        (["--size", "300x15x26", "--save", "nowhere/today.json"], ["--save", "does not exist"]),
        (["--scarcity", "-1"], ["scarcity is -1; it must lie between 0.01 and 100"]),
        (["--time-limit", "0"], ["--time-limit"]),
        (["--compare", "a.json", "b.json", "--size", "60x8x12"], ["--compare goes with no --size"]),
        (["--compare", "a.json", "b.json"], ["a.json", "cannot be read"]),
    ],
)
def test_bad_input_is_told_before_anything_is_measured(
    planner: Any, fake: FakeMeasure, arguments: list[str], words: list[str]
) -> None:
    result = planner("bench", *arguments)
    assert result.exit_code == 2
    assert fake.cases == []
    assert [word for word in words if word not in " ".join(result.stderr.split())] == []


def kept(file: Path, *runs: Run) -> Path:
    file.write_text(json.dumps(to_document(a_recording(*runs))), encoding="utf-8")
    return file


def test_two_recordings_are_compared(planner: Any, tmp_path: Path) -> None:
    old = kept(tmp_path / "old.json", a_run(), a_run(model=OBVIOUS))
    new = kept(tmp_path / "new.json", a_run(seconds=19.0, workers=3), a_run(problem="60x8x12"))

    result = planner("bench", "--compare", old, new)

    assert result.exit_code == 0
    assert "300x15x26 planner total, s 9.5 19 2.000" in lines(result.stdout)
    assert "300x15x26 planner coverage 0.95 0.95 1.000" in lines(result.stdout)
    assert "Only before: 300x15x26 (density 8, scarcity 1), obvious." in result.stdout
    assert "Only now: 60x8x12 (density 8, scarcity 1), planner." in result.stdout
    assert "2 workers before, 3 now" in result.stdout


@pytest.mark.parametrize(("text", "reason"), [("{", "no JSON"), ("[]", "holds no measurements")])
def test_a_file_without_measurements_is_refused(
    planner: Any, tmp_path: Path, text: str, reason: str
) -> None:
    file = tmp_path / "odd.json"
    file.write_text(text, encoding="utf-8")
    result = planner("bench", "--compare", file, file)
    assert result.exit_code == 2
    assert reason in result.stderr
