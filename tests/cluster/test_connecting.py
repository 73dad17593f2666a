"""A cluster as an executor, and what is told when there is none that can be used."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from planner.domain import BadInput
from planner.planning import cluster as connecting
from planner.planning import on_cluster
from solver import Parts
from tests.solver import works

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow


def never() -> bool:
    return False


@pytest.fixture
def parts(cluster: Any) -> Iterator[Parts]:
    with on_cluster(cluster.scheduler_address) as executor, Parts(1, executor) as carried:
        yield carried


def refused(address: str) -> str:
    """Return what is told about an address that cannot be used."""
    with pytest.raises(BadInput) as raised, on_cluster(address):
        pass
    (finding,) = raised.value.findings
    assert finding.file == "--cluster"
    assert finding.value == address
    assert finding.remedy
    return str(finding)


def test_without_an_address_there_is_no_executor() -> None:
    with on_cluster(None) as executor:
        assert executor is None


def test_the_workers_do_the_parts(cluster: Any, parts: Parts) -> None:
    assert parts.lanes == 2
    assert parts.run(works.square, range(30), until=never) == [n * n for n in range(30)]
    workers = {worker.pid for worker in cluster.workers.values()}
    assert set(parts.run(works.who, range(30), until=never)) == workers
    array = np.arange(200_000)
    (back,) = parts.run(np.copy, [array], until=never)
    assert back is not None
    np.testing.assert_array_equal(back, array)


def test_what_the_work_raises_is_raised(parts: Parts) -> None:
    with pytest.raises(ValueError, match="is no good") as raised:
        parts.run(works.refuse, range(3), until=never)
    assert "in refuse" in raised.value.__notes__[0]


def test_the_end_is_not_waited_for(parts: Parts) -> None:
    begun = time.monotonic()
    found = parts.run(
        works.rest, [0.0, 5.0, 5.0, 5.0], until=lambda: time.monotonic() - begun > 0.5
    )
    assert found == [0.0, None, None, None]
    assert parts.run(works.square, range(3), until=never) == [0, 1, 4]


def test_a_part_whose_worker_dies_is_done_again(parts: Parts, tmp_path: Path) -> None:
    jobs = [(number, str(tmp_path / "mark")) for number in range(8)]
    assert parts.run(works.die_unless_marked, jobs, until=never) == list(range(8))
    assert parts.trouble == []


def test_a_result_that_is_lost_with_its_worker_is_made_again(cluster: Any, parts: Parts) -> None:
    def kill(number: int, _: object) -> None:
        if number == 5:
            os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)

    assert parts.run(works.square, range(40), until=never, first=kill) == [n * n for n in range(40)]


def test_a_cluster_that_goes_away_is_replaced_by_this_machine(
    idle_cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("solver.carrying.PATIENCE", 3.0)
    idle_cluster.scale(1)
    idle_cluster.wait_for_workers(1)
    with on_cluster(idle_cluster.scheduler_address) as executor, Parts(2, executor) as parts:
        closing = threading.Thread(target=idle_cluster.close)

        def close(number: int, _: object) -> None:
            if number == 0:
                closing.start()

        found = parts.run(works.rest, [0.0, *[0.4] * 12], until=never, first=close)
        closing.join()
        assert found == [0.0, *[0.4] * 12]
        assert "the rest was done on this machine" in parts.trouble[0]


@pytest.mark.parametrize("address", ["nonsense", "", "foo://host:1", "host:port"])
def test_what_is_no_address_is_refused(address: str) -> None:
    begun = time.monotonic()
    assert "address" in refused(address)
    assert time.monotonic() - begun < 30


def test_a_safe_connection_needs_certificates() -> None:
    assert "Name the certificates" in refused("tls://127.0.0.1:8786")


def test_an_address_where_nobody_listens_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "PATIENCE", 2.0)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        begun = time.monotonic()
        assert "no cluster answered" in refused(f"tcp://127.0.0.1:{taken.getsockname()[1]}")
        assert time.monotonic() - begun < 30


def test_somebody_who_answers_and_is_no_cluster_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connecting, "PATIENCE", 2.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert "no cluster answered" in refused(f"127.0.0.1:{silent.getsockname()[1]}")


def test_a_cluster_without_workers_is_refused(
    idle_cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "WORKERS_PATIENCE", 0.5)
    told = refused(idle_cluster.scheduler_address)
    assert "no workers" in told
    assert f"dask worker {idle_cluster.scheduler_address}" in told


def test_a_cluster_of_another_version_is_refused(
    cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = connecting.versions_here()
    monkeypatch.setattr(connecting, "_version", lambda _: "0.0.1")
    told = refused(cluster.scheduler_address)
    assert f"other versions: rotation-planner {here['rotation-planner']}" in told
    assert "here it is rotation-planner 0.0.1" in told


def test_a_worker_without_the_planner_is_refused(idle_cluster: Any, tmp_path: Path) -> None:
    (tmp_path / "planner").mkdir()
    (tmp_path / "planner" / "__init__.py").write_text("", encoding="utf-8")
    command = [sys.executable, "-m", "distributed.cli.dask_worker", idle_cluster.scheduler_address]
    worker = subprocess.Popen(
        [*command, "--no-nanny", "--no-dashboard", "--nthreads", "1"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        idle_cluster.wait_for_workers(1, timeout=30)
        assert "cannot load Rotation Planner" in refused(idle_cluster.scheduler_address)
    finally:
        worker.kill()
        worker.wait()


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert "pip install 'rotation-planner[cluster]'" in refused("tcp://127.0.0.1:8786")
