"""The next cycle: what stays, what becomes experience, and what is brought later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from planner.domain import (
    Absence,
    BadInput,
    Closure,
    ClosureKind,
    Conflict,
    Experience,
    KeepApart,
    NotAllowed,
    NotFound,
    Placement,
    Refused,
    Requirement,
)
from planner.domain.row_changes import RowChange
from planner.workflow.edit_rows import edit_rows
from planner.workflow.list_cycles import list_cycles
from planner.workflow.next_cycle import CarriedOver, carry_over, next_cycle
from tests.workflow.organisation.office import (
    ABE,
    ADA,
    ANN,
    GONE,
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
    from planner.store import Store

AUTUMN = "Autumn"
LEFT_OUT = "1 visit is left out: the person or the department is not in the later cycle."
BEGINS = date(2027, 3, 1)
ABE_AT_B = Placement("a2", "B", date(2027, 1, 11), date(2027, 1, 17), "b1")
ANN_AT_B = Placement("a1", "B", date(2027, 1, 18), date(2027, 1, 24), "b1")
BEA_AT_C = Placement("b1", "C", date(2027, 1, 25), date(2027, 2, 14), "c1")
BOB_AT_C = Placement("b2", "C", date(2027, 1, 4), date(2027, 1, 24), "c1")


def follow(store: Store, name: str = AUTUMN, first_day: date = BEGINS) -> CarriedOver:
    return next_cycle(store, HANA, name, after=SPRING, first_day=first_day, now=NOW)


def carry(store: Store) -> CarriedOver:
    return carry_over(store, HANA, SPRING, AUTUMN, now=NOW)


def put(store: Store, table: str, cycle: str = SPRING, *rows: dict[str, object]) -> None:
    changes = [RowChange(None, row) for row in rows]
    edit_rows(store, HANA, cycle, table, changes, expected=revision(store, cycle), now=NOW)


def experience(store: Store) -> set[tuple[str, str, date]]:
    rows = stored(store, AUTUMN).experience
    return {(each.employee, each.department, each.completed_on) for each in rows}


def test_what_holds_stays(spring: Store) -> None:
    old = stored(spring)
    made = follow(spring)
    new = stored(spring, AUTUMN)
    assert new == replace(
        old,
        cycle=replace(old.cycle, name=AUTUMN, first_day=BEGINS),
        absences=(),
        closures=(),
        requirements=(Requirement("b1", "C", None),),
        pins=(),
    )
    assert (made.state.revision, made.notes) == (1, ())
    assert stored(spring) == old
    entry = entries(spring)[0]
    assert (entry.action, entry.cycle, entry.facts["from"]) == ("organisation.edit", AUTUMN, SPRING)
    assert [each.state.cycle.name for each in list_cycles(spring, HANA, now=NOW)] == [
        SPRING,
        AUTUMN,
    ]


def test_the_published_plan_becomes_experience(spring: Store) -> None:
    publish(spring, [ANN_AT_B, ABE_AT_B, BEA_AT_C])
    follow(spring)
    assert experience(spring) == {
        ("a1", "B", ANN_AT_B.last_day),
        ("a2", "B", ABE_AT_B.last_day),
        ("b1", "C", BEA_AT_C.last_day),
    }
    assert stored(spring, AUTUMN).requirements == ()


def test_absences_and_closures_stay_that_reach_into_it(spring: Store) -> None:
    long = {"first_day": "2027-02-01", "last_day": "2027-03-01"}
    put(spring, "absences", SPRING, {"employee": "b2", **long, "kind": "leave"})
    put(spring, "closures", SPRING, {"department": "C", **long, "kind": "both"})
    follow(spring)
    days = (date(2027, 2, 1), date(2027, 3, 1))
    assert stored(spring, AUTUMN).absences == (Absence("b2", *days, "leave"),)
    assert stored(spring, AUTUMN).closures == (Closure("C", *days, ClosureKind.BOTH),)


def test_people_who_have_left_are_left_out_with_their_rows(spring: Store) -> None:
    ann, abe, *_ = stored(spring).employees
    leaving = RowChange(ann, {"ends": "2027-02-28"})
    staying = RowChange(abe, {"ends": "2027-03-01"})
    edit_rows(spring, HANA, SPRING, "employees", [leaving, staying], expected=1, now=NOW)
    publish(spring, [ANN_AT_B, ABE_AT_B])
    made = follow(spring)
    new = stored(spring, AUTUMN)
    assert [(each.id, each.manager) for each in new.employees][:2] == [("a2", None), ("b1", None)]
    assert KeepApart("a1", "a2") not in new.keep_apart
    assert {each.employee for each in new.preferences} == {"b1"}
    assert experience(spring) == {("a2", "B", ABE_AT_B.last_day)}
    assert made.notes == (
        "Ann has left before 1 Mar 2027 and will not be in the new cycle.",
        LEFT_OUT,
    )


def test_requirements_that_are_not_met_stay(spring: Store) -> None:
    put(
        spring,
        "requirements",
        SPRING,
        {"employee": "a2", "department": "B", "by": "2027-01-10"},
        {"employee": "a1", "department": "C", "by": "2027-06-30"},
        {"employee": "b2", "department": "C", "by": ""},
    )
    publish(spring, [ABE_AT_B, BOB_AT_C])
    follow(spring)
    assert stored(spring, AUTUMN).requirements == (
        Requirement("b1", "C", None),
        Requirement("a1", "C", date(2027, 6, 30)),
    )


def test_seasons_that_are_over_are_told(spring: Store) -> None:
    link = stored(spring).dependencies[0]
    cells = {"season_from": "2027-01-04", "season_to": "2027-02-28"}
    edit_rows(spring, HANA, SPRING, "dependencies", [RowChange(link, cells)], expected=1, now=NOW)
    (note,) = follow(spring).notes
    assert note.startswith("The season of 1 dependency is over")
    assert "(Accounts on Bakery)" in note


def test_asking_again_changes_nothing(spring: Store) -> None:
    publish(spring, [ABE_AT_B])
    follow(spring)
    before = everything(spring)
    assert not follow(spring).changes
    assert not carry(spring).changes
    assert everything(spring) == before


def test_another_cycle_of_that_name_is_not_touched(spring: Store) -> None:
    follow(spring)
    put(
        spring,
        "experience",
        AUTUMN,
        {"employee": "a1", "department": "C", "completed_on": "2026-01-01"},
    )
    before = everything(spring)
    with pytest.raises(Conflict, match="planner cycles carry"):
        follow(spring)
    with pytest.raises(Conflict):
        follow(spring, first_day=date(2027, 4, 5))
    assert everything(spring) == before


def test_it_cannot_begin_before_the_other_ends(spring: Store) -> None:
    for day in (date(2027, 2, 14), date(2027, 1, 4), date(2026, 1, 4)):
        with pytest.raises(Refused, match="runs until 14 Feb 2027"):
            follow(spring, first_day=day)
    assert follow(spring, first_day=date(2027, 2, 15)).changes
    with pytest.raises(Refused):
        carry_over(spring, HANA, AUTUMN, SPRING, now=NOW)


@pytest.mark.parametrize("name", ["", "x" * 201, "a\x00b"])
def test_a_name_that_no_cycle_can_have(spring: Store, name: str) -> None:
    with pytest.raises(BadInput) as caught:
        follow(spring, name)
    assert [each.column for each in caught.value.findings] == ["name"]


def test_what_is_published_later_is_brought_later(spring: Store) -> None:
    follow(spring)
    assert experience(spring) == {("a2", "B", date(2026, 5, 1))}
    publish(spring, [ABE_AT_B, BEA_AT_C])
    carried = carry(spring)
    assert experience(spring) == {
        ("a2", "B", ABE_AT_B.last_day),
        ("b1", "C", BEA_AT_C.last_day),
    }
    assert (carried.state.revision, len(entries(spring))) == (2, 3)
    assert not carry(spring).changes
    assert len(entries(spring)) == 3


def test_what_did_not_come_about_is_taken_out_again(spring: Store) -> None:
    publish(spring, [ABE_AT_B, BEA_AT_C])
    follow(spring)
    put(
        spring,
        "experience",
        AUTUMN,
        {"employee": "c1", "department": "A", "completed_on": "2027-01-31"},
    )
    publish(spring, [ANN_AT_B])
    carried = carry(spring)
    assert experience(spring) == {
        ("a1", "B", ANN_AT_B.last_day),
        ("a2", "B", date(2026, 5, 1)),
        ("c1", "A", date(2027, 1, 31)),
    }
    assert carried.notes == ("2 past visits that the plan no longer has are taken out.",)
    assert not carry(spring).changes


def test_a_visit_that_moved_has_its_new_day(spring: Store) -> None:
    late = replace(ABE_AT_B, first_day=date(2027, 2, 1), last_day=date(2027, 2, 7))
    publish(spring, [late])
    follow(spring)
    publish(spring, [ABE_AT_B])
    carry(spring)
    assert experience(spring) == {("a2", "B", ABE_AT_B.last_day)}
    publish(spring, [late])
    carry(spring)
    assert experience(spring) == {("a2", "B", late.last_day)}
    assert not carry(spring).changes


def test_a_later_day_entered_by_hand_stays(spring: Store) -> None:
    publish(spring, [ABE_AT_B])
    follow(spring)
    (row,) = stored(spring, AUTUMN).experience
    by_hand = RowChange(row, {"completed_on": "2027-02-20"})
    edit_rows(spring, HANA, AUTUMN, "experience", [by_hand], expected=1, now=NOW)
    assert not carry(spring).changes
    assert experience(spring) == {("a2", "B", date(2027, 2, 20))}


def test_experience_of_people_who_are_no_longer_there(spring: Store) -> None:
    follow(spring)
    bea = next(each for each in stored(spring, AUTUMN).employees if each.id == "b2")
    for table in ("restrictions", "employees"):
        rows = [
            each
            for each in getattr(stored(spring, AUTUMN), table)
            if "b2" in (getattr(each, "employee", ""), getattr(each, "id", ""))
        ]
        changes = [RowChange(each, None) for each in rows]
        edit_rows(spring, HANA, AUTUMN, table, changes, expected=revision(spring, AUTUMN), now=NOW)
    assert bea not in stored(spring, AUTUMN).employees
    publish(spring, [BOB_AT_C])
    carried = carry(spring)
    assert not carried.changes
    assert carried.notes == (LEFT_OUT,)


def test_only_hr_makes_and_fills_cycles(spring: Store) -> None:
    follow(spring)
    publish(spring, [ABE_AT_B])
    before = everything(spring)
    for actor in (ADA, ANN, ABE, GONE):
        with pytest.raises((NotAllowed, NotFound)):
            next_cycle(spring, actor, "Winter", after=SPRING, first_day=BEGINS, now=NOW)
        with pytest.raises((NotAllowed, NotFound)):
            carry_over(spring, actor, SPRING, AUTUMN, now=NOW)
    with pytest.raises(NotFound):
        next_cycle(spring, HANA, "Winter", after="Nope", first_day=BEGINS, now=NOW)
    with pytest.raises(NotFound):
        carry_over(spring, HANA, SPRING, "Nope", now=NOW)
    assert everything(spring) == before


def test_a_fault_anywhere_leaves_nothing(spring: Store) -> None:
    publish(spring, [ABE_AT_B])
    before = everything(spring)
    number, done = 0, False
    while not done:
        number += 1
        with FaultAt(spring, number):
            try:
                follow(spring)
                done = True
            except PlantedError:
                assert everything(spring) == before
    assert number > 20


def test_who_sees_what_of_the_list(spring: Store) -> None:
    spring.write(lambda unit: unit.versions.create(SPRING, title="", made_by="u1", made_at=NOW))
    told = {
        actor.user: [
            (each.state.cycle.name, each.drafts) for each in list_cycles(spring, actor, now=NOW)
        ]
        for actor in (HANA, ADA, ANN, ABE)
    }
    assert told == {
        "u1": [(SPRING, 1)],
        "u2": [(SPRING, None)],
        "u3": [(SPRING, None)],
        "u4": [(SPRING, None)],
    }
    with pytest.raises(NotAllowed):
        list_cycles(spring, GONE, now=NOW)


def test_experience_counts_of_the_plan_alone(spring: Store) -> None:
    """Of two visits to one department, in the plan and before it, the last one counts."""
    old = stored(spring)
    assert old.experience == (Experience("a2", "B", date(2026, 5, 1)),)
    publish(spring, [ABE_AT_B])
    follow(spring)
    assert stored(spring, AUTUMN).experience == (Experience("a2", "B", ABE_AT_B.last_day),)
