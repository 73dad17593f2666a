"""Processes and whoever started them: killed, interrupted, or without a guard."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.solver.waiting import is_alive, needs_kill, read_when_there, until_dead

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

PATIENCE = 60
"""Seconds that something may take on a busy machine."""


def run_a_script(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


HOLDING = """
import sys
from solver.parts import Parts
from tests.solver import works
with Parts(2) as parts:
    parts.run(works.{work}, sys.argv[1:], until=lambda: False)
"""


@needs_kill
@pytest.mark.parametrize("work", ["hold_core", "note_who_and_rest"])
def test_workers_do_not_outlive_a_parent_that_is_killed(tmp_path: Path, work: str) -> None:
    marks = [tmp_path / "a", tmp_path / "b"]
    parent = run_a_script(HOLDING.format(work=work), *map(str, marks))
    workers = [read_when_there(mark) for mark in marks]

    os.kill(parent.pid, signal.SIGKILL)
    parent.communicate(timeout=PATIENCE)

    assert all(until_dead(worker, PATIENCE) for worker in workers)


LINEAR = """
import sys
from pathlib import Path
import numpy as np
from scipy import sparse
from solver import linear
from solver.control import Control
start = linear.subprocess.Popen
def noting(*arguments, **named):
    process = start(*arguments, **named)
    Path(sys.argv[1]).write_text(str(process.pid))
    return process
linear.subprocess.Popen = noting
matrix = np.random.default_rng(0).integers(1, 100, (40, 150)).astype(float)
program = linear.Program(
    -matrix.sum(0),
    np.ones(150),
    sparse.csr_array(matrix),
    np.full(40, -np.inf),
    matrix.sum(1) / 3,
    whole=150,
)
linear.solve_apart(program, Control(60, 1), 60)
"""


@needs_kill
def test_a_linear_program_does_not_outlive_a_parent_that_is_killed(tmp_path: Path) -> None:
    parent = run_a_script(LINEAR, str(tmp_path / "mark"))
    worker = read_when_there(tmp_path / "mark")
    time.sleep(2)
    assert is_alive(worker)

    os.kill(parent.pid, signal.SIGKILL)
    parent.communicate(timeout=PATIENCE)

    assert until_dead(worker, PATIENCE)


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs groups of processes")
def test_ctrl_c_is_answered_by_the_parent_alone(tmp_path: Path) -> None:
    script = f"""
import signal
signal.signal(signal.SIGINT, lambda *_: stopped.append(1))
stopped = []
{HOLDING.format(work="note_who_and_rest").replace("False", "bool(stopped)")}
print("ended in order")
"""
    marks = [tmp_path / "a", tmp_path / "b"]
    parent = run_a_script(script, *map(str, marks))
    for mark in marks:
        read_when_there(mark)

    os.killpg(parent.pid, signal.SIGINT)
    out, err = parent.communicate(timeout=PATIENCE)

    assert (parent.returncode, out.strip(), err) == (0, "ended in order", "")


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs groups of processes")
@pytest.mark.parametrize("seconds", [0.02, 0.3])
def test_ctrl_c_while_workers_start_leaves_no_traceback(seconds: float) -> None:
    script = """
import signal, sys, time
signal.signal(signal.SIGINT, lambda *_: None)
from solver.parts import Parts
from tests.solver import works
with Parts(2) as parts:
    parts.warm()
    print("warming", flush=True)
    print(parts.run(works.square, range(4), until=lambda: False))
"""
    parent = run_a_script(script)
    assert parent.stdout is not None
    assert parent.stdout.readline().strip() == "warming"
    time.sleep(seconds)
    os.killpg(parent.pid, signal.SIGINT)
    out, err = parent.communicate(timeout=PATIENCE)

    assert (parent.returncode, out.strip(), err) == (0, "[0, 1, 4, 9]", "")


def test_a_main_module_without_a_guard_does_no_harm(tmp_path: Path) -> None:
    script = tmp_path / "unguarded.py"
    script.write_text(
        "from solver.parts import Parts\n"
        "import math\n"
        "print('once')\n"
        "with Parts(2) as parts:\n"
        "    print(parts.run(math.sqrt, [4, 9], until=lambda: False))\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout.splitlines(), done.stderr) == (["once", "[2.0, 3.0]"], "")
