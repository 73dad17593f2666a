"""What a change would mean is what the plans before and after are worth."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain import Consequence, Direction, Plan, Score
from planner.planning import score
from planner.planning.what_if import WhatIf
from tests.planning.changes import a_legal_plan, after, random_change
from tests.reference.plans import previous_plan, random_plan
from tests.strategies import seeds, small_organisation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.domain import AimOutcome, BrokenRule, Organisation

PROMISES = {"pins", "requirements"}
"""The rules that ask for placements; all others only forbid."""


def told(broken: Iterable[BrokenRule]) -> Counter[tuple[str, str]]:
    return Counter((each.rule, each.sentence) for each in broken)


def values(aims: Iterable[AimOutcome]) -> list[tuple[str, float]]:
    return [(aim.name, aim.value) for aim in aims]


def check(organisation: Organisation, found: Consequence, before: Score, now: Score) -> None:
    """Hold a consequence against the scores of the plan before and the plan after."""
    assert not told(found.broken) - told(now.violations)
    assert len(found.broken) + found.still_broken == len(now.violations)
    assert not told(found.mended) - told(before.violations)
    assert [(a.name, a.before) for a in found.aims] == values(before.aims)
    assert [(a.name, a.after) for a in found.aims] == values(now.aims)
    walked = [
        (one.customer, one.provider, one.after, other.after, one.credit, other.credit)
        for one, other in zip(before.dependencies, now.dependencies, strict=True)
        if one.after != other.after
    ]
    assert walked == [
        (d.customer, d.provider, d.before, d.after, d.credit_before, d.credit_after)
        for d in found.dependencies
    ]


@given(seeds(), st.booleans(), st.booleans())
def test_it_agrees_with_the_scores_before_and_after(seed: int, strict: bool, again: bool) -> None:
    organisation = small_organisation(seed)
    plan = random_plan(organisation, seed)
    previous = previous_plan(organisation, seed) if again else None
    gives, takes = random_change(organisation, plan, seed)
    what_if = WhatIf(organisation, plan, previous, strict)
    before = score(organisation, plan, previous, strict)
    now = score(organisation, after(plan, gives, takes), previous, strict)
    found = what_if.net(gives, takes)
    check(organisation, found, before, now)
    assert told(what_if.violations) == told(before.violations)
    assert what_if.aims == before.aims


@given(seeds())
def test_on_a_legal_plan_what_breaks_is_all_that_the_plan_after_breaks(seed: int) -> None:
    organisation = small_organisation(seed)
    plan = a_legal_plan(organisation, seed)
    assume(plan is not None)
    assert plan is not None
    gives, takes = random_change(organisation, plan, seed)
    found = WhatIf(organisation, plan).net(gives, takes)
    now = score(organisation, after(plan, gives, takes))
    assert told(found.broken) == told(now.violations)
    assert (found.mended, found.still_broken) == ((), 0)


@given(seeds())
def test_changes_add_up_and_can_be_taken_back(seed: int) -> None:
    organisation = small_organisation(seed)
    plan = random_plan(organisation, seed)
    what_if = WhatIf(organisation, plan)
    expected = plan
    for step in range(3):
        gives, takes = random_change(organisation, expected, seed + step)
        what_if, expected = what_if.with_change(gives, takes), after(expected, gives, takes)
        assert Counter(what_if.plan) == Counter(expected)
        scored = score(organisation, expected)
        assert told(what_if.violations) == told(scored.violations)
        assert what_if.aims == scored.aims
    back = what_if.net(list(expected), list(plan))
    assert Counter(what_if.with_change(list(expected), list(plan)).plan) == Counter(plan)
    assert [a.after for a in back.aims] == [a.value for a in score(organisation, plan).aims]


@given(seeds())
def test_taking_out_breaks_nothing_but_promises(seed: int) -> None:
    organisation = small_organisation(seed)
    plan = random_plan(organisation, seed)
    gives, _ = random_change(organisation, plan, seed)
    found = WhatIf(organisation, plan, strict=seed % 2 == 0).net(gives, [])
    assert {each.rule for each in found.broken} <= PROMISES


@given(seeds())
def test_changing_nothing_means_nothing(seed: int) -> None:
    organisation = small_organisation(seed)
    plan = random_plan(organisation, seed)
    found = WhatIf(organisation, plan).net(list(plan)[:2], list(plan)[:2])
    assert (found.broken, found.mended, found.dependencies, found.people) == ((), (), (), ())
    assert {aim.direction for aim in found.aims} <= {Direction.SAME}


@given(seeds())
def test_people_who_gain_or_lose_are_counted(seed: int) -> None:
    organisation = small_organisation(seed)
    plan = random_plan(organisation, seed)
    gives, takes = random_change(organisation, plan, seed)
    # Days outside the cycle count for nobody.
    left_out = {
        p
        for each in score(organisation, after(plan, gives, takes)).violations
        if each.rule == "horizon"
        for p in each.placements
    }
    left_out |= {
        p
        for each in score(organisation, plan).violations
        if each.rule == "horizon"
        for p in each.placements
    }
    assume(not left_out)
    was = Counter(p.employee for p in plan)
    now = Counter(p.employee for p in after(plan, gives, takes))
    found = WhatIf(organisation, plan).net(gives, takes)
    assert {(p.employee, p.before, p.after) for p in found.people} == {
        (e.id, was[e.id], now[e.id]) for e in organisation.employees if was[e.id] != now[e.id]
    }
    reach = {aim.name: aim.after - aim.before for aim in found.aims}.get("reach")
    if reach is not None:
        assert reach == sum(p.reached_after - p.reached_before for p in found.people)


@given(seeds())
def test_legal_starts_are_those_at_which_nothing_breaks(seed: int) -> None:
    organisation = small_organisation(seed)
    plan = a_legal_plan(organisation, seed)
    assume(plan)
    assert plan is not None
    what_if = WhatIf(organisation, plan)
    given_up = list(plan)[seed % len(plan)]
    employee = given_up.employee if seed % 3 else organisation.employees[0].id
    for gives in ([given_up], []):
        starts = what_if.legal_starts(employee, given_up.host, gives)
        assert starts == [
            day
            for day in map(organisation.cycle.first_day_of, range(organisation.cycle.periods))
            if not what_if.net(
                gives,
                what_if.complete(
                    [replace(given_up, employee=employee, first_day=day, mentor=None)], gives
                ),
            ).broken
        ]


@given(seeds())
def test_a_legal_move_breaks_nothing_new_even_where_much_is_broken(seed: int) -> None:
    organisation = small_organisation(seed)
    plan = random_plan(organisation, seed)
    what_if = WhatIf(organisation, plan)
    for placement in list(plan)[:4]:
        for move in what_if.legal_moves(placement):
            assert what_if.net([placement], [move]).broken == ()
            assert move.first_day != placement.first_day
            assert (move.employee, move.host) == (placement.employee, placement.host)


def test_an_empty_plan_can_be_asked() -> None:
    organisation = small_organisation(1)
    found = WhatIf(replace(organisation, pins=()), Plan()).net([], [])
    assert (found.broken, found.mended, found.still_broken) == ((), (), 0)
