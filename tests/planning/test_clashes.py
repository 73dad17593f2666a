"""Why there is no plan: the rows that clash, the sentence, and what to change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

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
)
from solver.constraints import all_rules
from tests.planning.clashing import (
    ADA,
    BOB,
    EVE,
    FIRST,
    PAYROLL,
    PIN,
    SALES,
    SECOND,
    THIRD,
    clash,
    fact,
    rows,
)
from tests.planning.company import a_company


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
