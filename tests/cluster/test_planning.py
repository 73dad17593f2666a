"""The commands that plan, over a cluster."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from planner.cli.app import run
from planner.exchange import read_organisation, read_plan, write_organisation
from planner.planning import cluster as connecting
from planner.planning import on_cluster, solve, solve_each
from planner.resources import sample_folder
from planner.workflow.score_plan import score_plan
from tests.cli.test_processes import a_hard_one
from tests.workflow.files import a_folder

if TYPE_CHECKING:
    from planner.domain import Organisation

pytestmark = pytest.mark.slow

COMMAND = [sys.executable, "-c", "from planner.cli import main; main()"]


def started(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def ended(*arguments: object) -> tuple[int, str, str]:
    process = started(*arguments)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


@pytest.fixture(scope="module")
def sample() -> Organisation:
    return read_organisation(sample_folder()).organisation


def is_legal(folder: Path, plan: Path) -> bool:
    score = score_plan(folder, plan).score
    return len(read_plan(plan, read_organisation(folder).organisation)) > 0 and not score.violations


def test_solve_makes_a_legal_plan(cluster: Any, tmp_path: Path) -> None:
    out = tmp_path / "plan.csv"
    address = cluster.scheduler_address

    status, _, err = ended(
        "solve", sample_folder(), "--out", out, "--time-limit", 10, "--cluster", address, "--quiet"
    )

    assert (status, err) == (0, "")
    assert is_legal(sample_folder(), out)


def test_solve_survives_the_death_of_a_worker(cluster: Any, tmp_path: Path) -> None:
    folder, out = a_folder(tmp_path, a_hard_one()), tmp_path / "plan.csv"
    address = cluster.scheduler_address
    process = started(
        "solve", folder, "--out", out, "--time-limit", 15, "--cluster", address, "--quiet"
    )
    time.sleep(8)
    assert process.poll() is None

    os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
    _, err = process.communicate(timeout=60)

    assert (process.returncode, err) == (0, "")
    assert is_legal(folder, out)


def test_a_wrong_address_is_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "PATIENCE", 1.0)
    folder, out = a_folder(tmp_path), tmp_path / "plan.csv"
    asked = ["solve", str(folder), "--out", str(out), "--cluster", "tcp://127.0.0.1:1"]

    status = run(asked, time.monotonic())
    stdout, err = capsys.readouterr()

    assert (status, stdout) == (2, "")
    assert err.startswith("fault: --cluster: no cluster answered within 1 second")
    assert '(found "tcp://127.0.0.1:1")' in err
    assert len(err.splitlines()) == 1
    assert not out.exists()


def test_processes_and_a_cluster_make_the_same_plan(cluster: Any, sample: Organisation) -> None:
    arguments: dict[str, Any] = {"time_limit": 20.0, "seed": 3, "deterministic": True}
    here = solve(sample, workers=2, **arguments)
    with on_cluster(cluster.scheduler_address) as executor:
        there = solve(sample, workers=2, executor=executor, **arguments)

    assert here.plan is not None
    assert here.plan == there.plan
    assert here.aims == there.aims


def test_scenarios_come_out_the_same_here_and_there(cluster: Any, sample: Organisation) -> None:
    fewer_from_one_home = replace(sample.cycle.rules, max_from_one_home=1)
    scenarios = [sample, replace(sample, cycle=replace(sample.cycle, rules=fewer_from_one_home))]
    arguments: dict[str, Any] = {"time_limit": 20.0, "deterministic": True}
    here, _ = solve_each(scenarios, workers=2, **arguments)
    with on_cluster(cluster.scheduler_address) as executor:
        there, trouble = solve_each(scenarios, executor=executor, **arguments)

    assert trouble == []
    for one, other in zip(here, there, strict=True):
        assert one is not None
        assert other is not None
        assert one.solution is not None
        assert other.solution is not None
        assert one.solution.plan == other.solution.plan
        assert one.solution.aims == other.solution.aims


def test_the_command_plans_scenarios_on_a_cluster(
    cluster: Any, tmp_path: Path, sample: Organisation
) -> None:
    folders = [tmp_path / name for name in ("north", "south")]
    for folder in folders:
        write_organisation(sample, folder)
    out = tmp_path / "plans"
    address = cluster.scheduler_address

    status, stdout, _ = ended(
        "scenarios", *folders, "--out", out, "--time-limit", 5, "--cluster", address
    )

    assert status == 0
    assert "north" in stdout
    for folder in folders:
        assert is_legal(folder, out / f"{folder.name}.csv")


def test_a_scenario_whose_worker_dies_is_planned_again(cluster: Any) -> None:
    scenarios = [a_hard_one()] * 3
    victim = next(iter(cluster.workers.values())).pid
    threading.Timer(3.0, os.kill, (victim, signal.SIGKILL)).start()

    with on_cluster(cluster.scheduler_address) as executor:
        found, trouble = solve_each(scenarios, executor=executor, time_limit=5.0)

    assert trouble == []
    solutions = [each.solution for each in found if each is not None]
    assert len(solutions) == 3
    assert all(each is not None and each.plan is not None for each in solutions)


def test_workers_are_told_to_stop_and_bring_what_they_have(
    cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Workers on other machines do not see the file that says so on this one.
    monkeypatch.setattr(Path, "touch", lambda *_: None)
    cancel = threading.Event()
    threading.Timer(6.0, cancel.set).start()
    begun = time.monotonic()

    with on_cluster(cluster.scheduler_address) as executor:
        found, _ = solve_each(
            [a_hard_one()] * 3, executor=executor, time_limit=100.0, cancel=cancel
        )

    assert time.monotonic() - begun < 6 + 5 + 20
    solutions = [each.solution for each in found if each is not None]
    assert len(solutions) == 2
    assert all(each is not None and each.stopped and each.plan is not None for each in solutions)
