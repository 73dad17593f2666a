"""Asking what a change of a plan would mean."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from planner.domain import BadInput, Direction, KeepApart, Pin, Placement, Plan, Refused
from planner.exchange import read_organisation
from planner.planning import WhatIf, score
from tests.builders import a_department, a_placement, a_plan, an_employee
from tests.planning.company import a_company
from tests.planning.larkfield import department, employee, larkfield, published, visit

if TYPE_CHECKING:
    from pathlib import Path

    from planner.domain import AimChange, Consequence

LARGE = "synthetic-11-10000x100x52"


@pytest.fixture(scope="module")
def what_if() -> WhatIf:
    return WhatIf(larkfield(), published())


def aims(found: Consequence) -> dict[str, AimChange]:
    return {aim.name: aim for aim in found.aims}


def test_the_plan_of_the_sample_is_legal(what_if: WhatIf) -> None:
    assert what_if.violations == ()
    assert what_if.plan == published()
    assert what_if.aims == score(larkfield(), published()).aims


def test_dropping_a_visit_costs_coverage_and_saves_time(what_if: WhatIf) -> None:
    mine = visit("Hugh Pemberton", "Finance and Office")
    found = what_if.net([mine], [])
    assert found.breaks_nothing
    (lost,) = found.dependencies
    assert (lost.customer, lost.provider) == ("BUY", "FIN")
    assert lost.after == lost.before - 1
    assert lost.credit_after < lost.credit_before
    assert not lost.gains
    assert found.coverage_lost == pytest.approx(
        lost.importance * (lost.credit_before - lost.credit_after)
    )
    changed = aims(found)
    assert changed["coverage"].direction is Direction.WORSE
    assert changed["coverage"].title == "Coverage"
    assert changed["economy"].direction is Direction.BETTER
    assert changed["economy"].after == changed["economy"].before - 3
    assert changed["requirements"].direction is Direction.SAME
    (person,) = found.people
    assert (person.employee, person.before, person.after) == (mine.employee, 1, 0)
    lost_reach = changed["reach"].before - changed["reach"].after
    assert lost_reach == person.reached_before - person.reached_after


def test_two_of_one_team_who_swap_change_nothing_for_the_departments(what_if: WhatIf) -> None:
    one = visit("Oluwaseun Bakare", "Buying")
    other = visit("Stuart Nimmo", "Buying")
    swapped = [replace(one, employee=other.employee), replace(other, employee=one.employee)]
    found = what_if.net([one, other], swapped)
    assert found.breaks_nothing
    assert (found.dependencies, found.people, found.coverage_lost) == ((), (), 0)


def test_a_promise_that_is_dropped_is_told(what_if: WhatIf) -> None:
    promised = visit("Ingrid Larkfield", "Shops")
    (broken,) = what_if.net([promised], []).broken
    assert broken.rule == "pins"
    assert broken.sentence == (
        "The promised placement of Ingrid Larkfield at Shops from the week of 10 May 2027 "
        "is missing."
    )
    assert what_if.legal_moves(promised) == ()


def test_a_mentor_who_is_away_is_refused_and_another_found(what_if: WhatIf) -> None:
    """Ruth Adomako of Buying is at Quality and Safety from 5 to 18 April."""
    ruth = employee("Ruth Adomako")
    mine = visit("Aleksander Wrona", "Buying")
    assert mine.mentor == ruth
    april = replace(mine, first_day=date(2027, 4, 12), last_day=date(2027, 4, 25))
    (broken,) = what_if.net([mine], [april]).broken
    assert broken.rule == "mentors"
    assert what_if.complete([april], [mine]) == (april,)
    (left_open,) = what_if.complete([replace(april, mentor=None)], [mine])
    assert left_open.mentor not in (None, ruth)
    assert what_if.net([mine], [left_open]).breaks_nothing


def test_the_last_day_follows_from_the_host(what_if: WhatIf) -> None:
    day = date(2027, 6, 7)
    bare = Placement(employee("Hugh Pemberton"), department("IT"), day, day)
    (whole,) = what_if.complete([bare])
    assert whole.last_day == date(2027, 6, 20)
    assert whole.mentor is not None


def test_moves_keep_the_mentor_where_they_are_free(what_if: WhatIf) -> None:
    mine = visit("Norman Eccles", "Warehouse and Dispatch")
    moves = what_if.legal_moves(mine)
    assert moves
    assert mine.first_day not in {move.first_day for move in moves}
    for move in moves:
        assert what_if.net([mine], [move]).breaks_nothing
    assert mine.mentor in {move.mentor for move in moves}


def test_a_sequence_of_edits_and_the_way_back(what_if: WhatIf) -> None:
    mine = visit("Norman Eccles", "Warehouse and Dispatch")
    moved = what_if.legal_moves(mine)[0]
    edited = what_if.with_change([mine], [moved])
    assert set(edited.plan) ^ set(published()) == {mine, moved}
    assert edited.with_change([moved], [mine]).plan == published()
    assert what_if.plan == published()


def test_what_is_not_in_the_plan_cannot_be_given(what_if: WhatIf) -> None:
    mine = visit("Norman Eccles", "Warehouse and Dispatch")
    gone = replace(mine, first_day=date(2027, 6, 7))
    with pytest.raises(
        Refused, match="Norman Eccles's visit to Warehouse and Dispatch from 7 June"
    ):
        what_if.net([gone], [])
    with pytest.raises(Refused):
        what_if.net([mine, mine], [])
    with pytest.raises(BadInput):
        what_if.net([], [replace(mine, host="nowhere")])


def test_the_placement_that_is_meant_has_another_mentor_by_now(what_if: WhatIf) -> None:
    mine = visit("Norman Eccles", "Warehouse and Dispatch")
    assert what_if.net([replace(mine, mentor=None)], []) == what_if.net([mine], [])


def test_more_people_at_an_overfull_host_are_one_breach_made_worse() -> None:
    organisation = a_company(payroll={"host_capacity": 1})
    plan = a_plan(organisation, ("ada", "P", 0), ("bob", "P", 0))
    third = a_placement(organisation, "cyd", "P", 0)
    what_if = WhatIf(organisation, plan)
    found = what_if.net([], [third])
    assert [each.sentence for each in found.broken] == [
        f"Payroll has desks for 1 visitor; 3 are placed there in the week of {day} January 2027."
        for day in (4, 11)
    ]
    assert (found.mended, found.still_broken) == ((), 0)
    fewer = what_if.with_change([], [third]).net([third], [])
    assert (fewer.broken, fewer.mended, fewer.still_broken) == ((), (), 2)
    assert what_if.net([plan.placements[0]], []).mended == what_if.violations


def test_what_is_left_of_a_breach_is_no_new_one() -> None:
    """Ada and Bob are away together from the first week on; then only from the second on."""
    organisation = a_company(keep_apart=[KeepApart("ada", "bob")])
    plan = a_plan(organisation, ("ada", "L", 0), ("ada", "P", 1), ("bob", "P", 0))
    first, *_ = plan
    assert first.host == "L"
    found = WhatIf(organisation, plan).net([first], [])
    assert (found.broken, found.mended, found.still_broken) == ((), (), 1)


def test_who_is_promised_as_a_mentor_is_asked_first() -> None:
    people = [an_employee(id, "P", mentors=1) for id in ("dan", "eve")]
    organisation = a_company(
        departments=[a_department("S"), a_department("P"), a_department("L")],
        employees=[*people, an_employee("ada", "S"), an_employee("bob", "S")],
        pins=[Pin("ada", "P", date(2027, 1, 4), "eve")],
    )
    what_if = WhatIf(organisation, Plan())
    both = [a_placement(organisation, who, "P", 0) for who in ("bob", "ada")]
    assert [each.mentor for each in what_if.complete(both[1:])] == ["eve"]
    assert [each.mentor for each in what_if.complete(both)] == ["dan", "eve"]
    assert what_if.net([], what_if.complete(both)).mended != ()


def test_nobody_is_free() -> None:
    organisation = a_company(dan={"mentors": 1})
    what_if = WhatIf(organisation, a_plan(organisation, ("ada", "P", 0, "dan")))
    two = [a_placement(organisation, "bob", "P", 1), a_placement(organisation, "cyd", "P", 2)]
    completed = what_if.complete(two)
    assert [each.mentor for each in completed] == [None, "dan"]
    assert [each.rule for each in what_if.net([], completed).broken] == ["mentors"]
    assert date(2027, 1, 11) not in what_if.legal_starts("bob", "P")


def test_nobody_and_nowhere_have_no_legal_starts(what_if: WhatIf) -> None:
    assert what_if.legal_starts("nobody", "IT") == []
    assert what_if.legal_starts(employee("Norman Eccles"), "nowhere") == []


@pytest.mark.slow
@pytest.mark.parametrize(("case", "going"), [("email-eu-core", 500), (LARGE, 250)])
def test_an_answer_takes_less_than_a_tenth_of_a_second(case: str, going: int, cases: Path) -> None:
    """Also where the plan breaks more rules than anybody would let it."""
    folder = cases / case
    if not folder.is_dir():
        pytest.skip(f"{case} is not among the cases here")
    organisation = read_organisation(folder).organisation
    rng = random.Random(1)
    hosts = [host.id for host in organisation.departments]
    periods = organisation.cycle.periods - 8
    some = rng.sample(organisation.employees, going)
    plan = Plan.of(
        a_placement(organisation, one.id, rng.choice(hosts), rng.randrange(periods)) for one in some
    )
    what_if = WhatIf(organisation, plan)
    mine = plan.placements[0]
    seconds = []
    for _ in range(9):
        begun = time.process_time()
        what_if.net([mine], what_if.complete([replace(mine, mentor=None)], [mine]))
        seconds.append(time.process_time() - begun)
    assert sorted(seconds)[4] < 0.1
