"""Promises that the mentors of a department cannot keep, and the sentence of each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from planner.domain import Absence, Pin
from tests.builders import a_dependency
from tests.planning.clashing import DAN, FOURTH, PAYROLL, PIN, SECOND_PIN, THIRD, fact
from tests.planning.company import a_company

if TYPE_CHECKING:
    import solver
    from planner.domain import Organisation

MENTORS: list[tuple[str, Organisation, list[solver.Fact], str]] = [
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
