"""Backups: whole, of one moment, and good for either kind of database."""

from __future__ import annotations

import json
import stat
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, text

from planner.domain import (
    Actor,
    AimOutcome,
    BadInput,
    Job,
    JobState,
    Refused,
    Search,
    StoreTrouble,
    id_of,
)
from planner.store import back_up, open_store, plan_digest, restore, verify
from planner.store.metadata import metadata
from tests.builders import a_cycle, a_placement
from tests.databases import DATABASES
from tests.strategies import small_organisation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from planner.store import Store, Unit

NOW = datetime(2027, 1, 4, 8, 30, 0, 1, tzinfo=UTC)
BEN = Actor("ben")


def live(unit: Unit) -> None:
    """Make a database in which something happened, in every kind of column."""
    organisation = small_organisation(7)
    name = organisation.cycle.name
    unit.organisations.save(organisation, expected=0, now=NOW)
    placed = a_placement(
        organisation, organisation.employees[0].id, organisation.departments[-1].id, 0
    )
    unit.versions.create(
        name,
        title="Ünfit 🧀",
        made_by="ben",
        made_at=NOW,
        plan=[placed],
        pins=[id_of(placed)],
        aims=[AimOutcome("coverage", 0.1, None, None)],
    )
    unit.versions.publish(
        name,
        1,
        expected=1,
        instead_of=None,
        by="ben",
        at=NOW,
        checked_hash=plan_digest([placed]),
        organisation_hash="f" * 64,
    )
    unit.versions.create(name, title="Next", made_by="ben", made_at=NOW, base=1)
    unit.edits.make(name, 2, what="Took away", gives=[placed], expected=1, by="ben", at=NOW)
    unit.jobs.add(Job("j1", name, 2, JobState.QUEUED, Search(workers=2), "a" * 64, "ben", NOW))
    unit.answers.put("key", {"a": [1, None, "ü"]}, NOW)
    for number in range(3):
        unit.journal.append(BEN, "plan.publish", NOW, cycle=name, thing=f"version {number}")


def content(store: Store) -> dict[str, list[Any]]:
    """Return every row of every table."""
    with store.read() as unit:
        return {
            table.name: [
                tuple(row)
                for row in unit.connection.execute(select(table).order_by(*table.primary_key))
            ]
            for table in metadata.sorted_tables
        }


@pytest.fixture
def lively(store: Store) -> Store:
    store.write(live)
    return store


