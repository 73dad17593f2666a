"""Transactions: all or nothing, one after the other, once for each key."""

from __future__ import annotations

import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from planner.domain import Actor, Conflict, StoreTrouble
from planner.store import open_store
from tests.builders import a_cycle, an_organisation

if TYPE_CHECKING:
    from planner.store import Store, Unit

NOW = datetime(2027, 1, 4, tzinfo=UTC)
BEN = Actor("ben")


def note(unit: Unit) -> int:
    return unit.journal.append(BEN, "act", NOW).number


def entries(store: Store) -> int:
    with store.read() as unit:
        assert unit.journal.verify() is None
        return unit.journal.head()[0]


def test_what_a_write_did_lasts(store: Store, store_url: str) -> None:
    assert store.write(note) == 1
    with open_store(store_url) as another, another.read() as unit:
        assert unit.journal.head()[0] == 1


def test_a_fault_takes_everything_back(store: Store) -> None:
    def fails(unit: Unit) -> None:
        unit.organisations.save(an_organisation(), expected=0, now=NOW)
        unit.versions.create("Spring", title="t", made_by="ben", made_at=NOW)
        note(unit)
        raise KeyError("a fault in the middle")

    with pytest.raises(KeyError):
        store.write(fails)
    with store.read() as unit:
        assert unit.organisations.cycles() == ()
        assert unit.versions.list("Spring") == ()
    assert entries(store) == 0


def test_reading_cannot_change_anything(store: Store) -> None:
    with pytest.raises((SQLAlchemyError, StoreTrouble)), store.read() as unit:
        note(unit)
    assert entries(store) == 0


def test_a_read_sees_one_state_however_long_it_takes(store: Store) -> None:
    store.write(note)
    read, written = threading.Event(), threading.Event()

    def writes() -> None:
        read.wait(60)
        store.write(note)
        written.set()

    with ThreadPoolExecutor(1) as threads:
        with store.read() as unit:
            assert unit.journal.head()[0] == 1
            done = threads.submit(writes)
            read.set()
            # SQLite without a write-ahead log lets the writer wait until this read is over.
            written.wait(0.3)
            assert unit.journal.head()[0] == 1
            assert len(unit.journal.entries()) == 1
        done.result(60)
    assert entries(store) == 2


def test_transactions_do_not_nest(store: Store) -> None:
    with store.read(), pytest.raises(RuntimeError, match="inside a read"):
        store.write(note)

    def nests(unit: Unit) -> None:
        with store.read():
            pass

    with pytest.raises(RuntimeError, match="inside a write"):
        store.write(nests)
    with store.read(), store.read() as unit:
        assert unit.journal.head()[0] == 0
    assert store.write(note) == 1


def test_a_key_has_one_effect_and_one_answer(store: Store) -> None:
    def work(unit: Unit) -> dict[str, object]:
        return {"number": note(unit), "ids": ("a", "b")}

    first = store.write(work, key="ben:import:1")
    assert first == {"number": 1, "ids": ["a", "b"]}
    assert [store.write(work, key="ben:import:1") for _ in range(3)] == [first] * 3
    assert store.write(work, key="ben:import:2") == {"number": 2, "ids": ["a", "b"]}
    assert entries(store) == 2


def test_a_key_may_answer_none(store: Store) -> None:
    for _ in range(2):
        assert store.write(lambda unit: note(unit) and None, key="k") is None
    assert entries(store) == 1


def test_a_fault_leaves_its_key_free(store: Store) -> None:
    def refuses(unit: Unit) -> None:
        note(unit)
        raise Conflict("somebody else was first")

    with pytest.raises(Conflict):
        store.write(refuses, key="k")
    assert store.write(note, key="k") == 1


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_key_that_cannot_be_kept_is_refused(store: Store, key: str) -> None:
    with pytest.raises(ValueError, match="1 to 200 characters"):
        store.write(note, key=key)
    assert entries(store) == 0


def test_an_answer_that_is_no_json_is_refused(store: Store) -> None:
    with pytest.raises(TypeError):
        store.write(lambda unit: (note(unit), {1, 2}), key="k")
    assert entries(store) == 0


def test_one_key_sent_by_many_at_once_has_one_effect(store: Store) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: store.write(note, key="once"), range(24)))
    assert set(answers) == {1}
    assert entries(store) == 1


def count_up(unit: Unit, name: str) -> int:
    """Read, then write what follows from it: the way in which updates get lost."""
    before = unit.answers.get(name)
    unit.connection.execute(text("DELETE FROM answer WHERE key = :key"), {"key": name})
    value: int = unit.answers.put(name, (before[0] if before else 0) + 1, NOW)
    return value


@pytest.mark.parametrize("quiet", [False, True])
def test_threads_lose_no_update(store: Store, quiet: bool) -> None:
    def many(_: int) -> list[int]:
        return [store.write(lambda unit: count_up(unit, "n"), quiet=quiet) for _ in range(10)]

    with ThreadPoolExecutor(8) as threads:
        seen = [number for numbers in threads.map(many, range(8)) for number in numbers]
    assert sorted(seen) == list(range(1, 81))


def count_in_a_process(address: str) -> list[int]:
    with open_store(address) as store:
        return [store.write(lambda unit: (note(unit), count_up(unit, "n"))[1]) for _ in range(20)]


def test_processes_lose_no_update(store: Store, store_url: str) -> None:
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as processes:
        seen = [n for some in processes.map(count_in_a_process, [store_url] * 3) for n in some]
    assert sorted(seen) == list(range(1, 61))
    assert entries(store) == 60


def test_of_many_who_saw_the_same_state_one_wins(store: Store) -> None:
    store.write(lambda unit: unit.organisations.save(an_organisation(), expected=0, now=NOW))

    def edits(number: int) -> bool:
        changed = an_organisation(cycle=a_cycle(periods=5 + number))

        def work(unit: Unit) -> None:
            unit.organisations.save(changed, expected=1, now=NOW)
            note(unit)

        try:
            store.write(work)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        won = list(threads.map(edits, range(16)))
    assert sum(won) == 1
    assert entries(store) == 1
    with store.read() as unit:
        assert unit.organisations.state("Spring").revision == 2
        assert unit.organisations.state("Spring").cycle.periods == 5 + won.index(True)


@pytest.mark.slow
@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_a_quiet_write_does_not_wait_for_a_long_one(store: Store) -> None:
    inside, done = threading.Event(), threading.Event()

    def long(unit: Unit) -> int:
        inside.set()
        assert done.wait(60), "the quiet write waited"
        return note(unit)

    with ThreadPoolExecutor(1) as threads:
        answer = threads.submit(store.write, long)
        assert inside.wait(60)
        store.write(lambda unit: count_up(unit, "beat"), quiet=True)
        done.set()
        assert answer.result(60) == 1
    assert entries(store) == 1
