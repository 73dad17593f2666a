"""Who could take a placement or exchange one: exactly those for whom it would be legal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from planner.domain import KeepApart, Pin, Plan, Refused, RequestKind, Restriction
from planner.exchange import read_organisation
from planner.planning import score, solve
from planner.planning.partners import eligible_partners
from planner.planning.what_if import WhatIf
from planner.resources import sample_folder
from tests.builders import FIRST_DAY, a_placement, a_plan
from tests.planning.company import a_company
from tests.reference.plans import legal_placements
from tests.strategies import previous_plan, seeds, small_organisation, tiny_organisation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planner.domain import Organisation, Partner, Placement

    Key = tuple[str, str, date]

KINDS = (RequestKind.GIVE, RequestKind.SWAP)


def key(placement: Placement) -> Key:
    return placement.employee, placement.host, placement.first_day


def guided(organisation: Organisation, placement: Placement) -> list[Placement]:
    """Return a placement with each mentor whom its host has."""
    guides: list[str | None] = [
        each.id
        for each in organisation.employees
        if each.department == placement.host and each.mentors
    ]
    return [replace(placement, mentor=mentor) for mentor in guides or [None]]


def changes(
    organisation: Organisation, plan: Plan, mine: Placement, kind: RequestKind
) -> Iterator[tuple[tuple[Placement, ...], tuple[Placement, ...]]]:
    """Yield every give or swap of a placement, without mentors."""
    if kind is RequestKind.GIVE:
        for other in organisation.employees:
            if other.id != mine.employee:
                yield (mine,), (replace(mine, employee=other.id),)
        return
    for theirs in plan:
        same = (theirs.host, theirs.first_day) == (mine.host, mine.first_day)
        if theirs.employee != mine.employee and not same:
            both = replace(theirs, employee=mine.employee), replace(mine, employee=theirs.employee)
            yield (mine, theirs), both


def brute(
    organisation: Organisation,
    plan: Plan,
    mine: Placement,
    kind: RequestKind,
    previous: Plan | None,
) -> dict[frozenset[Key], list[float]]:
    """Return what is legal by scoring every plan, with what the aims would be worth."""
    found = {}
    for gives, takes in changes(organisation, plan, mine, kind):
        kept = [each for each in plan if each not in gives]
        for chosen in product(*(guided(organisation, take) for take in takes)):
            scored = score(organisation, Plan.of([*kept, *chosen]), previous)
            if not scored.violations:
                found[frozenset(map(key, takes))] = [aim.value for aim in scored.aims]
                break
    return found


def told(partners: Iterable[Partner]) -> dict[frozenset[Key], list[float]]:
    return {
        frozenset(map(key, partner.takes)): [aim.after for aim in partner.aims]
        for partner in partners
    }


def compare(organisation: Organisation, seed: int) -> int:
    """Compare all partners of a few placements with scoring all, and count them."""
    plan = Plan.of(legal_placements(organisation, Random(seed), len(organisation.employees)))
    previous = previous_plan(organisation, seed) if seed % 2 else None
    if score(organisation, plan).violations:
        return 0
    what_if = WhatIf(organisation, plan, previous)
    count = 0
    for mine, kind in product(plan.placements[:3], KINDS):
        found = told(eligible_partners(what_if, mine, kind, most=None))
        expected = brute(organisation, plan, mine, kind, previous)
        assert found.keys() == expected.keys()
        for change, values in found.items():
            assert values == pytest.approx(expected[change], abs=1e-9)
        count += len(found)
    return count


@given(seeds())
def test_partners_are_those_whom_scoring_every_plan_finds(seed: int) -> None:
    compare(tiny_organisation(seed), seed)


def test_partners_are_those_whom_scoring_finds_in_small_organisations() -> None:
    assert sum(compare(small_organisation(seed), seed) for seed in range(4)) > 20


def partners(
    organisation: Organisation, kind: RequestKind, *placements: tuple[str, str, int]
) -> list[str]:
    """Return the partners for the first of some placements."""
    plan = a_plan(organisation, *placements)
    mine = a_placement(organisation, *placements[0])
    return [each.employee for each in eligible_partners(WhatIf(organisation, plan), mine, kind)]


def test_any_colleague_with_a_link_may_take_a_placement() -> None:
    assert partners(a_company(), RequestKind.GIVE, ("ada", "P", 0)) == ["bob", "cyd"]


def test_nobody_is_offered_who_may_not_go_there() -> None:
    company = a_company(restrictions=[Restriction("bob", "P")])
    assert partners(company, RequestKind.GIVE, ("ada", "P", 0)) == ["cyd"]


def test_nobody_is_offered_who_is_kept_apart_from_somebody_away_then() -> None:
    company = a_company(keep_apart=[KeepApart("bob", "dan")])
    assert partners(company, RequestKind.GIVE, ("ada", "P", 0), ("dan", "S", 1)) == ["cyd"]


def test_a_promised_placement_has_no_partner() -> None:
    company = a_company(pins=[Pin("ada", "P", FIRST_DAY)])
    assert partners(company, RequestKind.GIVE, ("ada", "P", 0)) == []


def test_a_swap_takes_both_legs_at_once() -> None:
    company = a_company(payroll={"host_capacity": 1}, sales={"minimum_staffing": 2})
    plan = a_plan(company, ("ada", "P", 0), ("bob", "P", 4))
    mine = a_placement(company, "ada", "P", 0)
    (partner,) = eligible_partners(WhatIf(company, plan), mine, RequestKind.SWAP)
    theirs = a_placement(company, "bob", "P", 4)
    assert (partner.employee, partner.offers) == ("bob", theirs)
    assert partner.gives == (mine, theirs)
    assert partner.takes == (replace(theirs, employee="ada"), replace(mine, employee="bob"))


def test_mentors_are_found_and_stay_where_they_can() -> None:
    company = a_company(dan={"mentors": 1})
    plan = a_plan(company, ("ada", "P", 0, "dan"))
    mine = plan.placements[0]
    found = eligible_partners(WhatIf(company, plan), mine, RequestKind.GIVE)
    assert [take.mentor for partner in found for take in partner.takes] == ["dan", "dan"]


def test_who_gains_more_comes_first() -> None:
    company = a_company()
    plan = a_plan(company, ("ada", "P", 0), ("bob", "L", 0), ("bob", "P", 4))
    mine = a_placement(company, "ada", "P", 0)
    found = eligible_partners(WhatIf(company, plan), mine, RequestKind.GIVE)
    assert [partner.employee for partner in found] == ["cyd"]  # bob goes there already
    plan = a_plan(company, ("ada", "P", 0), ("bob", "L", 4))
    found = eligible_partners(WhatIf(company, plan), mine, RequestKind.GIVE)
    assert [partner.employee for partner in found] == ["cyd", "bob"]
    reach = [{aim.name: aim.after for aim in partner.aims}["reach"] for partner in found]
    assert reach == [2, 1]


def test_a_swap_with_what_starts_too_early_is_left_out() -> None:
    company = a_company()
    plan = a_plan(company, ("ada", "P", 4), ("bob", "P", 0), ("cyd", "P", 6))
    what_if, mine = WhatIf(company, plan), a_placement(company, "ada", "P", 4)
    found = eligible_partners(what_if, mine, RequestKind.SWAP)
    assert {partner.employee for partner in found} == {"bob", "cyd"}
    found = eligible_partners(what_if, mine, RequestKind.SWAP, earliest=date(2027, 1, 5))
    assert [partner.employee for partner in found] == ["cyd"]


def test_as_many_as_asked_for_are_returned() -> None:
    company = a_company()
    what_if = WhatIf(company, a_plan(company, ("ada", "P", 0)))
    mine = a_placement(company, "ada", "P", 0)
    assert len(eligible_partners(what_if, mine, RequestKind.GIVE, most=1)) == 1


def test_a_broken_plan_lets_through_what_makes_nothing_worse() -> None:
    company = a_company(payroll={"host_capacity": 1})
    placements = [("ada", "P", 0), ("bob", "P", 0)]
    assert partners(company, RequestKind.GIVE, *placements) == ["cyd"]


def test_only_swap_and_give_have_partners() -> None:
    company = a_company()
    what_if = WhatIf(company, a_plan(company, ("ada", "P", 0)))
    with pytest.raises(ValueError, match="kind is drop"):
        eligible_partners(what_if, a_placement(company, "ada", "P", 0), RequestKind.DROP)


def test_what_is_not_in_the_plan_cannot_be_offered() -> None:
    company = a_company()
    with pytest.raises(Refused, match="not in the plan"):
        eligible_partners(
            WhatIf(company, Plan()), a_placement(company, "ada", "P", 0), RequestKind.GIVE
        )


@pytest.mark.slow
def test_partners_in_the_sample_organisation_keep_every_rule() -> None:
    organisation = read_organisation(sample_folder()).organisation
    plan = solve(organisation, time_limit=8, workers=2).plan
    assert plan is not None
    what_if = WhatIf(organisation, plan)
    found = 0
    for mine, kind in product(plan.placements[::3], KINDS):
        for partner in eligible_partners(what_if, mine, kind)[:3]:
            kept = [each for each in plan if each not in partner.gives]
            scored = score(organisation, Plan.of([*kept, *partner.takes]))
            assert scored.violations == ()
            values = [aim.value for aim in scored.aims]
            assert [aim.after for aim in partner.aims] == pytest.approx(values, abs=1e-9)
            found += 1
    assert found
