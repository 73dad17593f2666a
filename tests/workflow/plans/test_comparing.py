"""Comparing versions, looking at them, and planning a published one anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from planner.domain import (
    Absence,
    Anew,
    Direction,
    NotFound,
    Pin,
    Plan,
    Refused,
    Search,
    id_of,
    placement_id,
)
from planner.workflow.build_plan import search_again
from planner.workflow.compare_plans import compare_plans
from planner.workflow.discard_draft import discard_draft
from planner.workflow.draft_changes import Add, Remove
from planner.workflow.edit_draft import EditingDesk
from planner.workflow.plan_versions import list_plans, see_plan
from planner.workflow.publish_plan import publish_plan
from planner.workflow.replan_cycle import replan_cycle
from tests.builders import a_placement
from tests.workflow.plans.office import COMPANY, FIRST, HANNA, HENRY, MOVED, Office

if TYPE_CHECKING:
    from planner.domain import Placement
    from tests.workflow.plans.office import Searches

ADA, AL, PAT, PAM = FIRST.placements
FIRST_DAY = COMPANY.cycle.first_day
ON_SQLITE = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
"""For real searches: they take long, and which database it is makes no difference to them."""


def test_a_draft_is_compared_with_what_holds(office: Office) -> None:
    office.published()
    number = office.draft(MOVED, base=1)
    found = compare_plans(office.store, HANNA, None, number, now=office.now)
    assert (found.one.number, found.other.number) == (1, number)
    comparison = found.comparison
    assert (comparison.added, comparison.dropped) == ((), (PAM,))
    assert [(move.before, move.after) for move in comparison.moved] == [
        (ADA, a_placement(COMPANY, "ada", "P", 4))
    ]
    aims = {aim.name: aim.direction for aim in comparison.aims}
    assert aims["coverage"] is Direction.WORSE
    assert aims["stability"] is Direction.WORSE
    assert len(found.sentences) == 2


def test_what_is_compared_has_to_be_there(office: Office) -> None:
    number = office.draft()
    with pytest.raises(NotFound, match="No plan"):
        compare_plans(office.store, HANNA, None, number, now=office.now)
    with pytest.raises(NotFound, match="no version 9"):
        compare_plans(office.store, HANNA, number, 9, now=office.now)
    discard_draft(office.store, HANNA, number, now=office.now)
    with pytest.raises(NotFound, match="thrown away"):
        compare_plans(office.store, HANNA, number, number, now=office.now)


def test_versions_are_listed_and_shown(office: Office) -> None:
    office.published()
    number = office.draft(MOVED, base=1, pins=[id_of(AL)])
    listed = list_plans(office.store, HANNA, now=office.now)
    assert [(each.version.number, each.placements) for each in listed] == [(number, 3), (1, 4)]

    shown = see_plan(office.store, HANNA, number, host="Finance", now=office.now)
    assert (shown.total, shown.broken) == (3, ())
    assert shown.placements == ((id_of(AL), AL, True),)
    assert see_plan(office.store, HANNA, employee="Ada", now=office.now).placements == (
        (id_of(ADA), ADA, False),
    )
    with pytest.raises(Refused, match='no employee "Eve"'):
        see_plan(office.store, HANNA, employee="Eve", now=office.now)


def test_a_version_with_somebody_who_has_left_is_shown(office: Office) -> None:
    number = office.draft()
    stay = tuple(each for each in COMPANY.employees if each.id != "ada")
    office.change_organisation(employees=stay)
    shown = see_plan(office.store, HANNA, number, now=office.now)
    assert shown.broken is not None
    assert [each.placements for each in shown.broken] == [(ADA,)]


def test_planning_anew_says_what_cannot_stay_and_searches_for_the_rest(
    office: Office, searches: Searches
) -> None:
    number = office.draft(FIRST, pins=[id_of(AL)])
    publish_plan(office.store, HANNA, number, now=office.now)
    away = Absence("pam", PAM.first_day, PAM.last_day)
    office.change_organisation(absences=(away,))

    begun = replan_cycle(
        office.store,
        HANNA,
        from_day=FIRST_DAY,
        freeze_days=7,
        redo=[id_of(PAT)[:8]],
        search=Search(seconds=7),
        now=office.later(hours=1),
    )

    assert [each.placement for each in begun.prepared.released] == [PAM]
    assert [each.split(": ")[0] for each in begun.released] == [
        "Pam's visit to Finance (25 to 31 January 2027) cannot stay"
    ]
    assert set(begun.prepared.kept) == {ADA, AL}
    anew = Anew(FIRST_DAY, 7, (), (id_of(PAT),))
    assert office.job(begun.job.id).search == Search(seconds=7, anew=anew)
    assert office.plan(begun.job.version) == FIRST
    searches.will_find(MOVED)
    office.work()
    (order,) = searches.orders
    assert order.before == FIRST
    assert order.organisation.pins == (Pin("al", "F", AL.first_day, AL.mentor),)
    assert office.plan(begun.job.version) == MOVED


@ON_SQLITE
@pytest.mark.parametrize(
    ("weeks", "freeze", "pins", "told"),
    [
        (3, 7, [], "It has begun: what becomes of it has to be settled with those concerned."),
        (2, 14, [], "It begins within the freeze period: tell those concerned at once."),
        (0, 7, [PAM], "It was promised: tell those concerned that it cannot be kept."),
        (0, 7, [], ""),
    ],
)
def test_a_promise_that_a_leaver_breaks_is_told_as_one(
    office: Office, weeks: int, freeze: int, pins: list[Placement], told: str
) -> None:
    number = office.draft(FIRST, pins=[id_of(each) for each in pins])
    publish_plan(office.store, HANNA, number, now=office.now)
    employees = tuple(
        replace(each, ends=FIRST_DAY + timedelta(days=6)) if each.id == "pam" else each
        for each in COMPANY.employees
    )
    office.change_organisation(employees=employees)

    begun = replan_cycle(
        office.store,
        HANNA,
        from_day=FIRST_DAY + timedelta(weeks=weeks),
        freeze_days=freeze,
        now=office.now,
    )

    (sentence,) = begun.released
    reason = "Pam's visit to Finance (25 to 31 January 2027) cannot stay: Pam "
    assert sentence.startswith(reason)
    assert sentence.endswith(told or "in the week of 25 January 2027.")


@pytest.mark.slow
@ON_SQLITE
def test_what_is_pinned_in_a_plan_made_anew_stays_in_the_next_search(office: Office) -> None:
    office.published()
    begun = replan_cycle(
        office.store,
        HANNA,
        from_day=FIRST_DAY,
        freeze_days=0,
        search=Search(seconds=20, workers=1),
        now=office.later(hours=1),
    )
    office.work()
    draft = begun.job.version
    desk = EditingDesk(office.store, HANNA, draft, now=lambda: office.now)
    desk.do(Remove(id_of(PAM)))
    (added,) = desk.do(Add("flo", "S", COMPANY.cycle.first_day_of(6), pin=True)).edit.takes

    search_again(office.store, HANNA, draft, now=office.later(hours=1))
    (ended,) = office.work()

    assert (ended.state.value, ended.search.anew) == ("done", begun.job.search.anew)
    assert added in office.plan(draft)


def test_asking_to_plan_anew_twice_with_one_key_makes_one_draft(office: Office) -> None:
    office.published()
    wish: dict[str, Any] = {"from_day": FIRST_DAY, "freeze_days": 7, "key": "button 1"}
    first = replan_cycle(office.store, HANNA, **wish, now=office.now)
    published = office.published(MOVED)
    again = replan_cycle(office.store, HANNA, **wish, now=office.now)
    assert (again.job, again.prepared) == (first.job, first.prepared)
    other = replan_cycle(office.store, HENRY, **wish, now=office.now)
    assert office.version(other.job.version).base == published.number
    assert len(list_plans(office.store, HANNA, now=office.now)) == 4


def test_a_search_does_not_tell_of_somebody_who_is_erased(office: Office) -> None:
    office.published()
    begun = replan_cycle(
        office.store,
        HANNA,
        from_day=FIRST_DAY,
        freeze_days=0,
        keep=["al"],
        redo=[id_of(PAM)],
        now=office.now,
    )
    office.store.write(lambda unit: unit.traces.forget("al", "somebody"))
    anew = office.job(begun.job.id).search.anew
    assert anew is not None
    assert anew.keep == (placement_id("somebody", "F", AL.first_day),)
    assert anew.redo == (id_of(PAM),)


@pytest.mark.slow
@ON_SQLITE
def test_nobody_is_held_to_the_pin_of_somebody_who_has_left(office: Office) -> None:
    number = office.draft(FIRST, pins=[id_of(PAM), id_of(AL)])
    publish_plan(office.store, HANNA, number, now=office.now)
    stay = tuple(each for each in COMPANY.employees if each.id != "pam")
    office.change_organisation(employees=stay)
    job = office.build(search=Search(seconds=20, workers=1))
    (ended,) = office.work()
    assert (ended.state.value, ended.reason) == ("done", "")
    assert AL in office.plan(job.version)
    assert not any(each.employee == "pam" for each in office.plan(job.version))


@pytest.mark.slow
@ON_SQLITE
def test_planning_anew_for_real(office: Office) -> None:
    office.published()
    away = Absence("pam", PAM.first_day, PAM.last_day)
    office.change_organisation(absences=(away,))
    begun = replan_cycle(
        office.store,
        HANNA,
        from_day=FIRST_DAY,
        freeze_days=0,
        search=Search(seconds=20, workers=1),
        now=office.later(hours=1),
    )
    (ended,) = office.work()
    assert (ended.state.value, ended.reason) == ("done", "")
    plan = office.plan(begun.job.version)
    assert {ADA, AL, PAT} <= set(plan)
    assert PAM not in plan
    done = publish_plan(office.store, HANNA, begun.job.version, now=office.now)
    assert done.instead_of == 1


def test_what_has_begun_is_not_planned_anew(office: Office) -> None:
    with pytest.raises(NotFound, match="No plan"):
        replan_cycle(office.store, HANNA, from_day=FIRST_DAY, freeze_days=7, now=office.now)
    office.published()
    with pytest.raises(Refused, match="has begun already"):
        replan_cycle(
            office.store,
            HANNA,
            from_day=FIRST_DAY + timedelta(days=3),
            freeze_days=7,
            redo=[id_of(ADA)],
            now=office.now,
        )
    with pytest.raises(Refused, match="No placement of the plan fits"):
        replan_cycle(
            office.store, HANNA, from_day=FIRST_DAY, freeze_days=7, keep=["zz"], now=office.now
        )
    assert office.plan(2) == Plan()
