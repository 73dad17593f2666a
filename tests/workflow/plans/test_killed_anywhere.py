"""Publishing, approving and importing killed at any point: all of it is there, or nothing."""

from __future__ import annotations

import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import make_url, text

from planner.store import open_store, verify
from tests.databases import _run
from tests.workflow.plans.deeds import DEEDS, NOTHING, PROCESSES, Deed, contents, do

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from pathlib import Path

    Contents = dict[str, list[str]]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal nobody can catch"),
]
POINTS = {"sqlite": 57, "postgresql": 10}
"""Points at which each of the three deeds is killed."""


@dataclass
class Stage:
    """One database on which a deed is done again and again from the same beginning."""

    deed: Deed
    url: str
    given: Any
    rewind: Callable[[], None]

    def do(self, *, last: int | None = None, seconds: float | None = None) -> tuple[int, float]:
        """Do the deed in a process; return how many statements and seconds it took.

        It is killed before statement number ``last``, or so many seconds after it has begun,
        and says nothing then unless it was too quick.
        """
        ours, theirs = PROCESSES.Pipe(duplex=False)
        given = (self.deed.name, self.url, self.given, theirs, last)
        process = PROCESSES.Process(target=do, args=given)
        process.start()
        theirs.close()
        try:
            assert ours.recv() == NOTHING
            if seconds is not None:
                time.sleep(seconds)
                process.kill()
            process.join(60)
            assert process.exitcode in (0, -signal.SIGKILL)
            return _said(ours)
        finally:
            process.kill()
            process.join()
            process.close()
            ours.close()

    def found(self) -> Contents:
        """Return what the database holds, which has to be sound."""
        with open_store(self.url) as store:
            _wait_for_the_server(store)
            assert verify(store) == ()
            return contents(store)


def _said(line: Connection) -> tuple[int, float]:
    try:
        said: tuple[int, float] = line.recv()
    except EOFError:
        return NOTHING
    return said


def _wait_for_the_server(store: Any) -> None:
    """Wait until PostgreSQL has noticed that who was killed is gone."""
    if store.engine.dialect.name == "sqlite":
        return
    others = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    for _ in range(500):
        with store.engine.connect() as connection:
            if not connection.scalar(others):
                return
        time.sleep(0.02)
    raise AssertionError("somebody is still connected")


@pytest.fixture(params=DEEDS, ids=lambda deed: deed.name)
def stage(request: pytest.FixtureRequest, store_url: str, tmp_path: Path) -> Iterator[Stage]:
    deed: Deed = request.param
    with open_store(store_url) as store:
        given = deed.prepare(store, tmp_path / "organisation")
    if "://" in store_url:
        server = make_url(store_url).set(database="postgres")
        name, template = f"{make_url(store_url).database}_again", make_url(store_url).database
        drop = f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"
        url = make_url(store_url).set(database=name).render_as_string(hide_password=False)
        yield Stage(
            deed,
            url,
            given,
            lambda: _run(server, drop, f"CREATE DATABASE {name} TEMPLATE {template}"),
        )
        _run(server, drop)
        return
    kept = tmp_path / "kept.sqlite"
    shutil.copy(store_url, kept)

    def rewind() -> None:
        for left in tmp_path.glob("planner.sqlite*"):
            left.unlink()
        shutil.copy(kept, store_url)

    yield Stage(deed, store_url, given, rewind)


def test_what_is_killed_is_done_as_a_whole_or_not_at_all(stage: Stage) -> None:
    stage.rewind()
    before = stage.found()
    statements, seconds = stage.do()
    usual = min(seconds, 1.0)  # on a busy machine it may take long once
    after = stage.found()
    lots, came = random.Random(7), Counter[str]()

    for number in range(POINTS["postgresql" if "://" in stage.url else "sqlite"]):
        stage.rewind()
        if number % 2:
            said, _ = stage.do(last=lots.randint(1, statements))
        else:
            said, _ = stage.do(seconds=lots.uniform(0, 1.5 * usual))
        found = stage.found()
        assert found == after or (found == before and not said)
        came["all" if found == after else "nothing"] += 1
        if not number % 8:
            assert stage.do() != NOTHING
            assert stage.found() == after, "what is done again is done once"

    assert came["nothing"] > 0
