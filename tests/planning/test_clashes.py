"""Why there is no plan: the rows that clash, the sentence, and what to change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import solver
from planner.domain import (
    Absence,
    Closure,
    ClosureKind,
    Experience,
    KeepApart,
    Organisation,
    Pin,
    Requirement,
    Restriction,
    WhoVisits,
)
from planner.planning import explain_impossible
from planner.planning.clashes import to_clashes
from solver.constraints import all_rules
from tests.builders import a_dependency
from tests.planning.company import a_company

if TYPE_CHECKING:
    from planner.domain import Clash

FIRST = date(2027, 1, 4)
SECOND = date(2027, 1, 11)
THIRD = date(2027, 1, 18)
FOURTH = date(2027, 1, 25)

# Placements at Payroll take two weeks, elsewhere one.
ADA, BOB, CYD, DAN, EVE = range(5)
SALES, PAYROLL = range(2)


def fact(kind: str, **where: int) -> solver.Fact:
    nothing = dict.fromkeys(("employee", "other", "department", "period", "row"), -1)
    return solver.Fact(kind=kind, **{**nothing, **where})


def clash(organisation: Organisation, rules: str, *facts: solver.Fact) -> Clash:
    (only,) = to_clashes((solver.Conflict(tuple(rules.split()), facts),), organisation)
    return only


def rows(found: Clash) -> list[tuple[str, int | None]]:
    return [(row.table, row.line) for row in found.rows]


PIN, SECOND_PIN = fact("pin", row=0), fact("pin", row=1)

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
        "mentors",
        a_company(
            dan={"mentors": 1},
            absences=[Absence("dan", FOURTH, date(2027, 1, 29), "annual leave")],
            pins=[Pin("ada", "P", THIRD)],
        ),
        [PIN, fact("mentors", department=PAYROLL), fact("unavailable", employee=DAN, period=3)],
        "Dan is the only mentor of Payroll and is away from 25 to 29 January 2027 (annual leave), "
        "yet Ada is promised Payroll from 18 to 31 January 2027.",
    ),
    (
        "mentors",
        a_company(
            dan={"mentors": 1},
            pins=[Pin("ada", "P", THIRD, "dan"), Pin("bob", "P", FOURTH, "dan")],
        ),
        [PIN, SECOND_PIN],
        "Dan guides 1 visitor at once, yet Ada is promised Payroll from 18 to 31 January 2027 "
        "with Dan as mentor and Bob is promised Payroll from 25 January to 7 February 2027 with "
        "Dan as mentor.",
    ),
    (
        "mentors",
        a_company(dan={"mentors": 1}, pins=[Pin("ada", "P", THIRD, "eve")]),
        [PIN],
        "Ada is promised Payroll from 18 to 31 January 2027 with Eve as mentor, but Eve is no "
        "mentor of Payroll.",
    ),
    (
        "mentors",
        a_company(
            dan={"mentors": 1},
            dependencies=[a_dependency("S", "P"), a_dependency("P", "L")],
            pins=[Pin("ada", "P", THIRD, "dan"), Pin("dan", "L", FOURTH)],
        ),
        [PIN, SECOND_PIN],
        "Ada is promised Payroll from 18 to 31 January 2027 with Dan as mentor and Dan is promised "
        "Legal from 25 to 31 January 2027, but a mentor who is away guides nobody.",
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
    (
        "mentors",
        a_company(
            dan={"mentors": 1}, pins=[Pin("ada", "P", THIRD), Pin("bob", "P", FOURTH, "dan")]
        ),
        [PIN, SECOND_PIN, fact("mentors", department=PAYROLL)],
        "Dan is the only mentor of Payroll and guides 1 visitor at once, yet Ada is promised "
        "Payroll from 18 to 31 January 2027 and Bob is promised Payroll from 25 January to "
        "7 February 2027 with Dan as mentor.",
    ),
    (
        "mentors",
        a_company(
            dan={"mentors": 1},
            absences=[Absence("dan", FOURTH, FOURTH)],
            pins=[Pin("ada", "P", THIRD, "dan")],
        ),
        [PIN, fact("unavailable", employee=DAN, period=3)],
        "Ada is promised Payroll from 18 to 31 January 2027 with Dan as mentor, but Dan is away "
        "on 25 January 2027.",
    ),
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


@pytest.mark.parametrize(
    ("kind", "where", "place"),
    [
        ("desks", {"department": PAYROLL}, ("departments.csv", 3)),
        ("staffing", {"department": SALES}, ("departments.csv", 2)),
        ("rotations", {"employee": BOB}, ("employees.csv", 3)),
        ("restriction", {"row": 0}, ("restrictions.csv", 2)),
        ("keep_apart", {"row": 0}, ("keep_apart.csv", 2)),
        ("requirement", {"row": 0}, ("requirements.csv", 2)),
        ("experience", {"employee": ADA, "department": PAYROLL}, ("experience.csv", 3)),
        ("rest", {}, ("cycle.toml", None)),
        ("one_home", {}, ("cycle.toml", None)),
        ("budget", {}, ("cycle.toml", None)),
    ],
)
def test_every_kind_of_fact_leads_to_its_row(
    kind: str, where: dict[str, int], place: tuple[str, int | None]
) -> None:
    organisation = a_company(
        restrictions=[Restriction("ada", "P")],
        keep_apart=[KeepApart("ada", "bob")],
        requirements=[Requirement("ada", "P")],
        experience=[Experience("bob", "P", FIRST), Experience("ada", "P", FIRST)],
        pins=[Pin("ada", "P", FIRST)],
    )
    found = clash(organisation, "pins closures", PIN, fact(kind, **where))
    assert rows(found) == [("pins.csv", 2), place]
    assert len(found.remedies) == 2


def test_only_rows_that_touch_the_period_are_named() -> None:
    organisation = a_company(
        absences=[
            Absence("bob", FIRST, THIRD),
            Absence("ada", FIRST, FIRST),
            Absence("ada", date(2027, 1, 17), date(2027, 1, 17)),
            Absence("ada", SECOND, THIRD),
            Absence("ada", THIRD, THIRD),
        ],
        closures=[
            Closure("P", SECOND, SECOND, ClosureKind.RELEASING),
            Closure("P", FIRST, FIRST, ClosureKind.BOTH),
            Closure("P", SECOND, SECOND, ClosureKind.HOSTING),
        ],
        pins=[Pin("ada", "P", FIRST)],
    )
    found = clash(
        organisation,
        "pins availability closures",
        PIN,
        fact("unavailable", employee=ADA, period=1),
        fact("no_hosting", department=PAYROLL, period=1),
    )
    assert rows(found) == [
        ("pins.csv", 2),
        ("absences.csv", 4),
        ("absences.csv", 5),
        ("closures.csv", 4),
    ]
    assert "Move the absence of Ada on 17 January 2027 and from 11 to 18 January 2027 " in (
        " ".join(found.remedies)
    )


def test_one_absence_over_two_periods_is_named_once() -> None:
    organisation = a_company(
        absences=[Absence("ada", FIRST, date(2027, 1, 17))], pins=[Pin("ada", "P", FIRST)]
    )
    facts = [fact("unavailable", employee=ADA, period=period) for period in (0, 1)]
    found = clash(organisation, "pins availability", PIN, *facts)
    assert rows(found) == [("pins.csv", 2), ("absences.csv", 2)]
    assert found.sentence.count("is away") == 1
    assert len(found.remedies) == 2


def test_every_mentor_of_the_department_is_named() -> None:
    organisation = a_company(dan={"mentors": 2}, pins=[Pin("ada", "P", FIRST)])
    employees = list(organisation.employees)
    employees[EVE] = replace(employees[EVE], mentors=1)
    organisation = a_company(employees=employees, pins=[Pin("ada", "P", FIRST)])
    found = clash(organisation, "pins mentors", PIN, fact("mentors", department=PAYROLL))
    assert rows(found) == [("pins.csv", 2), ("employees.csv", 5), ("employees.csv", 6)]
    assert found.sentence == (
        "Payroll has Dan (2 visitors at once) and Eve (1 visitor at once) as its only mentors, "
        "yet Ada is promised Payroll from 4 to 17 January 2027."
    )


def test_rows_stand_in_the_lines_they_were_read_from() -> None:
    organisation = replace(a_company(pins=[Pin("ada", "P", FIRST)]), lines={"pins": (7,)})
    found = clash(organisation, "pins linked_hosts", PIN)
    assert rows(found) == [("pins.csv", 7)]
    assert found.rows[0].key == "ada at P"
    assert found.remedies == (
        "Move or drop the promise of Ada at Payroll (pins.csv, row 7).",
        "Add a dependency that lets these visits happen (dependencies.csv).",
    )


def test_a_promise_beyond_the_cycle() -> None:
    organisation = a_company(pins=[Pin("ada", "P", date(2027, 2, 22))])
    assert clash(organisation, "pins", PIN).sentence == (
        "Ada is promised Payroll from 22 February to 7 March 2027, but the cycle ends on "
        "28 February 2027."
    )


KINDS = {
    "pin": PIN,
    "requirement": fact("requirement", row=0),
    "desks": fact("desks", department=PAYROLL),
    "staffing": fact("staffing", department=SALES),
    "unavailable": fact("unavailable", employee=ADA, period=1),
    "mentors": fact("mentors", department=PAYROLL),
    "rotations": fact("rotations", employee=ADA),
    "restriction": fact("restriction", row=0),
    "keep_apart": fact("keep_apart", row=0),
    "experience": fact("experience", employee=ADA, department=PAYROLL),
    "no_hosting": fact("no_hosting", department=PAYROLL, period=1),
    "no_releasing": fact("no_releasing", department=SALES, period=1),
    "rest": fact("rest"),
    "one_home": fact("one_home"),
    "budget": fact("budget"),
}
EVERYTHING = a_company(
    absences=[Absence("ada", SECOND, SECOND)],
    restrictions=[Restriction("ada", "P")],
    keep_apart=[KeepApart("ada", "bob")],
    requirements=[Requirement("ada", "P")],
    experience=[Experience("ada", "P", FIRST)],
    closures=[
        Closure("P", SECOND, SECOND, ClosureKind.HOSTING),
        Closure("S", SECOND, SECOND, ClosureKind.RELEASING),
    ],
    pins=[Pin("ada", "P", FIRST), Pin("bob", "P", SECOND)],
)


@given(
    st.sets(st.sampled_from(sorted(all_rules()))),
    st.lists(st.sampled_from(sorted(KINDS)), min_size=1, unique=True),
)
def test_any_mixture_of_rules_and_facts_becomes_a_sentence(
    rules: set[str], kinds: list[str]
) -> None:
    facts = [KINDS[kind] for kind in kinds]
    found = clash(EVERYTHING, " ".join(sorted(rules)), *facts)
    assert found.sentence.endswith(".")
    assert not any(odd in found.sentence for odd in ("  ", " ,", " .", " ;", "None", ": ."))
    assert len(found.remedies) >= len(facts)
    assert len(found.rows) >= len(facts) - ("mentors" in kinds) - 2


def required(by: date | None = None, **changes: Any) -> Organisation:
    return a_company(requirements=[Requirement("ada", "P", by)], **changes)


def test_a_requirement_that_is_due_too_early() -> None:
    found = clash(required(date(2027, 1, 10)), "requirements", fact("requirement", row=0))
    assert found.sentence == (
        "Ada must visit Payroll by 10 January 2027, but no visit can be over in time."
    )
    assert rows(found) == [("requirements.csv", 2)]


def test_a_requirement_against_several_rules_tells_every_fact() -> None:
    organisation = required(
        payroll={"host_capacity": 1},
        pins=[Pin("bob", "P", FIRST)],
        closures=[Closure("P", THIRD, date(2027, 2, 28), ClosureKind.HOSTING)],
    )
    found = clash(
        organisation,
        "requirements pins host_capacity closures",
        fact("requirement", row=0),
        PIN,
        fact("desks", department=PAYROLL),
        fact("no_hosting", department=PAYROLL, period=2),
        fact("no_hosting", department=PAYROLL, period=3),
    )
    assert found.sentence == (
        "Ada must visit Payroll within the cycle, but the rules leave no room for it: Bob is "
        "promised Payroll from 4 to 17 January 2027; Payroll seats 1 visitor at once; Payroll "
        "receives nobody from 18 January to 28 February 2027."
    )
    assert len(found.remedies) == 4


def test_a_requirement_where_no_dependency_leads() -> None:
    found = clash(required(), "requirements linked_hosts", fact("requirement", row=0))
    assert found.sentence == (
        "Ada must visit Payroll within the cycle, but the rules leave no room for it: people "
        "visit only departments that a dependency links with theirs."
    )


def test_a_rule_and_a_fact_nobody_wrote_a_sentence_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver, "rule_title", lambda rule: "Fridays")
    organisation = a_company(pins=[Pin("ada", "P", FIRST)])
    found = clash(organisation, "pins fridays", PIN, fact("long_weekend", employee=ADA))
    assert found.sentence == (
        "These cannot all hold: Ada is promised Payroll from 4 to 17 January 2027; long weekend; "
        'the rule "Fridays" holds.'
    )
    assert rows(found) == [("pins.csv", 2)]
