"""Editing a draft by hand: what each change means, and taking it back."""

from __future__ import annotations

import random
import statistics
import time
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from planner.domain import Conflict, Plan, Refused, id_of
from planner.planning import score
from planner.store import open_store, verify
from planner.workflow.draft_changes import Add, Move, Pin, Remove, Unpin
from planner.workflow.drafts import known_part
from planner.workflow.edit_draft import EditingDesk
from tests.builders import (
    a_cycle,
    a_department,
    a_dependency,
    a_placement,
    a_plan,
    an_employee,
    an_organisation,
)
from tests.workflow.plans.deeds import PROCESSES, edit
from tests.workflow.plans.office import CYCLE, FIRST, HANNA, HENRY, NOW, Office, a_company

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.domain import Organisation
    from planner.store import Store
    from planner.workflow.draft_changes import Change

COMPANY = a_company()
ADA, AL, PAT, PAM = FIRST.placements
ADA_ID, AL_ID = id_of(ADA), id_of(AL)


def a_desk(office: Office, number: int = 1) -> EditingDesk:
    return EditingDesk(office.store, HANNA, number, now=lambda: office.now)


@pytest.fixture
def desk(office: Office) -> EditingDesk:
    office.draft()
    return a_desk(office)


def test_a_move_says_what_it_means_and_is_done(office: Office, desk: EditingDesk) -> None:
    to = COMPANY.cycle.first_day_of(4)
    edited = desk.do(Move(ADA_ID, to))
    assert edited.edit.what == (
        "Ada's visit to Payroll from 4 January 2027 was moved to 1 February 2027."
    )
    assert edited.consequence.breaks_nothing
    moved = a_placement(COMPANY, "ada", "P", 4)
    assert moved in office.plan(1)
    assert ADA not in office.plan(1)
    assert edited.version.revision == 2
    assert edited.version.aims == score(COMPANY, office.plan(1)).aims
    entry = office.entries()[-1]
    assert (entry.action, entry.thing) == ("draft.edit", "version 1")
    facts = {"edit": "move", "step": "1", "revision": "2", "out": "1", "in": "1"}
    assert entry.facts == facts


def test_what_breaks_a_rule_is_told_and_done(office: Office, desk: EditingDesk) -> None:
    edited = desk.do(Add("flo", "P", COMPANY.cycle.first_day_of(1)))
    assert edited.consequence.breaks_nothing
    edited = desk.do(Add("Fin", "Payroll", COMPANY.cycle.first_day_of(1)))
    edited = desk.do(Add("Al", "Payroll", COMPANY.cycle.first_day_of(1)))
    assert not edited.consequence.breaks_nothing
    assert [each.sentence for each in desk.violations] == [
        each.sentence for each in score(COMPANY, office.plan(1)).violations
    ]
    assert len(office.plan(1)) == 7


def test_asking_changes_nothing(office: Office, desk: EditingDesk) -> None:
    before = office.entries()
    asked = desk.ask(Remove(ADA_ID))
    assert asked.coverage_lost > 0
    assert (office.plan(1), office.entries()) == (FIRST, before)
    assert desk.do(Remove(ADA_ID)).consequence == asked


def test_pins_are_made_let_go_and_follow_a_move(office: Office, desk: EditingDesk) -> None:
    desk.do(Pin(ADA_ID[:8]))
    with pytest.raises(Refused, match="pinned already"):
        desk.do(Pin(ADA_ID))
    moved = desk.do(Move(ADA_ID, COMPANY.cycle.first_day_of(5)))
    (take,) = moved.edit.takes
    assert _pinned(office) == Plan.of([take])
    assert desk.board.pinned == {id_of(take)}
    desk.undo()
    assert _pinned(office) == Plan.of([ADA])
    desk.do(Unpin(ADA_ID))
    assert _pinned(office) == Plan()
    with pytest.raises(Refused, match="not pinned"):
        desk.do(Unpin(ADA_ID))
    added = desk.do(Add("flo", "S", COMPANY.cycle.first_day_of(6), pin=True))
    assert _pinned(office) == Plan.of(added.edit.takes)


def _pinned(office: Office) -> Plan:
    with office.store.read() as unit:
        return unit.versions.pins(CYCLE, 1)


