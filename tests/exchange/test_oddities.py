"""What is legal but odd is a warning that names the row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from planner.domain import (
    Absence,
    Experience,
    Pin,
    Preference,
    Requirement,
    Restriction,
    Severity,
    WhoVisits,
)
from planner.exchange import oddities, read_organisation
from tests.builders import a_cycle, a_department, a_dependency, an_employee, an_organisation
from tests.exchange.folders import swapped, write_folder

if TYPE_CHECKING:
    from pathlib import Path

    from planner.domain import Finding, Organisation


def the_oddity(organisation: Organisation) -> Finding:
    (finding,) = oddities(organisation)
    assert finding.severity is Severity.WARNING
    assert finding.remedy
    return finding


def a_pair(**changes: Any) -> Organisation:
    """Return A, which depends on B, two people each, four weeks; both ends may visit."""
    return an_organisation(**changes)


def test_a_sound_organisation_has_no_oddities(tmp_path: Path) -> None:
    assert oddities(a_pair()) == ()
    assert read_organisation(write_folder(tmp_path / "org")).warnings == ()


def test_an_absence_outside_the_cycle_is_not_odd() -> None:
    away = Absence("a1", date(2030, 1, 1), date(2030, 1, 2))
    assert oddities(a_pair(absences=[away])) == ()


def test_a_target_above_the_people_who_could_walk_it() -> None:
    organisation = a_pair(dependencies=[a_dependency(target=5)])
    finding = the_oddity(organisation)
    assert (finding.file, finding.row, finding.column, finding.value) == (
        *("dependencies.csv", 2, "target", "5"),
    )
    assert "(4)" in finding.message


@pytest.mark.parametrize(
    ("target", "changes", "people"),
    [
        (2, {"restrictions": [Restriction("a1", "B")]}, 1),
        (2, {"employees": [an_employee("a1"), an_employee("a2", max_rotations=0)]}, 1),
        (2, {"employees": [an_employee("a1"), an_employee("a2", ends=date(2026, 1, 1))]}, 1),
    ],
)
def test_the_people_who_could_walk_a_dependency_are_counted(
    target: int, changes: dict[str, Any], people: int
) -> None:
    link = a_dependency(target=target, who_visits=WhoVisits.CUSTOMER)
    finding = the_oddity(a_pair(dependencies=[link], **changes))
    assert f"({people})" in finding.message


def test_valid_experience_counts_among_those_who_could_walk_it() -> None:
    link = a_dependency(target=2, who_visits=WhoVisits.CUSTOMER)
    staff = [an_employee("a1"), an_employee("a2", max_rotations=0)]
    visit = Experience("a2", "B", date(2026, 1, 1))
    restriction = Restriction("a2", "B")
    organisation = a_pair(
        dependencies=[link], employees=staff, experience=[visit], restrictions=[restriction]
    )
    assert oddities(organisation) == ()
    late = replace(visit, completed_on=date(2025, 1, 1))
    expired = replace(organisation, experience=(late,), cycle=a_cycle(experience_valid_days=365))
    assert "(1)" in the_oddity(expired).message


@pytest.mark.parametrize(
    ("host", "link", "reason"),
    [
        ({"host_capacity": 0}, {}, "host_capacity of B is 0"),
        ({"rotation_periods": 9}, {}, "takes 9 periods and the cycle holds 4"),
        (
            {"rotation_periods": 2},
            {"season_from": date(2027, 1, 5), "season_to": date(2027, 1, 24)},
            None,
        ),
        (
            {"rotation_periods": 2},
            {"season_from": date(2027, 1, 5), "season_to": date(2027, 1, 23)},
            "its season holds 1",
        ),
        ({}, {"season_from": date(2028, 1, 1)}, "its season holds 0"),
    ],
)
def test_a_dependency_that_nobody_may_walk(
    host: dict[str, Any], link: dict[str, Any], reason: str | None
) -> None:
    organisation = a_pair(
        departments=[a_department("A"), a_department("B", **host)],
        dependencies=[a_dependency(who_visits=WhoVisits.CUSTOMER, **link)],
    )
    if reason is None:
        assert oddities(organisation) == ()
        return
    finding = the_oddity(organisation)
    assert finding.column == "customer, provider"
    assert reason in finding.message


def test_a_dependency_without_people_who_may_go() -> None:
    link = a_dependency(target=1, who_visits=WhoVisits.CUSTOMER)
    still = [an_employee("a1", max_rotations=0)]
    assert "nobody of A may go" in the_oddity(a_pair(dependencies=[link], employees=still)).message
    barred = [Restriction("a1", "B"), Restriction("a2", "B")]
    organisation = a_pair(dependencies=[link], restrictions=barred)
    assert "restricted from B" in the_oddity(organisation).message


def test_a_mentor_in_a_department_that_hosts_nobody() -> None:
    mentor = an_employee("a1", mentors=1)
    others = [an_employee("a2"), an_employee("b1", "B")]
    link = a_dependency(target=1, who_visits=WhoVisits.CUSTOMER)
    organisation = a_pair(dependencies=[link], employees=[mentor, *others])
    assert "no dependency sends anybody to A" in the_oddity(organisation).message
    closed = [a_department("A", host_capacity=0), a_department("B")]
    organisation = a_pair(
        departments=closed, dependencies=[a_dependency()], employees=[mentor, *others]
    )
    assert "host_capacity of A is 0" in the_oddity(organisation).message


def test_a_department_in_no_dependency() -> None:
    departments = [a_department("A"), a_department("B"), a_department("C")]
    finding = the_oddity(a_pair(departments=departments, dependencies=[a_dependency()]))
    assert (finding.file, finding.row, finding.value) == ("departments.csv", 4, "C")


def test_minimum_staffing_above_headcount() -> None:
    departments = [a_department("A", minimum_staffing=3), a_department("B", minimum_staffing=2)]
    finding = the_oddity(a_pair(departments=departments))
    assert (finding.row, finding.column, finding.value) == (2, "minimum_staffing", "3")


def test_a_circle_of_managers_is_told_once() -> None:
    staff = [
        an_employee("a1", manager="b1"),
        an_employee("a2", manager="a3"),
        an_employee("a3", manager="a4"),
        an_employee("a4", manager="a2"),
        an_employee("b1", "B"),
    ]
    finding = the_oddity(a_pair(employees=staff))
    assert (finding.row, finding.column, finding.value) == (3, "manager", "a3")
    assert "a2 - a3 - a4 - a2" in finding.message


def test_ids_that_look_the_same() -> None:
    staff = [an_employee("a1"), an_employee("A1"), an_employee("b1", "B")]
    finding = the_oddity(a_pair(employees=staff))
    assert (finding.row, finding.value) == (3, "A1")
    assert '"a1"' in finding.message


@pytest.mark.parametrize(
    ("tables", "by", "column", "words"),
    [
        ({"experience": [Experience("a1", "B", date(2026, 1, 1))]}, None, "department", "twice"),
        ({"restrictions": [Restriction("a1", "B")]}, None, "department", "may not be placed"),
        (
            {"dependencies": [a_dependency(who_visits=WhoVisits.PROVIDER)]},
            *(None, "department", "no dependency sends people of A to B"),
        ),
        ({"employees": [an_employee("a1", max_rotations=0)]}, None, "department", "is 0"),
        (
            {"departments": [a_department("A"), a_department("B", host_capacity=0)]},
            *(None, "department", "hosts nobody"),
        ),
        ({}, date(2027, 1, 9), "by", "before 2027-01-10"),
    ],
)
def test_a_required_visit_that_can_never_be_made(
    tables: dict[str, Any], by: date | None, column: str, words: str
) -> None:
    tables = {"dependencies": [a_dependency(target=1)], **tables}
    found = oddities(a_pair(requirements=[Requirement("a1", "B", by)], **tables))
    (finding,) = [f for f in found if f.file == "requirements.csv"]
    assert (finding.row, finding.column) == (2, column)
    assert words in finding.message


def test_a_required_visit_due_when_the_first_placement_ends_is_not_odd() -> None:
    assert oddities(a_pair(requirements=[Requirement("a1", "B", date(2027, 1, 10))])) == ()


def test_a_preference_where_no_dependency_leads() -> None:
    finding = the_oddity(a_pair(preferences=[Preference("a1", "B", 1), Preference("a1", "A", 1)]))
    assert (finding.file, finding.row, finding.value) == ("preferences.csv", 3, "A")


def test_experience_after_the_first_day_of_the_cycle() -> None:
    visits = [Experience("a1", "B", date(2027, 1, 4)), Experience("a2", "B", date(2027, 1, 5))]
    finding = the_oddity(a_pair(experience=visits))
    assert (finding.row, finding.column, finding.value) == (3, "completed_on", "2027-01-05")


def test_a_promised_mentor_who_cannot_guide() -> None:
    day = date(2027, 1, 4)
    pins = [Pin("a1", "B", day, "a2"), Pin("a2", "B", day, "b1"), Pin("b1", "A", day)]
    findings = oddities(a_pair(pins=pins))
    assert [(f.row, f.column, f.value) for f in findings] == [
        (2, "mentor", "a2"),
        (3, "mentor", "b1"),
    ]


def test_warnings_name_the_true_line_and_the_order_of_the_files(tmp_path: Path) -> None:
    changes = {
        **swapped("preferences.csv", "a1,B,2", "\n\na1,A,2"),
        **swapped("dependencies.csv", "3,2,either", "3,9,either"),
    }
    warnings = read_organisation(write_folder(tmp_path / "org", changes)).warnings
    assert [(w.file, w.row) for w in warnings] == [("dependencies.csv", 2), ("preferences.csv", 4)]
