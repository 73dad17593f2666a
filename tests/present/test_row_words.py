from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from planner.domain import (
    Absence,
    Closure,
    ClosureKind,
    Difference,
    Experience,
    KeepApart,
    Pin,
    Preference,
    Requirement,
    Restriction,
    TableDifference,
)
from planner.present.row_words import TABLES, RowNames, difference_lines, row_text
from tests.builders import a_department, a_dependency, an_employee, an_organisation

if TYPE_CHECKING:
    from planner.domain import Organisation

DAY, LATER = date(2027, 1, 4), date(2027, 1, 8)


def company() -> Organisation:
    return an_organisation(
        departments=[a_department("A", name="Accounts"), a_department("B", name="Bakery")],
        employees=[
            an_employee("a1", name="Ann"),
            an_employee("a2", name="Ann"),
            an_employee("b1", "B", name=""),
        ],
    )


NAMES = RowNames.of(company())


@pytest.mark.parametrize(
    ("table", "row", "told"),
    [
        ("departments", a_department("A"), "Accounts"),
        ("employees", an_employee("a1"), "Ann (a1)"),
        ("employees", an_employee("b1"), "b1"),
        ("employees", an_employee("new"), "new"),
        ("dependencies", a_dependency("A", "B"), "Accounts depends on Bakery"),
        ("absences", Absence("a1", DAY, LATER, "leave"), "Ann (a1), 4 to 8 Jan 2027 (leave)"),
        (
            "closures",
            Closure("B", DAY, DAY, ClosureKind.HOSTING),
            "Bakery receives nobody, 4 Jan 2027",
        ),
        ("experience", Experience("a2", "B", DAY), "Ann (a2) at Bakery, until 4 Jan 2027"),
        ("preferences", Preference("a2", "B", -2), "Ann (a2) at Bakery: would rather not"),
        ("restrictions", Restriction("a2", "B", "audit"), "Ann (a2) at Bakery: audit"),
        ("keep_apart", KeepApart("a1", "a2"), "Ann (a1) and Ann (a2)"),
        ("requirements", Requirement("b1", "A", None), "b1 at Accounts"),
        ("requirements", Requirement("b1", "A", DAY), "b1 at Accounts, by 4 Jan 2027"),
        ("pins", Pin("b1", "A", DAY), "b1 at Accounts from 4 Jan 2027"),
    ],
)
def test_a_row_in_a_few_words(table: str, row: Any, told: str) -> None:
    assert row_text(table, row, NAMES) == told


def test_what_changed_is_told_with_names_and_dates() -> None:
    before = an_employee("a1", manager="a2", starts=None)
    after = replace(before, manager=None, starts=DAY, mentors=2, department="B")
    table = TableDifference("employees", changed=((before, after),), unchanged=1200)
    ((heading, lines),) = difference_lines(Difference((), (table,)), NAMES)
    assert heading == "People: 1 changed, 1,200 unchanged"
    assert lines == (
        "changed: Ann (a1): department Accounts becomes Bakery, manager Ann (a2) becomes nobody, "
        "visitors guided at once 0 becomes 2 and first day here nothing becomes 4 Jan 2027",
    )


def test_only_some_rows_are_named() -> None:
    rows = tuple(an_employee(f"x{n}") for n in range(9))
    changes = Difference((), (TableDifference("employees", new=rows, gone=rows[:1], moved=True),))
    ((heading, lines),) = difference_lines(changes, NAMES, at_most=2)
    assert heading == "People: 9 new, 1 gone, in another order"
    assert lines == ("new: x0", "new: x1", "new: 7 rows more", "gone: x0")
    assert list(difference_lines(changes, NAMES, at_most=0)) == [(heading, ())]


def test_what_stays_is_told_in_one_line() -> None:
    tables = (
        TableDifference("departments", unchanged=3),
        TableDifference("pins"),
        TableDifference("absences", unchanged=1),
    )
    assert list(difference_lines(Difference((), tables), NAMES)) == [
        ("Unchanged: departments (3), absences (1)", ())
    ]


def test_every_table_has_words() -> None:
    organisation = company()
    tables = {name for name in organisation.__slots__ if name not in ("cycle", "lines")}
    assert set(TABLES) == tables