def test_every_edit_can_be_taken_back_by_another_process(office: Office, store_url: str) -> None:
    number = office.draft()
    desk = a_desk(office, number)
    states = [office.plan(number)]
    changes: list[Change] = [
        Pin(AL_ID),
        Move(AL_ID, COMPANY.cycle.first_day_of(5)),
        Remove(id_of(PAM)),
        Add("flo", "S", COMPANY.cycle.first_day_of(6)),
    ]
    for each in changes:
        desk.do(each)
        states.append(office.plan(number))

    with open_store(store_url) as another:
        other = EditingDesk(another, HENRY, number, now=lambda: office.now)
        for state in reversed(states[:-1]):
            assert other.undo().undone
            assert office.plan(number) == state
        with pytest.raises(Refused, match="nothing to take back"):
            other.undo()

    for state in states[1:]:
        assert not desk.redo().undone
        assert office.plan(number) == state
    with pytest.raises(Refused, match="nothing to do again"):
        desk.redo()
    assert desk.board.pinned == {id_of(each) for each in _pinned(office)}
    assert dict(desk.board.placements) == {id_of(each): each for each in office.plan(number)}


def test_what_was_proven_holds_as_long_as_it_is_true(office: Office, desk: EditingDesk) -> None:
    known = tuple(replace(aim, bound=aim.value, gap=0.0) for aim in score(COMPANY, FIRST).aims)
    bounds = {aim.name: aim.bound for aim in known}

    def proven() -> dict[str, float | None]:
        return {aim.name: aim.bound for aim in office.version(1).aims}

    office.store.write(lambda unit: unit.versions.value(CYCLE, 1, known))
    desk.do(Pin(AL_ID))
    assert office.version(1).aims == known

    removed = desk.do(Remove(ADA_ID)).version.aims
    told = {aim.name: aim for aim in removed}
    best = bounds["coverage"] or 0.0
    assert told["coverage"].value < best
    assert told["coverage"].bound == best
    assert told["coverage"].gap == pytest.approx(1 - told["coverage"].value / best)
    before, after = list(told)[: list(told).index("coverage")], ("reach", "economy", "earliness")
    assert [told[name].bound for name in before] == [bounds[name] for name in before]
    assert [told[name].bound for name in after] == [None] * len(after)
    desk.undo()
    assert proven() == bounds
    desk.redo()
    assert office.version(1).aims == removed
    desk.undo()

    desk.do(Unpin(AL_ID))
    assert set(proven().values()) == {None}
    desk.undo()
    assert proven() == bounds
    desk.do(Move(AL_ID, COMPANY.cycle.first_day_of(6)))
    assert set(proven().values()) == {None}

    office.change_organisation(employees=COMPANY.employees[:-1])
    desk.undo()
    assert set(proven().values()) == {None}


def test_a_placement_is_named_by_whose_it_is(office: Office, desk: EditingDesk) -> None:
    assert desk.do(Move("al", COMPANY.cycle.first_day_of(5))).edit.gives == (AL,)
    desk.do(Add("ada", "F", COMPANY.cycle.first_day_of(7)))
    with pytest.raises(Refused) as refusal:
        desk.do(Remove("Ada"))
    said = refusal.value.sentences
    assert said[0] == '2 placements fit "Ada". Give the id of one:'
    assert f"{ADA_ID[:8]}: Ada's visit to Payroll from 4 January 2027." in said
    with pytest.raises(Refused, match='Did you mean "Finance"'):
        desk.do(Add("ada", "Finanse", COMPANY.cycle.first_day))


def test_somebody_elses_edit_is_seen_at_once(office: Office, desk: EditingDesk) -> None:
    revision = desk.do(Remove(ADA_ID)).version.revision
    EditingDesk(office.store, HENRY, 1, now=lambda: office.now).undo()
    assert ADA_ID in desk.board.placements
    with pytest.raises(Conflict, match="Somebody else"):
        desk.do(Remove(ADA_ID), expected=revision)
    assert desk.do(Remove(ADA_ID), expected=revision + 1).version.revision == revision + 2


def test_an_organisation_that_changes_is_seen_at_once(office: Office, desk: EditingDesk) -> None:
    assert desk.violations == ()
    office.change_organisation(
        departments=(
            a_department("S", name="Sales"),
            a_department("P", name="Payroll", host_capacity=0),
            a_department("F", name="Finance", host_capacity=1),
        )
    )
    assert len(desk.violations) == 1


