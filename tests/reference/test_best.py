"""The search for the best plan, held against every plan there is and against proven optima."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from planner.domain import Pin, Placement, Plan, Preference, Requirement, WhoVisits
from planner.exchange import read_organisation, read_plan
from tests.builders import FIRST_DAY, a_cycle, a_department, a_dependency, an_organisation
from tests.reference.best import TOLERANCE, best
from tests.reference.facts import Facts
from tests.reference.rules import RULES, breaches, violations
from tests.reference.values import LARGEST, aims
from tests.strategies import previous_plan, random_organisation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planner.domain import Organisation

TABLE_TOPS = (
    "1-rest-and-repeats",
    "2-mentors-and-deputies",
    "3-seasons-and-closures",
    "4-desks",
    "5-promises-first",
    "6-both-ways",
)
IMPOSSIBLE = (
    "1-two-pins-one-desk",
    "2-pin-during-absence",
    "3-pin-below-minimum-staffing",
    "4-pin-without-a-mentor",
    "5-one-person-two-places",
)


def every_plan(organisation: Organisation, strict: bool) -> Iterator[Plan]:
    """Yield every legal plan, grown placement by placement and judged by the checker alone."""
    facts = Facts(organisation)

    def broken(placements: list[Placement]) -> set[str]:
        return {each.rule for each in breaches(facts, placements, strict)}

    possible = [
        Placement(employee, host, first, facts.last_day(host, first), mentor)
        for employee in facts.employee
        for host in facts.department
        for first in facts.period
        for mentor in (None, *facts.mentors_of(host))
    ]
    promises = {"pins", "requirements"}
    possible = [each for each in possible if broken([each]) <= promises]

    def grow(placements: list[Placement], rest: list[Placement]) -> Iterator[Plan]:
        if not broken(placements):
            yield Plan.of(placements)
        for number, each in enumerate(rest):
            if broken([*placements, each]) <= promises:
                yield from grow([*placements, each], rest[number + 1 :])

    yield from grow([], possible)


def best_of_all(
    organisation: Organisation, previous: Plan | None, strict: bool
) -> dict[str, Fraction] | None:
    """Return the best values by sifting every plan, one aim after the other."""
    left = [aims(organisation, plan, previous) for plan in every_plan(organisation, strict)]
    if not left:
        return None
    found: dict[str, Fraction] = {}
    for name in organisation.cycle.aims:
        pick = max if name in LARGEST else min
        found[name] = pick(values[name] for values in left)
        slack = TOLERANCE if name == "coverage" else 0
        left = [values for values in left if abs(values[name] - found[name]) <= slack]
    return found


@pytest.mark.parametrize("seed", range(40))
def test_no_plan_of_all_there_are_is_better(seed: int) -> None:
    organisation = random_organisation(seed, people=3, departments=2 + seed % 2, periods=3)
    previous = previous_plan(organisation, seed) if seed % 3 else None
    strict = seed % 4 == 0
    found = best(organisation, previous, strict)
    expected = best_of_all(organisation, previous, strict)
    if found is None:
        assert expected is None
        return
    assert found.values == expected
    assert violations(organisation, found.plan, strict) == []
    reached = aims(organisation, found.plan, previous)
    assert all(abs(reached[name] - value) <= TOLERANCE for name, value in found.values.items())


def test_coverages_closer_than_the_tolerance_leave_the_choice_to_later_aims() -> None:
    """One visit is all there is; the better liked one covers a hair less."""
    dependencies = [
        a_dependency("A", "B", importance=1.0, target=1, who_visits=WhoVisits.CUSTOMER),
        a_dependency("A", "C", importance=1.000001, target=1, who_visits=WhoVisits.CUSTOMER),
    ]
    organisation = an_organisation(
        cycle=a_cycle(max_placement_periods=1),
        dependencies=dependencies,
        preferences=[Preference("a1", "B", 2)],
    )
    found = best(organisation)
    assert found is not None
    assert [each.host for each in found.plan] == ["B"]
    assert found.values["preferences"] == 2

    apart = (dependencies[0], replace(dependencies[1], importance=1.00001))
    found = best(replace(organisation, dependencies=apart))
    assert found is not None
    assert [each.host for each in found.plan] == ["C"]


def test_the_order_of_aims_decides() -> None:
    organisation = an_organisation(cycle=a_cycle(aims=("economy", "coverage")))
    found = best(organisation)
    assert found is not None
    assert list(found.values) == ["economy", "coverage"]
    assert found.values == {"economy": 0, "coverage": 0}


def test_promises_that_clash_leave_no_plan() -> None:
    desk = a_department("B", host_capacity=1)
    organisation = an_organisation(
        departments=[a_department("A"), desk],
        pins=[Pin("a1", "B", FIRST_DAY), Pin("a2", "B", FIRST_DAY)],
    )
    assert best(organisation) is None
    assert best(organisation, without=("host_capacity",)) is not None
    assert best(organisation, without=("pins",)) is not None


def test_a_strict_requirement_may_leave_no_plan() -> None:
    organisation = an_organisation(requirements=[Requirement("a1", "B", FIRST_DAY)])
    assert best(organisation, strict=True) is None
    found = best(organisation)
    assert found is not None
    assert found.values["requirements"] == 1


@pytest.mark.parametrize("name", TABLE_TOPS)
def test_proven_optima_are_found(name: str, cases: Path) -> None:
    folder = cases / "table-top" / name
    organisation = read_organisation(folder).organisation
    proven = json.loads((folder / "optimum.json").read_text(encoding="utf-8"))
    expected = {
        "requirements": proven["unmet_requirements"],
        "coverage": Fraction(proven["coverage_fraction"]),
        "reach": proven["reach"],
        "preferences": proven["preferences"],
    }
    plan = read_plan(folder / "optimum-plan.csv", organisation)
    assert violations(organisation, plan) == []
    assert aims(organisation, plan).items() >= expected.items()
    found = best(organisation)
    assert found is not None
    assert found.values.items() >= expected.items()


@pytest.mark.parametrize("name", [name for name in TABLE_TOPS if not name.startswith(("1", "3"))])
def test_optima_without_a_rule_are_found(name: str, cases: Path) -> None:
    """Two of the folders are left out: without a rule they have too many plans."""
    folder = cases / "table-top" / name
    organisation = read_organisation(folder).organisation
    proven = json.loads((folder / "optimum.json").read_text(encoding="utf-8"))
    for rule, values in proven["if_one_rule_is_ignored"].items():
        found = best(organisation, without=(rule,))
        assert found is not None, rule
        assert found.values["requirements"] == values["unmet_requirements"], rule
        assert float(found.values["coverage"]) == pytest.approx(values["coverage"], abs=1e-6), rule
        assert found.values["reach"] == values["reach"], rule


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_only_dropping_a_named_rule_makes_the_impossible_possible(name: str, cases: Path) -> None:
    folder = cases / "infeasible" / name
    organisation = read_organisation(folder).organisation
    why = json.loads((folder / "why.json").read_text(encoding="utf-8"))
    assert best(organisation) is None
    for rule in RULES:
        assert (best(organisation, without=(rule,)) is not None) == (rule in why["rules"]), rule
