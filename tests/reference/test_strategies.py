"""What the generators promise: the same for the same seed, legal ids, every feature in use."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from tests.reference.best import best
from tests.reference.facts import Facts
from tests.reference.rules import RULES, broken_rules
from tests.strategies import (
    previous_plan,
    random_plan,
    seeds,
    small_organisation,
    small_organisations,
    tiny_organisation,
    tiny_organisations,
)

if TYPE_CHECKING:
    from planner.domain import Organisation

OPTIONAL_TABLES = (
    "absences",
    "closures",
    "experience",
    "preferences",
    "restrictions",
    "keep_apart",
    "requirements",
    "pins",
)


@given(seed=seeds())
def test_a_seed_always_makes_the_same(seed: int) -> None:
    organisation = tiny_organisation(seed)
    assert organisation == tiny_organisation(seed)
    assert random_plan(organisation, seed) == random_plan(organisation, seed)
    assert previous_plan(organisation, seed) == previous_plan(organisation, seed)


@given(organisation=tiny_organisations() | small_organisations(), seed=seeds())
def test_every_id_exists_and_every_key_is_single(organisation: Organisation, seed: int) -> None:
    facts = Facts(organisation)
    plans = [*random_plan(organisation, seed), *previous_plan(organisation, seed)]
    assert {each.employee for each in plans} <= set(facts.employee)
    assert {each.host for each in plans} <= set(facts.department)
    for table in ("experience", "preferences", "restrictions", "requirements"):
        keys = [(each.employee, each.department) for each in getattr(organisation, table)]
        assert len(keys) == len(set(keys))
    pairs = [frozenset((each.employee, each.other)) for each in organisation.keep_apart]
    assert len(pairs) == len(set(pairs))
    assert all(len(pair) == 2 for pair in pairs)
    assert all(pin.first_day in facts.period for pin in organisation.pins)


@pytest.mark.parametrize("table", OPTIONAL_TABLES)
def test_every_table_is_sometimes_empty_and_sometimes_not(table: str) -> None:
    filled = {bool(getattr(tiny_organisation(seed), table)) for seed in range(40)}
    assert filled == {True, False}


def test_plans_break_every_rule_and_often_none() -> None:
    broken: Counter[str] = Counter()
    for seed in range(300):
        organisation = small_organisation(seed) if seed % 10 == 0 else tiny_organisation(seed)
        rules = broken_rules(organisation, random_plan(organisation, seed))
        broken.update(rules or {"none"})
    assert set(broken) == {*RULES, "horizon", "none"}
    assert broken["none"] >= 60


def test_every_rule_decides_some_tiny_organisation() -> None:
    """Dropping a rule must change the optimum somewhere, or nothing would ever test it."""
    undecided = set(RULES)
    for seed in range(120):
        organisation = tiny_organisation(seed)
        found = best(organisation)
        for rule in sorted(undecided):
            other = best(organisation, without=(rule,))
            if (found and found.values) != (other and other.values):
                undecided.discard(rule)
        if not undecided:
            break
    assert undecided == set()
