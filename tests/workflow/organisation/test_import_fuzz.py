"""Whatever the files hold, an import is done as a whole or not at all, and never surprised."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from planner.domain import BadInput
from planner.exchange import read_organisation
from planner.workflow.import_organisation import import_organisation
from tests.exchange.books import repacked, write_book
from tests.exchange.folders import SOUND, write_folder
from tests.exchange.test_fuzz import mangled
from tests.workflow.organisation.office import HANA, NOW

if TYPE_CHECKING:
    from pathlib import Path

    from planner.store import Store

_PARTS = ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet{}.xml")


def nudged(text: str, rng: random.Random) -> str:
    """Return a table with one cell that is another one of its column, or nearly the same."""
    lines = [line.split(",") for line in text.splitlines()]
    row, cell = rng.randrange(1, len(lines)), rng.randrange(len(lines[0]))
    others = [line[cell] for line in lines[1:]]
    lines[row][cell] = rng.choice([*others, "", "0", "7", "-1", "A", "a1", "2027-01-11", "x y"])
    return "\n".join(map(",".join, lines)) + "\n"


def damaged(where: Path, seed: int) -> Path:
    """Return a folder, or for every third seed a workbook, with something that is not right."""
    rng = random.Random(seed)
    if seed % 2:
        name = rng.choice([each for each in SOUND if each.endswith(".csv")])
        return write_folder(where / "org", {name: nudged(SOUND[name], rng)})
    if seed % 3:
        names = rng.sample(sorted(SOUND), rng.randint(1, 3))
        return write_folder(
            where / "org",
            {name: mangled(SOUND[name].encode(), rng.randrange(2**32)) for name in names},
        )
    book = write_book(where / "org.xlsx")
    target = rng.choice(_PARTS).format(rng.randint(1, 12))

    def mangle(name: str, data: bytes) -> bytes:
        return mangled(data, seed) if name == target else data

    if rng.random() < 0.2:
        book.write_bytes(mangled(book.read_bytes(), seed))
        return book
    return repacked(book, mangle)


def import_damaged(store: Store, where: Path, seed: int) -> bool:
    """Import what is damaged; return whether it was done. Anything but BadInput surprises."""
    source = damaged(where, seed)
    before = _cycles(store)
    try:
        done = import_organisation(store, HANA, source, commit=True, now=NOW)
    except BadInput as error:
        refused = error.findings
        done = None
    else:
        refused = ()
    after = _cycles(store)
    if done is None:
        assert all(each.file and each.message and each.remedy for each in refused)
        assert refused
        assert after == before
        return False
    with store.read() as unit:
        state = unit.organisations.state(done.cycle)
        assert unit.organisations.load_anew(state) == read_organisation(source).organisation
        assert unit.journal.head()[0] == before[1] + bool(done.changes)
    return True


def _cycles(store: Store) -> tuple[Any, int]:
    with store.read() as unit:
        return unit.organisations.cycles(), unit.journal.head()[0]


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_hundred_damaged_files(office: Store, tmp_path: Path) -> None:
    done = sum(import_damaged(office, tmp_path, seed) for seed in range(100))
    assert 5 < done < 95


@pytest.mark.slow
@pytest.mark.parametrize(
    ("store_url", "first", "times"),
    [("sqlite", 1_000, 1_000), ("sqlite", 2_000, 1_000), ("postgresql", 3_000, 300)],
    indirect=["store_url"],
)
def test_many_damaged_files(office: Store, tmp_path: Path, first: int, times: int) -> None:
    done = sum(import_damaged(office, tmp_path, seed) for seed in range(first, first + times))
    assert done
