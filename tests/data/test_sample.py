"""The sample organisation tells the story that data/README.md promises."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.domain import Organisation, Pin, WhoVisits
from planner.exchange import Reading, read_organisation
from planner.graph import is_valid, lies_in_season, read_insights, sentences
from tests.data.pins import promised

SAMPLE = Path(__file__).parents[2] / "data" / "sample"


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_organisation(SAMPLE)


@pytest.fixture(scope="module")
def larkfield(reading: Reading) -> Organisation:
    return reading.organisation


def id_of(organisation: Organisation, name: str) -> str:
    (found,) = [employee.id for employee in organisation.employees if employee.name == name]
    return found


def test_it_reads_without_faults_or_warnings(reading: Reading) -> None:
    assert reading.warnings == ()


def test_its_size(larkfield: Organisation) -> None:
    assert len(larkfield.departments) == 12
    assert len(larkfield.employees) == 123
    assert len(larkfield.dependencies) == 45
    assert larkfield.cycle.name == "Spring 2027"
    assert (larkfield.cycle.first_day, larkfield.cycle.last_day) == (
        date(2027, 1, 4),
        date(2027, 7, 4),
    )


def test_the_table_in_the_readme_is_true(larkfield: Organisation) -> None:
    people = Counter(employee.department for employee in larkfield.employees)
    readme = (SAMPLE.parent / "README.md").read_text(encoding="utf-8")
    for one in larkfield.departments:
        numbers = (people[one.id], one.host_capacity, one.minimum_staffing, one.rotation_periods)
        assert " | ".join(map(str, ("| " + one.id, one.name, *numbers))) + " |" in readme


def test_people_have_names_and_addresses_of_their_own(larkfield: Organisation) -> None:
    names = {employee.name for employee in larkfield.employees}
    assert len(names) == len({employee.email for employee in larkfield.employees}) == 123
    for employee in larkfield.employees:
        assert employee.email.isascii()
        assert employee.email.endswith("@example.com")
        assert " " in employee.name
        assert not any(letter.isdigit() for letter in employee.name)


def test_managers_lead_up_to_one_director(larkfield: Organisation) -> None:
    manager = {employee.id: employee.manager for employee in larkfield.employees}
    director = id_of(larkfield, "Ingrid Larkfield")
    for employee in manager:
        here, steps = employee, 0
        while (above := manager[here]) is not None:
            here, steps = above, steps + 1
            assert steps <= 3
        assert here == director


def test_every_dependency_says_what_is_delivered(larkfield: Organisation) -> None:
    assert all(link.service for link in larkfield.dependencies)
    assert sum(link.standard_hours is not None for link in larkfield.dependencies) >= 40
    assert {link.who_visits for link in larkfield.dependencies} == set(WhoVisits)


def test_seasons_at_the_year_end_and_in_spring(larkfield: Organisation) -> None:
    seasons = {(d.season_from, d.season_to) for d in larkfield.dependencies if d.season_from}
    assert (date(2027, 1, 4), date(2027, 2, 28)) in seasons
    assert sum(d.season_from is not None for d in larkfield.dependencies) >= 6
    assert any(begins >= date(2027, 3, 1) for begins, _ in seasons if begins)


def test_the_graph_hangs_together_and_goes_both_ways(larkfield: Organisation) -> None:
    insights = read_insights(larkfield)
    assert len(insights.islands) == 1
    assert insights.unlinked == ()
    assert len(insights.both_ways) == 11
    assert insights.summary.coverage == pytest.approx(0.3541, abs=1e-4)
    assert len(insights.one_person) == 19
    found = sentences(insights, larkfield)
    assert "Product Design and Workshop depend on each other: it goes both ways." in found


def test_the_one_who_knows_the_warehouse_retires(larkfield: Organisation) -> None:
    harriet = id_of(larkfield, "Harriet Voss")
    assert {e.ends for e in larkfield.employees if e.ends} == {date(2027, 4, 30)}
    alone = {
        (o.link.customer, o.link.provider): o.employee for o in read_insights(larkfield).one_person
    }
    assert alone["FIN", "WHS"] == harriet


def test_holidays_around_easter_and_closures_around_stocktaking(larkfield: Organisation) -> None:
    good_friday = date(2027, 3, 26)
    away = [a for a in larkfield.absences if a.first_day <= good_friday <= a.last_day]
    assert len(away) >= 10
    assert {"Easter holidays", "school holidays", "parental leave"} <= {
        absence.kind for absence in larkfield.absences
    }
    assert {closure.kind.value for closure in larkfield.closures} == {
        "hosting",
        "releasing",
        "both",
    }
    assert {"FIN", "SHOP", "WHS", "MAKE"} <= {closure.department for closure in larkfield.closures}


def test_joiners_within_the_cycle_have_visits_to_make(larkfield: Organisation) -> None:
    joiners = {
        e.id for e in larkfield.employees if e.starts and e.starts > larkfield.cycle.first_day
    }
    assert len(joiners) == 4
    assert joiners <= {requirement.employee for requirement in larkfield.requirements}


def test_every_requirement_can_be_met_on_its_own(larkfield: Organisation) -> None:
    people = {employee.id: employee for employee in larkfield.employees}
    asked = Counter(requirement.employee for requirement in larkfield.requirements)
    for requirement in larkfield.requirements:
        pin = (requirement.employee, requirement.department)
        last = requirement.by or larkfield.cycle.last_day
        chances = [
            promise
            for period in range(larkfield.cycle.periods)
            for promise in [promised(larkfield, Pin(*pin, larkfield.cycle.first_day_of(period)))]
            if promise.last_day <= last and promise.faults(larkfield) == []
        ]
        assert len(chances) >= 4, pin
        assert people[requirement.employee].max_rotations >= asked[requirement.employee]


def test_experience_expires_just_before_and_within_the_cycle(larkfield: Organisation) -> None:
    days = timedelta(days=larkfield.cycle.rules.experience_valid_days or 0)
    ends = [visit.completed_on + days for visit in larkfield.experience]
    assert sum(end < larkfield.cycle.first_day for end in ends) == 3
    assert sum(larkfield.cycle.first_day <= end <= larkfield.cycle.last_day for end in ends) >= 8
    assert sum(is_valid(visit, larkfield.cycle) for visit in larkfield.experience) == 20


def test_deputies_are_kept_apart(
    larkfield: Organisation,
) -> None:
    home = {employee.id: employee.department for employee in larkfield.employees}
    assert len(larkfield.keep_apart) == 12
    assert sum(home[p.employee] == home[p.other] for p in larkfield.keep_apart) == 11


def test_every_department_has_two_mentors(larkfield: Organisation) -> None:
    mentors = Counter(e.department for e in larkfield.employees if e.mentors)
    assert set(mentors) == {department.id for department in larkfield.departments}
    assert min(mentors.values()) >= 2


def test_preferences_run_from_rather_not_to_keen(larkfield: Organisation) -> None:
    assert {preference.score for preference in larkfield.preferences} == {-2, -1, 1, 2}
    assert all(restriction.reason for restriction in larkfield.restrictions)


def test_promises_are_legal_one_by_one(larkfield: Organisation) -> None:
    assert len(larkfield.pins) == 5
    assert {pin.mentor is None for pin in larkfield.pins} == {True, False}
    for pin in larkfield.pins:
        assert promised(larkfield, pin).faults(larkfield) == []


def test_promises_are_legal_together(larkfield: Organisation) -> None:
    placements = [promised(larkfield, pin) for pin in larkfield.pins]
    people = [p.employee for p in placements] + [p.mentor for p in placements if p.mentor]
    assert len(set(people)) == len(people)
    at_once = [
        (a, b)
        for number, a in enumerate(placements)
        for b in placements[:number]
        if a.first_day <= b.last_day and b.first_day <= a.last_day
    ]
    assert all(a.host != b.host for a, b in at_once)
    apart = {frozenset((pair.employee, pair.other)) for pair in larkfield.keep_apart}
    assert not any(frozenset((a.employee, b.employee)) in apart for a, b in at_once)


def test_one_promise_lies_out_of_season(larkfield: Organisation) -> None:
    (week,) = [p for p in larkfield.pins if p.employee == id_of(larkfield, "Ingrid Larkfield")]
    (link,) = [d for d in larkfield.dependencies if d.walked_by("FIN", week.host)]
    assert not lies_in_season(promised(larkfield, week).placement, link)


def test_the_budget_is_a_week_for_each_person_or_so(larkfield: Organisation) -> None:
    budget = larkfield.cycle.rules.max_placement_periods
    assert budget == 120
    length = {department.id: department.rotation_periods for department in larkfield.departments}
    assert sum(length[pin.host] for pin in larkfield.pins) < budget / 10
