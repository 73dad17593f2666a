"""Changes of a plan by seed, sensible and senseless."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from planner.domain import Plan
from tests.reference.plans import any_placement, legal_placements, random_plan
from tests.reference.rules import broken_rules

if TYPE_CHECKING:
    from planner.domain import Organisation, Placement

    Change = tuple[list[Placement], list[Placement]]


def random_change(organisation: Organisation, plan: Plan, seed: int) -> Change:
    """Return up to three placements to take out of a plan and up to three to put in."""
    rng = Random(f"change {seed}")
    gives = rng.sample(list(plan), min(len(plan), rng.choice((0, 1, 1, 2, 3))))
    ways = ("swap", "give", "mentor", "anything", "another plan")
    takes: list[Placement] = []
    for way in rng.choices(ways, k=rng.choice((0, 1, 1, 2, 3))):
        if way == "swap" and len(gives) > 1:
            one, other = gives[:2]
            takes += [
                replace(one, employee=other.employee),
                replace(other, employee=one.employee),
            ]
        elif way == "give" and gives:
            takes.append(replace(gives[0], employee=rng.choice(organisation.employees).id))
        elif way == "mentor" and gives:
            takes.append(replace(gives[0], mentor=rng.choice(organisation.employees).id))
        elif way == "another plan":
            others = list(random_plan(organisation, seed + 1))
            takes += others[:1]
        else:
            takes.append(any_placement(organisation, rng))
    return gives, takes


def after(plan: Plan, gives: list[Placement], takes: list[Placement]) -> Plan:
    """Return a plan after a change, reckoned plainly."""
    left = list(plan)
    for give in gives:
        left.remove(give)
    return Plan.of([*left, *takes])


def a_legal_plan(organisation: Organisation, seed: int) -> Plan | None:
    """Return a legal plan, or None where chance found none."""
    rng = Random(f"legal {seed}")
    plan = Plan.of(legal_placements(organisation, rng, rng.randint(1, len(organisation.employees))))
    return None if broken_rules(organisation, plan, False) else plan
