"""Importing: tried first, done as a whole, and harmless when it is done again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from planner.domain import Absence, BadInput, Conflict, Placement
from planner.exchange import read_organisation, write_organisation
from planner.present.row_words import difference_lines
from planner.workflow.import_organisation import import_organisation
from tests.exchange.books import write_book
from tests.exchange.folders import SOUND, swapped, write_folder
from tests.workflow.organisation.office import (
    HANA,
    NOW,
    SPRING,
    FaultAt,
    PlantedError,
    entries,
    everything,
    publish,
    revision,
    stored,
)

if TYPE_CHECKING:
    from pathlib import Path

    from planner.store import Store
    from planner.workflow.import_organisation import Imported

ABE_AT_B = Placement("a2", "B", date(2027, 1, 11), date(2027, 1, 17), "b1")
BOB_AT_C = Placement("b2", "C", date(2027, 1, 18), date(2027, 2, 7), "c1")


def imported(
    store: Store, source: Path, commit: bool = True, expected: int | None = None
) -> Imported:
    return import_organisation(store, HANA, source, commit=commit, expected=expected, now=NOW)


def test_a_trial_says_what_is_new_and_changes_nothing(office: Store, tmp_path: Path) -> None:
    before = everything(office)
    tried = imported(office, write_folder(tmp_path / "org"), commit=False)
    assert (tried.is_new, tried.committed, tried.revision) == (True, False, 0)
    assert len(tried.changes["employees"].new) == 5
    assert tried.effects == ()
    assert everything(office) == before


@pytest.mark.parametrize("form", ["folder", "workbook"])
def test_what_is_committed_is_there(office: Store, tmp_path: Path, form: str) -> None:
    source = tmp_path / "org.xlsx"
    source = write_folder(tmp_path / "org") if form == "folder" else write_book(source)
    made = imported(office, source)
    assert (made.is_new, made.committed, made.revision) == (True, True, 1)
    assert stored(office) == read_organisation(source).organisation
    (entry,) = entries(office)
    assert (entry.user, entry.action, entry.cycle) == (HANA.user, "organisation.import", SPRING)
    assert entry.facts["rows of employees"] == "5 new, 0 changed, 0 gone"


def test_importing_twice_changes_nothing(spring: Store, tmp_path: Path) -> None:
    before = everything(spring)
    again = imported(spring, tmp_path / "spring")
    assert not again.changes
    assert (again.revision, again.is_new) == (1, False)
    assert everything(spring) == before


def test_the_difference_is_told_row_by_row_with_names(spring: Store, tmp_path: Path) -> None:
    changes = swapped("employees.csv", "a2,Abe,,A,a1,2", "a2,Abe,,A,b1,3")
    changes |= {"employees.csv": str(changes["employees.csv"]) + "d1,Dee,,C,c1,1,,,\n"}
    changes |= {"absences.csv": "employee,first_day,last_day,kind\n"}
    changes |= swapped("cycle.toml", "periods = 6", "periods = 8")
    tried = imported(spring, write_folder(tmp_path / "new", changes), commit=False)
    told = dict(difference_lines(tried.changes, tried.names))
    assert told["Settings of the cycle"] == ("periods 6 becomes 8",)
    assert told["People: 1 new, 1 changed, 4 unchanged"] == (
        "new: Dee",
        "changed: Abe: manager Ann becomes Bea and placements at most 2 becomes 3",
    )
    assert told["Absences: 1 gone"] == ("gone: Ann, 4 to 8 Jan 2027 (leave)",)
    assert tried.revision == revision(spring) == 1


def test_a_new_name_makes_a_new_cycle(spring: Store, tmp_path: Path) -> None:
    before = stored(spring)
    other = write_folder(tmp_path / "new", swapped("cycle.toml", '"Spring"', '"Autumn"'))
    made = imported(spring, other)
    assert (made.cycle, made.is_new, made.revision) == ("Autumn", True, 1)
    assert stored(spring) == before
    assert stored(spring, "Autumn").employees == before.employees


def test_a_fault_is_told_and_nothing_is_done(spring: Store, tmp_path: Path) -> None:
    before = everything(spring)
    faulty = write_folder(tmp_path / "new", swapped("pins.csv", "a1,B,", "zz,B,"))
    for commit in (False, True):
        with pytest.raises(BadInput) as caught:
            imported(spring, faulty, commit)
        (finding,) = caught.value.findings
        assert (finding.file, finding.row, finding.column, finding.value) == (
            "pins.csv",
            2,
            "employee",
            "zz",
        )
        assert finding.remedy
    assert everything(spring) == before


def test_somebody_else_was_first(spring: Store, tmp_path: Path) -> None:
    theirs = write_folder(tmp_path / "one", swapped("employees.csv", "a1,Ann", "a1,Anna"))
    mine = write_folder(tmp_path / "two", swapped("employees.csv", "b2,Bob", "b2,Bobby"))
    assert imported(spring, mine, commit=False).revision == 1
    assert imported(spring, theirs, expected=1).revision == 2
    with pytest.raises(Conflict, match="has revision 2, not 1"):
        imported(spring, mine, expected=1)
    assert [each.name for each in stored(spring).employees][:4] == ["Anna", "Abe", "Bea", "Bob"]
    # Whoever did not hear that it was done may ask again.
    assert imported(spring, theirs, expected=1).revision == 2
    assert imported(spring, mine, expected=2).revision == 3
    assert len(entries(spring)) == 3


def test_a_fault_anywhere_in_the_transaction_leaves_nothing(spring: Store, tmp_path: Path) -> None:
    changes = swapped("employees.csv", "a1,Ann", "a1,Anna") | {"keep_apart.csv": "employee,other\n"}
    changes |= {"absences.csv": "employee,first_day,last_day,kind\nc1,2027-01-04,2027-01-05,x\n"}
    source = write_folder(tmp_path / "new", changes)
    before = everything(spring)
    number, done = 0, False
    while not done:
        number += 1
        with FaultAt(spring, number):
            try:
                imported(spring, source)
                done = True
            except PlantedError:
                assert everything(spring) == before, f"statement {number} left something"
    assert number > 10
    assert revision(spring) == 2
    assert len(entries(spring)) == 2


def test_it_says_what_it_means_for_plans(spring: Store, tmp_path: Path) -> None:
    publish(spring, [ABE_AT_B])
    spring.write(
        lambda unit: unit.versions.create(
            SPRING, title="", made_by="u1", made_at=NOW, plan=[ABE_AT_B, BOB_AT_C]
        )
    )
    without_bob: dict[str, str | bytes | None] = {
        "employees.csv": SOUND["employees.csv"].replace("b2,Bob,,B,b1,1,,,\n", ""),
        "restrictions.csv": None,
    }
    away: dict[str, str | bytes | None] = {
        "absences.csv": "employee,first_day,last_day,kind\na2,2027-01-11,2027-01-12,ill\n"
    }
    tried = imported(spring, write_folder(tmp_path / "new", without_bob | away), commit=False)
    assert tried.effects[0] == "Draft 2 has 1 placement of people who are gone: Bob."
    assert tried.effects[1].startswith("Draft 2 would break rules in 2 more places. Abe")
    assert "planner plan build --again 2" in tried.effects[2]
    assert tried.effects[3].startswith("The published plan (version 1) would break rules in 2")
    assert "planner plan replan" in tried.effects[4]
    assert len(tried.effects) == 5


def test_plans_stay_as_they_are(spring: Store, tmp_path: Path) -> None:
    publish(spring, [ABE_AT_B])
    changes = swapped("employees.csv", "a2,Abe,,A,a1,2,", "a2,Abe,,A,a1,0,")
    assert imported(spring, write_folder(tmp_path / "new", changes)).effects
    with spring.read() as unit:
        assert list(unit.versions.plan(SPRING, 1)) == [ABE_AT_B]


def test_ten_thousand_rows_go_and_come(office: Store, tmp_path: Path) -> None:
    small = read_organisation(write_folder(tmp_path / "org")).organisation
    days = [date(2027, 1, 4 + n % 20) for n in range(5000)]
    many = tuple(Absence("a1", each, each, f"leave {n}") for n, each in enumerate(days))
    write_organisation(replace(small, absences=many), tmp_path / "many")
    imported(office, tmp_path / "many")
    assert len(stored(office).absences) == 5000
    changes = imported(office, tmp_path / "org").changes["absences"]
    assert (len(changes.gone), len(changes.new)) == (5000, 1)
    assert stored(office) == small
