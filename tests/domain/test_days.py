"""Dates and counts read like English."""

from __future__ import annotations

from datetime import date

import pytest

from planner.domain.days import during, period_in_words, span
from planner.planning.words import Count, Names, listed
from tests.builders import a_cycle, a_department, an_employee, an_organisation


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2027, 1, 18), date(2027, 1, 18), "18 January 2027"),
        (date(2027, 1, 18), date(2027, 1, 31), "18 to 31 January 2027"),
        (date(2027, 1, 25), date(2027, 2, 7), "25 January to 7 February 2027"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 December 2026 to 3 January 2027"),
    ],
)
def test_spans_do_not_repeat_themselves(first: date, last: date, words: str) -> None:
    assert span(first, last) == words


def test_when_something_happens() -> None:
    assert during(date(2027, 1, 20), date(2027, 1, 20)) == "on 20 January 2027"
    assert during(date(2027, 1, 20), date(2027, 1, 22)) == "from 20 to 22 January 2027"


@pytest.mark.parametrize(
    ("period_days", "words"),
    [
        (7, "week of 18 January 2027"),
        (1, "day of 6 January 2027"),
        (14, "period from 1 to 14 February 2027"),
        (30, "period from 5 March to 3 April 2027"),
    ],
)
def test_periods_are_called_what_people_call_them(period_days: int, words: str) -> None:
    assert period_in_words(a_cycle(period_days=period_days), 2) == words


def test_counts_take_their_plural() -> None:
    assert f"{Count(1):person}, {Count(3):person}" == "1 person, 3 people"
    assert f"{Count(1):visitor}, {Count(0):visitor}" == "1 visitor, 0 visitors"
    assert f"{Count(2):placement}, {Count(2)}" == "2 placements, 2"
    assert f"{Count(1, 'week'):period}, {Count(2, 'week'):period}" == "1 week, 2 weeks"
    assert str(Count(4)) == "4"


def test_lists() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a and b"
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_an_id_stands_behind_a_name_only_where_two_share_it() -> None:
    organisation = an_organisation(
        departments=[
            a_department("A", name="Sales"),
            a_department("B", name="Sales"),
            a_department("C", name=""),
        ],
        employees=[
            an_employee("e1", name="Kim Lee"),
            an_employee("e2", name="Ada Byron"),
            an_employee("e3", name="Kim Lee"),
        ],
    )
    names = Names(organisation)
    assert [names.employee(each) for each in range(3)] == [
        "Kim Lee (e1)",
        "Ada Byron",
        "Kim Lee (e3)",
    ]
    assert [names.department(each) for each in range(3)] == ["Sales (A)", "Sales (B)", "C"]
    assert names.employee(-1) == "nobody"
    assert names.periods(2) == "2 weeks"
