"""Editing single rows: checked like a file, all or nothing, and taken back step by step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from planner.domain import (
    Absence,
    Actor,
    BadInput,
    Closure,
    ClosureKind,
    Conflict,
    NotAllowed,
    NotFound,
    Preference,
    Refused,
)
from planner.domain.row_changes import RowChange
from planner.workflow.edit_rows import Edited, edit_rows, undo_rows
from planner.workflow.import_organisation import import_organisation
from tests.exchange.folders import swapped, write_folder
from tests.workflow.organisation.office import (
    ABE,
    ADA,
    ANN,
    BEA,
    GONE,
    HANA,
    NOW,
    SPRING,
    FaultAt,
    PlantedError,
    entries,
    everything,
    revision,
    stored,
)

if TYPE_CHECKING:
    from pathlib import Path

    from planner.store import Store

ILL = {"employee": "a2", "first_day": "2027-01-11", "last_day": date(2027, 1, 12), "kind": "ill"}


def edit(
    store: Store, table: str, *changes: RowChange, actor: Actor = HANA, expected: int | None = None
) -> Edited:
    seen = revision(store) if expected is None else expected
    return edit_rows(store, actor, SPRING, table, changes, expected=seen, now=NOW)


def undo(store: Store, actor: Actor = HANA) -> Edited:
    return undo_rows(store, actor, SPRING, expected=revision(store), now=NOW)


def new(**cells: object) -> RowChange:
    return RowChange(None, cells)


def test_a_row_is_added_changed_and_taken_out(spring: Store) -> None:
    before = stored(spring)
    added = edit(spring, "absences", new(**ILL))
    ill = Absence("a2", date(2027, 1, 11), date(2027, 1, 12), "ill")
    assert added.state.revision == 2
    assert stored(spring).absences == (*before.absences, ill)
    assert added.changes["absences"].new == (ill,)
    edit(spring, "absences", RowChange(ill, {"last_day": "2027-01-13"}))
    longer = replace(ill, last_day=date(2027, 1, 13))
    assert stored(spring).absences == (*before.absences, longer)
    edit(spring, "absences", RowChange(longer, None))
    assert stored(spring) == before
    assert revision(spring) == 4


def test_each_edit_leaves_one_entry(spring: Store) -> None:
    edit(spring, "absences", new(**ILL))
    entry = entries(spring)[0]
    assert (entry.user, entry.action) == (HANA.user, "organisation.edit")
    assert dict(entry.facts) == {
        "what": "edit of absences",
        "revision": "2",
        "rows of absences": "1 new, 0 changed, 0 gone",
    }
    assert len(entries(spring)) == 2


def test_what_is_so_already_is_no_edit(spring: Store) -> None:
    before = everything(spring)
    ann = stored(spring).employees[0]
    done = edit(spring, "employees", RowChange(ann, {"name": "Ann", "mentors": 1}))
    assert (done.edit, done.state.revision) == (None, 1)
    assert not done.changes
    assert everything(spring) == before


def test_every_fault_is_told_beside_its_cell_and_nothing_is_done(spring: Store) -> None:
    before = everything(spring)
    ann, abe, *_ = stored(spring).employees
    with pytest.raises(BadInput) as caught:
        edit(
            spring,
            "employees",
            RowChange(ann, {"mentors": "many", "manager": "zz"}),
            RowChange(abe, {"id": "b1"}),
            new(id="d1", name="Dee", department="A", max_rotations="1", colour="red"),
        )
    found = caught.value.findings
    assert {each.file for each in found} == {"employees", "experience", "keep_apart"}
    told = {(each.row, each.column): each for each in found if each.file == "employees"}
    assert set(told) == {(2, "mentors"), (2, "manager"), (3, "id"), (7, "colour")}
    assert told[2, "mentors"].value == "many"
    assert all(each.remedy for each in found)
    assert everything(spring) == before


def test_a_finding_names_the_row_that_the_screen_gave(spring: Store) -> None:
    with pytest.raises(BadInput) as caught:
        edit(spring, "absences", RowChange(None, {**ILL, "first_day": "2027-02-30"}, line=41))
    assert [each.row for each in caught.value.findings] == [41]


def test_people_who_are_named_elsewhere_cannot_go(spring: Store) -> None:
    ann = stored(spring).employees[0]
    with pytest.raises(BadInput) as caught:
        edit(spring, "employees", RowChange(ann, None))
    assert {each.file for each in caught.value.findings} == {
        "employees",
        "absences",
        "preferences",
        "keep_apart",
        "pins",
    }


def test_a_host_cannot_outgrow_what_it_promised(spring: Store) -> None:
    bakery = stored(spring).departments[1]
    with pytest.raises(BadInput, match="ends after the cycle"):
        edit(spring, "departments", RowChange(bakery, {"rotation_periods": 5}))
    with pytest.raises(BadInput, match="has no rows left"):
        edit(spring, "dependencies", *(RowChange(d, None) for d in stored(spring).dependencies))


def test_the_settings_are_edited_by_their_keys(spring: Store) -> None:
    done = edit(
        spring,
        "cycle",
        RowChange(None, {"rules.max_from_one_home": 2, "rules.rest_periods": "", "periods": "8"}),
    )
    cycle = stored(spring).cycle
    assert (cycle.rules.max_from_one_home, cycle.rules.rest_periods, cycle.periods) == (2, 0, 8)
    assert {name for name, _, _ in done.changes.settings} == {
        "max_from_one_home",
        "rest_periods",
        "periods",
    }
    edit(spring, "cycle", RowChange(None, {"aims.order": ["reach", "coverage"]}))
    assert stored(spring).cycle.aims == ("reach", "coverage")
    undo(spring)
    undo(spring)
    assert stored(spring).cycle == replace(
        cycle, rules=replace(cycle.rules, max_from_one_home=None, rest_periods=1), periods=6
    )


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"periods": "none"}, "periods"),
        ({"periods": 2}, "first_day"),
        ({"name": "Autumn"}, "name"),
        ({"tea": 1}, "tea"),
    ],
)
def test_settings_that_no_cycle_can_have(spring: Store, cells: dict[str, Any], column: str) -> None:
    with pytest.raises(BadInput) as caught:
        edit(spring, "cycle", RowChange(None, cells))
    assert [each.column for each in caught.value.findings] == [column]
    assert revision(spring) == 1


def test_edits_are_taken_back_one_by_one_to_the_very_order(spring: Store) -> None:
    states = [stored(spring)]
    ann, abe, bea, *_ = states[0].employees
    edit(spring, "requirements", *(RowChange(each, None) for each in states[0].requirements))
    states.append(stored(spring))
    edit(spring, "keep_apart", RowChange(states[0].keep_apart[0], {"other": "b1"}))
    states.append(stored(spring))
    edit(
        spring,
        "employees",
        RowChange(abe, {"mentors": 3}),
        RowChange(bea, {"name": "Beatrice"}),
        new(id="d1", name="Dee", department="A", manager=ann.id, max_rotations=1),
    )
    for number, state in enumerate(reversed(states)):
        undone = undo(spring)
        assert undone.state.revision == 5 + number
        assert stored(spring) == state
    with pytest.raises(Refused, match="nothing to take back"):
        undo(spring)
    assert [each.facts["what"] for each in entries(spring)[:3]] == [
        "undo of requirements",
        "undo of keep_apart",
        "undo of employees",
    ]


def test_a_row_that_was_taken_out_comes_back_to_its_place(spring: Store) -> None:
    rows = [Absence("b2", date(2027, 1, n), date(2027, 1, n)) for n in (4, 5, 6, 7)]
    edit(
        spring,
        "absences",
        *(new(employee="b2", first_day=r.first_day, last_day=r.last_day) for r in rows),
    )
    before = stored(spring)
    edit(spring, "absences", RowChange(rows[2], None), RowChange(rows[0], None))
    undo(spring)
    assert stored(spring) == before


def test_undo_leaves_what_others_did_since(spring: Store) -> None:
    ann, abe, *_ = stored(spring).employees
    edit(spring, "employees", RowChange(abe, {"mentors": 2}))
    edit(
        spring,
        "employees",
        RowChange(abe_now := replace(abe, mentors=2), {"name": "Abel"}),
        actor=ABE,
    )
    assert abe_now in (
        stored(spring).employees[1],
        replace(stored(spring).employees[1], name="Abe"),
    )
    with pytest.raises(Conflict, match="changed again since"):
        undo(spring)
    undo(spring, ABE)
    undo(spring)
    assert stored(spring).employees[:2] == (ann, abe)


def test_undo_after_an_import_fits_or_is_refused(spring: Store, tmp_path: Path) -> None:
    dee = new(id="d1", name="Dee", department="A", max_rotations=1)
    edit(spring, "employees", dee)
    source = write_folder(
        tmp_path / "new",
        {
            "employees.csv": str(swapped("employees.csv", "a1,Ann", "a1,Anna")["employees.csv"])
            + "d1,Dee,,A,,1,0,,\n",
            "absences.csv": "employee,first_day,last_day,kind\nd1,2027-01-04,2027-01-08,leave\n",
        },
    )
    import_organisation(spring, HANA, source, commit=True, now=NOW)
    with pytest.raises(BadInput) as caught:
        undo(spring)
    assert [each.file for each in caught.value.findings] == ["absences"]
    edit(spring, "absences", RowChange(stored(spring).absences[0], None))
    undo(spring)
    with pytest.raises(BadInput):
        undo(spring)


def test_whoever_looked_at_an_older_state_is_told(spring: Store) -> None:
    edit(spring, "absences", new(**ILL))
    nowhere = Absence("a2", date(2027, 1, 1), date(2027, 1, 1))
    with pytest.raises(Conflict):
        edit(spring, "absences", new(**ILL), expected=1)
    with pytest.raises(Conflict):
        undo_rows(spring, HANA, SPRING, expected=1, now=NOW)
    with pytest.raises(Conflict):
        edit(spring, "absences", RowChange(nowhere, None))
    assert revision(spring) == 2


def test_a_fault_anywhere_leaves_nothing(spring: Store) -> None:
    before = everything(spring)
    number, done = 0, False
    while not done:
        number += 1
        with FaultAt(spring, number):
            try:
                edit(spring, "absences", new(**ILL), expected=1)
                done = True
            except PlantedError:
                assert everything(spring) == before
    assert number > 5
    after = everything(spring)
    with FaultAt(spring, 12), pytest.raises(PlantedError):
        undo_rows(spring, HANA, SPRING, expected=2, now=NOW)
    assert everything(spring) == after


def _first(store: Store, table: str, **wanted: object) -> Any:
    rows = getattr(stored(store), table)
    return next(r for r in rows if all(getattr(r, name) == v for name, v in wanted.items()))


def test_managers_edit_absences_mentors_and_closures_of_their_own(spring: Store) -> None:
    edit(spring, "absences", new(**ILL), actor=ANN)
    edit(
        spring,
        "employees",
        RowChange(_first(spring, "employees", id="a2"), {"mentors": 1}),
        actor=ANN,
    )
    closed = {"first_day": "2027-01-11", "last_day": "2027-01-12", "kind": "hosting"}
    edit(spring, "closures", new(department="A", **closed), actor=ANN)
    assert (
        Closure("A", date(2027, 1, 11), date(2027, 1, 12), ClosureKind.HOSTING)
        in stored(spring).closures
    )
    undo(spring, ANN)
    assert revision(spring) == 5


def test_everybody_edits_their_own_wishes_name_and_address(spring: Store) -> None:
    edit(spring, "preferences", new(employee="a2", department="B", score="-1"), actor=ABE)
    assert Preference("a2", "B", -1) in stored(spring).preferences
    abe = _first(spring, "employees", id="a2")
    edit(spring, "employees", RowChange(abe, {"email": "abe@example.org"}), actor=ABE)
    assert _first(spring, "employees", id="a2").email == "abe@example.org"


def test_nobody_edits_what_is_not_theirs(spring: Store) -> None:
    before = everything(spring)
    ann, abe, _, bob, _ = stored(spring).employees
    leave, wish, shut = (
        getattr(stored(spring), t)[0] for t in ("absences", "preferences", "closures")
    )
    attempts: list[tuple[Actor, str, RowChange]] = [
        (ABE, "absences", new(**ILL)),
        (ABE, "employees", RowChange(abe, {"max_rotations": 9})),
        (ABE, "employees", RowChange(abe, {"mentors": 1})),
        (ABE, "employees", RowChange(ann, {"name": "Nan"})),
        (ABE, "preferences", RowChange(wish, {"score": 1})),
        (ABE, "preferences", new(employee="b1", department="A", score=1)),
        (ABE, "cycle", RowChange(None, {"periods": 9})),
        (ANN, "absences", RowChange(leave, None)),
        (ANN, "absences", new(**{**ILL, "employee": "b2"})),
        (ANN, "employees", RowChange(bob, {"mentors": 1})),
        (ANN, "employees", RowChange(abe, {"department": "B"})),
        (ANN, "employees", RowChange(abe, {"id": "a9"})),
        (ANN, "employees", new(id="d1", name="Dee", department="A", max_rotations=1)),
        (ANN, "closures", RowChange(shut, None)),
        (ANN, "preferences", new(employee="a2", department="B", score=1)),
        (ANN, "experience", new(employee="a2", department="C", completed_on="2026-01-01")),
        (BEA, "absences", new(**ILL)),
        (ADA, "absences", new(**ILL)),
        (ADA, "departments", RowChange(stored(spring).departments[0], {"name": "X"})),
        (GONE, "absences", new(**ILL)),
        (Actor("nobody"), "absences", new(**ILL)),
    ]
    for actor, table, change in attempts:
        with pytest.raises((NotAllowed, NotFound)):
            edit(spring, table, change, actor=actor)
    with pytest.raises(NotFound):
        edit_rows(spring, HANA, "Nope", "absences", [new(**ILL)], expected=1, now=NOW)
    assert everything(spring) == before


def test_whether_a_row_is_there_is_not_told_to_strangers(spring: Store) -> None:
    there = stored(spring).absences[0]
    guessed = replace(there, kind="illness")
    told = []
    for row in (there, guessed):
        with pytest.raises((NotAllowed, NotFound)) as caught:
            edit(spring, "absences", RowChange(row, None), actor=BEA)
        told.append(str(caught.value))
    assert told[0] == told[1]


def test_an_edit_is_forgotten_with_the_person_in_it(spring: Store) -> None:
    edit(spring, "absences", new(**ILL))
    edit(spring, "preferences", new(employee="c1", department="B", score=1))
    assert spring.write(lambda unit: unit.row_edits.forget("a2")) == 1
    with spring.read() as unit:
        assert [each.table for each in unit.row_edits.list(SPRING)] == ["preferences"]