@pytest.fixture(params=DATABASES)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Return a store without tables, of either kind, beside the one that is backed up."""
    if request.param == "sqlite":
        address = str(tmp_path / "other.sqlite")
    else:
        address = request.getfixturevalue("empty_postgresql")
    with open_store(address, ready=False) as other:
        yield other


@pytest.mark.parametrize("portable", [False, True])
def test_a_backup_can_be_restored_into_either_kind(
    lively: Store, empty: Store, tmp_path: Path, portable: bool
) -> None:
    file = tmp_path / "backup"
    back_up(lively, file, portable=portable)
    before = content(lively)
    assert restore(empty, file) == sum(map(len, before.values()))
    assert content(empty) == before
    assert verify(empty) == ()
    assert empty.write(lambda unit: unit.journal.append(BEN, "act", NOW)).number == 4
    assert (
        empty.write(
            lambda unit: unit.versions.create(
                unit.organisations.cycles()[0].cycle.name, title="", made_by="ben", made_at=NOW
            )
        ).number
        == 3
    )


def test_the_same_content_gives_the_same_file_from_either_kind(
    fresh_store: Callable[[], Store], tmp_path: Path
) -> None:
    store = fresh_store()
    store.write(live)
    back_up(store, tmp_path / "one", portable=True)
    with open_store(str(tmp_path / "other.sqlite")) as other:
        other.write(live)
        back_up(other, tmp_path / "two", portable=True)
    contents = [
        json.loads(zipfile.ZipFile(tmp_path / name).read("contents.json"))["tables"]
        for name in ("one", "two")
    ]
    assert contents[0] == contents[1]


def test_a_backup_is_for_its_owner_alone_and_is_not_overwritten(
    lively: Store, tmp_path: Path
) -> None:
    file = tmp_path / "backup"
    back_up(lively, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    with pytest.raises(Refused, match="exists already"):
        back_up(lively, file)
    assert file.read_bytes() == before
    with pytest.raises(Refused, match="cannot be written"):
        back_up(lively, tmp_path / "nowhere" / "backup")
    assert sorted(each.name for each in tmp_path.iterdir() if "backup" in each.name) == ["backup"]


def test_backups_under_load_are_of_one_moment(store: Store, tmp_path: Path) -> None:
    store.write(live)
    stop = threading.Event()

    def work(unit: Unit) -> None:
        number = unit.journal.append(BEN, "act", NOW).number
        name = unit.organisations.cycles()[0].cycle.name
        unit.versions.create(name, title=str(number), made_by="ben", made_at=NOW)

    def keep_writing() -> None:
        while not stop.is_set():
            store.write(work)

    with ThreadPoolExecutor(2) as threads:
        writers = [threads.submit(keep_writing) for _ in range(2)]
        try:
            for number in range(6):
                back_up(store, tmp_path / f"backup {number}", portable=number % 2 == 0)
        finally:
            stop.set()
        for writer in writers:
            writer.result(60)
    for number in range(6):
        with open_store(str(tmp_path / f"{number}.sqlite"), ready=False) as other:
            restore(other, tmp_path / f"backup {number}")
            assert verify(other) == ()
            with other.read() as unit:
                versions = len(unit.versions.list(unit.organisations.cycles()[0].cycle.name))
                assert unit.journal.head()[0] - 3 == versions - 2


def test_what_is_there_is_thrown_away_only_when_asked(lively: Store, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    back_up(lively, file)
    then = content(lively)
    lively.write(lambda unit: unit.journal.append(BEN, "act", NOW))
    now = content(lively)
    with pytest.raises(Refused, match="not empty"):
        restore(lively, file)
    assert content(lively) == now
    restore(lively, file, replace=True)
    assert content(lively) == then
    assert verify(lively) == ()


def test_tables_of_something_else_are_never_thrown_away(
    lively: Store, empty: Store, tmp_path: Path
) -> None:
    back_up(lively, tmp_path / "backup")
    with empty.engine.begin() as connection:
        connection.execute(text("CREATE TABLE recipes (name TEXT)"))
    with pytest.raises(Refused, match="something else"):
        restore(empty, tmp_path / "backup", replace=True)


def test_nothing_can_be_backed_up_of_what_is_not_set_up(empty: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreTrouble, match="nothing of the planner"):
        back_up(empty, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-200])


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    middle = len(content) // 3
    at = middle // 4096 * 4096 if content.startswith(b"SQLite") else middle
    content[at : at + 40] = b"\xff" * 40
    file.write_bytes(bytes(content))


def no_backup(file: Path) -> None:
    file.write_text("Dear diary", encoding="utf-8")


def nothing(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize("damage", [cut_off, flip, no_backup, nothing])
@pytest.mark.parametrize("portable", [False, True])
@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_damaged_backup_changes_nothing(
    lively: Store, tmp_path: Path, damage: Callable[[Path], None], portable: bool
) -> None:
    file = tmp_path / "backup"
    back_up(lively, file, portable=portable)
    damage(file)
    before = content(lively)
    with pytest.raises(BadInput, match="backup"):
        restore(lively, file, replace=True)
    assert content(lively) == before


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Change the parts of a portable backup and pack it again."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)


def test_a_backup_whose_rows_were_changed_is_not_restored(lively: Store, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    back_up(lively, file, portable=True)

    def change(parts: dict[str, bytes]) -> None:
        parts["journal_entry.jsonl"] = parts["journal_entry.jsonl"].replace(b"ben", b"eve")

    rewritten(file, change)
    before = content(lively)
    with pytest.raises(BadInput, match="not as it was written"):
        restore(lively, file, replace=True)
    assert content(lively) == before


@pytest.mark.parametrize(
    ("key", "value", "error"),
    [("format", 2, BadInput), ("revision", "9999", StoreTrouble)],
)
def test_a_backup_of_a_newer_program_is_not_restored(
    lively: Store, tmp_path: Path, key: str, value: object, error: type[Exception]
) -> None:
    file = tmp_path / "backup"
    back_up(lively, file, portable=True)

    def change(parts: dict[str, bytes]) -> None:
        contents = json.loads(parts["contents.json"])
        parts["contents.json"] = json.dumps({**contents, key: value}).encode()

    rewritten(file, change)
    before = content(lively)
    with pytest.raises(error, match="newer version"):
        restore(lively, file, replace=True)
    assert content(lively) == before


def test_a_file_that_is_not_there_is_told(lively: Store, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        restore(lively, tmp_path / "nowhere", replace=True)


def test_a_program_that_goes_on_after_a_restore_sees_what_was_restored(
    lively: Store, tmp_path: Path
) -> None:
    back_up(lively, tmp_path / "backup")
    with lively.read() as unit:
        state = unit.organisations.cycles()[0]
        before = unit.organisations.load(state.cycle.name)
    from dataclasses import replace

    changed = replace(before, cycle=a_cycle(name=state.cycle.name, periods=50))
    lively.write(lambda unit: unit.organisations.save(changed, expected=1, now=NOW))
    restore(lively, tmp_path / "backup", replace=True)
    with lively.read() as unit:
        assert unit.organisations.load(state.cycle.name) == before
