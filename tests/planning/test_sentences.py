"""What a person reads when a plan breaks a rule, word for word."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

import solver
from planner.domain import (
    Absence,
    Closure,
    ClosureKind,
    KeepApart,
    Organisation,
    Pin,
    Requirement,
    Restriction,
    WhoVisits,
)
from planner.planning.problem import to_problem
from planner.planning.sentences import broken_rules, sentence
from planner.planning.translation import to_solver_plan
from planner.planning.words import Names
from solver.constraints import all_rules
from tests.builders import a_dependency, a_plan
from tests.planning.company import a_company

if TYPE_CHECKING:
    from planner.domain import BrokenRule

FIRST = date(2027, 1, 4)
SECOND_WEEK = date(2027, 1, 13)


def broken(
    organisation: Organisation, *placements: tuple[Any, ...], strict: bool = False
) -> tuple[BrokenRule, ...]:
    translated = to_solver_plan(organisation, a_plan(organisation, *placements))
    found = solver.check(to_problem(organisation, strict=strict), translated.plan)
    return broken_rules(found, translated.rows, Names(organisation))


CUSTOMERS_ONLY = [a_dependency("S", "P", who_visits=WhoVisits.CUSTOMER)]

GOLDEN = [
    (
        "availability",
        a_company(absences=[Absence("ada", SECOND_WEEK, SECOND_WEEK)]),
        [("ada", "P", 0)],
        "Ada is placed at Payroll but is away or not employed in the week of 11 January 2027.",
    ),
    (
        "closures",
        a_company(closures=[Closure("P", SECOND_WEEK, SECOND_WEEK, ClosureKind.HOSTING)]),
        [("ada", "P", 0)],
        "Ada cannot visit Payroll: Payroll is closed for it in the week of 11 January 2027.",
    ),
    (
        "host_capacity",
        a_company(payroll={"host_capacity": 1}),
        [("ada", "P", 0), ("bob", "P", 1)],
        "Payroll has desks for 1 visitor; 2 are placed there in the week of 11 January 2027.",
    ),
    (
        "keep_apart",
        a_company(keep_apart=[KeepApart("ada", "bob")]),
        [("ada", "P", 0), ("bob", "P", 1)],
        "Ada and Bob stand in for each other; both are away in the week of 11 January 2027.",
    ),
    (
        "linked_hosts",
        a_company(dependencies=CUSTOMERS_ONLY),
        [("dan", "S", 0)],
        "Dan is placed at Sales, but no dependency sends Payroll there.",
    ),
    (
        "max_from_one_home",
        a_company(cycle={"max_from_one_home": 1}),
        [("ada", "P", 0), ("bob", "P", 1)],
        "Payroll receives 2 visitors from Sales in the week of 11 January 2027; 1 at once at most.",
    ),
    (
        "mentors",
        a_company(dan={"mentors": 1}, absences=[Absence("dan", SECOND_WEEK, SECOND_WEEK)]),
        [("ada", "P", 0, "dan")],
        "Ada needs a mentor of Payroll who is present and free throughout; in the week of "
        "11 January 2027 that is not so.",
    ),
    (
        "minimum_staffing",
        a_company(sales={"minimum_staffing": 3}),
        [("ada", "P", 0)],
        "Sales keeps 2 people of its own at work in the week of 4 January 2027; it needs 3.",
    ),
    (
        "no_repeats",
        a_company(),
        [("ada", "P", 0), ("ada", "P", 4)],
        "Ada is placed at Payroll and has been there already.",
    ),
    (
        "one_place_at_a_time",
        a_company(),
        [("ada", "P", 0), ("ada", "P", 1)],
        "Ada is placed at Payroll in the week of 11 January 2027 while still on another placement.",
    ),
    (
        "pins",
        a_company(pins=[Pin("ada", "P", FIRST)]),
        [],
        "The promised placement of Ada at Payroll from the week of 4 January 2027 is missing.",
    ),
    (
        "placement_budget",
        a_company(cycle={"max_placement_periods": 3}),
        [("ada", "P", 0), ("bob", "P", 2)],
        "All placements together take 4 weeks; the budget allows 3.",
    ),
    (
        "requirements",
        a_company(requirements=[Requirement("ada", "P", date(2027, 1, 20))]),
        [],
        "Ada has to visit Payroll by the week of 11 January 2027 and does not.",
    ),
    (
        "rest_between_rotations",
        a_company(cycle={"rest_periods": 2}),
        [("ada", "P", 0), ("ada", "P", 3)],
        "Ada leaves again for Payroll in the week of 25 January 2027 after 1 week at home; "
        "2 are due.",
    ),
    (
        "restrictions",
        a_company(restrictions=[Restriction("ada", "P")]),
        [("ada", "P", 0)],
        "Ada may not be placed at Payroll.",
    ),
    (
        "rotation_limit",
        a_company(ada={"max_rotations": 1}),
        [("ada", "P", 0), ("ada", "P", 4)],
        "Ada goes on 2 placements; 1 at most were agreed.",
    ),
]


@pytest.mark.parametrize(("rule", "organisation", "placements", "words"), GOLDEN)
def test_what_a_person_reads(
    rule: str, organisation: Organisation, placements: list[tuple[Any, ...]], words: str
) -> None:
    found = broken(organisation, *placements, strict=True)
    assert words in [each.sentence for each in found if each.rule == rule]


def test_a_broken_rule_names_the_placements_that_break_it() -> None:
    organisation = a_company(payroll={"host_capacity": 1})
    plan = [("cyd", "P", 4), ("bob", "P", 1), ("ada", "P", 0)]
    (found,) = [each for each in broken(organisation, *plan) if each.rule == "host_capacity"]
    assert {placement.employee for placement in found.placements} == {"ada", "bob"}


def test_every_explanation_can_be_filled_in() -> None:
    names = Names(a_company())
    for rule in all_rules():
        full = solver.Violation(rule, (), 0, 1, 0, 1, 2, 3, 4)
        said = sentence(full, names)
        assert said.endswith(".")
        assert said[0].isupper()
        assert not set("{}") & set(said)
