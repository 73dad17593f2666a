"""Planning anew in the middle of a cycle: stories at Larkfield."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain import (
    Absence,
    Closure,
    ClosureKind,
    Held,
    Pin,
    Placement,
    Plan,
    Refused,
    Replan,
    id_of,
    placement_id,
)
from planner.planning import WhatIf, prepare_replan, replan, score
from planner.planning.holding import since
from tests.planning.larkfield import department, employee, larkfield, published, visit
from tests.reference.plans import previous_plan
from tests.strategies import seeds, small_organisation

if TYPE_CHECKING:
    from planner.domain import Department, Organisation

TODAY = date(2027, 2, 24)
"""A Wednesday: Derek Poole has been in IT since Monday."""

FREE_FROM = TODAY + timedelta(days=14)


def prepared(organisation: Organisation | None = None, **wishes: Any) -> Replan:
    now = organisation or larkfield()
    given: dict[str, Any] = {"today": TODAY, "freeze_days": 14, "before": larkfield()}
    return prepare_replan(now, published(), **given | wishes)


def without(name: str) -> Organisation:
    """Return Larkfield after somebody has left, with all that the tables said of them."""
    gone, now = employee(name), larkfield()
    return replace(
        now,
        employees=tuple(
            replace(e, manager=None if e.manager == gone else e.manager)
            for e in now.employees
            if e.id != gone
        ),
        absences=tuple(r for r in now.absences if r.employee != gone),
        experience=tuple(r for r in now.experience if r.employee != gone),
        preferences=tuple(r for r in now.preferences if r.employee != gone),
        restrictions=tuple(r for r in now.restrictions if r.employee != gone),
        keep_apart=tuple(r for r in now.keep_apart if gone not in (r.employee, r.other)),
        requirements=tuple(r for r in now.requirements if r.employee != gone),
        pins=tuple(r for r in now.pins if gone not in (r.employee, r.mentor)),
    )


def test_nothing_has_happened_and_nothing_is_let_go() -> None:
    found = prepared()
    assert found.kept == published().placements
    assert (found.released, found.proven) == ((), True)
    assert found.free_from == FREE_FROM
    assert found.previous == published()
    assert found.organisation.cycle.aims[:2] == ("requirements", "stability")
    assert set(found.organisation.pins) == {
        Pin(p.employee, p.host, p.first_day, p.mentor) for p in published()
    }


def test_somebody_leaves() -> None:
    """Vasile Munteanu leaves at the end of March; he was to see the Workshop in June."""
    vasile = employee("Vasile Munteanu")
    now = replace(
        larkfield(),
        employees=tuple(
            replace(e, ends=date(2027, 3, 31)) if e.id == vasile else e
            for e in larkfield().employees
        ),
    )
    found = prepared(now)
    (gone,) = found.released
    assert (gone.placement, gone.held) == (visit("Vasile Munteanu", "Workshop"), Held.PUBLISHED)
    assert gone.reason == (
        "Vasile Munteanu's visit to Workshop (31 May to 13 June 2027) cannot stay: Vasile Munteanu "
        "is placed at Workshop but is away or not employed in the week of 31 May 2027. Warehouse "
        "and Dispatch keeps 12 people of its own at work in the week of 31 May 2027; it needs 13."
    )
    assert found.broken_promises == ()
    assert set(found.kept) == set(published()) - {gone.placement}


def test_somebody_is_gone_altogether_and_a_mentor_with_them() -> None:
    """Tracey Ollerton guided six visitors at the warehouse; others have to take them on."""
    now, tracey = without("Tracey Ollerton"), employee("Tracey Ollerton")
    found = prepared(now)
    guided = [p for p in published() if p.mentor == tracey]
    kept = {id_of(p): p for p in found.kept}
    assert len(guided) > 3
    released = {id_of(r.placement) for r in found.released}
    assert {id_of(p) for p in guided} <= kept.keys() | released
    assert all(p.mentor != tracey for p in found.kept)
    assert any(id_of(p) in kept for p in guided)
    others = {id_of(p): p.mentor for p in published() if p.host != department(WAREHOUSE)}
    assert {id: kept[id].mentor for id in others if id in kept} == {
        id: mentor for id, mentor in others.items() if id in kept
    }
    assert score(now, Plan(found.kept)).violations == ()


WAREHOUSE = "Warehouse and Dispatch"


def test_somebody_who_is_gone_altogether_is_named() -> None:
    (gone,) = prepared(without("Vasile Munteanu")).released
    assert gone.reason == (
        "Vasile Munteanu's visit to Workshop (31 May to 13 June 2027) cannot stay: "
        "Vasile Munteanu is no longer in the organisation."
    )


def test_somebody_falls_ill_on_the_way() -> None:
    """Mohammed Sharif has been in Buying since Monday; he will not be there next week."""
    mine = visit("Mohammed Sharif", "Buying")
    ill = Absence(mine.employee, date(2027, 3, 1), date(2027, 3, 5), "illness")
    found = prepared(replace(larkfield(), absences=(*larkfield().absences, ill)))
    (gone,) = found.broken_promises
    assert (gone.placement, gone.held) == (mine, Held.STARTED)
    assert "in the week of 1 March 2027" in gone.reason


def test_what_is_over_stays_whatever_is_recorded_afterwards() -> None:
    """Callum Reid was ill in the first week of his visit to the Workshop, and is back."""
    callum = visit("Callum Reid", "Workshop")
    ill = Absence(callum.employee, date(2027, 2, 8), date(2027, 2, 12), "illness")
    now = replace(larkfield(), absences=(*larkfield().absences, ill))
    found = prepared(now)
    assert (found.released, found.kept) == ((), published().placements)
    assert [each.placements for each in found.overlooked if each.rule == "availability"] == [
        (callum,)
    ]
    assert prepared().overlooked == ()


def test_a_host_closes() -> None:
    """Buying closes for visitors in June; what was there before and elsewhere stays."""
    buying = department("Buying")
    closed = Closure(buying, date(2027, 6, 1), date(2027, 6, 30), ClosureKind.HOSTING)
    found = prepared(replace(larkfield(), closures=(*larkfield().closures, closed)))
    assert {r.placement for r in found.released} == {
        visit("Ellis Penrose", "Buying"),
        visit("Aleksander Wrona", "Buying"),
    }
    assert all("Buying is closed for it" in each.reason for each in found.released)


def test_a_promise_that_has_become_impossible_is_let_go_and_said_first() -> None:
    ingrid = visit("Ingrid Larkfield", "Shops")
    away = Absence(ingrid.employee, ingrid.first_day, ingrid.last_day, "leave")
    later = visit("Stuart Nimmo", "Buying")
    away_too = Absence(later.employee, later.first_day, later.last_day, "leave")
    now = replace(larkfield(), absences=(*larkfield().absences, away_too, away))
    found = prepared(now, keep={id_of(visit("Hugh Pemberton", "Finance and Office"))})
    assert [(r.placement, r.held) for r in found.released] == [
        (ingrid, Held.PROMISED),
        (later, Held.PUBLISHED),
    ]


def test_promises_that_clash_give_way_as_few_as_possible() -> None:
    """A new promise takes the one desk of the warehouse while two others are there."""
    first, second = (
        visit("Norman Eccles", WAREHOUSE),
        visit("Gwen Llewellyn", WAREHOUSE),
    )
    assert (first.first_day, second.first_day) == (date(2027, 4, 5), date(2027, 4, 12))
    new = Pin(employee("Ravi Subramaniam"), department(WAREHOUSE), first.first_day)
    now = replace(larkfield(), pins=(*larkfield().pins, new))
    found = prepared(now, applied={id_of(first), id_of(second)})
    assert len(found.released) == 1
    assert found.released[0].placement.first_day == first.first_day
    # With the rest of the plan on its side the visit that was agreed on is the one that stays.
    free = prepared(now)
    assert [(r.placement, r.held) for r in free.released][:1] == [(first, Held.PUBLISHED)]
    assert new in {Pin(p.employee, p.host, p.first_day) for p in free.kept}


def test_what_is_to_be_planned_anew_is_neither_kept_nor_missed() -> None:
    mine = visit("Hugh Pemberton", "Finance and Office")
    found = prepared(redo={id_of(mine)})
    assert mine not in found.kept
    assert mine not in found.previous
    assert found.released == ()


@pytest.mark.parametrize(
    ("name", "host", "why"),
    [
        ("Derek Poole", "IT", "has begun already"),
        ("Leonard Stubbs", "Customer Service", "begins before 10 March 2027"),
        ("Ingrid Larkfield", "Shops", "is promised"),
    ],
)
def test_what_is_held_cannot_be_planned_anew(name: str, host: str, why: str) -> None:
    mine = visit(name, host)
    with pytest.raises(Refused, match=why):
        prepared(redo={id_of(mine)})


def test_a_selection_that_is_out_of_date_is_refused() -> None:
    with pytest.raises(Refused, match="2 placements of those to keep or to plan anew"):
        prepared(keep={"x"}, redo={"y"})
    mine = id_of(visit("Hugh Pemberton", "Finance and Office"))
    with pytest.raises(Refused, match="is promised"):
        prepared(keep={mine}, redo={mine})
    with pytest.raises(ValueError, match="freeze_days is -1"):
        prepared(freeze_days=-1)


def test_a_visit_from_another_cycle_is_let_go() -> None:
    last_year = Placement(
        employee("Hugh Pemberton"), department("IT"), date(2026, 11, 2), date(2026, 11, 15)
    )
    plan = Plan.of([*published(), last_year])
    found = prepare_replan(larkfield(), plan, today=TODAY, freeze_days=14)
    (gone,) = found.released
    assert gone.placement == last_year
    assert "outside the cycle" in gone.reason


def test_a_plan_is_made_anew_and_compared() -> None:
    """Stuart and Hugh cannot go: the others stay, gaps are filled after the freeze, if at all."""
    stuart, hugh = (
        visit("Stuart Nimmo", "Buying"),
        visit("Hugh Pemberton", "Finance and Office"),
    )
    away = [Absence(p.employee, p.first_day, p.last_day, "leave") for p in (stuart, hugh)]
    now = replace(larkfield(), absences=(*larkfield().absences, *away))
    found = replan(now, published(), TODAY, 14, time_limit=8, workers=1)
    plan = found.solution.plan
    assert plan is not None
    assert found.comparison is not None
    assert score(now, plan).violations == ()
    old = {id_of(p) for p in published()}
    assert {id_of(p) for p in plan} >= old - {id_of(stuart), id_of(hugh)}
    new = [p for p in plan if id_of(p) not in old]
    assert all(p.first_day >= FREE_FROM for p in new)
    values = {aim.name: aim.value for aim in found.solution.aims}
    assert values["stability"] == 2
    gone = {*found.comparison.dropped, *(c.before for c in found.comparison.moved)}
    assert gone == {stuart, hugh}
    assert {*found.comparison.added, *(c.after for c in found.comparison.moved)} == set(new)
    assert found.comparison.guided_by_another == ()


@given(seeds(), st.integers(0, 30))
def test_what_is_kept_is_legal_and_what_is_let_go_would_not_be(seed: int, day: int) -> None:
    """The plan was made for one organisation, and another with the same people has it now."""
    old, rng = small_organisation(seed), Random(seed)
    plan = previous_plan(old, seed)
    now = replace(old, departments=changed(old, rng), pins=old.pins[: rng.randrange(3)])
    today = now.cycle.first_day + timedelta(days=day)
    found = prepare_replan(now, plan, today=today, freeze_days=rng.choice((0, 7, 14)))
    still = since(replace(now, pins=()), today)
    assert score(still, Plan(found.kept)).violations == ()
    released = {id_of(each.placement) for each in found.released}
    pinned = {placement_id(pin.employee, pin.host, pin.first_day) for pin in now.pins}
    assert {id_of(p) for p in found.kept} | released == {id_of(p) for p in plan} | pinned
    assert not {id_of(p) for p in found.kept} & released
    what_if = WhatIf(still, Plan(found.kept))
    for each in found.released:
        assert each.reason.endswith(".")
        back = what_if.complete([replace(each.placement, mentor=None)])
        assert not what_if.net([], back).breaks_nothing


def changed(organisation: Organisation, rng: Random) -> tuple[Department, ...]:
    """Return departments that may have other limits than before."""
    return tuple(
        replace(each, host_capacity=rng.choice((0, 1, 2)), minimum_staffing=rng.choice((0, 1)))
        if rng.random() < 0.4
        else each
        for each in organisation.departments
    )
