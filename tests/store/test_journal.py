"""The record of who did what: added to by everybody, changed by nobody unnoticed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from planner.domain import SYSTEM, Actor, StoreTrouble

if TYPE_CHECKING:
    from planner.domain import BrokenEntry, Entry
    from planner.store import Store

NOW = datetime(2027, 1, 4, 8, 30, 0, 1, tzinfo=UTC)
ANNA, BEN = Actor("anna"), Actor("ben", on_behalf_of="e7")


def note(store: Store, actor: Actor = ANNA, action: str = "plan.publish", **more: Any) -> Entry:
    return store.write(lambda unit: unit.journal.append(actor, action, more.pop("at", NOW), **more))


def verified(store: Store) -> BrokenEntry | None:
    with store.read() as unit:
        return unit.journal.verify()


def test_an_entry_comes_back_as_it_was_written(store: Store) -> None:
    entry = note(
        store, BEN, cycle="Spring", thing="version 3", facts={"reason": "ünfit 🧀", "aims": "7"}
    )
    assert (entry.number, entry.user, entry.on_behalf_of) == (1, "ben", "e7")
    with store.read() as unit:
        assert unit.journal.entries() == (entry,)
        assert list(unit.journal.all()) == [entry]
        assert unit.journal.head() == (1, entry.digest)


def test_the_moment_counts_and_not_the_clock_on_the_wall(store: Store) -> None:
    there = timezone(timedelta(hours=9))
    entry = note(store, at=NOW.astimezone(there))
    assert (entry.at, entry.at.tzinfo) == (NOW, UTC)
    assert verified(store) is None
    with pytest.raises(ValueError, match="no time zone"):
        note(store, at=NOW.replace(tzinfo=None))


def test_entries_are_found_by_what_they_say(store: Store) -> None:
    note(store, cycle="Spring", thing="version 1")
    note(store, BEN, "request.approve", cycle="Spring", thing="request x")
    note(store, SYSTEM, "request.expire", cycle="Autumn", at=NOW + timedelta(days=1))
    with store.read() as unit:

        def found(**wanted: Any) -> list[int]:
            return [entry.number for entry in unit.journal.entries(**wanted)]

        assert found() == [3, 2, 1]
        assert found(users=["anna", "system"]) == [3, 1]
        assert found(users=["e7"]) == [2]
        assert found(actions=["request.approve", "request.expire"]) == [3, 2]
        assert found(cycle="Spring") == [2, 1]
        assert found(thing="request x") == [2]
        assert found(since=NOW + timedelta(hours=1)) == [3]
        assert found(before=3) == [2, 1]
        assert found(limit=1) == [3]
        assert found(users=[]) == []


def test_many_at_once_are_numbered_without_gaps(store: Store) -> None:
    with ThreadPoolExecutor(8) as threads:
        numbers = list(threads.map(lambda _: note(store).number, range(48)))
    assert sorted(numbers) == list(range(1, 49))
    assert verified(store) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET user_id = 'nobody' WHERE number = 2",
        "DELETE FROM journal_entry WHERE number = 3",
        "DELETE FROM journal_entry",
        "DELETE FROM journal_head",
        "UPDATE journal_head SET number = 1",
        "UPDATE journal_head SET digest = 'x'",
        "INSERT INTO journal_entry SELECT 7, at, user_id, on_behalf_of, action, cycle, thing, "
        "facts, digest FROM journal_entry WHERE number = 1",
    ],
)
def test_the_database_itself_refuses_to_change_what_was_recorded(
    store: Store, statement: str
) -> None:
    for _ in range(3):
        note(store)
    with pytest.raises(DatabaseError, match="only added to"):
        store.write(lambda unit: unit.connection.execute(text(statement)))
    assert verified(store) is None


@pytest.mark.slow
@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", ["journal_entry", "journal_head"])
def test_postgresql_refuses_to_empty_the_record(store: Store, table: str) -> None:
    note(store)
    with pytest.raises(DatabaseError, match="only added to"):
        store.write(lambda unit: unit.connection.execute(text(f"TRUNCATE {table}")))
    assert verified(store) is None


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("table", ["journal_entry", "journal_head"])
def test_sqlite_refuses_to_put_another_row_in_place(store: Store, table: str) -> None:
    note(store)
    statement = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    with pytest.raises(DatabaseError, match="only added to"):
        store.write(lambda unit: unit.connection.execute(text(statement)))
    assert verified(store) is None


TRIGGERS = (
    "journal_entry_unchanged",
    "journal_entry_undeleted",
    "journal_entry_in_order",
    "journal_head_forward",
    "journal_head_undeleted",
)


def tamper(store: Store, *statements: str) -> None:
    """Change the record as somebody could who may change the database itself."""
    with store.engine.begin() as connection:
        if store.engine.dialect.name == "sqlite":
            for name in TRIGGERS:
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            for table in ("journal_entry", "journal_head"):
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for statement in statements:
            connection.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "broken", "told"),
    [
        ("UPDATE journal_entry SET user_id = 'nobody' WHERE number = 3", 3, "changed"),
        ("UPDATE journal_entry SET on_behalf_of = 'x' WHERE number = 3", 3, "changed"),
        ("UPDATE journal_entry SET action = 'x' WHERE number = 3", 3, "changed"),
        ("UPDATE journal_entry SET cycle = 'x' WHERE number = 3", 3, "changed"),
        ("UPDATE journal_entry SET thing = 'x' WHERE number = 3", 3, "changed"),
        ("UPDATE journal_entry SET facts = '{}' WHERE number = 3", 3, "changed"),
        ("UPDATE journal_entry SET at = '2027-01-05 00:00:00' WHERE number = 3", 3, "changed"),
        ("UPDATE journal_entry SET digest = 'x' WHERE number = 3", 3, "changed"),
        ("DELETE FROM journal_entry WHERE number = 1", 1, "missing"),
        ("DELETE FROM journal_entry WHERE number = 3", 3, "missing"),
        ("DELETE FROM journal_entry WHERE number >= 4", 4, "missing"),
        ("DELETE FROM journal_entry", 1, "missing"),
        ("DELETE FROM journal_head", 5, "lost its end"),
        ("UPDATE journal_head SET number = 4", 5, "ended with"),
        ("UPDATE journal_head SET digest = 'x'", 5, "ended with"),
    ],
)
def test_tampering_is_noticed_at_the_first_bad_entry(
    store: Store, statement: str, broken: int, told: str
) -> None:
    for number in range(5):
        note(store, thing=f"version {number}", facts={"n": str(number)})
    assert verified(store) is None
    tamper(store, statement)
    found = verified(store)
    assert found is not None
    assert found.number == broken
    assert told in found.sentence


def test_nothing_is_added_to_a_record_that_lost_its_end(store: Store) -> None:
    note(store)
    tamper(store, "DELETE FROM journal_head")
    with pytest.raises(StoreTrouble, match="lost its end"):
        note(store)


words = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)


moments = st.integers(0, 10**15).map(lambda n: NOW + timedelta(microseconds=n))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=st.dictionaries(words, words, max_size=4), thing=words, moment=moments)
def test_any_words_at_any_time_are_sealed(
    store: Store, facts: dict[str, str], thing: str, moment: datetime
) -> None:
    entry = note(store, thing=thing, facts=facts, at=moment)
    with store.read() as unit:
        assert unit.journal.entries(limit=1) == (entry,)
        assert unit.journal.verify() is None
