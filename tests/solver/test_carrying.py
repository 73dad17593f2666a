"""Independent parts, carried by processes of this machine."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from solver.parts import Parts
from tests.solver import works
from tests.solver.waiting import after, needs_kill, never, read_when_there, until_dead

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def shared() -> Iterator[Parts]:
    with Parts(2) as two:
        yield two


@pytest.fixture
def parts(shared: Parts) -> Parts:
    """Return parts over two processes; their start is what takes most of the time here."""
    shared.trouble.clear()
    return shared


def test_results_come_in_the_order_of_the_parts(parts: Parts) -> None:
    assert parts.run(works.square, range(40), until=never) == [n * n for n in range(40)]
    assert parts.lanes == 2
    assert parts.trouble == []


def test_the_work_is_done_elsewhere_and_side_by_side(parts: Parts) -> None:
    processes = set(parts.run(works.who_at_leisure, range(200), until=never))
    assert os.getpid() not in processes
    assert len(processes) == 2


def test_without_a_second_worker_the_work_is_done_here() -> None:
    told: list[tuple[int, int]] = []
    with Parts(1) as one:
        found = one.run(works.who, range(2), until=never, first=lambda *result: told.append(result))
    assert found == [os.getpid()] * 2
    assert told == [(0, os.getpid()), (1, os.getpid())]


def test_a_single_part_starts_no_processes() -> None:
    with Parts(2) as two:
        assert two.run(works.who, [0], until=never) == [os.getpid()]


def test_nothing_to_do_is_done(parts: Parts) -> None:
    assert parts.run(works.square, [], until=never) == []


def test_arrays_come_back_as_they_went(parts: Parts) -> None:
    arrays = [np.arange(100_000) * number for number in range(6)]
    for array, back in zip(arrays, parts.run(np.copy, arrays, until=never), strict=True):
        assert back is not None
        np.testing.assert_array_equal(array, back)


def test_results_are_told_as_they_come(parts: Parts) -> None:
    parts.run(works.who, range(2), until=never)
    told: list[int] = []
    parts.run(works.rest, [0.5, 0.0], until=never, first=lambda number, _: told.append(number))
    assert told == [1, 0]


def test_results_are_told_in_order_if_asked(parts: Parts) -> None:
    told: list[tuple[int, float]] = []
    seconds = [0.3, 0.0, 0.1, 0.0, 0.0]
    parts.run(
        works.rest,
        seconds,
        until=never,
        first=lambda *result: told.append(result),
        ordered=True,
    )
    assert told == list(enumerate(seconds))


def test_they_are_told_in_the_thread_that_asked(parts: Parts) -> None:
    threads: set[int] = set()
    parts.run(
        works.square, range(5), until=never, first=lambda *_: threads.add(threading.get_ident())
    )
    assert threads == {threading.get_ident()}


@pytest.mark.parametrize("ordered", [False, True])
def test_the_time_ends_the_run_and_what_is_done_is_kept(parts: Parts, ordered: bool) -> None:
    parts.run(works.who, range(2), until=never)
    told: list[tuple[int, float]] = []
    begun = time.monotonic()

    found = parts.run(
        works.rest,
        [60.0, 0.0, 0.1, 60.0, 0.0],
        until=after(0.5),
        first=lambda *result: told.append(result),
        ordered=ordered,
    )

    assert time.monotonic() - begun < 30
    assert found == [None, 0.0, 0.1, None, None]
    assert told == [(1, 0.0), (2, 0.1)]


@pytest.mark.slow
def test_an_abandoned_part_stops_using_the_core(parts: Parts, tmp_path: Path) -> None:
    marks = [str(tmp_path / name) for name in "ab"]
    parts.run(works.hold_core, marks, until=lambda: all(Path(m).exists() for m in marks))
    for mark in marks:
        assert until_dead(read_when_there(tmp_path / mark), 20)
    assert parts.run(works.square, range(3), until=never) == [0, 1, 4]


def test_nothing_is_begun_once_it_is_over(parts: Parts) -> None:
    assert parts.run(works.square, range(3), until=lambda: True) == [None] * 3
    with Parts(1) as one:
        assert one.run(works.square, range(3), until=lambda: True) == [None] * 3


def test_what_the_work_raises_is_raised_and_says_where(parts: Parts) -> None:
    with pytest.raises(ValueError, match="is no good") as raised:
        parts.run(works.refuse, range(3), until=never)
    assert "in refuse" in raised.value.__notes__[0]
    assert parts.run(works.square, range(3), until=never) == [0, 1, 4]


def test_what_cannot_travel_is_a_defect(parts: Parts) -> None:
    with pytest.raises(Exception, match=r"lambda|local object"):
        parts.run(works.say_nothing_sensible, range(3), until=never)
    with pytest.raises(Exception, match=r"lambda|local object"):
        parts.run(lambda number: number, range(3), until=never)


def test_what_the_listener_raises_is_raised(parts: Parts) -> None:
    def refuse(*_: object) -> None:
        raise LookupError("no more")

    with pytest.raises(LookupError, match="no more"):
        parts.run(works.square, range(3), until=never, first=refuse)


def test_some_workers_are_needed() -> None:
    with pytest.raises(ValueError, match="workers is 0"):
        Parts(0)


@needs_kill
def test_a_part_whose_worker_dies_is_done_again(parts: Parts, tmp_path: Path) -> None:
    jobs = [(number, str(tmp_path / "mark")) for number in range(8)]
    assert parts.run(works.die_unless_marked, jobs, until=never) == list(range(8))
    assert parts.trouble == []


@pytest.mark.slow
@needs_kill
@pytest.mark.parametrize("ordered", [False, True])
def test_a_part_that_always_kills_its_worker_costs_itself_only(parts: Parts, ordered: bool) -> None:
    told: list[int] = []
    found = parts.run(
        works.die_at_three,
        range(6),
        until=never,
        first=lambda number, _: told.append(number),
        ordered=ordered,
    )
    assert found == [0, 1, 2, None, 4, 5]
    assert sorted(told) == [0, 1, 2, 4, 5]
    assert not ordered or told == sorted(told)
    assert "died 3 times" in parts.trouble[0]


def test_a_part_that_runs_out_of_memory_costs_itself_only(parts: Parts) -> None:
    assert parts.run(works.run_out_of_memory, range(3), until=never) == [0, None, 2]


@needs_kill
def test_workers_that_die_between_two_runs_are_replaced(parts: Parts) -> None:
    for process in set(parts.run(works.who, range(10), until=never)):
        assert process is not None
        os.kill(process, signal.SIGKILL)
    assert parts.run(works.square, range(10), until=never) == [n * n for n in range(10)]


def test_closing_ends_the_processes_at_once() -> None:
    parts = Parts(2)
    processes = set(parts.run(works.who, range(10), until=never))
    parts.close()
    parts.close()
    assert all(process is not None and until_dead(process, 10) for process in processes)


@pytest.mark.slow
def test_what_is_warm_stays_in_use() -> None:
    with Parts(2) as parts:
        parts.warm()
        before = set(parts.run(works.who_at_leisure, range(100), until=never))
        after_all = set(parts.run(works.who_at_leisure, range(100), until=never))
        assert before == after_all
        assert os.getpid() not in before