def test_somebody_who_has_left_can_be_taken_out(office: Office, desk: EditingDesk) -> None:
    office.change_organisation(
        employees=tuple(each for each in COMPANY.employees if each.id != "ada")
    )
    edited = desk.do(Remove(ADA_ID))
    assert edited.consequence.breaks_nothing
    assert ADA not in office.plan(1)
    assert known_part(COMPANY, FIRST) == FIRST


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (Move(ADA_ID), "Choose another day"),
        (Move("zz", COMPANY.cycle.first_day), "No placement of the plan fits"),
        (Remove(""), "No placement of the plan fits"),
        (Add("ada", "P", COMPANY.cycle.first_day), "in the draft already"),
        (Add("nobody", "P", COMPANY.cycle.first_day), 'no employee "nobody"'),
        (Add("ada", "Nowhere", COMPANY.cycle.first_day), 'no department "Nowhere"'),
    ],
)
def test_what_makes_no_sense_is_refused(
    office: Office, desk: EditingDesk, change: Change, sentence: str
) -> None:
    before = office.entries()
    with pytest.raises(Refused, match=sentence):
        desk.do(change)
    assert (office.plan(1), office.entries()) == (FIRST, before)


def test_published_plans_are_not_edited(office: Office) -> None:
    office.published()
    with pytest.raises(Refused, match="only a draft"):
        a_desk(office).do(Remove(ADA_ID))


@pytest.mark.slow
def test_of_many_processes_that_edit_one_draft_none_loses_an_edit(
    office: Office, store_url: str
) -> None:
    editors = [each.id for each in COMPANY.employees]
    number = office.draft()
    office.store.close()
    ends = []
    for employee in editors:
        ours, theirs = PROCESSES.Pipe(duplex=False)
        process = PROCESSES.Process(target=edit, args=(store_url, number, employee, 100, theirs))
        process.start()
        theirs.close()
        ends.append((process, ours))
    revisions = []
    for process, line in ends:
        with line:
            revisions += line.recv()
        process.join()
        process.close()

    assert len(editors) == 8
    assert sorted(revisions) == list(range(2, 802))
    assert office.version(number).revision == 801
    assert office.plan(number) == FIRST
    entries = [entry for entry in office.entries() if entry.action == "draft.edit"]
    assert [entry.facts["revision"] for entry in entries] == [str(n) for n in range(2, 802)]
    with office.store.read() as unit:
        assert len(unit.edits.list(CYCLE, number)) == 800
    assert verify(office.store) == ()


def a_large_one(people: int = 1000) -> Organisation:
    draw = random.Random(3)
    ids = [f"D{number}" for number in range(20)]
    pairs = draw.sample([(a, b) for a in ids for b in ids if a != b], 80)
    return an_organisation(
        cycle=a_cycle(periods=26),
        departments=[a_department(each, host_capacity=6, minimum_staffing=5) for each in ids],
        employees=[
            an_employee(
                f"e{number}", ids[number % 20], manager=f"e{number % 20}" if number > 19 else None
            )
            for number in range(people)
        ],
        dependencies=[a_dependency(*pair, target=10) for pair in pairs],
    )


def a_full_plan(organisation: Organisation) -> Plan:
    ids = [each.id for each in organisation.departments]
    return a_plan(
        organisation,
        *(
            (each.id, ids[(number + 7) % 20], number % 26)
            for number, each in enumerate(organisation.employees)
        ),
    )


@pytest.fixture
def large(store: Store) -> tuple[Office, Organisation, Callable[[], EditingDesk]]:
    organisation = a_large_one()
    office = Office(store, organisation)
    number = office.draft(a_full_plan(organisation))
    return office, organisation, lambda: EditingDesk(office.store, HANNA, number, now=lambda: NOW)


def test_an_edit_among_a_thousand_people_is_answered_at_once(
    large: tuple[Office, Organisation, Callable[[], EditingDesk]],
) -> None:
    office, organisation, a_desk = large
    desk = a_desk()
    draw = random.Random(1)
    chosen = draw.sample(sorted(desk.board.placements), 12)
    week = timedelta(days=7)
    seconds = []
    for id in chosen:
        first = desk.board.placements[id].first_day
        to = first + week if first < organisation.cycle.last_day - week else first - week
        begun = time.process_time()
        desk.do(Move(id, to))
        seconds.append(time.process_time() - begun)
    # Time of this process: others use this machine, too.
    assert statistics.median(seconds) < 0.1
    expected = score(organisation, office.plan(1))
    assert desk.violations == expected.violations
    assert office.version(1).aims == expected.aims
