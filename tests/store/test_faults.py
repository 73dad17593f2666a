"""Faults: a statement that fails, a process that is killed. All of a write is there, or nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from planner.domain import Actor
from planner.store import open_store, verify
from tests.store.test_backup import content, live

if TYPE_CHECKING:
    from planner.store import Store, Unit

NOW = datetime(2027, 1, 4, tzinfo=UTC)


class FaultError(Exception):
    """What the tests make go wrong."""


def test_whichever_statement_fails_nothing_was_done(store: Store) -> None:
    empty = content(store)
    left = 0

    def fail(*_: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise FaultError

    event.listen(store.engine, "before_cursor_execute", fail)
    done, number = False, 0
    while not done:
        number += 1
        left = number
        try:
            store.write(live)
            done = True
        except FaultError:
            left = 0
            assert content(store) == empty
    assert number > 30
    event.remove(store.engine, "before_cursor_execute", fail)
    assert verify(store) == ()
    assert content(store) != empty


def write_and_tell(address: str) -> None:
    """Write for ever, and tell of each write once it is done; runs in a process of its own."""

    def work(unit: Unit) -> int:
        number = unit.journal.append(Actor("ben"), "act", NOW).number
        unit.answers.put(f"first {number}", number, NOW)
        unit.answers.put(f"second {number}", number, NOW)
        return number

    with open_store(address) as store:
        while True:
            sys.stdout.write(f"{store.write(work)}\n")
            sys.stdout.flush()


@pytest.mark.slow
def test_a_killed_process_loses_nothing_that_was_acknowledged(store_url: str) -> None:
    told = 0
    for number in range(4):
        with subprocess.Popen(
            [sys.executable, "-m", "tests.store.test_faults", store_url],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        ) as process:
            assert process.stdout is not None
            told = int(process.stdout.readline())
            time.sleep(0.013 * number)
            os.kill(process.pid, signal.SIGKILL)
            told = max([told, *(int(line) for line in process.stdout if line.endswith("\n"))])
        with open_store(store_url) as store:
            assert verify(store) == ()
            with store.read() as unit:
                last = unit.journal.head()[0]
                assert told <= last <= told + 1
                for each in range(1, last + 1):
                    assert unit.answers.get(f"first {each}") == (each,)
                    assert unit.answers.get(f"second {each}") == (each,)
                assert unit.answers.get(f"first {last + 1}") is None


if __name__ == "__main__":
    write_and_tell(sys.argv[1])
