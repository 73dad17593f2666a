"""More people than a page can hold, and more breaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planner.domain import BrokenRule, Score
from planner.present import calendar as calendars
from planner.present.names import Names
from planner.present.overview import BROKEN, Overview, overview
from planner.present.page import page
from tests.builders import a_department, a_plan, an_employee, an_organisation

if TYPE_CHECKING:
    from planner.present.calendar import Calendar


def crowded(monkeypatch: pytest.MonkeyPatch, most: int, *, breaches: int = 0) -> Overview:
    monkeypatch.setattr(calendars, "PEOPLE", most)
    organisation = an_organisation(
        departments=[a_department("A", rotation_periods=2), a_department("B", rotation_periods=2)],
        employees=[an_employee(f"a{n}", "A") for n in range(3)] + [an_employee("b0", "B")],
    )
    plan = a_plan(organisation, ("a0", "B", 0), ("a1", "B", 1), ("a2", "B", 1), ("b0", "A", 2))
    broken = tuple(BrokenRule("mentors", f"Breach {n}.") for n in range(breaches))
    return overview(organisation, plan, Score(broken, (), ()))


def cells(calendar: Calendar) -> dict[str, list[str]]:
    return {row.name: [stretch.text for stretch in row.stretches] for row in calendar.rows}


def test_too_many_people_become_numbers_by_department(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = crowded(monkeypatch, 3).calendar
    assert shown.by_department
    assert shown.people == 4
    assert cells(shown) == {
        "Department A": ["1", "3", "2", ""],
        "Department B": ["", "", "1", "1"],
    }
    assert [heading for heading, _ in shown.homes] == [
        "People away at once (4 in all, too many to name here)"
    ]
    titles = [stretch.title for row in shown.rows for stretch in row.stretches]
    assert titles[1] == "Department A: 3 people away, 11 to 17 Jan 2027"
    assert titles[6] == "Department B: 1 person away, 18 to 24 Jan 2027"


def test_as_many_people_as_fit_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = crowded(monkeypatch, 4).calendar
    assert not shown.by_department
    assert len(shown.rows) == shown.people == 4
    assert shown.hosts


def test_somebody_in_two_places_is_away_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendars, "PEOPLE", 0)
    organisation = an_organisation()
    plan = a_plan(organisation, ("a1", "B", 0), ("a1", "A", 0))
    assert cells(calendars.calendar(organisation, plan, Names(organisation))) == {
        "Department A": ["1", "", "", ""]
    }


def test_the_page_says_what_its_numbers_are(monkeypatch: pytest.MonkeyPatch) -> None:
    text = page(crowded(monkeypatch, 3))
    assert "How many people of each department are away in each period" in text
    assert "4 people go somewhere: the file of the plan says who" in text
    assert "Employee a0" not in text
    assert "Everybody who goes somewhere" not in text
    assert "Employee a0" in page(crowded(monkeypatch, 4))


@pytest.mark.parametrize(("breaches", "last"), [(0, ""), (BROKEN, f"Breach {BROKEN - 1}.")])
def test_some_breaches_are_all_told(
    monkeypatch: pytest.MonkeyPatch, breaches: int, last: str
) -> None:
    told = crowded(monkeypatch, 4, breaches=breaches).broken
    assert len(told) == breaches
    assert "".join(told[-1:]).endswith(last)


def test_a_flood_of_breaches_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    told = crowded(monkeypatch, 4, breaches=BROKEN + 1200).broken
    assert len(told) == BROKEN + 1
    assert told[-1] == "And 1,200 more breaches; a score of the plan lists all."
