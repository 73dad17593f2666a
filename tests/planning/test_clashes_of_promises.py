"""Promises against one rule each: the sentence, by hand and as the solver finds it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from planner.domain import (
    Absence,
    Closure,
    ClosureKind,
    Experience,
    KeepApart,
    Pin,
    Restriction,
    WhoVisits,
)
from planner.planning import explain_impossible
from tests.builders import a_dependency
from tests.planning.clashing import (
    ADA,
    BOB,
    FIRST,
    FOURTH,
    PAYROLL,
    PIN,
    SALES,
    SECOND,
    SECOND_PIN,
    THIRD,
    clash,
    fact,
)
from tests.planning.company import a_company
from tests.planning.mentor_clashes import MENTORS

if TYPE_CHECKING:
    import solver
    from planner.domain import Organisation

SENTENCES: list[tuple[str, Organisation, list[solver.Fact], str]] = [
    (
        "host_capacity",
        a_company(
            payroll={"host_capacity": 1}, pins=[Pin("ada", "P", THIRD), Pin("bob", "P", FOURTH)]
        ),
        [PIN, SECOND_PIN, fact("desks", department=PAYROLL)],
        "Payroll seats 1 visitor at once; Ada (18 to 31 January 2027) and Bob "
        "(25 January to 7 February 2027) are both promised the week of 25 January 2027.",
    ),
    (
        "host_capacity",
        a_company(payroll={"host_capacity": 0}, pins=[Pin("ada", "P", FIRST)]),
        [PIN, fact("desks", department=PAYROLL)],
        "Payroll seats no visitors at once; Ada is promised Payroll from 4 to 17 January 2027.",
    ),
    (
        "availability",
        a_company(
            absences=[Absence("ada", date(2027, 1, 20), date(2027, 1, 20), "training")],
            pins=[Pin("ada", "P", SECOND)],
        ),
        [PIN, fact("unavailable", employee=ADA, period=2)],
        "Ada is promised Payroll from 11 to 24 January 2027 but is away on 20 January 2027 "
        "(training).",
    ),
    (
        "availability",
        a_company(ada={"ends": date(2027, 1, 15)}, pins=[Pin("ada", "P", FIRST)]),
        [PIN, fact("unavailable", employee=ADA, period=1)],
        "Ada is promised Payroll from 4 to 17 January 2027 but leaves on 15 January 2027.",
    ),
    (
        "availability",
        a_company(ada={"starts": date(2027, 1, 6)}, pins=[Pin("ada", "P", FIRST)]),
        [PIN, fact("unavailable", employee=ADA, period=0)],
        "Ada is promised Payroll from 4 to 17 January 2027 but only starts on 6 January 2027.",
    ),
    (
        "minimum_staffing",
        a_company(
            sales={"minimum_staffing": 2},
            absences=[Absence("bob", THIRD, date(2027, 1, 22), "annual leave")],
            pins=[Pin("ada", "P", SECOND)],
        ),
        [PIN, fact("staffing", department=SALES), fact("unavailable", employee=BOB, period=2)],
        "Sales has 3 people and needs 2 at their desks; Bob is away from 18 to 22 January 2027 "
        "(annual leave) while Ada is promised Payroll from 11 to 24 January 2027.",
    ),
    (
        "minimum_staffing",
        a_company(sales={"minimum_staffing": 3}, pins=[Pin("ada", "P", SECOND)]),
        [PIN, fact("staffing", department=SALES)],
        "Sales has 3 people and needs 3 at their desks; Ada is promised Payroll from 11 to "
        "24 January 2027.",
    ),
    (
        "one_place_at_a_time",
        a_company(pins=[Pin("ada", "L", SECOND), Pin("ada", "P", FIRST)]),
        [PIN, SECOND_PIN],
        "Ada is promised Payroll until 17 January 2027 and Legal from 11 January 2027.",
    ),
    (
        "rest_between_rotations",
        a_company(cycle={"rest_periods": 2}, pins=[Pin("ada", "P", FIRST), Pin("ada", "L", THIRD)]),
        [PIN, SECOND_PIN, fact("rest")],
        "Ada is promised Payroll until 17 January 2027 and Legal from 18 January 2027, but the "
        "rules ask for 2 weeks at home between two placements.",
    ),
    (
        "keep_apart",
        a_company(
            keep_apart=[KeepApart("ada", "bob")],
            pins=[Pin("ada", "P", FIRST), Pin("bob", "P", SECOND)],
        ),
        [PIN, SECOND_PIN, fact("keep_apart", row=0, employee=ADA, other=BOB)],
        "Ada and Bob are never to be away at the same time, but Ada is promised Payroll from 4 to "
        "17 January 2027 and Bob is promised Payroll from 11 to 24 January 2027.",
    ),
    (
        "no_repeats",
        a_company(
            experience=[Experience("ada", "P", date(2026, 3, 6))], pins=[Pin("ada", "P", FIRST)]
        ),
        [PIN, fact("experience", employee=ADA, department=PAYROLL)],
        "Ada is promised Payroll from 4 to 17 January 2027 but has been at Payroll already, until "
        "6 March 2026.",
    ),
    (
        "no_repeats",
        a_company(pins=[Pin("ada", "P", FIRST), Pin("ada", "P", FOURTH)]),
        [PIN, SECOND_PIN],
        "Ada is promised Payroll twice, from 4 to 17 January 2027 and from 25 January to "
        "7 February 2027, but nobody visits the same department twice.",
    ),
    (
        "restrictions",
        a_company(
            restrictions=[Restriction("ada", "P", "conflict of interest")],
            pins=[Pin("ada", "P", FIRST)],
        ),
        [PIN, fact("restriction", row=0)],
        "Ada is promised Payroll from 4 to 17 January 2027 but may not be placed at Payroll "
        "(conflict of interest).",
    ),
    (
        "linked_hosts",
        a_company(
            dependencies=[a_dependency("P", "S", who_visits=WhoVisits.CUSTOMER)],
            pins=[Pin("ada", "P", FIRST)],
        ),
        [PIN],
        "Ada is promised Payroll from 4 to 17 January 2027, but no dependency lets people of Sales "
        "visit Payroll.",
    ),
    (
        "linked_hosts",
        a_company(pins=[Pin("ada", "S", FIRST)]),
        [PIN],
        "Ada is promised Sales from 4 to 10 January 2027, which is their own department.",
    ),
    (
        "closures",
        a_company(
            closures=[Closure("P", SECOND, date(2027, 1, 12), ClosureKind.BOTH)],
            pins=[Pin("ada", "P", FIRST)],
        ),
        [PIN, fact("no_hosting", department=PAYROLL, period=1)],
        "Payroll receives nobody from 11 to 12 January 2027, but Ada is promised Payroll from 4 to "
        "17 January 2027.",
    ),
    (
        "closures",
        a_company(
            closures=[Closure("S", SECOND, SECOND, ClosureKind.RELEASING)],
            pins=[Pin("ada", "P", FIRST)],
        ),
        [PIN, fact("no_releasing", department=SALES, period=1)],
        "Sales lets nobody go on 11 January 2027, but Ada is promised Payroll from 4 to "
        "17 January 2027.",
    ),
    (
        "rotation_limit",
        a_company(ada={"max_rotations": 1}, pins=[Pin("ada", "P", FIRST), Pin("ada", "L", FOURTH)]),
        [PIN, SECOND_PIN, fact("rotations", employee=ADA)],
        "Ada may go on 1 placement at most but is promised Payroll from 4 to 17 January 2027 and "
        "Legal from 25 to 31 January 2027.",
    ),
    (
        "max_from_one_home",
        a_company(
            cycle={"max_from_one_home": 1}, pins=[Pin("ada", "P", FIRST), Pin("bob", "P", SECOND)]
        ),
        [PIN, SECOND_PIN, fact("one_home")],
        "Ada and Bob of Sales are both promised Payroll in the week of 11 January 2027, but "
        "1 visitor at most from one home department may be at one host at once.",
    ),
    (
        "placement_budget",
        a_company(
            cycle={"max_placement_periods": 3},
            pins=[Pin("ada", "P", FIRST), Pin("bob", "P", SECOND)],
        ),
        [PIN, SECOND_PIN, fact("budget")],
        "The 2 promised placements take 4 weeks, but the budget allows 3 weeks away in all.",
    ),
    *MENTORS,
]


@pytest.mark.parametrize(("rule", "organisation", "facts", "words"), SENTENCES)
def test_promises_against_one_rule(
    rule: str, organisation: Organisation, facts: list[solver.Fact], words: str
) -> None:
    found = clash(organisation, f"pins {rule}", *facts)
    assert found.sentence == words
    assert found.rules == ("pins", rule)
    assert len(found.remedies) >= len({each.kind for each in facts} & {"pin"})


@pytest.mark.parametrize(("rule", "organisation", "facts", "words"), SENTENCES)
def test_the_solver_finds_the_same_clash(
    rule: str, organisation: Organisation, facts: list[solver.Fact], words: str
) -> None:
    (found,) = explain_impossible(organisation)
    assert found.sentence == words
    assert found.rules == ("pins", rule)
